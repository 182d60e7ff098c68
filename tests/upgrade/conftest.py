"""An instance that the first release wrote, brought to the newest state with all its data."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.core.management import call_command
from django.db import connections
from first import First, fill, read
from pg import discard, test_server
from service import migrated, point_at

from gwarant.database import roles
from gwarant.database.embedded import Embedded

FILE = Path(__file__).parent / "first.jsonl"
FIRST = ("database", "accounts", "customers", "ledger", "notify", "contracts", "tickets", "hours", "engine")


@pytest.fixture(scope="session")
def first() -> First:
    return read(FILE)


@pytest.fixture(scope="module")
def upgraded(
    pytestconfig: pytest.Config, first: First, django_db_setup: None, django_db_blocker: Any
) -> Iterator[Embedded]:
    """A server with the first release's tables and rows, migrated; Django's connections lead to it."""
    former = {alias: dict(connections[alias].settings_dict) for alias in ("default", "owner")}

    def as_it_was(server: Embedded) -> None:
        leave()
        point_at(server)
        for app in FIRST:
            call_command("migrate", app, "0001", database="owner", verbosity=0)
        leave()
        with psycopg.connect(server.dsn(roles.ADMIN, "gwarant")) as connection:
            fill(connection, first.tables)

    with django_db_blocker.unblock():
        server = test_server(Path(pytestconfig.cache.mkdir("postgres")), as_it_was, tag="first")
        leave()
        migrated(server)
        yield server
        leave()
        for alias, settings in former.items():
            connections[alias].settings_dict.update(settings)
    discard(server)


@pytest.fixture
def instance(upgraded: Embedded, db: None) -> Embedded:
    """The instance; what a test does with it is taken back."""
    return upgraded


def leave() -> None:
    connections.close_all()
    connections["default"].close_pool()
