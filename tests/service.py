"""Fixtures of the service's tests: a real PostgreSQL, the application's role, and the cast."""

import os
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

import django
import pytest
from pg import test_server

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gwarant.config.settings")
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # a browser test leaves its event loop in this thread
django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connections  # noqa: E402

from gwarant.database import roles  # noqa: E402
from gwarant.database.embedded import Embedded  # noqa: E402
from gwarant.database.scope import ENGINE, scoped  # noqa: E402
from gwarant.demo.agreement import agree  # noqa: E402
from gwarant.demo.cast import CLIENTS, World, make_cast  # noqa: E402

START = datetime(2026, 6, 1, 8, 0, tzinfo=UTC)  # a Monday, 10:00 in Warsaw


def settings_for(dsn: str) -> dict[str, str]:
    """The parts of a URL as Django names them."""
    parts = urlsplit(dsn)
    query = dict(parse_qsl(parts.query))
    return {
        "NAME": parts.path.lstrip("/"),
        "USER": parts.username or "",
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.get("host") or parts.hostname or "",
        "PORT": str(parts.port or query.get("port", "")),
    }


def point_at(server: Embedded) -> None:
    """Let Django's connections lead to the server, each as its role."""
    for alias, role in (("default", roles.APP), ("owner", roles.OWNER)):
        connections[alias].settings_dict.update(settings_for(server.dsn(role)))


def migrated(server: Embedded) -> None:
    """Bring an empty database to the newest state."""
    point_at(server)
    call_command("migrate", database="owner", verbosity=0)
    connections["owner"].close()


@pytest.fixture(scope="session")
def django_db_setup(pytestconfig: pytest.Config, django_db_blocker: object) -> Iterator[None]:
    """A migrated server of this process's own, copied from a template."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        server = test_server(Path(pytestconfig.cache.mkdir("postgres")), migrated)
        point_at(server)
    yield
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        connections.close_all()
        connections["default"].close_pool()


@pytest.fixture
def world(db: None) -> World:
    """The house and its customers; what a test does with them runs in the scope that it sets."""
    with scoped(ENGINE):
        return make_cast(START)


@pytest.fixture
def house(world: World) -> World:
    """The cast with its contracts in force since May."""
    for client in CLIENTS:
        agree(world, client, date(2026, 5, 1), START - timedelta(days=50))
    return world


@pytest.fixture
def engine(db: None) -> Iterator[None]:
    """Run the test as the engine does: everything is seen."""
    with scoped(ENGINE):
        yield
