"""One fast server for the tests that only need a database, and a list of what is installed here."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from pg import discard, test_server

from gwarant.database import roles
from gwarant.database.binaries import Binaries, available
from gwarant.database.embedded import Embedded

WORLD = """
CREATE TABLE django_migrations (app text, name text);
INSERT INTO django_migrations VALUES ('tickets', '0001_first'), ('customers', '0001_first');
CREATE TABLE ticket (id bigserial PRIMARY KEY, customer_id bigint NOT NULL, title text NOT NULL);
INSERT INTO ticket (customer_id, title) SELECT n % 7, 'Zażółć ' || n FROM generate_series(1, 500) n;
CREATE TABLE ledger (id bigserial PRIMARY KEY, line text NOT NULL);
INSERT INTO ledger (line) VALUES ('one'), ('two');
REVOKE UPDATE, DELETE, TRUNCATE ON ledger FROM gwarant_app;
CREATE FUNCTION sees(customer bigint) RETURNS boolean LANGUAGE sql STABLE
  AS $$ SELECT customer::text = current_setting('test.customer', true) $$;
ALTER TABLE ticket ENABLE ROW LEVEL SECURITY;
CREATE POLICY ticket_scope ON ticket USING (sees(customer_id)) WITH CHECK (sees(customer_id));
"""


@pytest.fixture(scope="session")
def server(pytestconfig: pytest.Config) -> Iterator[Embedded]:
    made = test_server(Path(pytestconfig.cache.mkdir("postgres")), tag="database")
    yield made
    discard(made)


@pytest.fixture
def fresh(server: Embedded) -> Embedded:
    """The server with an empty database."""
    admin = server.dsn(roles.ADMIN, "postgres")
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS gwarant WITH (FORCE)")
    record = server.record()
    roles.ensure_roles(admin, "gwarant", record.passwords)
    return server


@pytest.fixture
def world(fresh: Embedded) -> Embedded:
    """The server with tables, row-level security and a ledger that nobody may change."""
    with psycopg.connect(fresh.dsn(roles.OWNER)) as connection:
        connection.execute(WORLD)
    return fresh


@pytest.fixture(scope="session")
def installed() -> tuple[Binaries, ...]:
    return available()
