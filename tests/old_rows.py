"""Rows as an earlier release wrote them, without looking at them first."""

from datetime import UTC, datetime, timedelta

from gwarant.accounts.models import User
from gwarant.hours.actions import evidence_entry
from gwarant.hours.models import TimeEntry
from gwarant.ledger.models import Row, Unsealed
from gwarant.sla.evidence.jsonl import row_line
from gwarant.tickets.models import Ticket

LONG_AGO = datetime(26, 11, 27, 8, 0, tzinfo=UTC)


def old_entry(ticket: Ticket, person: User, now: datetime, start_at: datetime = LONG_AGO) -> TimeEntry:
    """An hour of work on a day that no reader of evidence takes."""
    number = ticket.entries.count() + 1
    entry = TimeEntry(
        uid=f"{ticket.key}:h{number:03}",
        customer_id=ticket.customer_id,
        ticket=ticket,
        person=person,
        start_at=start_at,
        end_at=start_at + timedelta(hours=1),
        received_at=now,
        note="typed wrongly",
    )
    entry.save(force_insert=True)
    row = Row(
        uid=entry.uid,
        customer_id=ticket.customer_id,
        type="time",
        subject=ticket.key,
        at=start_at,
        received_at=now,
        line=row_line(evidence_entry(entry)),
    )
    row.save(force_insert=True)
    Unsealed(row=row, customer_id=ticket.customer_id).save(force_insert=True)
    return entry
