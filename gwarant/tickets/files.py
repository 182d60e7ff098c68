"""The files of tickets: each came with an event, and the event's row of evidence names its hash."""

from collections.abc import Iterator, Sequence

from gwarant.database.rows import in_pieces
from gwarant.files.actions import attach
from gwarant.files.models import About, Attachment
from gwarant.files.store import FileGone, Stored
from gwarant.ledger.filing import book_files
from gwarant.notify.enclosed import Enclosed
from gwarant.sla.evidence.model import Kind
from gwarant.tickets.models import Ticket, TicketEvent
from gwarant.tickets.problem import NotHere


def attach_to(event: TicketEvent, files: Sequence[Stored], *, is_public: bool) -> None:
    """Bind the files to the event, in its transaction; NotHere where one has to be sent again."""
    try:
        made = attach(
            files,
            customer=event.customer,
            about=About.TICKET,
            subject=event.ticket.key,
            part=event.uid,
            is_public=is_public,
            by=event.actor,
            now=event.received_at,
        )
        book_files(made, event.received_at)
    except FileGone as gone:
        raise NotHere(gone.name) from None


def files_of(ticket: Ticket) -> dict[str, list[Attachment]]:
    """The files of a ticket that the scope may see, by the id of their event."""
    found: dict[str, list[Attachment]] = {}
    for one in Attachment.objects.of(About.TICKET, ticket.key):
        found.setdefault(one.part, []).append(one)
    return found


def enclosed_of(event: TicketEvent) -> tuple[Enclosed, ...]:
    """The files that came with the event, for those who are told of it; never those of an internal note."""
    if not event.files:
        return ()
    found = Attachment.objects.of(About.TICKET, event.ticket.key).filter(part=event.uid, is_public=True)
    return tuple(Enclosed(one.pk, one.sha256, one.name, one.kind, one.size) for one in found)


def unbound(customer_id: int) -> Iterator[str]:
    """Events whose files are others than their rows say, and files that say they came with an event that names none."""
    own = Attachment.objects.filter(customer_id=customer_id, about=About.TICKET)
    there: dict[str, list[str]] = {}
    for part, name in in_pieces(own.order_by("pk").values_list("part", "sha256"), 2000):
        there.setdefault(part, []).append(name)
    events = TicketEvent.objects.filter(customer_id=customer_id).exclude(files="").order_by("pk")
    for uid, told in in_pieces(events.values_list("uid", "files"), 2000):
        if there.pop(uid, []) != told.split():
            yield f"{uid}: its files are not those that were written down"
    yield from (f"{uid}: files stand with it now, and none were written down" for uid in sorted(there))
    notes = TicketEvent.objects.filter(customer_id=customer_id, kind=Kind.NOTED.value).exclude(files="").values("uid")
    shown = own.filter(part__in=notes, is_public=True).order_by("pk").values_list("part", flat=True)
    yield from (f"{uid}: its files are shown to the customer, and it is an internal note" for uid in shown)
