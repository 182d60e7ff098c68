"""Due now: every open ticket in the order in which something falls due."""

from datetime import UTC, datetime, timedelta
from itertools import groupby
from typing import Any

from django.db.models import Exists, F, OuterRef
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from gwarant.customers.models import Customer
from gwarant.sla.calendar import zone as zone_named
from gwarant.sla.clocks.reading import ClockState
from gwarant.tickets.models import Ticket, TicketClock, TicketQuerySet
from gwarant.web.access import EVERYBODY_INSIDE, AuthedRequest, staff
from gwarant.web.moment import now
from gwarant.web.tickets.rows import Row, page_of
from gwarant.web.tickets.wording import house_zone


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
    mine, customer = request.GET.get("mine") == "1", request.GET.get("customer", "").replace("\x00", "")
    tickets = _open(request, mine=mine, customer=customer)
    page, shown = page_of(tickets, request.GET.get("page", "1"), at)
    return {
        "page": page,
        "groups": _groups(shown, at),
        "mine": mine,
        "customer": customer,
        "query": request.GET.urlencode(),
    }


def _open(request: AuthedRequest, *, mine: bool, customer: str) -> TicketQuerySet:
    """Ordered by their next deadline; behind them what is paused, and what no clock runs for."""
    clocks = TicketClock.objects.filter(ticket=OuterRef("pk"), state=ClockState.PAUSED)
    tickets = Ticket.objects.open().annotate(is_paused=Exists(clocks))
    tickets = tickets.order_by(F("due_at").asc(nulls_last=True), "-is_paused", "reported_at", "pk")
    tickets = tickets.filter(assignee=request.user) if mine else tickets
    return tickets.filter(customer__key=customer) if customer else tickets


def _tabs(request: AuthedRequest) -> list[tuple[str, str, bool, int]]:
    mine, customer = request.GET.get("mine") == "1", request.GET.get("customer", "")
    more = f"&customer={customer}" if customer.isalnum() else ""
    count = Ticket.objects.open().filter(assignee=request.user).count()
    return [(f"?mine=0{more}", _("All"), not mine, 0), (f"?mine=1{more}", _("Mine"), mine, count)]


def _groups(shown: list[Row], at: datetime) -> list[tuple[str, list[Row]]]:
    """The rows under what they have in common."""
    evening = _end_of_day(at)
    return [(_title(n), list(rows)) for n, rows in groupby(shown, lambda row: _group(row.ticket, at, evening))]


def _group(ticket: Ticket, at: datetime, evening: datetime) -> int:
    if ticket.due_at is None:
        return 4 if getattr(ticket, "is_paused", False) else 5
    if ticket.due_at < at:
        return 0
    if ticket.due_at <= at + timedelta(hours=1):
        return 1
    return 2 if ticket.due_at < evening else 3


def _title(group: int) -> str:
    return (
        _("Breached"),
        _("Due within the hour"),
        _("Due today"),
        _("Due later"),
        _("Paused"),
        _("Nothing due"),
    )[group]


def _end_of_day(at: datetime) -> datetime:
    local = at.astimezone(zone_named(house_zone()))
    tomorrow = local.replace(hour=0, minute=0, second=0) + timedelta(days=1)
    return tomorrow.astimezone(UTC)
