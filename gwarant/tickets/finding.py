"""Tickets by what was said in them, as the scope may see it: the best first."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

from gwarant.tickets.indexing import customer
from gwarant.tickets.models import OVER, Status, Ticket, TicketQuerySet
from gwarant.wordforms.asking import quoted

MOST = 400  # tickets of an answer; whoever needs others narrows it
_SEARCH = "SELECT ticket, many FROM gwarant_search(%s::tsquery, %s, %s::text[], %s, %s::bigint[], %s::bigint[], %s, %s)"


@dataclass(frozen=True)
class Narrowed:
    """To which tickets a search is narrowed; None: not by that.

    `holders` are keys of people, 0 for nobody; `since` and `until` are moments of the report, the second excluded.
    """

    states: frozenset[str] | None = None
    customers: frozenset[int] | None = None
    systems: frozenset[int] | None = None
    holders: frozenset[int] | None = None
    since: datetime | None = None
    until: datetime | None = None

    @property
    def hides_aside(self) -> bool:
        """What is no report is found by those alone who ask for it."""
        return self.states is None or Status.ASIDE not in self.states


@dataclass(frozen=True)
class Found:
    """The keys of tickets, the best first, at most `MOST`; `many`: how many there are in all."""

    tickets: tuple[int, ...] = ()
    many: int = 0


OPEN = frozenset(one.value for one in Status if one not in OVER)


def find(query: str, narrowed: Narrowed, most: int = MOST) -> Found:
    """The tickets that fit a query of `query_of`, or all that the narrowing leaves where it is empty."""
    if not query:
        return _narrowed(narrowed, most)
    asked = query
    if narrowed.customers is not None:
        terms = " | ".join(quoted(customer(pk)) for pk in sorted(narrowed.customers))
        if not terms:
            return Found()
        asked = f"{query} & ({terms})"
    states, systems, holders = map(_listed, (narrowed.states, narrowed.systems, narrowed.holders))
    with connection.cursor() as cursor:
        told: list[Any] = [asked, most, states, narrowed.hides_aside, systems, holders, narrowed.since, narrowed.until]
        cursor.execute(_SEARCH, told)
        rows = cursor.fetchall()
    return Found(tuple(pk for pk, _many in rows), rows[0][1] if rows else 0)


def fitting(narrowed: Narrowed) -> TicketQuerySet:
    """All tickets that the narrowing leaves, the latest first."""
    tickets = Ticket.objects.counted() if narrowed.hides_aside else Ticket.objects.all()
    told = {
        "status__in": narrowed.states,
        "customer__in": narrowed.customers,
        "service__in": narrowed.systems,
        "reported_at__gte": narrowed.since,
        "reported_at__lt": narrowed.until,
    }
    tickets = tickets.filter(**{name: value for name, value in told.items() if value is not None})
    if narrowed.holders is not None:
        own = tickets.filter(assignee__in=narrowed.holders)
        tickets = own | tickets.filter(assignee=None) if 0 in narrowed.holders else own
    return tickets.order_by("-reported_at", "-pk")


def _narrowed(narrowed: Narrowed, most: int) -> Found:
    tickets = fitting(narrowed)
    return Found(tuple(tickets.values_list("pk", flat=True)[:most]), tickets.count())


def _listed(values: frozenset[Any] | None) -> list[Any] | None:
    return None if values is None else sorted(values)
