"""The page of a ticket as the house sees it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from gwarant.intake.copies import not_following
from gwarant.monitoring.outages.linking import same_outage
from gwarant.sla.evidence.model import Kind
from gwarant.tickets.classifying import ClientMay, client_may
from gwarant.tickets.following import followers_of
from gwarant.tickets.log import Log, log_of
from gwarant.tickets.models import Ticket
from gwarant.tickets.places import asks_system
from gwarant.tickets.silence import words_since
from gwarant.web.access import AuthedRequest
from gwarant.web.desk.dismissing import has_asked, told_of
from gwarant.web.desk.verbs import VERBS, answers, asked
from gwarant.web.hours.page import log_context
from gwarant.web.mail.beside import beside
from gwarant.web.moment import now
from gwarant.web.monitors.beside import fires_of, moments_of, seen_of
from gwarant.web.templatetags.look import lang
from gwarant.web.tickets.arriving import unarrived
from gwarant.web.tickets.clocks import Card, clocks_of
from gwarant.web.tickets.doing import DESK
from gwarant.web.tickets.following import shown
from gwarant.web.tickets.merges import merges
from gwarant.web.tickets.related import related
from gwarant.web.tickets.status import status_word
from gwarant.web.tickets.timeline import Entry, history, opening
from gwarant.web.tickets.typed import PlainForm
from gwarant.web.tickets.verbs import Facts, Sent, Verb, folds_of, forms_of, offered
from gwarant.web.tickets.wording import class_label, names_in, zone_of


def ticket_page(request: AuthedRequest, ticket: Ticket, sent: Sent | None = None) -> HttpResponse:
    """The page; `sent` is a form that came back with what was typed."""
    at = now()
    log = log_of(ticket)
    entries = history(log, is_inside=True)
    clocks = clocks_of(log, at, DESK.address(ticket))
    facts = Facts(log, [one.reading for one in clocks["live"]], at)
    may = offered(VERBS, facts, DESK.role) if request.user.may_change else []
    may = [one for one in may if one.kind is not Kind.DISMISSED or not has_asked(log, request.user)]
    forms = forms_of(may, facts, sent)
    page = {
        **frame_of(log, clocks, at),
        "entries": entries,
        "opening": opening(ticket, entries),
        "spoken": _spoken(log, entries),
        "sayings": _sayings(may, sent),
        "forms": forms,
        "folds": folds_of(VERBS, forms),
        "crumbs": [(reverse("desk:tickets"), _("Tickets"))],
        "followers": shown(ticket, request.user, may_end=request.user.may_change),
        "not_following": not_following(ticket, followers_of(ticket).values()),
        "end_form": PlainForm(ticket=ticket),
        **merges(ticket, DESK),
        "related": related(ticket, DESK),
        "same_outage": same_outage(ticket),
        "seen_down": seen_of(ticket),
        "moments": moments_of(ticket),
        "fires": fires_of(ticket),
        "mail": beside(ticket),
        **told_of(log),
        "unarrived": unarrived(ticket),
        **log_context(ticket, request.user, at),
    }
    return render(request, "desk/ticket.html", page, status=422 if sent else 200)


def frame_of(log: Log, clocks: Mapping[str, list[Card]], at: datetime) -> dict[str, Any]:
    """What the page and its fragments share."""
    ticket = log.ticket
    return {
        "ticket": ticket,
        "href": DESK.address(ticket),
        "names": names_in(ticket.version, lang()),
        "zone": zone_of(ticket),
        "class_label": class_label(ticket, ticket.class_id, lang()),
        "class_waits": client_may(log) is ClientMay.SET,
        "status": status_word(ticket),
        "contract_href": _contract_href(ticket),
        "now": at,
        "asks": asks_system(ticket),
        "lost": list(log.lost.items()),
        **clocks,
    }


def _sayings(may: Sequence[Verb], sent: Sent | None) -> list[tuple[Verb, bool]]:
    """What words can be here, and which of them is chosen."""
    found = [one for one in may if one.words]
    chosen = sent.verb if sent and sent.verb in found else next(iter(found), None)
    return [(one, one is chosen) for one in found]


def _spoken(log: Log, entries: list[Entry]) -> dict[str, Any]:
    """What the customer said since the resolution, and whether we have answered it."""
    words = words_since(log) if log.ticket.spoken_at else []
    if not words:
        return {}
    said = [one for one in entries if one.number in {word.number for word in words}]
    return {
        "who": said[0].who,
        "entries": said,
        "answered_at": answers(log).values_list("at", flat=True).last(),
        "asked_at": asked(log).values_list("at", flat=True).last(),
    }


def _contract_href(ticket: Ticket) -> str:
    """The wording that judges the ticket, where there is a page for it."""
    if ticket.version is None:
        return ""
    try:
        return reverse("desk:wording", args=[ticket.version.contract.number, ticket.version.version])
    except NoReverseMatch:
        return ""
