"""Fixtures of the service's tests: a real PostgreSQL, the application's role, and the cast."""

import atexit
import os
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from importlib import import_module
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import django
import psycopg
import pytest
from pg import test_server
from psycopg import sql

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gwarant.config.settings")
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # a browser test leaves its event loop in this thread
django.setup()

from django.conf import settings  # noqa: E402
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.auth.hashers import Argon2PasswordHasher  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connections  # noqa: E402
from django.template import Template  # noqa: E402
from django.test.client import Client, ClientHandler  # noqa: E402
from django.test.utils import instrumented_test_render  # noqa: E402

from gwarant.accounts.models import User  # noqa: E402
from gwarant.customers.models import Customer, Service  # noqa: E402
from gwarant.database import roles  # noqa: E402
from gwarant.database.embedded import DATABASE, Embedded  # noqa: E402
from gwarant.database.scope import ENGINE, scoped  # noqa: E402
from gwarant.demo.agreement import agree  # noqa: E402
from gwarant.demo.cast import CLIENTS, World, make_cast  # noqa: E402
from gwarant.wordforms import dictionary  # noqa: E402

ENDED = "SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity WHERE datname = %s"  # what a pool closes late
APART = """
SELECT setval(format('%I.%I', schemaname, sequencename), 1000 * row_number() OVER (ORDER BY sequencename))
FROM pg_sequences WHERE schemaname = 'public' AND last_value IS NULL
"""  # no two tables count alike: a number that is taken for another table's leads nowhere
START = datetime(2026, 6, 1, 8, 0, tzinfo=UTC)  # a Monday, 10:00 in Warsaw


settings.FILES_DIR = Path(mkdtemp(prefix="gwarant-files-"))
atexit.register(rmtree, settings.FILES_DIR, ignore_errors=True)

dictionary.use(())  # words are found as they are written, whatever dictionary somebody has made; see word_forms.py

COSTS = ("time_cost", "memory_cost", "parallelism")
AS_SERVED = {name: getattr(Argon2PasswordHasher, name) for name in COSTS}  # what a password costs in the service
for name, cost in zip(COSTS, (1, 8, 1), strict=True):
    setattr(Argon2PasswordHasher, name, cost)  # the tests sign in hundreds of times

RENDERED = Template._render  # as pages are rendered in the service

PLAIN, LOAD = settings._wrapped, ClientHandler.load_middleware
CHAIN = ("_view_middleware", "_template_response_middleware", "_exception_middleware", "_middleware_chain")
LOADED: dict[str, Any] = {}


def load_once(handler: ClientHandler, is_async: bool = False) -> None:
    """The middleware is loaded once for all browsers of a process, as in the service, where settings are as they are.

    Each browser of a test would look at every static file anew.
    """
    if settings._wrapped is not PLAIN:
        LOAD(handler, is_async)
        return
    if not LOADED:
        LOAD(handler, is_async)
        LOADED.update({name: getattr(handler, name) for name in CHAIN})
    vars(handler).update(LOADED)


ClientHandler.load_middleware = load_once


def let_in(browser: Client, who: User, backend: str | None = None) -> None:
    """The browser is signed in as them, without what a sign-in does beside: that is tried through the page itself.

    Django's own way asks the database fourteen times, and the tests let somebody in thousands of times.
    """
    kept = import_module(settings.SESSION_ENGINE).SessionStore()
    kept[SESSION_KEY], kept[HASH_SESSION_KEY] = str(who.pk), who.get_session_auth_hash()
    kept[BACKEND_SESSION_KEY] = backend or next(one for one in settings.AUTHENTICATION_BACKENDS if "axes" not in one)
    kept.save()
    browser.cookies[settings.SESSION_COOKIE_NAME] = kept.session_key


Client.force_login = let_in  # type: ignore[method-assign]


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


def point_at(server: Embedded, database: str = DATABASE) -> None:
    """Let Django's connections lead to the server, each as its role."""
    for alias, role in (("default", roles.APP), ("owner", roles.OWNER)):
        connections[alias].settings_dict.update(settings_for(server.dsn(role, database)))


def leave() -> None:
    """Give every connection back."""
    connections.close_all()
    connections["default"].close_pool()


def migrated(server: Embedded) -> None:
    """Bring an empty database to the newest state."""
    point_at(server)
    call_command("migrate", database="owner", verbosity=0)
    connections["owner"].close()


class Databases:
    """The databases of one server: the empty one, and copies of it that are filled once, when a test first asks."""

    def __init__(self, server: Embedded, blocker: Any) -> None:
        self.server, self.blocker = server, blocker
        self.current = DATABASE
        self.made = {DATABASE}

    def lead_to(self, name: str) -> None:
        """Let the next test work in this one."""
        if name == self.current:
            return
        with self.blocker.unblock():
            leave()
            self._make(name)
        point_at(self.server, name)
        self.current = name

    def _make(self, name: str) -> None:
        if name in self.made:
            return
        former, fill = FILLED[name]
        self._make(former)
        copied = sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {}")
        names = [sql.Identifier(one) for one in (name, roles.OWNER, former)]
        with psycopg.connect(self.server.dsn(roles.ADMIN, "postgres"), autocommit=True) as connection:
            connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(names[0]))
            connection.execute(ENDED, [former])
            connection.execute(copied.format(*names))
        with psycopg.connect(self.server.dsn(roles.ADMIN, name)) as connection:
            connection.execute(roles.text(connection, roles.IN_DATABASE, database=name).encode())
            connection.execute(APART)
        point_at(self.server, name)
        with scoped(ENGINE):
            fill()
        leave()
        self.made.add(name)


def _fill_cast() -> None:
    make_cast(START)


def _fill_house() -> None:
    world = the_cast()
    for client in CLIENTS:
        agree(world, client, date(2026, 5, 1), START - timedelta(days=50))


CAST, HOUSE = "gwarant_cast", "gwarant_house"
FILLED = {CAST: (DATABASE, _fill_cast), HOUSE: (CAST, _fill_house)}


def the_cast() -> World:
    """The people, customers and systems that are in the database, read anew."""
    services = Service.objects.select_related("customer").order_by("pk")
    return World(
        {user.email.partition("@")[0]: user for user in User.objects.order_by("pk")},
        {customer.key: customer for customer in Customer.objects.order_by("pk")},
        {(service.customer.key, service.key): service for service in services},
    )


WANTED, DATABASES = pytest.StashKey[str](), pytest.StashKey[Databases]()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Before any fixture of the test: lead its connections to the database that it is to work in."""
    names, stash = getattr(item, "fixturenames", ()), item.config.stash
    stash[WANTED] = HOUSE if "in_house" in names else CAST if "in_cast" in names else DATABASE
    if DATABASES in stash:
        stash[DATABASES].lead_to(stash[WANTED])


@pytest.fixture(scope="session")
def django_db_setup(pytestconfig: pytest.Config, django_db_blocker: Any) -> Iterator[None]:
    """A migrated server of this process's own, copied from a template."""
    stash = pytestconfig.stash
    with django_db_blocker.unblock():
        server = test_server(Path(pytestconfig.cache.mkdir("postgres")), migrated)
        point_at(server)
    stash[DATABASES] = Databases(server, django_db_blocker)
    stash[DATABASES].lead_to(stash[WANTED])
    yield
    with django_db_blocker.unblock():
        leave()


@pytest.fixture(scope="module", autouse=True)
def as_served(django_test_environment: None, request: pytest.FixtureRequest) -> None:
    """Pages are rendered as in the service, except where a test reads the contexts of the client's answers.

    Django's test environment would copy the context of each of their hundreds of templates.
    """
    reads_contexts = ".context" in request.path.read_text(encoding="utf-8")
    Template._render = instrumented_test_render if reads_contexts else RENDERED  # type: ignore[method-assign]


@pytest.fixture
def in_cast() -> None:
    """The test works in the database that holds the cast."""


@pytest.fixture
def in_house() -> None:
    """The test works in the database that holds the cast and its contracts."""


@pytest.fixture
def world(in_cast: None, db: None) -> World:
    """The house and its customers; what a test does with them runs in the scope that it sets, and is taken back."""
    with scoped(ENGINE):
        return the_cast()


@pytest.fixture
def house(in_house: None, world: World) -> World:
    """The cast with its contracts in force since May."""
    return world


@pytest.fixture
def engine(db: None) -> Iterator[None]:
    """Run the test as the engine does: everything is seen."""
    with scoped(ENGINE):
        yield
