"""The guards of the database are those that stand in the list of this release, wherever and by whom it was made."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import psycopg
import pytest
from django.core.management import call_command
from django.db import connections
from pg import PREFIX, discard
from service import settings_for
from sweeps import IS_CHECK

from gwarant.database import guards, roles
from gwarant.database.binaries import available
from gwarant.database.embedded import Embedded

pytestmark = pytest.mark.together

LIST = Path(guards.__file__).with_name(guards.EXPECTED)
GIVEN = ("CREATE ROLE shop_owner LOGIN PASSWORD 'x' CREATEROLE", "CREATE DATABASE shop OWNER shop_owner")
LOGIN = (
    "CREATE ROLE shop_web LOGIN PASSWORD 'x'",
    "CREATE ROLE logins",
    "GRANT logins, gwarant_app TO shop_web",
)
# What an administrator may do besides, and what changes nothing of who sees what.
BESIDES = (
    "CREATE ROLE reporting",
    "GRANT SELECT, UPDATE (line) ON ledger_row TO reporting",
    "ALTER ROLE shop_web SET statement_timeout = '1min'",
    "ALTER ROLE shop_web SET search_path = public",
    "ALTER ROLE reporting SET gwarant.scope = 'engine'",
    "ALTER DATABASE shop SET timezone = 'Europe/Warsaw'",
    "CREATE SCHEMA elsewhere",
    "CREATE TABLE elsewhere.lists (id int)",
    "GRANT ALL ON elsewhere.lists TO reporting",
)


def test_what_the_migrations_make_is_what_verification_expects(db: None) -> None:
    """After a migration that guards something, write the list anew: the test prints it into the file that it names."""
    made = "".join(f"{line}\n" for line in sorted(guards.there()))
    if LIST.read_text(encoding="utf-8") != made:
        proposed = LIST.with_suffix(".new")
        proposed.write_text(made, encoding="utf-8")
        raise AssertionError(f"the list differs: look at {proposed} and put it in the place of {LIST}")


def test_nothing_goes_round_the_guards_of_a_database_of_our_own(db: None) -> None:
    assert list(guards.faults()) == []


@pytest.fixture(scope="module", params=available()[-1 if IS_CHECK else 0 :], ids=lambda one: one.version)
def given(request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: object) -> Iterator[str]:
    """The superuser's way into a database that somebody made for us, migrated; on each release that is installed.

    A check of a change takes the newest alone: the tests of everything else run on the other.
    """
    former = {alias: dict(connections[alias].settings_dict) for alias in ("default", "owner")}
    state = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-", dir="/tmp"))
    server = Embedded(state, fast=True, programs=request.param.directory)
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        server.start()
        yield _made(server)
        leave()
        for alias, settings in former.items():
            connections[alias].settings_dict.update(settings)
    discard(server)


def _made(server: Embedded) -> str:
    admin = server.dsn(roles.ADMIN, "postgres")
    run(admin, "DROP DATABASE gwarant WITH (FORCE)", f"DROP ROLE {roles.APP}", *GIVEN)
    owner, web = (
        f"postgresql://shop_{name}:x@/shop?host={quote(server.record().sockets)}" for name in ("owner", "web")
    )
    roles.ensure_app_role(owner)
    run(admin, *LOGIN)
    leave()
    connections["owner"].settings_dict.update(settings_for(owner))
    call_command("migrate", database="owner", verbosity=0)
    connections["default"].settings_dict.update(settings_for(web))
    return server.dsn(roles.ADMIN, "shop")


def run(dsn: str, *statements: str) -> None:
    with psycopg.connect(dsn, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)


def leave() -> None:
    connections.close_all()
    connections["default"].close_pool()  # type: ignore[attr-defined]


def test_a_given_database_has_the_same_guards_on_every_release(given: str) -> None:
    leave()
    assert list(guards.faults()) == []


def test_what_an_administrator_may_do_besides_is_no_finding(given: str) -> None:
    run(given, *BESIDES)
    leave()
    assert list(guards.faults()) == []


def test_a_scope_with_which_connections_begin_is_found(given: str, monkeypatch: pytest.MonkeyPatch) -> None:
    options = connections["default"].settings_dict["OPTIONS"]
    monkeypatch.setitem(options, "options", "-c gwarant.scope=engine")
    leave()
    assert list(guards.faults()) == ["the database: every connection begins with gwarant.scope=engine"]
    leave()
