"""Due now: every open ticket in the order in which something falls due."""

from datetime import UTC, datetime, timedelta
from itertools import groupby
from typing import Any

from django.db.models import Case, Exists, F, IntegerField, OuterRef, When
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from gwarant.customers.models import Customer
from gwarant.sla.calendar import zone as zone_named
from gwarant.sla.clocks.reading import ClockState
from gwarant.tickets.models import Ticket, TicketClock, TicketQuerySet
from gwarant.tickets.silence import is_answered
from gwarant.web.access import EVERYBODY_INSIDE, AuthedRequest, staff
from gwarant.web.asked import customer_asked, one_of, page_asked
from gwarant.web.moment import now
from gwarant.web.tickets.rows import Row, page_of
from gwarant.web.tickets.wording import house_zone

SPOKEN, USUAL, ANSWERED = range(3)  # whose turn it is, in the order of the page


@require_GET
@staff(*EVERYBODY_INSIDE)
def due(request: AuthedRequest) -> HttpResponse:
    page = _due(request, now())
    customers = [("", _("All customers")), *Customer.objects.order_by("name").values_list("key", "name")]
    return render(request, "desk/due.html", {**page, "customers": customers, "tabs": _tabs(request)})


@require_GET
@staff(*EVERYBODY_INSIDE)
def rows(request: AuthedRequest) -> HttpResponse:
    """The rows alone, for the page that is open."""
    answer = render(request, "desk/_due.html", _due(request, now()))
    patch_cache_control(answer, private=True, no_cache=True)
    return answer


def _due(request: AuthedRequest, at: datetime) -> dict[str, Any]:
    mine, customer = one_of(request, "mine", "01") == "1", customer_asked(request)
    tickets = _open(request, mine=mine, customer=customer)
    page, shown = page_of(tickets, page_asked(request), at)
    return {
        "page": page,
        "groups": _groups(shown, at),
        "mine": mine,
        "customer": customer,
        "query": request.GET.urlencode(),
    }


def _open(request: AuthedRequest, *, mine: bool, customer: str) -> TicketQuerySet:
    """First the words about what was over, then by the next deadline; behind them what is paused, what has no clock."""
    clocks = TicketClock.objects.filter(ticket=OuterRef("pk"), state=ClockState.PAUSED)
    tickets = Ticket.objects.to_be_done().annotate(is_paused=Exists(clocks), turn=_turn())
    tickets = tickets.order_by("turn", F("due_at").asc(nulls_last=True), "-is_paused", "reported_at", "pk")
    tickets = tickets.filter(assignee=request.user) if mine else tickets
    return tickets.filter(customer__key=customer) if customer else tickets


def _turn() -> Case:
    """Whether a word of the customer waits for us, or we have answered and wait for theirs."""
    return Case(
        When(spoken_at__isnull=True, then=USUAL),
        When(is_answered(), then=ANSWERED),
        default=SPOKEN,
        output_field=IntegerField(),
    )


def _tabs(request: AuthedRequest) -> list[tuple[str, str, bool, int]]:
    mine, customer = one_of(request, "mine", "01") == "1", customer_asked(request)
    more = f"&customer={customer}" if customer else ""
    count = Ticket.objects.to_be_done().filter(assignee=request.user).count()
    return [(f"?mine=0{more}", _("All"), not mine, 0), (f"?mine=1{more}", _("Mine"), mine, count)]


def _groups(shown: list[Row], at: datetime) -> list[tuple[str, list[Row]]]:
    """The rows under what they have in common."""
    evening = _end_of_day(at)
    return [(_title(n), list(rows)) for n, rows in groupby(shown, lambda row: _group(row.ticket, at, evening))]


def _group(ticket: Ticket, at: datetime, evening: datetime) -> int:
    turn = getattr(ticket, "turn", USUAL)
    if turn != USUAL:
        return 0 if turn == SPOKEN else 7
    if ticket.due_at is None:
        return 5 if getattr(ticket, "is_paused", False) else 6
    if ticket.due_at < at:
        return 1
    if ticket.due_at <= at + timedelta(hours=1):
        return 2
    return 3 if ticket.due_at < evening else 4


def _title(group: int) -> str:
    return (
        _("The customer wrote after it was over"),
        _("Breached"),
        _("Due within the hour"),
        _("Due today"),
        _("Due later"),
        _("Paused"),
        _("Nothing due"),
        _("Asked whether it is fixed"),
    )[group]


def _end_of_day(at: datetime) -> datetime:
    local = at.astimezone(zone_named(house_zone()))
    tomorrow = local.replace(hour=0, minute=0, second=0) + timedelta(days=1)
    return tomorrow.astimezone(UTC)
