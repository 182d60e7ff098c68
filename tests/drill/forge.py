"""The hostile drill: evidence is forged in every way we know, for real.

As the superuser, who may do anything, and the command must find it; as the application from every scope, which the
database must refuse.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))  # where looks_in.py lies
sys.path.insert(0, str(Path(__file__).parents[1] / "ledger"))  # where forgeries.py lies
sys.path.insert(0, str(Path(__file__).parents[1] / "isolation"))  # where forbidden.py lies

from kills import copy_made

from gwarant.cli.service import instance, load
from gwarant.database import roles
from gwarant.database.embedded import Embedded

BEGUN = datetime(2026, 6, 1, 8, 0, tzinfo=UTC)
COMMAND = [sys.executable, "-m", "gwarant.cli", "ledger", "verify"]
PRISTINE = "pristine"
SETTINGS = "SELECT set_config('gwarant.scope', %s, false), set_config('gwarant.user', %s, false), " + (
    "set_config('gwarant.customers', %s, false)"
)


def prepare(state: Path) -> dict[str, tuple[str, str, str]]:
    """A house with a chain of four blocks; the settings of every scope."""
    copy_made(state)
    with instance(makes=True):
        load("gwarant.cli.migrating").migrate()
        scope, forbidden = load("gwarant.database.scope"), load("forbidden")
        world = load("field").lay_out(BEGUN)
        with scope.scoped(scope.ENGINE):
            forbidden.lay_open(world, BEGUN)
        found = {name: make(world).settings for name, make in forbidden.SCOPES.items()}
    for name in ("DATABASE_URL", "GWARANT_APP_DATABASE_URL"):
        os.environ.pop(name, None)
    return found


def copy(server: Embedded, source: str, to: str) -> None:
    """Make the second database equal to the first."""
    psycopg = load("psycopg")
    with psycopg.connect(server.dsn(roles.ADMIN), dbname="postgres", autocommit=True) as admin:
        admin.execute(f"DROP DATABASE IF EXISTS {to} WITH (FORCE)")
        admin.execute(f"CREATE DATABASE {to} OWNER {roles.OWNER} TEMPLATE {source}")


def verified(*more: str) -> tuple[int, list[str]]:
    """The command's exit code and its lines."""
    done = subprocess.run([*COMMAND, *more], capture_output=True, text=True, check=False)
    return done.returncode, (done.stdout or done.stderr).splitlines()


def noted(server: Embedded, state: Path) -> Path:
    """The heads as a client keeps them."""
    psycopg = load("psycopg")
    heads = "SELECT DISTINCT ON (c.id) c.key || ':' || b.number || ':' || b.head FROM ledger_block b "
    heads += "JOIN customers_customer c ON c.id = b.customer_id ORDER BY c.id, b.number DESC"
    with psycopg.connect(server.dsn(roles.ADMIN)) as admin:
        told = [row[0] for row in admin.execute(heads)]
    file = state / "heads.txt"
    file.write_text("\n".join(told) + "\n", encoding="utf-8")
    return file


def as_superuser(server: Embedded, heads: Path, most: int) -> Iterator[tuple[str, str, str, bool]]:
    """Of each forgery: its name, the command that finds it with its exit code, its words, and whether it was found."""
    forgeries, filed, booked, days, openings = map(load, ("forgeries", "filed", "booked", "days", "openings"))
    psycopg = load("psycopg")
    name = server.dsn(roles.APP).partition("?")[0].rpartition("/")[2]
    copy(server, name, PRISTINE)
    lists = (forgeries.FORGERIES, filed.FILED, booked.BOOKED, days.DAYS, openings.OPENINGS)
    for one in [forgery for own in lists for forgery in own[:most]]:
        with psycopg.connect(server.dsn(roles.ADMIN)) as admin, admin.cursor() as cursor:
            forgeries.forge(cursor, one)
        code, lines = alone, _ = verified()
        if one.by_head:
            code, lines = verified("--heads", str(heads))
        words = next((line for line in lines if one.says in line), lines[-1])
        expected = 0 if one.by_note else 1
        found = one.says in words and code == expected and alone == (0 if one.by_head else expected)
        yield one.name, f"verify{' --heads' if one.by_head else ''} → {code}", words, found
        copy(server, PRISTINE, name)
        with psycopg.connect(server.dsn(roles.ADMIN)) as admin:
            for statement in one.undo:
                admin.execute(statement)


def as_application(server: Embedded, scopes: dict[str, tuple[str, str, str]]) -> Iterator[tuple[str, int, list[str]]]:
    """Of each scope: how many statements were tried, and those that were let through and should not have been."""
    forbidden, psycopg = load("forbidden"), load("psycopg")
    for name, settings in scopes.items():
        tried = [*forbidden.NEVER, *(one for refused_to, one in forbidden.SOMETIMES if name in refused_to)]
        with psycopg.connect(server.dsn(roles.APP)) as app:
            yield name, len(tried), [one for one in tried if let_through(app, settings, one)]


def let_through(app: Any, settings: tuple[str, str, str], statement: str) -> bool:
    """Whether the statement changed anything, also at the end of its transaction; nothing stays."""
    psycopg = load("psycopg")
    try:
        app.execute(SETTINGS, settings)
        changed = app.execute(statement).rowcount > 0
        app.execute("SET CONSTRAINTS ALL IMMEDIATE")
    except psycopg.errors.InsufficientPrivilege:
        return False
    finally:
        app.rollback()
    return bool(changed)


def run(state: Path, most: int) -> int:
    """The whole drill as a table; how many were not found or not refused."""
    os.environ.update(GWARANT_STATE_DIR=str(state))
    scopes = prepare(state)
    server, wrong = Embedded(state), 0
    server.start()
    try:
        heads = noted(server, state)
        code, lines = verified("--heads", str(heads))
        print(f"before: {lines[-1]} → {code}", flush=True)
        wrong += code != 0
        for name, command, words, found in as_superuser(server, heads, most):
            print(f"{'found ' if found else 'MISSED'} | {name} | {command} | {words}", flush=True)
            wrong += not found
        for name, tried, passed in as_application(server, scopes):
            print(
                f"{'MISSED' if passed else 'refused'} | as {name} | {tried} statements | {'; '.join(passed)}",
                flush=True,
            )
            wrong += len(passed)
    finally:
        server.stop()
    return wrong


def main() -> int:
    """From the command line."""
    asked_for = argparse.ArgumentParser(description=__doc__)
    asked_for.add_argument("--first", type=int, default=1000, help="only so many forgeries, and openings of the guards")
    given = asked_for.parse_args()
    with tempfile.TemporaryDirectory(prefix="gwarant-drill-") as directory:
        wrong = run(Path(directory) / "state", given.first)
    print("every forgery was found, every scope refused" if not wrong else f"{wrong} were missed")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
