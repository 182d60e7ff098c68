"""The application's role works with rows and nothing else; a login that would pass row-level security is refused."""

from collections.abc import Iterator

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from gwarant.database import roles
from gwarant.database.embedded import Embedded
from gwarant.database.problem import DatabaseProblem, UnsafeRole

pytestmark = pytest.mark.together


def run(dsn: str, *statements: str) -> None:
    with psycopg.connect(dsn, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)


def rows(dsn: str, query: str) -> list[tuple]:
    with psycopg.connect(dsn) as connection:
        return connection.execute(query).fetchall()


@pytest.fixture
def outside(server: Embedded) -> Iterator[dict[str, str]]:
    """A server of somebody's own: a database whose owner has no special rights, and logins around it."""
    admin = server.dsn(roles.ADMIN, "postgres")
    logins = {
        "acme": "LOGIN",
        "maker": "LOGIN CREATEROLE",
        "acme_web": "LOGIN",
        "boss": "LOGIN SUPERUSER",
        "sneak": "LOGIN BYPASSRLS",
    }
    clean(admin, logins)
    run(admin, *(f"CREATE ROLE {name} {rights} PASSWORD 'x'" for name, rights in logins.items()))
    run(admin, "CREATE DATABASE acme OWNER acme", "CREATE DATABASE maker OWNER maker")
    yield {name: f"postgresql://{name}:x@/acme?host={server.record().sockets}" for name in logins} | {"admin": admin}
    clean(admin, logins)


def clean(admin: str, logins: dict[str, str]) -> None:
    run(admin, *(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)" for name in ("acme", "maker")))
    run(admin, "DROP DATABASE IF EXISTS gwarant WITH (FORCE)", "DROP ROLE IF EXISTS gwarant_app")
    run(admin, *(f"DROP ROLE IF EXISTS {name}" for name in logins))


def test_the_application_sees_only_rows_of_its_scope_and_none_without(world):
    with psycopg.connect(world.dsn()) as connection:
        assert connection.execute("SELECT count(*) FROM ticket").fetchone() == (0,)
        connection.execute("SET test.customer = '3'")
        assert connection.execute("SELECT DISTINCT customer_id FROM ticket").fetchall() == [(3,)]


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE mine ()",
        "CREATE TEMP TABLE mine ()",
        "CREATE SCHEMA mine",
        "ALTER TABLE ticket DISABLE ROW LEVEL SECURITY",
        "DROP POLICY ticket_scope ON ticket",
        "TRUNCATE ticket",
        "UPDATE ledger SET line = ''",
        "DELETE FROM ledger",
        "SET ROLE gwarant_owner",
        "CREATE ROLE mine",
        "SELECT pg_read_file('/etc/passwd')",
        "COPY ticket TO PROGRAM 'cat'",
    ],
)
def test_the_application_may_not(world, statement):
    with psycopg.connect(world.dsn()) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute(statement)


def test_new_tables_are_open_to_the_application(fresh):
    run(fresh.dsn(roles.OWNER), "CREATE TABLE later (id bigserial PRIMARY KEY, n int)")
    run(fresh.dsn(), "INSERT INTO later (n) VALUES (1)", "UPDATE later SET n = 2", "DELETE FROM later")


def test_the_owner_is_no_superuser(fresh):
    query = "SELECT rolsuper, rolbypassrls, rolcreaterole FROM pg_roles WHERE rolname = 'gwarant_owner'"
    assert rows(fresh.dsn(roles.ADMIN), query) == [(False, False, False)]


def test_a_role_that_was_given_too_much_is_put_right(fresh):
    admin = fresh.dsn(roles.ADMIN, "postgres")
    run(admin, "ALTER ROLE gwarant_app BYPASSRLS CREATEDB")
    roles.ensure_roles(admin, "gwarant", fresh.record().passwords)
    assert rows(admin, "SELECT rolbypassrls, rolcreatedb FROM pg_roles WHERE rolname = 'gwarant_app'") == [
        (False, False)
    ]


def test_the_applications_own_login_passes_the_check(world):
    roles.check_app(world.dsn())


def test_an_owner_who_may_make_roles_works_as_the_applications_role(outside):
    owner = outside["maker"].replace("/acme?", "/maker?")
    dsn = roles.ensure_app_role(owner)
    assert rows(dsn, "SELECT current_user::text, session_user::text") == [("gwarant_app", "maker")]
    run(owner, "CREATE TABLE t (n int)", "INSERT INTO t VALUES (1)", "ALTER TABLE t ENABLE ROW LEVEL SECURITY")
    assert rows(dsn, "SELECT * FROM t") == []
    assert roles.ensure_app_role(owner) == dsn


def test_an_owner_who_may_not_is_told_what_an_administrator_runs(outside):
    with pytest.raises(UnsafeRole, match=r"CREATE ROLE gwarant_app NOLOGIN .*; GRANT gwarant_app TO") as problem:
        roles.ensure_app_role(outside["acme"])
    run(outside["admin"], str(problem.value).partition("An administrator runs: ")[2])
    assert rows(roles.ensure_app_role(outside["acme"]), "SELECT current_user::text") == [("gwarant_app",)]


def test_a_second_address_for_the_application_is_used(outside):
    run(outside["admin"], "CREATE ROLE gwarant_app NOLOGIN", "GRANT gwarant_app TO acme_web")
    assert roles.ensure_app_role(outside["acme"], outside["acme_web"]) == outside["acme_web"]
    run(outside["acme"], "CREATE TABLE t (n int)")
    run(outside["acme_web"], "INSERT INTO t VALUES (1)")


def test_a_second_login_that_is_not_a_member_is_refused(outside):
    run(outside["admin"], "CREATE ROLE gwarant_app NOLOGIN")
    with pytest.raises(UnsafeRole, match="GRANT gwarant_app TO acme_web"):
        roles.ensure_app_role(outside["acme"], outside["acme_web"])


@pytest.mark.parametrize("login", ["boss", "sneak"])
def test_a_login_that_passes_row_level_security_is_refused(outside, login):
    run(outside["admin"], "CREATE ROLE gwarant_app NOLOGIN", f"GRANT gwarant_app TO {login}")
    with pytest.raises(UnsafeRole, match="superuser or has BYPASSRLS"):
        roles.ensure_app_role(outside["acme"], outside[login])


def test_a_superuser_as_owner_may_not_be_the_applications_login(outside):
    with pytest.raises(UnsafeRole, match="superuser"):
        roles.ensure_app_role(outside["boss"])


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://me:p%40ss@db:5432,db2:5432/acme?target_session_attrs=read-write",
        "postgresql://me@/acme?host=%2Fvar%2Frun&options=-c%20jit%3Doff",
        "host=db dbname=acme user=me options='-c jit=off'",
    ],
)
def test_working_as_the_role_keeps_the_rest_of_the_address(address):
    before, after = conninfo_to_dict(address), conninfo_to_dict(roles.in_role(address))
    assert after.pop("options") == f"{before.pop('options', '')} -c role=gwarant_app".strip()
    assert after == before


def test_the_owner_himself_is_refused_as_the_applications_login(outside):
    run(outside["admin"], "CREATE ROLE gwarant_app NOLOGIN", "GRANT gwarant_app TO acme")
    with pytest.raises(UnsafeRole, match="owns tables"):
        roles.ensure_app_role(outside["acme"], outside["acme"])


def test_a_login_that_cannot_connect_is_told(outside):
    run(outside["admin"], "CREATE ROLE gwarant_app NOLOGIN")
    with pytest.raises(DatabaseProblem, match="cannot log in"):
        roles.ensure_app_role(outside["acme"], outside["acme_web"].replace(":x@", ":y@"))
