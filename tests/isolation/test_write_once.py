"""What is written once cannot be changed by the application, whatever scope it works in."""

import sys
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import Error, connection, transaction
from looks_in import looked_at
from service import START

sys.path.insert(0, str(Path(__file__).parent))  # where forbidden.py lies

from forbidden import ACCEPTED, NEVER, SCOPES, SOMETIMES, WORDING, lay_open

from gwarant.contracts import actions as contracts
from gwarant.contracts.models import ContractVersion
from gwarant.database.scope import ENGINE, Scope, customer_scope, scoped
from gwarant.demo.cast import World
from gwarant.engine import outages
from gwarant.hours.actions import log_time
from gwarant.ledger.actions import seal
from gwarant.monitoring.models import Monitor
from gwarant.sla.evidence.model import State
from gwarant.tickets import actions

A_DAY = timedelta(days=1)


@pytest.fixture
def full(house: World) -> World:
    """A house with something in every table that is written once."""
    shop = house.customers["SHOP"]
    with scoped(ENGINE):
        lay_open(house, START)
        system = house.services["SHOP", "shop"]
        ticket = actions.report(
            shop, title="t", text="x", class_id="critical", service=system, by=house.cora, now=START
        )
        actions.act_on_clock(ticket.clocks.order_by("acts_at")[0].pk, now=START + timedelta(hours=3))
        log_time(ticket, person=house.ben, start_at=START, minutes=5, work="support", note="", now=START + A_DAY)
        seal(shop.pk, START + A_DAY)
        monitor = looked_at(system, "shop", START, State.DOWN)
        Monitor.objects.filter(pk=monitor.pk).update(asks_at=None)  # as if it had been up before
        outages.run_once(START)
        actions.note(ticket, "inside", by=house.ben, now=START + A_DAY)
    return house


def let_through(scope: Scope, statement: str) -> bool:
    """Whether the statement changed anything in the scope, also at the end of its transaction; nothing stays."""
    try:
        with scoped(scope), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
            changed = cursor.rowcount > 0
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
            transaction.set_rollback(True)
    except Error as error:
        if "permission denied" not in str(error) and "row-level security" not in str(error):
            raise AssertionError(f"{statement}: {error}") from error
        return False
    return changed


def test_what_is_written_once_stays_from_every_scope(full: World) -> None:
    scopes = {name: scope(full) for name, scope in SCOPES.items()}
    assert [(name, one) for name, scope in scopes.items() for one in NEVER if let_through(scope, one)] == []


def test_roles_places_salts_and_acceptances_change_only_where_they_may(full: World) -> None:
    for name, scope in SCOPES.items():
        for refused_to, statement in SOMETIMES:
            assert let_through(scope(full), statement) == (name not in refused_to), (name, statement)


def test_a_wording_ends_only_where_a_later_one_that_was_accepted_begins(full: World) -> None:
    first = ContractVersion.objects
    with scoped(ENGINE):
        found = first.get(contract__number="SHOP-2026-01")
        second = contracts.amend(found, by=full.marek, starts_on=date(2026, 8, 1), now=START)
        second = contracts.offer(second, by=full.marek, now=START)
    offered_only = f"UPDATE {WORDING} SET holds_to_at = '{second.holds_from_at}' WHERE {ACCEPTED} AND version = 1"
    assert not let_through(ENGINE, offered_only)
    with scoped(customer_scope(full.cora.pk, [full.customers["SHOP"].pk])):
        contracts.accept(second, by=full.cora, fingerprint=second.fingerprint, now=START + A_DAY)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    assert not let_through(ENGINE, f"UPDATE {WORDING} SET holds_to_at = '2026-07-01' WHERE {ACCEPTED} AND version = 1")
    with scoped(ENGINE):
        assert first.get(pk=found.pk).holds_to_at == second.holds_from_at
