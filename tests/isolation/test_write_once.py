"""What is written once cannot be changed by the application, whatever scope it works in."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import Error, connection, transaction
from service import START

from gwarant.contracts import actions as contracts
from gwarant.contracts.models import ContractVersion
from gwarant.database.scope import ENGINE, NOBODY, Scope, customer_scope, scoped, staff_scope
from gwarant.demo.cast import World
from gwarant.hours.actions import log_time
from gwarant.ledger.actions import seal
from gwarant.tickets import actions

SCOPES: dict[str, Callable[[World], Scope]] = {
    "engine": lambda world: ENGINE,
    "owner": lambda world: staff_scope(world.olga.pk),
    "manager": lambda world: staff_scope(world.marek.pk),
    "engineer": lambda world: staff_scope(world.ben.pk),
    "administrator": lambda world: customer_scope(world.cora.pk, [world.customers["SHOP"].pk]),
    "reader": lambda world: customer_scope(world.celina.pk, [world.customers["SHOP"].pk]),
    "other customer": lambda world: customer_scope(world.zoe.pk, [world.customers["CLINIC"].pk]),
    "nobody": lambda world: NOBODY,
}
EVERYBODY = frozenset(SCOPES)
WORDING = "contracts_contractversion"
ACCEPTED, OFFERED, WITHDRAWN = (f"contract_id = (SELECT id FROM contracts_contract WHERE number = '{one}')" for one in (
    "SHOP-2026-01", "OFFERED", "WITHDRAWN"))  # fmt: skip
LEAVE, RETURN = "is_active = false", "is_active = true"

# What nobody may do, not even the engine.
NEVER = (
    *(
        f"UPDATE {WORDING} SET {change} WHERE {wording}"
        for wording in (ACCEPTED, OFFERED, WITHDRAWN)
        for change in (
            "text = text || ' '",
            "document = '{}'",
            "fingerprint = 'sha256:0'",
            "service_keys = '{other}'",
            "holds_from_at = holds_from_at - interval '1 day'",
            "holds_to_at = '2026-07-01'",
            "version = 9",
            "created_at = now()",
            "created_by_id = (SELECT max(id) FROM accounts_user)",
            "offered_at = now()",
            "offered_by_id = (SELECT max(id) FROM accounts_user)",
            "accepted_at = '2020-01-01'",
            "accepted_by_id = (SELECT max(id) FROM accounts_user)",
            "accepted_fingerprint = 'sha256:0'",
            "status = 'draft'",
        )
    ),
    f"UPDATE {WORDING} SET status = 'withdrawn' WHERE {ACCEPTED}",
    f"UPDATE {WORDING} SET status = 'offered' WHERE {ACCEPTED}",
    f"UPDATE {WORDING} SET status = 'offered' WHERE {WITHDRAWN}",
    f"UPDATE {WORDING} SET status = 'accepted', accepted_at = now() WHERE {OFFERED}",
    f"UPDATE {WORDING} SET status = 'accepted', accepted_at = now(), accepted_fingerprint = fingerprint, "
    f"text = '' WHERE {OFFERED}",
    *(f"DELETE FROM {WORDING} WHERE {wording}" for wording in (ACCEPTED, OFFERED, WITHDRAWN)),
    f"INSERT INTO {WORDING} (contract_id, customer_id, version, package, text, fingerprint, service_keys, status, "
    "created_by_id, created_at, changed_at, accepted_fingerprint) SELECT contract_id, customer_id, 7, package, text, "
    f"fingerprint, service_keys, 'offered', created_by_id, now(), now(), '' FROM {WORDING} WHERE {ACCEPTED}",
    "UPDATE contracts_contract SET number = 'OTHER' WHERE number = 'SHOP-2026-01'",
    "UPDATE contracts_contract SET customer_id = customer_id + 1 WHERE number = 'OFFERED'",
    "UPDATE customers_customer SET key = 'OTHER' WHERE key = 'SHOP'",
    "DELETE FROM customers_customer",
    "UPDATE tickets_ticket SET key = 'SHOP-9' WHERE key = 'SHOP-1'",
    "UPDATE tickets_ticket SET customer_id = customer_id + 1",
    "DELETE FROM tickets_ticket",
    *(
        statement.format(table)
        for table in (
            "tickets_ticketevent",
            "tickets_message",
            "tickets_clocknotice",
            "hours_timeentry",
            "ledger_row",
            "ledger_block",
            "ledger_seal",
            "ledger_salt",
        )
        for statement in ("UPDATE {0} SET customer_id = customer_id", "DELETE FROM {0}", "TRUNCATE {0} CASCADE")
    ),
    "DELETE FROM ledger_unsealed",
    "UPDATE ledger_unsealed SET customer_id = customer_id",
    "UPDATE accounts_user SET opaque = 'p-0' WHERE name = 'Beniamin Bąk'",
    "DELETE FROM accounts_user",
    "DELETE FROM accounts_company",
    "DELETE FROM customers_membership",
    "UPDATE customers_membership SET user_id = user_id + 1",
    "DELETE FROM customers_invitation",
)
LEADERS = EVERYBODY - {"engine", "owner", "manager"}
# What only these may not do.
SOMETIMES = (
    (LEADERS, "UPDATE accounts_user SET staff_role = 'manager' WHERE name = 'Beniamin Bąk'"),
    (LEADERS, f"UPDATE accounts_user SET {LEAVE} WHERE name = 'Beniamin Bąk'"),
    (LEADERS, "UPDATE accounts_user SET staff_role = 'manager' WHERE name = 'Cora Czarnecka'"),
    (LEADERS | {"manager"}, "UPDATE accounts_user SET staff_role = 'owner' WHERE name = 'Beniamin Bąk'"),
    (LEADERS | {"manager"}, f"UPDATE accounts_user SET {LEAVE} WHERE name = 'Olga Owocna'"),
    (
        LEADERS,
        "INSERT INTO accounts_user SELECT (jsonb_populate_record(u, "
        """'{"id": 99999, "email": "x@x.example", "opaque": "p-x"}')).* """
        "FROM accounts_user u WHERE u.name = 'Marek Mazur'",
    ),
    (LEADERS, "UPDATE accounts_company SET name = 'Other'"),
    (LEADERS, "UPDATE customers_membership SET role = 'administrator' WHERE role = 'reader'"),
    (LEADERS, "UPDATE customers_membership SET ended_at = now() WHERE role = 'administrator'"),
    (
        LEADERS,
        "INSERT INTO customers_membership (customer_id, user_id, role, since_at) "
        "SELECT c.id, u.id, 'administrator', now() FROM customers_customer c, accounts_user u "
        "WHERE c.key = 'SHOP' AND u.name = 'Umar Usmani'",
    ),
    (
        LEADERS - {"administrator"},
        "INSERT INTO customers_invitation (token_hash, customer_id, email, name, staff_role, role, language, "
        "invited_by_id, created_at, expires_at) SELECT 'x', c.id, 'x@x.example', '', '', 'administrator', 'pl', u.id, "
        "now(), now() FROM customers_customer c, accounts_user u WHERE c.key = 'SHOP' AND u.name = 'Umar Usmani'",
    ),
    (
        LEADERS | {"manager"},
        "INSERT INTO customers_invitation (token_hash, email, name, staff_role, role, language, invited_by_id, "
        "created_at, expires_at) SELECT 'x', 'x@x.example', '', 'owner', '', 'pl', id, now(), now() "
        "FROM accounts_user WHERE name = 'Umar Usmani'",
    ),
    (
        LEADERS - {"administrator"},
        "UPDATE customers_invitation SET expires_at = now() WHERE email = 'new@shop.example'",
    ),
    (EVERYBODY - {"engine"}, "SELECT gwarant_forget_salts(ARRAY(SELECT row_id FROM ledger_salt))"),
    (
        EVERYBODY - {"engine"},
        f"UPDATE {WORDING} SET status = 'accepted', accepted_at = now(), accepted_fingerprint = fingerprint, "
        f"accepted_by_id = (SELECT id FROM accounts_user WHERE name = 'Zofia Zawada') WHERE {OFFERED}",
    ),
    (
        EVERYBODY - {"engine", "owner", "manager", "engineer"},
        f"UPDATE {WORDING} SET status = 'withdrawn' WHERE {OFFERED}",
    ),
)


@pytest.fixture
def full(house: World) -> World:
    """A house with something in every table that is written once."""
    shop = house.customers["SHOP"]
    with scoped(ENGINE):
        for number in ("OFFERED", "WITHDRAWN"):
            _offered(house, number)
        system = house.services["SHOP", "shop"]
        ticket = actions.report(
            shop, title="t", text="x", class_id="critical", service=system, by=house.cora, now=START
        )
        actions.act_on_clock(ticket.clocks.order_by("acts_at")[0].pk, now=START + timedelta(hours=3))
        log_time(ticket, person=house.ben, start_at=START, minutes=5, work="support", note="", now=START + A_DAY)
        seal(shop.pk, START + A_DAY)
        actions.note(ticket, "inside", by=house.ben, now=START + A_DAY)
        _invitation(house)
    return house


A_DAY = timedelta(days=1)
INVITATION = (
    "INSERT INTO customers_invitation (token_hash, customer_id, email, name, staff_role, role, language, "
    "invited_by_id, created_at, expires_at) VALUES ('t', %s, 'new@shop.example', '', '', 'reader', 'pl', %s, %s, %s)"
)


def _offered(world: World, number: str) -> None:
    text = ContractVersion.objects.get(contract__number="SHOP-2026-01").text.replace("SHOP-2026-01", number)
    draft = contracts.start_contract(
        world.customers["SHOP"], number=number, package="package/business", text=text, by=world.marek, now=START
    )
    contracts.offer(draft, by=world.marek, now=START)
    if number == "WITHDRAWN":
        contracts.withdraw(draft, by=world.marek, now=START)


def _invitation(world: World) -> None:
    with connection.cursor() as cursor:
        cursor.execute(INVITATION, [world.customers["SHOP"].pk, world.cora.pk, START, START])


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


@pytest.mark.parametrize("name", SCOPES)
def test_what_is_written_once_stays_from_every_scope(full: World, name: str) -> None:
    scope = SCOPES[name](full)

    assert [one for one in NEVER if let_through(scope, one)] == []


@pytest.mark.parametrize("name", SCOPES)
def test_roles_places_salts_and_acceptances_change_only_where_they_may(full: World, name: str) -> None:
    scope = SCOPES[name](full)

    for refused_to, statement in SOMETIMES:
        assert let_through(scope, statement) == (name not in refused_to), statement


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
