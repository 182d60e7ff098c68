"""Rows as an earlier release wrote them, without looking at them first."""

from datetime import UTC, datetime, timedelta

from gwarant.accounts.models import User
from gwarant.hours.actions import evidence_entry
from gwarant.hours.models import TimeEntry
from gwarant.ledger.models import Row, Unsealed
from gwarant.sla.evidence.jsonl import row_line
from gwarant.sla.evidence.model import Kind, Role
from gwarant.tickets.evidence import evidence_event
from gwarant.tickets.indexing import Said, add_words
from gwarant.tickets.models import Status, Ticket, TicketEvent

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


def old_call(ticket: Ticket, person: User, now: datetime) -> Row:
    """A call of the house whose row no reader of evidence takes: its channel has a control character."""
    told = {"uid": f"{ticket.key}:{ticket.events_count + 1:04}", "customer_id": ticket.customer_id}
    event = TicketEvent(
        ticket=ticket,
        number=ticket.events_count + 1,
        kind=Kind.CALLED.value,
        at=now,
        received_at=now,
        by=Role.PROVIDER.value,
        actor=person,
        channel="phone\x01",
        **told,
    )
    event.save(force_insert=True)
    add_words(Said(ticket, event, is_public=True))
    Ticket.objects.filter(pk=ticket.pk).update(events_count=event.number, status=Status.OPEN, changed_at=now)
    row = Row(
        type="ticket",
        subject=ticket.key,
        at=now,
        received_at=now,
        line=row_line(evidence_event(event, ticket)),
        **told,
    )
    row.save(force_insert=True)
    Unsealed(row=row, customer_id=ticket.customer_id).save(force_insert=True)
    return row
