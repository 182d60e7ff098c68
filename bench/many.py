"""A small world multiplied by SQL: first each ticket within its customer, then each customer with all that is theirs.

Every copied row keeps its columns; numbers of rows, and what leads to rows that are copied too, are shifted by the same
step. Rows of evidence are copied with their lines, and are not sealed.
"""

from collections.abc import Iterable, Mapping
from typing import Any

STEP = 1000  # more than a small world has rows in any table
TICKETS = ("tickets.Ticket", "tickets.TicketEvent", "tickets.Message", "tickets.TicketClock", "ledger.Row")
TICKETS = (*TICKETS, "intake.RawMail")
CUSTOMERS = ("customers.Customer", "customers.Service", "customers.IntakeAddress", "customers.Correspondent")
CUSTOMERS = (*CUSTOMERS, "contracts.Contract", "contracts.ContractVersion", *TICKETS)


def multiply(load: Any, dsn: str, customers: int, tickets: int) -> None:
    """Have so many customers with so many tickets each, as near as the small world divides them; `dsn`: a superuser."""
    apps = load("django.apps").apps
    with load("psycopg").connect(dsn) as connection:
        connection.execute("SET LOCAL session_replication_role = replica")  # no trigger and no foreign key is asked
        found = connection.execute("SELECT count(*), count(DISTINCT customer_id) FROM tickets_ticket").fetchall()
        own, houses = found[0][0] // found[0][1], found[0][1]
        again, copies = tickets // own - 1, customers // houses - 1
        _copy(connection, apps, TICKETS, again, _within(own))
        _copy(connection, apps, CUSTOMERS, copies, _beside(), STEP * 1000)
        connection.execute("UPDATE customers_customer SET next_ticket = %s", [own * (again + 2) + 1])
        for name in CUSTOMERS:
            table = apps.get_model(name)._meta.db_table
            connection.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}) + 1)"
            )
        # what fell due in the small world was not told yet, and is not what is measured
        connection.execute("UPDATE tickets_ticketclock SET acts_at = NULL WHERE acts_at IS NOT NULL")
        connection.execute("UPDATE tickets_ticket SET closes_at = NULL WHERE closes_at IS NOT NULL")
        connection.execute("ANALYZE")


def _copy(
    connection: Any, apps: Any, names: Iterable[str], times: int, texts: Mapping[str, str], step: int = STEP
) -> None:
    models = {apps.get_model(name) for name in names}
    for model in models:
        columns = {}
        for field in model._meta.local_concrete_fields:
            leads = field.primary_key or field.related_model in models
            shifted = f't."{field.column}" + c * {step}::bigint' if leads else f't."{field.column}"'
            columns[field.column] = texts.get(f"{model._meta.db_table}.{field.column}", shifted)
        names_of, values = ", ".join(f'"{one}"' for one in columns), ", ".join(columns.values())
        table = model._meta.db_table
        connection.execute(
            f'INSERT INTO "{table}" ({names_of}) SELECT {values} FROM "{table}" t, generate_series(1, {times}) c'
        )


def _within(own: int) -> dict[str, str]:
    """What has to differ between the tickets of one customer: their numbers, and what says them."""
    key = f"split_part({{0}}, '-', 1) || '-' || (split_part(split_part({{0}}, '-', 2), ':', 1)::int + c * {own})"
    return _named(key) | {"intake_rawmail.box": "t.box", "intake_rawmail.sha256": "md5(t.sha256 || c) || md5(t.sha256)"}


def _beside() -> dict[str, str]:
    """What has to differ between customers: their keys, and what says them."""
    key = "split_part({0}, '-', 1) || c || '-' || split_part(split_part({0}, '-', 2), ':', 1)"
    return _named(key) | {
        "tickets_ticketevent.key": "t.key || '/' || c",
        "customers_customer.key": "t.key || c",
        "customers_customer.name": "t.name || ' ' || c",
        "customers_intakeaddress.address": "replace(t.address, '@', c || '@')",
        "customers_correspondent.email": "replace(t.email, '@', c || '@')",
        "customers_correspondent.opaque": "t.opaque || c",
        "contracts_contract.number": "t.number || c",
        "intake_rawmail.box": "replace(t.box, '@', c || '@')",
        "intake_rawmail.sender": "replace(t.sender, '@', c || '@')",
    }


def _named(key: str) -> dict[str, str]:
    """The columns that say a ticket's key, by how the key is made of a column that says one."""
    uid = f"{key.format('t.uid')} || ':' || split_part(t.uid, ':', 2)"
    own, former = key.format("t.subject"), "'\"' || t.subject"
    line = f"replace(replace(t.line, {former} || '\"', '\"' || {own} || '\"'), {former} || ':', '\"' || {own} || ':')"
    return {
        "tickets_ticket.key": key.format("t.key"),
        "tickets_ticketevent.uid": uid,
        "tickets_ticketevent.key": "t.key || ':' || c",
        "ledger_row.uid": uid,
        "ledger_row.subject": own,
        "ledger_row.line": line,
        "intake_rawmail.message_id": "t.message_id || c",
        "intake_rawmail.content": "md5(t.content || c) || md5(t.content)",
    }
