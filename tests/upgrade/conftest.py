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
from service import leave, migrated, point_at

from gwarant.database import roles
from gwarant.database.embedded import Embedded

HERE = Path(__file__).parent
FIRST = ("database", "accounts", "customers", "ledger", "notify", "contracts", "tickets", "hours", "engine")


@pytest.fixture(scope="session")
def first() -> First:
    """The small instance, whose story `make.py` tells."""
    return read(HERE / "first.jsonl")


@pytest.fixture(scope="session")
def demo() -> First:
    """The demo of the first release."""
    return read(HERE / "demo.jsonl.xz")


@pytest.fixture(scope="module")
def upgraded(
    pytestconfig: pytest.Config, first: First, django_db_setup: None, django_db_blocker: Any
) -> Iterator[Embedded]:
    """A server with the first release's tables and rows, migrated; Django's connections lead to it."""
    with django_db_blocker.unblock():
        yield from _upgraded(Path(pytestconfig.cache.mkdir("postgres")), first)


@pytest.fixture(scope="module")
def upgraded_demo(
    pytestconfig: pytest.Config, demo: First, django_db_setup: None, django_db_blocker: Any
) -> Iterator[Embedded]:
    """The same of its demo."""
    with django_db_blocker.unblock():
        yield from _upgraded(Path(pytestconfig.cache.mkdir("postgres")), demo)


@pytest.fixture
def instance(upgraded: Embedded, db: None) -> Embedded:
    """The instance; what a test does with it is taken back."""
    return upgraded


@pytest.fixture
def demo_instance(upgraded_demo: Embedded, db: None) -> Embedded:
    """The instance of the demo; what a test does with it is taken back."""
    return upgraded_demo


def _upgraded(cache: Path, written: First) -> Iterator[Embedded]:
    former = {alias: dict(connections[alias].settings_dict) for alias in ("default", "owner")}

    def brought_forward(server: Embedded) -> None:
        leave()
        point_at(server)
        for app in FIRST:
            call_command("migrate", app, "0001", database="owner", verbosity=0)
        leave()
        with psycopg.connect(server.dsn(roles.ADMIN, "gwarant")) as connection:
            fill(connection, written.tables)
        migrated(server)
        leave()

    server = test_server(
        cache, brought_forward, tag=f"{written.file.name.partition('.')[0]}-forward", of=written.file.read_bytes()
    )
    leave()
    point_at(server)
    yield server
    leave()
    for alias, settings in former.items():
        connections[alias].settings_dict.update(settings)
    discard(server)
