"""What a backup says about itself, and the figures by which a restored database is compared with it."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from psycopg import Connection, sql

from gwarant.database.problem import BadBackup
from gwarant.database.roles import APP

FORMAT = "gwarant-backup-1"
OURS = "n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg\\_%'"
IN_CLASS = f"FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE {OURS}"
FIGURES = {
    "tables": f"SELECT count(*) {IN_CLASS} AND c.relkind IN ('r', 'p')",
    "indexes": f"SELECT count(*) {IN_CLASS} AND c.relkind IN ('i', 'I')",
    "views": f"SELECT count(*) {IN_CLASS} AND c.relkind IN ('v', 'm')",
    "tables under row-level security": f"SELECT count(*) {IN_CLASS} AND c.relrowsecurity",
    "tables under forced row-level security": f"SELECT count(*) {IN_CLASS} AND c.relforcerowsecurity",
    "policies": "SELECT count(*) FROM pg_policy",
    "constraints": "SELECT count(*) FROM pg_constraint o JOIN pg_namespace n ON n.oid = o.connamespace "
    f"WHERE {OURS} AND o.contype IN ('p', 'u', 'f', 'c', 'x')",
    "triggers": "SELECT count(*) FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
    f"JOIN pg_namespace n ON n.oid = c.relnamespace WHERE {OURS} AND NOT t.tgisinternal",
    "rights of the application": "SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace, "
    f"aclexplode(c.relacl) a WHERE {OURS} AND a.grantee = to_regrole('{APP}') AND a.privilege_type <> 'MAINTAIN'",
}
TABLES = f"SELECT n.nspname, c.relname {IN_CLASS} AND c.relkind = 'r' ORDER BY 1, 2"


@dataclass(frozen=True)
class Manifest:
    """The description of one backup."""

    version: str
    postgresql: int
    taken_at: str
    sha256: str
    migrations: list[list[str]]
    rows: dict[str, int]
    figures: dict[str, int]
    has_secret: bool = False
    has_files: bool = False
    format: str = FORMAT

    def text(self) -> str:
        """As it is written."""
        return json.dumps(asdict(self), indent=1, ensure_ascii=False)

    @property
    def taken(self) -> datetime:
        """When."""
        return datetime.fromisoformat(self.taken_at)


def parse(text: bytes) -> Manifest:
    """Read a manifest; one of another format is refused."""
    try:
        record: dict[str, Any] = json.loads(text)
        if record["format"] != FORMAT:
            raise BadBackup(f"The backup has the format {record['format']}; this program reads {FORMAT}.")
        return Manifest(**record)
    except (ValueError, KeyError, TypeError) as problem:
        raise BadBackup(f"The backup's manifest cannot be read: {problem}") from problem


def rows(connection: Connection[Any]) -> dict[str, int]:
    """How many rows each table has."""
    return {f"{schema}.{table}": _count(connection, schema, table) for schema, table in connection.execute(TABLES)}


def figures(connection: Connection[Any]) -> dict[str, int]:
    """How much of everything else there is."""
    return {name: _number(connection, sql.SQL(query)) for name, query in FIGURES.items()}


def migrations(connection: Connection[Any]) -> list[list[str]]:
    """Which migrations were applied."""
    if connection.execute("SELECT to_regclass('public.django_migrations')").fetchone() == (None,):
        return []
    found = connection.execute("SELECT app, name FROM public.django_migrations ORDER BY app, name")
    return [[app, name] for app, name in found]


def checks(manifest: Manifest) -> str:
    """SQL that fails when the database is not what the manifest says."""
    counted = {f"rows of {table}": (_counting(table), count) for table, count in manifest.rows.items()}
    counted |= {name: (query, manifest.figures[name]) for name, query in FIGURES.items() if name in manifest.figures}
    return "SET row_security = off;\n" + "".join(
        _check(name, query, expected) for name, (query, expected) in counted.items()
    )


def _check(name: str, query: str, expected: int) -> str:
    complaint = sql.Literal(f"{name}: {expected} in the backup, % restored").as_string()
    return (
        f"DO $check$ DECLARE found bigint := ({query}); BEGIN IF found <> {int(expected)} "
        f"THEN RAISE EXCEPTION {complaint}, found; END IF; END $check$;\n"
    )


def _counting(table: str) -> str:
    schema, _, name = table.partition(".")
    return f"SELECT count(*) FROM {sql.Identifier(schema, name).as_string()}"


def _count(connection: Connection[Any], schema: str, table: str) -> int:
    return _number(connection, sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(schema, table)))


def _number(connection: Connection[Any], query: sql.SQL | sql.Composed) -> int:
    row = connection.execute(query).fetchone()
    return int(row[0]) if row else 0
