"""Due now: every open ticket in the order of what can still be kept; what is lost already hides none of it."""

from datetime import UTC, datetime, timedelta
from itertools import groupby
from typing import Any

from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, Subquery, Value, When
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from gwarant.contracts.models import ContractVersion
from gwarant.customers.models import Customer
from gwarant.sla.calendar import zone as zone_named
from gwarant.sla.clocks.reading import ClockState, Verdict
from gwarant.tickets.classes import weight
from gwarant.tickets.models import Ticket, TicketClock, TicketQuerySet
from gwarant.tickets.silence import is_answered
from gwarant.web.access import EVERYBODY_INSIDE, AuthedRequest, staff
from gwarant.web.asked import customer_asked, one_of, page_asked
from gwarant.web.moment import now
from gwarant.web.months.todo import counts_of, unanswered_of, waits_for
from gwarant.web.tickets.rows import Row, page_of
from gwarant.web.tickets.wording import house_zone

SPOKEN, USUAL, ANSWERED = range(3)  # whose turn it is, in the order of the page
HOUR, TODAY, LOST, LATER, PAUSED, NOTHING = range(6)  # what falls due of it, in the order of the page
LEAST = 1000  # behind every class


@require_GET
@staff(*EVERYBODY_INSIDE)
def due(request: AuthedRequest) -> HttpResponse:
    page = _due(request, now())
    customers = [("", _("All customers")), *Customer.objects.order_by("name").values_list("key", "name")]
    waits = counts_of(waits_for(request.user, now())) | unanswered_of(request.user)
    return render(request, "desk/due.html", {**page, **waits, "customers": customers, "tabs": _tabs(request)})


@require_GET
@staff(*EVERYBODY_INSIDE)
def rows(request: AuthedRequest) -> HttpResponse:
    """The rows alone, for the page that is open."""
    answer = render(request, "desk/_due.html", _due(request, now()))
    patch_cache_control(answer, private=True, no_cache=True)
    return answer


def _due(request: AuthedRequest, at: datetime) -> dict[str, Any]:
    mine, customer = one_of(request, "mine", "01") == "1", customer_asked(request)
    tickets = _open(request, at, mine=mine, customer=customer)
    page, shown = page_of(tickets, page_asked(request), at)
    return {
        "page": page,
        "groups": _groups(shown),
        "mine": mine,
        "customer": customer,
        "query": request.GET.urlencode(),
    }


def _open(request: AuthedRequest, at: datetime, *, mine: bool, customer: str) -> TicketQuerySet:
    """First the words about what was over, then by the next deadline that can be kept, then by the class."""
    tickets = Ticket.objects.to_be_done()
    tickets = tickets.filter(assignee=request.user) if mine else tickets
    tickets = tickets.filter(customer__key=customer) if customer else tickets
    clocks = TicketClock.objects.filter(ticket=OuterRef("pk"))
    running = clocks.filter(state=ClockState.RUNNING)
    kept = running.filter(due_at__gte=at, verdict=Verdict.PENDING).order_by("due_at").values("due_at")[:1]
    told = tickets.annotate(
        turn=_turn(),
        next_at=Subquery(kept),
        is_late=Exists(running.filter(Q(due_at__lt=at) | Q(verdict=Verdict.BREACHED))),
        is_paused=Exists(clocks.filter(state=ClockState.PAUSED)),
    )
    ranked = told.annotate(band=_band(at), weight=_weight(tickets))
    ahead = Case(When(band=LOST, then=None), default=F("next_at")).asc(nulls_last=True)
    return ranked.order_by("turn", "band", ahead, "weight", F("due_at").asc(nulls_last=True), "reported_at", "pk")


def _band(at: datetime) -> Case:
    """The group of a ticket: what was lost stands behind what can be kept today, and before what has more time."""
    return Case(
        When(next_at__lte=at + timedelta(hours=1), then=HOUR),
        When(next_at__lt=_end_of_day(at), then=TODAY),
        When(is_late=True, then=LOST),
        When(next_at__isnull=False, then=LATER),
        When(is_paused=True, then=PAUSED),
        default=NOTHING,
        output_field=IntegerField(),
    )


def _weight(tickets: TicketQuerySet) -> Case | Value:
    """How severe a ticket's class is under its contract: of two that fall due at once the worse comes first."""
    pairs = list(tickets.order_by().values_list("version", "class_id").distinct())
    known = ContractVersion.objects.only("pk", "fingerprint").in_bulk({pk for pk, _id in pairs if pk})
    weights = [When(version=pk, class_id=id_, then=weight(known.get(pk), id_)) for pk, id_ in pairs]
    return Case(*weights, default=LEAST, output_field=IntegerField()) if weights else Value(LEAST)


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


def _groups(shown: list[Row]) -> list[tuple[str, list[Row]]]:
    """The rows under what they have in common."""
    return [(_title(*key), list(rows)) for key, rows in groupby(shown, lambda row: _place(row.ticket))]


def _place(ticket: Ticket) -> tuple[int, int]:
    """Whose turn it is, and where that is ours by the clocks, the group."""
    turn = getattr(ticket, "turn", USUAL)
    return turn, getattr(ticket, "band", NOTHING) if turn == USUAL else 0


def _title(turn: int, band: int) -> str:
    if turn != USUAL:
        return _("The customer wrote after it was over") if turn == SPOKEN else _("Asked whether it is fixed")
    return (
        _("Due within the hour"),
        _("Due today"),
        _("Breached"),
        _("Due later"),
        _("Paused"),
        _("Nothing due"),
    )[band]


def _end_of_day(at: datetime) -> datetime:
    local = at.astimezone(zone_named(house_zone()))
    tomorrow = local.replace(hour=0, minute=0, second=0) + timedelta(days=1)
    return tomorrow.astimezone(UTC)
