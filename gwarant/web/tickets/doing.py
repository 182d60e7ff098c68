"""From a form to an action on a ticket, and what the person is told when it cannot be done."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from gwarant.tickets.models import Ticket, TicketEvent
from gwarant.tickets.problem import Changed, TicketProblem
from gwarant.web.access import AuthedRequest
from gwarant.web.tickets.timeline import INTERNAL, entries_of
from gwarant.web.tickets.typed import TicketForm
from gwarant.web.tickets.wording import zone_of

Deed = Callable[..., Ticket]  # (ticket, what was typed, by=, seen=, key=, now=)
Again = Callable[[TicketForm], HttpResponse]


@dataclass(frozen=True)
class Site:
    """Where a ticket's page stands: the base of its templates, its address, and whether internal things show."""

    name: str
    is_inside: bool

    @property
    def base(self) -> str:
        return f"{self.name}/base.html"

    def address(self, ticket: Ticket) -> str:
        return f"/{self.name}/tickets/{ticket.key}"


DESK, PORTAL = Site("desk", True), Site("portal", False)


def carry_out(
    request: AuthedRequest,
    site: Site,
    ticket: Ticket,
    form: TicketForm,
    deed: Deed,
    said: str,
    again: Again,
    now: datetime,
) -> HttpResponse:
    """Do it and go back to the ticket; else the page again with what was typed (422), or what changed (409)."""
    if not form.is_valid():
        return again(form)
    attempt = {"by": request.user, "key": form.once(request.user, request.path), "now": now}
    try:
        _done(site, ticket, form, deed, attempt)
    except Changed as changed:
        return _conflict(request, site, ticket, form, changed.since)
    except TicketProblem as problem:
        form.add_error(None, str(problem))
        return again(form)
    messages.success(request, said)
    return HttpResponseRedirect(site.address(ticket), status=303)


def _done(site: Site, ticket: Ticket, form: TicketForm, deed: Deed, attempt: dict[str, Any]) -> None:
    """Do it; what a customer cannot see does not stand in their way."""
    told, seen = form.cleaned_data, form.cleaned_data["seen"]
    try:
        deed(ticket, told, seen=seen, **attempt)
    except Changed as changed:
        if visible(changed.since, site):
            raise
        deed(ticket, told, seen=changed.since[-1].number, **attempt)


def visible(events: Sequence[TicketEvent], site: Site) -> list[TicketEvent]:
    return [one for one in events if site.is_inside or one.kind not in INTERNAL]


def _conflict(
    request: AuthedRequest, site: Site, ticket: Ticket, form: TicketForm, since: Sequence[TicketEvent]
) -> HttpResponse:
    """What happened meanwhile, and the form ready to be sent anyway."""
    known = ticket.events.filter(number__gte=since[0].number).select_related("actor", "message")
    page = {
        "base": site.base,
        "ticket": ticket,
        "zone": zone_of(ticket),
        "href": site.address(ticket),
        "entries": entries_of(ticket, visible(list(known), site)),
        "form": form.again(since[-1].number),
        "who": ", ".join(sorted({one.actor.name if one.actor else one.address for one in visible(since, site)} - {""})),
    }
    return render(request, "tickets/conflict.html", page, status=409)
