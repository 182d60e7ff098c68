"""From a form to an action on a ticket, and what the person is told when it cannot be done."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.http import require_POST

from gwarant.customers.models import CustomerRole
from gwarant.sla.evidence.model import Kind, Role
from gwarant.tickets.authors import name_of
from gwarant.tickets.lifecycle import is_allowed, is_hidden
from gwarant.tickets.log import Log
from gwarant.tickets.models import Ticket, TicketEvent
from gwarant.tickets.problem import Changed, TicketProblem, Unfit
from gwarant.web.access import EVERY_CLIENT, AuthedRequest, View, get_ticket
from gwarant.web.files.receiving import FILES, received
from gwarant.web.moment import now
from gwarant.web.tickets.clocks import live_of
from gwarant.web.tickets.timeline import entries_of
from gwarant.web.tickets.typed import TicketForm
from gwarant.web.tickets.verbs import Facts, Sent, Verb
from gwarant.web.tickets.wording import zone_of

Door = Callable[..., Callable[[View], View]]  # for some roles
Again = Callable[[AuthedRequest, Ticket, Sent], HttpResponse]


@dataclass(frozen=True)
class Site:
    """Where a ticket's page stands: the base of its templates, its address, and whether internal things show."""

    name: str
    is_inside: bool

    @property
    def base(self) -> str:
        return f"{self.name}/base.html"

    @property
    def role(self) -> Role:
        """On whose side people are here."""
        return Role.PROVIDER if self.is_inside else Role.CUSTOMER

    def address(self, ticket: Ticket) -> str:
        return f"/{self.name}/tickets/{ticket.key}"


DESK, PORTAL = Site("desk", True), Site("portal", False)


def paths_of(site: Site, verbs: Sequence[Verb], door: Door, again: Again) -> list[URLPattern]:
    """A route for each verb."""
    return [
        path(f"tickets/<str:key>/{one.noun}", view_of(site, one, door, again), name=f"ticket_{one.name}")
        for one in verbs
    ]


def view_of(site: Site, verb: Verb, door: Door, again: Again) -> View:
    """The view to which the form of a verb is sent; `again` shows the ticket's page with a form that came back."""

    def do(request: AuthedRequest, key: str) -> HttpResponse:
        ticket, at = get_ticket(request, key, _clients(verb), is_aside=verb.kind is Kind.TAKEN_UP), now()
        form = verb.form_of(ticket, at, received(request))
        if not form.is_valid():
            return again(request, ticket, Sent(verb, form))
        once, seen = form.once(request.user, request.path), form.cleaned_data["seen"]
        fits = _check_fits(site, verb, at) if verb.unfit else None
        try:
            files = form.cleaned_data.get(FILES, ())
            verb.act(ticket, form.told(), by=request.user, seen=seen, key=once, fits=fits, files=files, now=at)
        except Changed as changed:
            return _conflict(request, site, ticket, form, changed.since)
        except TicketProblem as problem:
            form.add_error(None, str(problem))
            return again(request, ticket, Sent(verb, form))
        messages.success(request, str(verb.said))
        return HttpResponseRedirect(site.address(ticket), status=303)

    return require_POST(door(*verb.roles)(do))


def _check_fits(site: Site, verb: Verb, at: datetime) -> Callable[[Log], None]:
    """What the action asks once it holds the ticket: Unfit where the verb would change nothing, or mean something else.

    What may not happen at all as the ticket stands the action tells by itself.
    """

    def check(log: Log) -> None:
        facts = Facts(log, live_of(log, at), at)
        if is_allowed(verb.kind, facts.status, site.role) and not verb.fits(facts):
            raise Unfit(str(verb.unfit))

    return check


def _clients(verb: Verb) -> tuple[CustomerRole, ...]:
    """The customer's roles whose verb it is; the house's door needs none."""
    return tuple(one for one in verb.roles if isinstance(one, CustomerRole)) or EVERY_CLIENT


def visible(events: Sequence[TicketEvent], site: Site) -> list[TicketEvent]:
    return [one for one in events if site.is_inside or not is_hidden(one)]


def _conflict(
    request: AuthedRequest, site: Site, ticket: Ticket, form: TicketForm, since: Sequence[TicketEvent]
) -> HttpResponse:
    """What happened meanwhile, and the form ready to be sent anyway."""
    known = ticket.events.filter(number__gte=since[0].number).select_related("actor", "correspondent", "message")
    page = {
        "base": site.base,
        "ticket": ticket,
        "zone": zone_of(ticket),
        "href": site.address(ticket),
        "entries": entries_of(ticket, visible(list(known), site)),
        "form": form.again(since[-1].number),
        "who": ", ".join(sorted({name_of(one.author) for one in visible(since, site)} - {""})),
    }
    return render(request, "tickets/conflict.html", page, status=409)
