"""What was laid aside as no report, as both sides read it: what came, who laid it aside, when and why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from gwarant.sla.evidence.model import Kind
from gwarant.tickets.authors import name_of
from gwarant.tickets.dismissal import MISDIRECTED, SPAM
from gwarant.tickets.models import Ticket, TicketEvent
from gwarant.web.tickets.timeline import said_in
from gwarant.web.tickets.typed import PlainForm


@dataclass(frozen=True)
class Aside:
    """A ticket that is no report: by whom it came, who laid it aside, when and why; `form` undoes it."""

    ticket: Ticket
    sender: str
    address: str
    at: datetime
    who: str
    reason: str
    words: str
    form: PlainForm | None = None


def aside_of(tickets: Sequence[Ticket], may_return: frozenset[int] | None = None) -> list[Aside]:
    """A row for each, in their order; `may_return`: at which customers the reader may take up, None: everywhere."""
    rows = TicketEvent.objects.filter(ticket__in=tickets, kind=Kind.DISMISSED.value).order_by("number")
    last = {one.ticket_id: one for one in rows.select_related("actor", "correspondent", "message")}
    return [_row(one, last[one.pk], may_return) for one in tickets if one.pk in last]


def reason_words(reason: str) -> str:
    """Why it is no report."""
    words = {SPAM: _("spam or an advertisement"), MISDIRECTED: _("meant for somebody else")}
    return words.get(reason, reason)


def _row(ticket: Ticket, event: TicketEvent, may_return: frozenset[int] | None) -> Aside:
    message, sender = said_in(event), ticket.reported_by
    is_theirs = may_return is None or ticket.customer_id in may_return
    return Aside(
        ticket,
        name_of(sender),
        sender.email if sender and sender.email != name_of(sender) else "",
        event.at,
        name_of(event.author),
        reason_words(event.reason),
        message.body if message else "",
        PlainForm(ticket=ticket, auto_id=f"{ticket.key}_%s") if is_theirs else None,
    )
