"""The page of a ticket as the house sees it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from gwarant.contracts.terms import wording_of
from gwarant.sla.clocks.reading import ClockState
from gwarant.sla.contract.model.desk import Moment
from gwarant.sla.evidence.model import Kind, Role
from gwarant.tickets.actions.ending import may_close
from gwarant.tickets.actions.pausing import declarable
from gwarant.tickets.lifecycle import is_allowed
from gwarant.tickets.models import Status, Ticket, TicketEvent
from gwarant.tickets.silence import answers_to, words_since
from gwarant.web.access import AuthedRequest
from gwarant.web.desk.forms import (
    AdoptionForm,
    AssignmentForm,
    ClassForm,
    ClosingForm,
    MovingForm,
    PauseForm,
    SayForm,
    TakenRefusalForm,
    WhetherFixedForm,
)
from gwarant.web.hours.page import log_context
from gwarant.web.moment import now
from gwarant.web.templatetags.look import lang
from gwarant.web.tickets.clocks import Card, clocks_of, lost_rows
from gwarant.web.tickets.doing import DESK
from gwarant.web.tickets.status import status_word
from gwarant.web.tickets.timeline import Entry, history, opening
from gwarant.web.tickets.typed import PlainForm, TicketForm
from gwarant.web.tickets.wording import class_label, names_in, zone_of

# The words of the composer: where they are sent, and the event that they become.
SAYINGS = {
    "replies": Kind.REPLIED,
    "questions": Kind.ASKED,
    "notes": Kind.NOTED,
    "calls": Kind.CALLED,
    "quotes": Kind.QUOTED,
    "restoration": Kind.RESTORED,
    "resolution": Kind.RESOLVED,
}
FORMS: dict[str, tuple[type[TicketForm], Kind]] = {
    "acknowledgement": (PlainForm, Kind.ACKNOWLEDGED),
    "pause": (PauseForm, Kind.PAUSED),
    "pause_end": (PlainForm, Kind.RESUMED),
    "class": (ClassForm, Kind.CLASSIFIED),
    "assignment": (AssignmentForm, Kind.ASSIGNED),
    "refusal": (TakenRefusalForm, Kind.REJECTED),
    "fixed": (WhetherFixedForm, Kind.REPLIED),
    "closing": (ClosingForm, Kind.CLOSED),
    "contract": (AdoptionForm, Kind.ADOPTED),
    "system": (MovingForm, Kind.MOVED),
}


def ticket_page(
    request: AuthedRequest,
    ticket: Ticket,
    bound: Mapping[str, TicketForm] | None = None,
    saying: str = "",
    status: int = 200,
) -> HttpResponse:
    """The page; `bound` are forms that came back with what was typed, `saying` what the words were to be."""
    at = now()
    entries = history(ticket, is_inside=True)
    clocks = clocks_of(ticket, at, DESK.address(ticket))
    page = {
        **frame_of(ticket, clocks, at),
        "entries": entries,
        "opening": opening(ticket, entries),
        "spoken": _spoken(ticket, entries),
        "sayings": _sayings(ticket, saying) if request.user.may_change else [],
        "forms": _forms(ticket, clocks["live"], bound or {}, at) if request.user.may_change else {},
        "crumbs": [(reverse("desk:tickets"), _("Tickets"))],
        **log_context(ticket, request.user, at),
    }
    return render(request, "desk/ticket.html", page, status=status)


def frame_of(ticket: Ticket, clocks: Mapping[str, list[Card]], at: datetime) -> dict[str, Any]:
    """What the page and its fragments share."""
    return {
        "ticket": ticket,
        "href": DESK.address(ticket),
        "names": names_in(ticket.version, lang()),
        "zone": zone_of(ticket),
        "class_label": class_label(ticket, ticket.class_id, lang()),
        "status": status_word(ticket),
        "contract_href": _contract_href(ticket),
        "now": at,
        "lost": lost_rows(ticket),
        **clocks,
    }


def _sayings(ticket: Ticket, saying: str) -> list[tuple[str, str, str, str, bool]]:
    """What words can be here: name, label, what comes of it, the button, whether it is chosen."""
    labels = _labels(ticket)
    names = [name for name, kind in SAYINGS.items() if is_allowed(kind, Status(ticket.status), Role.PROVIDER)]
    if not _wants_quote(ticket):
        names = [name for name in names if name != "quotes"]
    chosen = saying if saying in names else next(iter(names), "")
    return [(name, *labels[name], name == chosen) for name in names]


def _wants_quote(ticket: Ticket) -> bool:
    """Whether the contract times a quote for tickets of this class."""
    if ticket.version is None:
        return False
    wording = wording_of(ticket.version)
    timed = {one.id for one in wording.clocks if one.stop is Moment.QUOTE_SENT}
    return bool(timed & wording.targets.get(ticket.class_id, {}).keys())


def _labels(ticket: Ticket) -> dict[str, tuple[str, str, str]]:
    reads = _("The customer reads it at once, here and by e-mail.")
    return {
        "replies": (_("Reply"), reads, _("Send the reply")),
        "questions": (_("Question"), _("The customer is asked, and what depends on the answer waits."), _("Ask")),
        "notes": (_("Internal note"), _("Only our people ever see it. It is no answer."), _("Keep the note")),
        "calls": (_("Phone call"), _("Write down what was said. The customer sees it."), _("Keep the call")),
        "quotes": (_("Quote"), _("What it would cost; the customer agrees or not."), _("Send the quote")),
        "restoration": (_("Workaround"), _("It works again for now; the repair goes on."), _("It works again")),
        "resolution": (_("Resolution"), _("It is fixed. The customer confirms or refuses."), _("Resolve")),
    }


def _forms(ticket: Ticket, live: list[Card], bound: Mapping[str, TicketForm], at: datetime) -> dict[str, TicketForm]:
    """The forms that make sense as the ticket stands."""
    stands = Status(ticket.status)
    offered = [name for name, (_form, kind) in FORMS.items() if is_allowed(kind, stands, Role.PROVIDER)]
    fits = {
        "acknowledgement": _may_be_taken(ticket),
        "pause": bool(live) and bool(declarable(ticket)),
        "pause_end": stands is Status.WAITING or any(one.reading.state is ClockState.PAUSED for one in live),
        "refusal": ticket.spoken_at is not None,
        "fixed": ticket.spoken_at is not None and not _asked(ticket).exists(),
        "closing": may_close(ticket) and stands is not Status.CLOSED,
        "contract": ticket.version is None,
    }
    fresh = {name: FORMS[name][0] for name in offered if fits.get(name, True)}
    made = {name: form(ticket=ticket, auto_id=f"{name}_%s") for name, form in fresh.items()}
    return {"say": SayForm(ticket=ticket, now=at, auto_id="say_%s"), **made, **bound}


def _may_be_taken(ticket: Ticket) -> bool:
    """Nobody has taken it yet, or whoever did works here no more."""
    is_left = ticket.assignee is not None and not ticket.assignee.may_change
    return is_left or not ticket.events.filter(kind=Kind.ACKNOWLEDGED.value).exists()


def _spoken(ticket: Ticket, entries: list[Entry]) -> dict[str, Any]:
    """What the customer said since the resolution, and whether we have answered it."""
    words = words_since(ticket) if ticket.spoken_at else []
    if not words:
        return {}
    said = [one for one in entries if one.number in {word.number for word in words}]
    answers = _answers(ticket)
    return {
        "who": said[0].who,
        "entries": said,
        "answered_at": answers.values_list("at", flat=True).last(),
        "asked_at": _asked(ticket).values_list("at", flat=True).last(),
    }


def _answers(ticket: Ticket) -> QuerySet[TicketEvent]:
    """What we replied to what the customer said after the resolution."""
    return answers_to(ticket, words_since(ticket))


def _asked(ticket: Ticket) -> QuerySet[TicketEvent]:
    """Our questions whether it is fixed, which wait for the customer's answer."""
    return _answers(ticket).exclude(ref="")


def _contract_href(ticket: Ticket) -> str:
    """The wording that judges the ticket, where there is a page for it."""
    if ticket.version is None:
        return ""
    try:
        return reverse("desk:wording", args=[ticket.version.contract.number, ticket.version.version])
    except NoReverseMatch:
        return ""
