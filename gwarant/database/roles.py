"""Who may do what: the owner migrates, the application only works with rows and never passes row-level security."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

import psycopg
from psycopg import Connection, sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from gwarant.database.problem import DatabaseProblem, UnsafeRole

ADMIN, OWNER, APP = "gwarant_admin", "gwarant_owner", "gwarant_app"
LOGIN = "NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS"

IN_DATABASE = """
REVOKE ALL ON DATABASE {database} FROM PUBLIC;
GRANT CONNECT ON DATABASE {database} TO {app};
ALTER SCHEMA public OWNER TO {owner};
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
"""
FOR_APP = """
GRANT USAGE ON SCHEMA public TO {app};
ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {app};
ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public GRANT USAGE ON SEQUENCES TO {app};
"""
STATEMENTS = LOGIN + IN_DATABASE + FOR_APP
NOT_FOR_APP = """
ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public REVOKE ALL ON TABLES FROM {app};
ALTER DEFAULT PRIVILEGES FOR ROLE {owner} IN SCHEMA public REVOKE ALL ON SEQUENCES FROM {app};
"""
BY_ADMINISTRATOR = "CREATE ROLE {app} NOLOGIN NOSUPERUSER NOBYPASSRLS; GRANT {app} TO {owner};"
WHO = """
SELECT current_user, session_user,
       (SELECT bool_or(rolsuper) FROM pg_roles WHERE rolname IN (current_user, session_user)),
       (SELECT bool_or(rolbypassrls) FROM pg_roles WHERE rolname IN (current_user, session_user)),
       (SELECT pg_has_role(current_user, datdba, 'USAGE') FROM pg_database WHERE datname = current_database()),
       EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
               WHERE c.relkind IN ('r', 'p') AND n.nspname NOT IN ('pg_catalog', 'information_schema')
                 AND n.nspname NOT LIKE 'pg_toast%' AND pg_has_role(current_user, c.relowner, 'USAGE'))
"""


def ensure_roles(admin_dsn: str, database: str, passwords: Mapping[str, str]) -> None:
    """Make the owner, the application's role and the database what they should be; run it as often as you like."""
    with psycopg.connect(admin_dsn, autocommit=True) as connection:
        for role in (OWNER, APP):
            _ensure_login(connection, role, passwords[role])
        if not _exists(connection, "SELECT FROM pg_database WHERE datname = %s", database):
            _run(connection, "CREATE DATABASE {database} OWNER {owner} TEMPLATE template0", database)
    with psycopg.connect(make_conninfo(admin_dsn, dbname=database)) as connection:
        _run(connection, IN_DATABASE + FOR_APP, database)


def ensure_app_role(owner_dsn: str, app_dsn: str | None = None) -> str:
    """The application's checked way into a server of your own; UnsafeRole says what an administrator has to run."""
    with psycopg.connect(owner_dsn) as connection:
        owner = connection.info.user
        _ensure_app(connection, owner, become=app_dsn is None)
        _run(connection, FOR_APP, connection.info.dbname, owner)
    dsn = app_dsn or in_role(owner_dsn)
    check_app(dsn)
    return dsn


def in_role(owner_dsn: str) -> str:
    """The owner's own login, but working as the application's role from the first statement; a URL stays a URL."""
    option = f"-c role={APP}"
    if "://" not in owner_dsn:
        options = str(conninfo_to_dict(owner_dsn).get("options") or "")
        return make_conninfo(owner_dsn, options=f"{options} {option}".strip())
    address, _, query = owner_dsn.partition("?")
    parts = dict(parse_qsl(query, keep_blank_values=True))
    parts["options"] = f"{parts.get('options', '')} {option}".strip()
    return f"{address}?{urlencode(parts, quote_via=quote)}"


def check_app(app_dsn: str) -> None:
    """Refuse a login that row-level security would not hold, or that is not the application's role."""
    with _connected(app_dsn) as connection:
        row = connection.execute(WHO).fetchone()
        assert row is not None
        current, login, superuser, bypass, owns_database, owns_tables = row
        member = _exists(connection, "SELECT WHERE pg_has_role(current_user, %s, 'USAGE')", APP)
    name = login if login == current else f"{login} (as {current})"
    if superuser or bypass:
        raise UnsafeRole(
            f"The application would log in as {name}, who is a superuser or has BYPASSRLS: row-level security would "
            f"not hold. Make a login for it: CREATE ROLE gwarant_web LOGIN PASSWORD '…' NOSUPERUSER NOBYPASSRLS; "
            f"GRANT {APP} TO gwarant_web; and give its URL for the application."
        )
    if owns_database or owns_tables:
        raise UnsafeRole(f"The application would log in as {name}, who owns tables: row-level security would not hold.")
    if not member:
        raise UnsafeRole(f"The login {name} is not a member of {APP}. An administrator runs: GRANT {APP} TO {current};")


def text(connection: Connection[Any], statements: str, owner: str = OWNER, database: str = "") -> str:
    """Statements with the names in them, quoted."""
    names = {"database": database or "postgres", "owner": owner, "app": APP}
    quoted = {key: sql.Identifier(name).as_string(connection) for key, name in names.items()}
    return statements.format(**quoted)


def _connected(dsn: str) -> Connection[Any]:
    try:
        return psycopg.connect(dsn)
    except psycopg.OperationalError as problem:
        raise DatabaseProblem(f"The application cannot log in: {str(problem).strip()}") from problem


def _ensure_app(connection: Connection[Any], owner: str, *, become: bool) -> None:
    """The role exists and, if he has to, the owner may take it on; since PostgreSQL 16 a member may not always."""
    may = "SET" if connection.info.server_version >= 160000 else "MEMBER"
    try:
        with connection.transaction():
            if not _exists(connection, "SELECT FROM pg_roles WHERE rolname = %s", APP):
                _run(connection, "CREATE ROLE {app} NOLOGIN NOSUPERUSER NOBYPASSRLS", owner=owner)
            if become and not _exists(connection, f"SELECT WHERE pg_has_role(current_user, %s, '{may}')", APP):
                _run(connection, "GRANT {app} TO {owner}", owner=owner)
    except psycopg.errors.InsufficientPrivilege as problem:
        statement = BY_ADMINISTRATOR.format(app=APP, owner=owner)
        raise UnsafeRole(f"{owner} may not make the role {APP}. An administrator runs: {statement}") from problem


def _ensure_login(connection: Connection[Any], role: str, password: str) -> None:
    exists = _exists(connection, "SELECT FROM pg_roles WHERE rolname = %s", role)
    verb = sql.SQL("ALTER ROLE" if exists else "CREATE ROLE")
    connection.execute(
        sql.SQL("{} {} LOGIN {} PASSWORD {}").format(verb, sql.Identifier(role), sql.SQL(LOGIN), sql.Literal(password))
    )


def _exists(connection: Connection[Any], query: str, value: str) -> bool:
    return connection.execute(query.encode(), (value,)).fetchone() is not None


def _run(connection: Connection[Any], statements: str, database: str = "", owner: str = OWNER) -> None:
    connection.execute(text(connection, statements, owner, database).encode())
