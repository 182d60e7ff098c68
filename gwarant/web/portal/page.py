"""The page of a ticket as a customer sees it: nothing internal, and only what they may do."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from gwarant.contracts.terms import wording_of
from gwarant.customers.models import CustomerRole
from gwarant.intake.copies import known_not_following
from gwarant.pictures.words import known, long_day
from gwarant.sla.evidence.model import Kind
from gwarant.tickets.actions.pausing import evidence_of, pauses_of
from gwarant.tickets.classifying import ClientMay, client_may
from gwarant.tickets.evidence import evidence_events
from gwarant.tickets.following import followers_of
from gwarant.tickets.log import Log, log_of
from gwarant.tickets.models import Status, Ticket, TicketEvent
from gwarant.tickets.places import asks_system
from gwarant.tickets.reopening import is_closed_for_good, is_too_late, last_day
from gwarant.tickets.waiting import asked_now
from gwarant.web.access import REPORTERS, AuthedRequest, role_at
from gwarant.web.asked import one_of
from gwarant.web.moment import now
from gwarant.web.portal.verbs import VERBS
from gwarant.web.templatetags.look import lang
from gwarant.web.tickets.clocks import Card, clocks_of
from gwarant.web.tickets.doing import PORTAL
from gwarant.web.tickets.following import may_begin, shown
from gwarant.web.tickets.merges import merges
from gwarant.web.tickets.promise import sentence_of
from gwarant.web.tickets.related import related
from gwarant.web.tickets.status import status_word
from gwarant.web.tickets.timeline import Entry, history, opening
from gwarant.web.tickets.typed import PlainForm, TicketForm, mark
from gwarant.web.tickets.verbs import Facts, Sent, forms_of, offered
from gwarant.web.tickets.wording import class_label, names_in, zone_of

ANSWERS = ("confirmation", "refusal", "replies")  # to what was handed over


def ticket_page(request: AuthedRequest, ticket: Ticket, sent: Sent | None = None) -> HttpResponse:
    """The page; `sent` is a form that came back with what was typed."""
    at = now()
    log = log_of(ticket)
    entries = history(log, is_inside=False)
    clocks = clocks_of(log, at, PORTAL.address(ticket), is_inside=False)
    facts = Facts(log, [one.reading for one in clocks["live"]], at)
    role = role_at(request, ticket.customer)
    may = role in REPORTERS
    page = {
        **frame_of(log, clocks, at),
        "entries": entries,
        "opening": opening(ticket, entries),
        "works": one_of(request, "works", ("yes", "no")),
        "forms": _forms(facts, sent) if may else {"refused": sent.form} if sent else {},
        "reopens": _reopens(log, at) if may else {},
        "sets_class": client_may(log) is ClientMay.SET,
        "pause_asked": _asked(ticket, facts.asked_pause),
        "questions": _questions(log, entries) if may else [],
        "crumbs": [(reverse("portal:tickets"), _("Tickets"))],
        "followers": shown(ticket, request.user, may_end=role == CustomerRole.ADMINISTRATOR),
        "not_following": known_not_following(ticket, followers_of(ticket).values()),
        "you": request.user.opaque if may_begin(ticket, request.user) else "",
        "end_form": PlainForm(ticket=ticket),
        **merges(ticket, PORTAL),
        "related": related(ticket, PORTAL),
    }
    return render(request, "portal/ticket.html", page, status=422 if sent else 200)


def frame_of(log: Log, clocks: Mapping[str, list[Card]], at: datetime) -> dict[str, Any]:
    """What the page and its fragments share."""
    ticket = log.ticket
    names = names_in(ticket.version, lang())
    return {
        "ticket": ticket,
        "href": PORTAL.address(ticket),
        "names": names,
        "zone": zone_of(ticket),
        "class_label": class_label(ticket, ticket.class_id, lang()),
        "status": status_word(ticket, is_inside=False),
        "sentence": sentence_of(ticket, [one.reading for one in clocks["live"]], names),
        "contract_href": _contract_href(),
        "now": at,
        "asks": asks_system(ticket),
        "lost": list(log.lost.items()),
        **clocks,
    }


def _forms(facts: Facts, sent: Sent | None) -> dict[str, TicketForm]:
    """The forms that make sense as the ticket stands."""
    may = offered(VERBS, facts, PORTAL.role)
    if is_closed_for_good(facts.log, facts.now):
        may = [one for one in may if one.kind is not Kind.REOPENED]
    made = forms_of(may, facts, sent)
    answer = sent.form if sent and sent.verb.name in ANSWERS else made.get("confirmation")
    return _with_one_box(made, answer) if answer and "confirmation" in made else made


def _reopens(log: Log, at: datetime) -> dict[str, Any]:
    """Of a closed ticket: until which day it can be opened again, or that the time for that is over."""
    if log.ticket.status != Status.CLOSED:
        return {}
    last = last_day(log)
    return {"until": long_day(last, lang()) if last else "", "is_over": is_too_late(log, at)}


def _with_one_box(made: dict[str, TicketForm], answer: TicketForm) -> dict[str, TicketForm]:
    """A repair to confirm has one box for every answer: that of the form that came back, whichever button sent it."""
    answer.use_required_attribute = False  # only "no" and a message need words
    text = answer.fields["text"]
    text.label, text.required = _("Message"), False
    mark(text, _("needed for a no"))
    text.help_text = _("With a no, please write what is still wrong. With a yes you may leave it empty.")
    rest = {name: form for name, form in made.items() if name not in ANSWERS}
    return {**rest, "answer": answer}


def _asked(ticket: Ticket, asked: TicketEvent | None) -> dict[str, str]:
    """The pause that waits for the customer's word."""
    if asked is None:
        return {}
    label = next((one.label for one in pauses_of(ticket) if one.id == asked.reason), "") or asked.reason
    return {"label": known(label, lang()), "evidence": evidence_of(asked)}


def _questions(log: Log, entries: list[Entry]) -> list[Entry]:
    """What waits for the customer's answer, the last first."""
    contract = wording_of(log.ticket.version) if log.ticket.version else None
    asked = {one.id for one in asked_now(evidence_events(log), contract)}
    return [one for one in entries if one.uid in asked]


def _contract_href() -> str:
    try:
        return reverse("portal:contract")
    except NoReverseMatch:
        return ""
