"""Row-level security: a customer sees nobody else's rows, nobody sees any, and taking one policy away is noticed."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import psycopg
import pytest
from django.db import connections
from floods_in import drawn
from letters_in import come, mail
from looks_in import looked_at, told_by
from pg import discard, test_server
from service import START, migrated, point_at

from gwarant.contracts.models import Contract
from gwarant.customers.actions import name_sender, who_writes
from gwarant.customers.caring import Care
from gwarant.database import roles
from gwarant.database.embedded import Embedded
from gwarant.database.scope import ENGINE, customer_scope, scoped, staff_scope
from gwarant.demo.agreement import agree
from gwarant.demo.cast import CLIENTS, World, make_cast
from gwarant.engine import outages
from gwarant.files.models import About
from gwarant.files.store import store
from gwarant.hours.actions import log_time
from gwarant.intake.addresses.actions import open_address, register_domain, register_machine
from gwarant.ledger import filing
from gwarant.ledger.actions import seal
from gwarant.ledger.models import Row
from gwarant.ledger.unreadable import came_across
from gwarant.monitoring.actions import Facts, add_monitor
from gwarant.monitoring.corrections.asking import ask, drafted, promised
from gwarant.monitoring.corrections.deciding import approve
from gwarant.monitoring.maintenance.announcing import announce, planned
from gwarant.monitoring.maintenance.withdrawing import withdraw
from gwarant.monitoring.models import Monitor, Need
from gwarant.monitoring.objections.answering import refuse
from gwarant.monitoring.objections.raising import object_to
from gwarant.monitoring.proving.writing import prove
from gwarant.reports.actions import close
from gwarant.reports.claims.models import AmountStep
from gwarant.reports.delivery.links import opened
from gwarant.reports.delivery.readers import add_address, readers_of
from gwarant.reports.delivery.sending import deliver
from gwarant.reports.delivery.unattended import set_unattended
from gwarant.reports.disputes.answering import refuse as answer
from gwarant.reports.disputes.models import About as About_
from gwarant.reports.disputes.raising import Subject, dispute
from gwarant.reports.running import begin
from gwarant.sla.evidence.model import ProofState, State
from gwarant.tickets import actions

pytestmark = pytest.mark.together

OWNED = """
SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace AND a.attname = 'customer_id' ORDER BY 1
"""
MAY_BE_EMPTY = {"customers_invitation", "ledger_unsealed"}


@pytest.fixture(scope="module")
def filled(pytestconfig: pytest.Config, django_db_setup: None, django_db_blocker: object) -> Iterator[Embedded]:
    """A server of this module's own with committed rows of two customers in every table."""
    former = {alias: dict(connections[alias].settings_dict) for alias in ("default", "owner")}
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        server = test_server(Path(pytestconfig.cache.mkdir("postgres")), migrated)
        _lead_to(server)
        _fill()
        connections.close_all()
        connections["default"].close_pool()
        for alias, settings in former.items():
            connections[alias].settings_dict.update(settings)
    yield server
    discard(server)


def _lead_to(server: Embedded) -> None:
    connections.close_all()
    connections["default"].close_pool()
    point_at(server)


def _fill() -> None:
    with scoped(ENGINE):
        world = make_cast(START - timedelta(days=60), CLIENTS[:2])
        for client in CLIENTS[:2]:
            agree(world, client, date(2026, 5, 1), START - timedelta(days=50))
            _one_ticket(world, client.key, client.people[0][0], client.services[0][0])


def _one_ticket(world: World, key: str, person: str, service: str) -> None:
    customer, user = world.customers[key], world.people[person]
    ticket = actions.report(
        customer, title="t", text="x", class_id="critical", service=world.services[key, service], by=user, now=START
    )
    who_writes(customer, email="somebody@else.example", now=START)
    actions.note(ticket, "inside", by=world.people["ben"], now=START + timedelta(minutes=1))
    clock = ticket.clocks.order_by("acts_at").first()
    actions.act_on_clock(clock.pk, now=START + timedelta(hours=3))
    log_time(
        ticket,
        person=world.people["ben"],
        start_at=START,
        minutes=5,
        work="support",
        note="",
        now=START + timedelta(hours=4),
    )
    actions.name_carers(customer, Care(world.people["ben"], None), by=world.people["olga"], now=START)
    open_address(f"{key.lower()}@house.example", customer=customer, now=START)
    register_domain(f"{key.lower()}.example", customer, now=START)
    name_sender(customer, name="Support", address=f"support@{key.lower()}.example", now=START)
    register_machine(f"nas@{key.lower()}.example", customer, now=START)
    come(mail(), box=f"{key.lower()}@house.example", now=START)
    come(b"\0", box=f"{key.lower()}@house.example", now=START)  # nobody can read it: it is a file of its ticket
    told = {"customer": customer, "about": About.CUSTOMER, "subject": key, "by": world.people["olga"], "now": START}
    for is_public in (True, False):
        (paper,) = filing.add([store(b"paper")], is_public=is_public, **told)
        filing.erase(paper, by=world.people["olga"], reason="Not theirs.", now=START)
    _one_outage(world, key, service)
    told_by(world.services[key, service], START)
    _one_proof(world, key, service)
    drawn(f"nobody at {key.lower()}@house.example", START, left=1)
    come(b"\0\0", box=f"{key.lower()}@house.example", now=START)  # it is kept back as a flood
    _one_report(world, key)
    contract = Contract.objects.get(number=f"{key}-2026-01")
    told = {"remedy": "r", "incident": "i", "status": "claimed", "channel": "portal", "at": START, "by": user}
    AmountStep.objects.create(customer=customer, contract=contract, month="2026-05", **told)
    hours = Subject(about=About_.FIGURE, figure="hours")
    said = {"text": "x", "by": user, "now": START}
    answer(dispute(contract, "2026-05", hours, **said), text="x", by=world.people["olga"], now=START)
    begin(START)
    seal(customer.pk, START + timedelta(hours=5))
    came_across(customer.pk, Row.objects.filter(customer=customer).values_list("pk", flat=True)[:1])


def _one_report(world: World, key: str) -> None:
    """May is closed with a word, sent and opened, and the months to come close by themselves."""
    customer, olga = world.customers[key], world.people["olga"]
    add_address(customer, f"board@{key.lower()}.example", "en", by=olga, now=START)
    set_unattended(customer, 3, on_last_day=True, by=olga, now=START)
    may = close(Contract.objects.get(number=f"{key}-2026-01"), "2026-05", by=olga, now=START, note="A calm month.")
    for one in deliver(may, readers_of(customer), by=olga, now=START):
        opened(one, now=START)


def _one_proof(world: World, key: str, service: str) -> None:
    """A job proves a duty of the customer's contract, and somebody wrote a proof down."""
    number = f"{key}-2026-01"
    facts = Facts(name="Proves", kind="heartbeat", settings={"every": "1d", "duty": f"{number}/backup"}, places=())
    add_monitor(world.services[key, service], facts, by=None, now=START)
    contract, state = Contract.objects.get(number=number), ProofState.PASSED
    prove(contract, "backup", at=START, state=state, text="Seen", by=world.people["ben"], now=START)


def _one_outage(world: World, key: str, service: str) -> None:
    system, other = (one for one in world.services.values() if one.customer.key == key)
    monitor = looked_at(world.services[key, service], key.lower(), START, State.DOWN)
    Monitor.objects.filter(pk=monitor.pk).update(asks_at=None)  # as if it had been up before
    Need.objects.create(customer=system.customer, service=system, needs=other)
    outages.run_once(START)
    windows = [(START + timedelta(days=9), START + timedelta(days=9, hours=1))]
    (window,) = announce(planned(system, windows, by=world.people["ben"], now=START), now=START)
    withdraw(window, by=world.people["ben"], now=START)
    about = next(one for one in promised() if one.contract.customer == system.customer)
    stretch, told = (START - timedelta(hours=2), START - timedelta(hours=1)), {"text": "x", "shown": "x"}
    asked = drafted(about, *stretch, reason="maintenance", **told, by=world.people["ben"], now=START)
    approve(ask(asked, now=START), by=world.people["marek"], now=START)
    said = {"text": "x", "by": world.people["ben"], "now": START}
    refuse(object_to(about.contract, about.service, *stretch, **said), **said)


def leaks(server: Embedded, table: str) -> list[str]:
    """What a connection of the application's role sees of the table and may not."""
    found = []
    with psycopg.connect(server.dsn(roles.ADMIN)) as admin:
        customers = [row[0] for row in admin.execute("SELECT id FROM customers_customer ORDER BY key")]
    for scope, own in ((("", ""), []), (("customer", str(customers[0])), customers[:1])):
        with psycopg.connect(server.dsn(roles.APP), autocommit=True) as app:
            app.execute(
                "SELECT set_config('gwarant.scope', %s, false), set_config('gwarant.customers', %s, false)", scope
            )
            query = f"SELECT count(*) FROM {table} WHERE customer_id IS NULL OR NOT customer_id = ANY(%s)"
            count = app.execute(query, [own]).fetchone()
            if count and count[0]:
                found.append(f"{table}: {count[0]} rows for {scope}")
    return found


def tables(server: Embedded) -> list[str]:
    with psycopg.connect(server.dsn(roles.ADMIN)) as admin:
        return [row[0] for row in admin.execute(OWNED)]


def test_every_table_of_a_customer_has_rows_of_both_here(filled: Embedded) -> None:
    with psycopg.connect(filled.dsn(roles.ADMIN)) as admin:
        for table in tables(filled):
            row = admin.execute(f"SELECT count(DISTINCT customer_id) FROM {table}").fetchone()
            assert (row and row[0] == 2) or table in MAY_BE_EMPTY, table


def test_nobody_sees_a_row_that_is_not_theirs(filled: Embedded) -> None:
    assert [leak for table in tables(filled) for leak in leaks(filled, table)] == []


def test_taking_any_one_policy_away_is_noticed(filled: Embedded) -> None:
    for table in tables(filled):
        if table in MAY_BE_EMPTY:
            continue
        with psycopg.connect(filled.dsn(roles.OWNER), autocommit=True) as owner:
            owner.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
            assert leaks(filled, table), f"{table} leaks and nobody noticed"
            owner.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")


def test_a_connection_without_a_scope_can_write_nothing(filled: Embedded) -> None:
    with (
        psycopg.connect(filled.dsn(roles.APP)) as app,
        pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"),
    ):
        app.execute(
            "INSERT INTO customers_service (customer_id, key, name, environment, address, card, is_active) "
            "VALUES (1, 'x', 'x', 'x', '', '', true)"
        )


def test_what_happened_can_be_neither_changed_nor_removed(filled: Embedded) -> None:
    for table in ("tickets_ticketevent", "tickets_message", "tickets_clocknotice", "ledger_row", "hours_timeentry"):
        for verb in (f"UPDATE {table} SET customer_id = customer_id", f"DELETE FROM {table}", f"TRUNCATE {table}"):
            with (
                psycopg.connect(filled.dsn(roles.APP)) as app,
                pytest.raises(psycopg.errors.InsufficientPrivilege, match="permission denied"),
            ):
                app.execute(verb)


def test_the_application_role_may_not_go_round_the_policies(filled: Embedded) -> None:
    with psycopg.connect(filled.dsn(roles.APP)) as app:
        row = app.execute("SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user").fetchone()
        assert row == (False, False)


def test_an_internal_note_is_not_even_in_the_customers_rows(house: World) -> None:
    with scoped(staff_scope(house.ben.pk)):
        ticket = actions.report(
            house.customers["SHOP"],
            title="t",
            text="x",
            class_id="ordinary",
            by=house.ben,
            reporter=house.cora,
            now=START,
        )
        actions.note(ticket, "inside", by=house.ben, now=START)
        assert ticket.messages.count() == 2
    with scoped(customer_scope(house.cora.pk, [house.customers["SHOP"].pk])):
        assert [one.body for one in ticket.messages.all()] == ["x"]


def test_a_scope_ends_with_its_block(house: World) -> None:
    with scoped(customer_scope(house.cora.pk, [house.customers["SHOP"].pk])):
        assert type(house.customers["SHOP"]).objects.count() == 1
        with scoped(ENGINE):
            assert type(house.customers["SHOP"]).objects.count() == 4
        assert type(house.customers["SHOP"]).objects.count() == 1
    assert type(house.customers["SHOP"]).objects.count() == 0
