"""Migrations: none is missing, and an instance of an earlier state with data in it is brought forward."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connections
from pg import discard, test_server
from service import START, migrated, point_at

from gwarant.accounts.actions import create_user
from gwarant.customers.actions import add_member, add_service, create_customer
from gwarant.customers.models import Customer
from gwarant.database.embedded import Embedded
from gwarant.database.scope import ENGINE, customer_scope, scoped
from gwarant.tickets import actions
from gwarant.tickets.recompute import check


@pytest.fixture
def earlier(pytestconfig: pytest.Config, django_db_setup: None, django_db_blocker: object) -> Iterator[Embedded]:
    """A server whose database has only people and the first state of customers."""
    former = {alias: dict(connections[alias].settings_dict) for alias in ("default", "owner")}
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        server = test_server(Path(pytestconfig.cache.mkdir("postgres")), lambda _: None, tag="earlier")
        _leave()
        point_at(server)
        call_command("migrate", "customers", "0001", database="owner", verbosity=0)
        call_command("migrate", "account", database="owner", verbosity=0)
        call_command("migrate", "accounts", database="owner", verbosity=0)
        yield server
        _leave()
        for alias, settings in former.items():
            connections[alias].settings_dict.update(settings)
    discard(server)


def _leave() -> None:
    connections.close_all()
    connections["default"].close_pool()


def test_no_migration_is_missing(db: None) -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_an_instance_of_an_earlier_state_keeps_its_data_and_works(earlier: Embedded) -> None:
    with scoped(ENGINE):
        cora = create_user(email="cora@shop.example", name="Cora", now=START)
        shop = create_customer(key="SHOP", name="Acme", now=START)
        add_member(shop, cora, "administrator", now=START)
        add_service(shop, key="shop", name="Shop")
    migrated(earlier)
    with scoped(customer_scope(cora.pk, [shop.pk])):
        assert [one.name for one in Customer.objects.all()] == ["Acme"]
        ticket = actions.report(shop, title="t", text="x", class_id="ordinary", by=cora, now=START)
        assert ticket.key == "SHOP-1"
    with scoped(ENGINE):
        assert check().differences == ()
