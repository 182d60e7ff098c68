"""A customer's tickets: the list, and one with its clocks and their reasons."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from gwarant.notify.news import About
from gwarant.tickets.clocks import readings_of
from gwarant.tickets.log import log_of
from gwarant.tickets.models import Status, Ticket
from gwarant.web.access import EVERY_CLIENT, AuthedRequest, customer_person, get_ticket, memberships
from gwarant.web.asked import one_of, page_asked
from gwarant.web.messages.reading import seen
from gwarant.web.moment import now
from gwarant.web.portal.page import frame_of, ticket_page
from gwarant.web.tickets.clocks import clocks_of, find
from gwarant.web.tickets.doing import PORTAL
from gwarant.web.tickets.fragments import clocks_fragment, why_page
from gwarant.web.tickets.rows import found, page_of, with_status
from gwarant.web.tickets.status import choices


@require_GET
@customer_person(*EVERY_CLIENT)
def tickets(request: AuthedRequest) -> HttpResponse:
    """The list: by number or title, by state; the latest first."""
    q, status = (
        request.GET.get("q", "").replace("\x00", "").strip(),
        one_of(request, "status", dict(choices(is_inside=False))),
    )
    mine = Ticket.objects.filter(customer_id__in=[one.customer_id for one in memberships(request.user)])
    asked = with_status(found(mine, q), status).order_by("-reported_at", "-pk")
    page, rows = page_of(asked, page_asked(request), now())
    aside = mine.aside().count()
    shown = {"aside": aside, "page": page, "rows": rows, "q": q, "status": status, "statuses": choices(is_inside=False)}
    return render(request, "portal/tickets.html", shown)


@require_GET
@customer_person(*EVERY_CLIENT)
def ticket(request: AuthedRequest, key: str) -> HttpResponse:
    """The ticket; what the person was told about it is read then. One that is no report stands with its like."""
    found_ticket = get_ticket(request, key, is_aside=True)
    if found_ticket.status == Status.ASIDE:
        return redirect("portal:aside")
    seen(request, About.TICKET, found_ticket.key)
    return ticket_page(request, found_ticket)


@require_GET
@customer_person(*EVERY_CLIENT)
def clocks(request: AuthedRequest, key: str) -> HttpResponse:
    """The clocks alone, for the page that is open."""
    log, at = log_of(get_ticket(request, key)), now()
    found_clocks = clocks_of(log, at, PORTAL.address(log.ticket), is_inside=False)
    return clocks_fragment(request, log, found_clocks, frame_of(log, found_clocks, at))


@require_GET
@customer_person(*EVERY_CLIENT)
def why(request: AuthedRequest, key: str, clock: str, cycle: int, link: int) -> HttpResponse:
    """Why a clock says what it says."""
    log = log_of(get_ticket(request, key))
    reading = find(readings_of(log, now()), clock, cycle, link)
    if reading is None:
        raise Http404
    return why_page(request, PORTAL, log, reading)
