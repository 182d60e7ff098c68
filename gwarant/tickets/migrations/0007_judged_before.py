"""Which contract judged a ticket before its events said so is written down, so that a later move changes no month.

The row is dated as the ticket's report, with which that contract judged it, and says by its source when it was made.
"""

from datetime import datetime
from typing import Any

from django.db import migrations

from gwarant.sla.evidence.jsonl import row_line
from gwarant.sla.evidence.model import Kind, Role, TicketEvent

SOURCE = "gwarant-upgrade"
A_TURN = 500


def write_down(apps: Any, editor: Any) -> None:
    """An event and its row for each ticket under a contract that no event of it names; the sweep seals the rows."""
    using = editor.connection.alias
    with editor.connection.cursor() as cursor:
        cursor.execute("SELECT now()")
        now = cursor.fetchone()[0]
    tickets = apps.get_model("tickets", "Ticket").objects.using(using).select_related("version__contract")
    keys = list(_silent(apps, using))
    for start in range(0, len(keys), A_TURN):
        _append(apps, using, list(tickets.filter(pk__in=keys[start : start + A_TURN]).order_by("pk")), now)


def _silent(apps: Any, using: str) -> Any:
    """The keys of the tickets under a contract that no event names."""
    events = apps.get_model("tickets", "TicketEvent").objects.using(using)
    named = events.exclude(contract="", kind__in=[one.value for one in Kind if one is not Kind.MOVED])
    tickets = apps.get_model("tickets", "Ticket").objects.using(using).exclude(version=None)
    return tickets.exclude(pk__in=named.values("ticket")).order_by("pk").values_list("pk", flat=True)


def _append(apps: Any, using: str, tickets: list[Any], now: datetime) -> None:
    event, row, unsealed = (
        apps.get_model(*name).objects.using(using)
        for name in (("tickets", "TicketEvent"), ("ledger", "Row"), ("ledger", "Unsealed"))
    )
    pairs = event.filter(ticket__in=tickets).order_by("ticket_id", "-number").values_list("ticket_id", "received_at")
    came: dict[int, datetime] = dict(pairs)  # of each ticket the receipt of its first event
    written = [event.model(**_event(one, came[one.pk])) for one in tickets if one.pk in came]
    event.bulk_create(written)
    rows = row.bulk_create([row.model(**_row(one, now)) for one in written])
    unsealed.bulk_create([unsealed.model(row=one, customer_id=one.customer_id) for one in rows])
    for one in written:
        one.ticket.events_count = one.number
    apps.get_model("tickets", "Ticket").objects.using(using).bulk_update(
        [one.ticket for one in written], ["events_count"]
    )


def _event(ticket: Any, came: datetime) -> dict[str, Any]:
    number = ticket.events_count + 1
    return {
        "uid": f"{ticket.key}:{number:04}",
        "ticket": ticket,
        "customer_id": ticket.customer_id,
        "number": number,
        "kind": Kind.ADOPTED.value,
        "at": ticket.reported_at,
        "received_at": came,
        "by": Role.SYSTEM.value,
        "automatic": True,
        "channel": SOURCE,
        "contract": ticket.version.contract.number,
    }


def _row(event: Any, now: datetime) -> dict[str, Any]:
    told = TicketEvent(
        id=event.uid,
        at=int(event.at.timestamp()),
        received=int(event.received_at.timestamp()),
        ticket=event.ticket.key,
        kind=Kind.ADOPTED,
        by=Role.SYSTEM,
        automatic=True,
        channel=SOURCE,
        contract=event.contract,
        source=SOURCE,
    )
    return {
        "uid": event.uid,
        "customer_id": event.customer_id,
        "type": "ticket",
        "subject": event.ticket.key,
        "at": event.at,
        "received_at": now,
        "line": row_line(told),
    }


class Migration(migrations.Migration):
    dependencies = [
        ("tickets", "0006_could_not_check"),
        ("contracts", "0003_agreements"),
        ("ledger", "0003_longer_ids"),
    ]
    operations = [migrations.RunPython(write_down, migrations.RunPython.noop)]
