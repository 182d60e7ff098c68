"""What a ticket's page says of merges: in which ticket it goes on, and which go on in it."""

from dataclasses import dataclass
from typing import Any

from gwarant.tickets.merges import going_on
from gwarant.tickets.models import Ticket
from gwarant.web.tickets.doing import Site


@dataclass(frozen=True)
class Merged:
    """Another ticket about the same matter."""

    key: str
    title: str
    href: str


def merges(ticket: Ticket, side: Site) -> dict[str, Any]:
    """The last of the tickets through which it goes on, and those that were merged into it."""
    last = going_on(ticket)
    others = ticket.merged.order_by("pk") if ticket.absorbed else ()
    return {
        "goes_on": _of(last, side) if last != ticket else None,
        "merged": [_of(one, side) for one in others],
    }


def _of(ticket: Ticket, side: Site) -> Merged:
    return Merged(ticket.key, ticket.title, side.address(ticket))
