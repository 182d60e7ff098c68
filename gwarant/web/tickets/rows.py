"""Tickets as rows of a list; only the rows that are shown are folded."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Q
from django.utils.translation import gettext as _

from gwarant.ledger.unreadable import lost_by_ticket
from gwarant.pictures.names import Names
from gwarant.sla.clocks.reading import Reading
from gwarant.tickets.classes import weight
from gwarant.tickets.clocks import readings_of
from gwarant.tickets.log import Log, log_of
from gwarant.tickets.models import OVER, Status, Ticket, TicketQuerySet
from gwarant.tickets.nearest import lost, nearest, telling
from gwarant.web.templatetags.look import lang
from gwarant.web.tickets.promise import sentence_of
from gwarant.web.tickets.status import status_word
from gwarant.web.tickets.wording import names_in

A_PAGE = 40
HEAVY = ("version__text", "version__document")


@dataclass(frozen=True)
class Row:
    """A ticket in a list, with the clock that can be kept next and the one that tells a customer where it stands."""

    ticket: Ticket
    reading: Reading | None
    told: Reading | None
    names: Names
    sentence: str
    late: tuple[Reading, ...] = ()  # the clocks that run and are late, the one that passed first before the others

    @property
    def lost(self) -> tuple[Reading, ...]:
        """Those of them that are late beside the one that can still be kept."""
        return tuple(one for one in self.late if one is not self.reading)

    @property
    def worst(self) -> Reading | None:
        """The clock whose state a customer sees first: one that is late before any that can still be kept."""
        return next(iter(self.late), self.told)

    @property
    def class_label(self) -> str:
        return self.names.class_(self.ticket.class_id)

    @property
    def is_gravest(self) -> bool:
        """Whether its class is the most severe of several."""
        return weight(self.ticket.version, self.ticket.class_id) == 0

    @property
    def about(self) -> str:
        """Whose it is, and which system it concerns."""
        return " · ".join(part for part in (self.ticket.customer.name, self.about_at_home) if part)

    @property
    def about_at_home(self) -> str:
        """The system alone, where one customer's tickets stand."""
        return self.ticket.service.name if self.ticket.service else ""

    @property
    def holder(self) -> str:
        return self.ticket.assignee.name if self.ticket.assignee else _("nobody yet")

    @property
    def status(self) -> str:
        return status_word(self.ticket)

    @property
    def status_for_customer(self) -> str:
        return status_word(self.ticket, is_inside=False)


def page_of(tickets: TicketQuerySet, number: int, now: datetime) -> tuple[Page[Any], list[Row]]:
    """A page of tickets and its rows."""
    related = tickets.select_related("customer", "service", "version", "assignee", "merged_into").defer(*HEAVY)
    page = Paginator(related.prefetch_related("events__actor", "events__correspondent"), A_PAGE).get_page(number)
    return page, rows_of(page.object_list, now)


def rows_of(tickets: Iterable[Ticket], now: datetime) -> list[Row]:
    shown = list(tickets)
    lost = lost_by_ticket(row__subject__in=[one.key for one in shown])
    return [_row(log_of(one, lost.get(one.key, {})), now) for one in shown]


def found(tickets: TicketQuerySet, words: str) -> TicketQuerySet:
    """The tickets whose number or title has these words."""
    for word in words.split()[:8]:
        tickets = tickets.filter(Q(key__icontains=word) | Q(title__icontains=word))
    return tickets


def with_status(tickets: TicketQuerySet, status: str) -> TicketQuerySet:
    """Open ones, or those that stand where the word says; any other word means all that are reports."""
    if status == "open":
        return tickets.open()
    return tickets.filter(status=status) if status in Status.values else tickets.counted()


def _row(log: Log, now: datetime) -> Row:
    ticket = log.ticket
    names = names_in(ticket.version, lang())
    is_over = ticket.status in OVER
    readings = () if is_over else readings_of(log, now)
    first = nearest(readings)
    late = tuple(lost(readings))
    return Row(ticket, first, telling(ticket, readings), names, sentence_of(ticket, readings, names), late)
