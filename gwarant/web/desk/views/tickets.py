"""Tickets: the list, the queue without a contract, a new one, and one with its clocks and their reasons."""

from typing import Any

from django.core.paginator import Page
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from gwarant.customers.models import Customer
from gwarant.notify.news import About
from gwarant.tickets.clocks import readings_of
from gwarant.tickets.log import log_of
from gwarant.tickets.models import Status, Ticket
from gwarant.tickets.places import asks_system
from gwarant.tickets.problem import TicketProblem
from gwarant.web.access import EVERYBODY_INSIDE, WORKERS, AuthedRequest, get_customer, get_ticket, staff
from gwarant.web.asked import customer_asked, one_of, page_asked
from gwarant.web.desk.forms import AdoptionForm, TakenReportForm
from gwarant.web.desk.page import frame_of, ticket_page
from gwarant.web.files.receiving import received
from gwarant.web.messages.reading import seen
from gwarant.web.moment import now
from gwarant.web.tickets.clocks import clocks_of, find
from gwarant.web.tickets.dismissal import aside_of
from gwarant.web.tickets.doing import DESK
from gwarant.web.tickets.fragments import clocks_fragment, why_page
from gwarant.web.tickets.rows import found, page_of, with_status
from gwarant.web.tickets.status import choices
from gwarant.web.tickets.wording import house_zone


@require_GET
@staff(*EVERYBODY_INSIDE)
def tickets(request: AuthedRequest) -> HttpResponse:
    """The list: by number or title, by state, by customer; the latest first."""
    q, customer = request.GET.get("q", "").strip(), customer_asked(request)
    status = one_of(request, "status", dict(choices()))
    asked = with_status(found(Ticket.objects.all(), q.replace("\x00", "")), status)
    asked = asked.filter(customer__key=customer) if customer else asked
    page, rows = page_of(asked.order_by("-reported_at", "-pk"), page_asked(request), now())
    if status == Status.ASIDE:
        return _aside(request, page, q, customer)
    shown = _narrowed(q, status, customer)
    return render(request, "desk/tickets.html", {"page": page, "rows": rows, **shown})


def _aside(request: AuthedRequest, page: Page[Any], q: str, customer: str) -> HttpResponse:
    """What was laid aside as no report, each with who did it and why, and a button that takes it up again."""
    rows = aside_of(list(page), None if request.user.may_change else frozenset())
    shown = _narrowed(q, Status.ASIDE, customer)
    return render(request, "desk/aside.html", {"page": page, "rows": rows, "zone": house_zone(), **shown})


def _narrowed(q: str, status: str, customer: str) -> dict[str, Any]:
    """What the list is narrowed by, and to what it can be."""
    customers = [("", _("All customers")), *Customer.objects.order_by("name").values_list("key", "name")]
    return {"q": q, "status": status, "customer": customer, "customers": customers, "statuses": choices()}


@require_GET
@staff(*EVERYBODY_INSIDE)
def uncovered(request: AuthedRequest) -> HttpResponse:
    """The queue of what no contract covers."""
    waiting = Ticket.objects.without_contract().open().order_by("reported_at", "pk")
    page, rows = page_of(waiting, page_asked(request), now())
    may = request.user.may_change
    forms = [AdoptionForm(ticket=one.ticket, auto_id=f"{one.ticket.key}_%s") if may else None for one in rows]
    lines = [(row, form, asks_system(row.ticket)) for row, form in zip(rows, forms, strict=True)]
    return render(request, "desk/uncovered.html", {"page": page, "lines": lines})


@require_http_methods(["GET", "POST"])
@staff(*WORKERS)
def new(request: AuthedRequest) -> HttpResponse:
    """Write down a report that came by phone or mail: first whose, then what."""
    key = request.GET.get("customer", "").replace("\x00", "")
    if not key:
        return render(
            request, "desk/new_ticket.html", {"customers": Customer.objects.order_by("name"), "crumbs": _crumbs()}
        )
    customer = get_customer(request, key)
    if request.method == "GET" or "look" in request.POST:
        told = received(request)
        initial = {name: told[name] for name in told if name != "key"}
        form = TakenReportForm(customers=[customer], now=now(), initial=initial)
        return _new(request, customer, form)
    form = TakenReportForm(received(request), customers=[customer], now=now())
    if not form.is_valid():
        return _new(request, customer, form, 422)
    try:
        opened = form.open(
            request.user,
            request.path,
            now(),
            channel=form.cleaned_data["channel"],
            reporter=form.person,
            contact_name=form.cleaned_data["contact_name"],
            at=form.cleaned_data["came_at"],
        )
    except TicketProblem as problem:
        form.add_error(None, str(problem))
        return _new(request, customer, form, 422)
    return HttpResponseRedirect(DESK.address(opened), status=303)


@require_GET
@staff(*EVERYBODY_INSIDE)
def ticket(request: AuthedRequest, key: str) -> HttpResponse:
    """The ticket; what the person was told about it is read then."""
    found_ticket = get_ticket(request, key)
    seen(request, About.TICKET, found_ticket.key)
    return ticket_page(request, found_ticket)


@require_GET
@staff(*EVERYBODY_INSIDE)
def clocks(request: AuthedRequest, key: str) -> HttpResponse:
    """The clocks alone, for the page that is open."""
    log, at = log_of(get_ticket(request, key)), now()
    found_clocks = clocks_of(log, at, DESK.address(log.ticket))
    return clocks_fragment(request, log, found_clocks, frame_of(log, found_clocks, at))


@require_GET
@staff(*EVERYBODY_INSIDE)
def why(request: AuthedRequest, key: str, clock: str, cycle: int, link: int) -> HttpResponse:
    """Why a clock says what it says."""
    log = log_of(get_ticket(request, key))
    reading = find(readings_of(log, now()), clock, cycle, link)
    if reading is None:
        raise Http404
    return why_page(request, DESK, log, reading)


def _new(request: AuthedRequest, customer: Customer, form: TakenReportForm, status: int = 200) -> HttpResponse:
    page: dict[str, Any] = {"form": form, "customer": customer, "crumbs": _crumbs()}
    return render(request, "desk/new_ticket.html", page, status=status)


def _crumbs() -> list[tuple[str, str]]:
    return [(reverse("desk:tickets"), _("Tickets"))]
