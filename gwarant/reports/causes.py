"""What the house said about how a ticket was solved: the cause in its own words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from gwarant.sla.evidence.model import Kind
from gwarant.tickets.evidence import moment_of
from gwarant.tickets.models import Message


@dataclass(frozen=True)
class Cause:
    """The first paragraph of a resolution: who wrote it, and when."""

    words: str
    who: str
    at: datetime


def causes_of(tickets: Iterable[str], until: int | None) -> dict[str, Cause]:
    """The newest public resolution of each ticket, before the moment if one is given; one that has none is left out."""
    found = Message.objects.filter(ticket__key__in=set(tickets), event__kind=Kind.RESOLVED.value, is_public=True)
    found = found if until is None else found.filter(event__at__lt=moment_of(until))
    found = found.select_related("event__actor", "ticket")
    return {one.ticket.key: _cause(one) for one in found.order_by("event__at", "pk")}


def _cause(message: Message) -> Cause:
    first = message.body.strip().split("\n\n")[0].strip()
    actor = message.event.actor
    return Cause(first, actor.name if actor else "", message.event.at)
