"""Disputes in words: what each is about, how it stands, why something was not done."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gwarant.pictures.incidents import incident_text
from gwarant.pictures.names import Names
from gwarant.reports.disputes.models import About, Dispute, Figure
from gwarant.reports.disputes.raising import Subject
from gwarant.sla.evidence.model import ObjectionAct
from gwarant.web.templatetags.look import lang


@dataclass(frozen=True)
class Line:
    """A dispute as a row of a list."""

    one: Dispute
    about: str
    tone: str
    word: str


def line_of(one: Dispute, names: Names, zone: str) -> Line:
    """What it is about, and how it stands."""
    answer = getattr(one, "answer", None)
    if answer is None:
        return Line(one, about_of(one, names, zone), "at_risk", pgettext("a dispute", "waits for an answer"))
    if answer.act == ObjectionAct.ACCEPTED:
        return Line(one, about_of(one, names, zone), "fine", pgettext("a dispute", "corrected"))
    return Line(one, about_of(one, names, zone), "paused", pgettext("a dispute", "stays as it was stated"))


def about_of(one: Dispute | Subject, names: Names, zone: str) -> str:
    """What is disputed."""
    if one.about == About.VERDICT:
        return f"{one.ticket} · {names.clock(one.clock)}"
    if one.about == About.AMOUNT:
        return f"{names.remedy(one.remedy)} · {incident_text(one.incident, zone, lang())}"
    return figure_words()[one.figure]


def figure_words() -> Mapping[str, str]:
    """The parts of a month."""
    return {
        Figure.KEPT.value: _("The counts of kept promises"),
        Figure.MEASURES.value: _("A measure"),
        Figure.DUTIES.value: _("A duty"),
        Figure.TICKETS.value: _("The counts of tickets"),
        Figure.HOURS.value: _("Hours and what they cost"),
        Figure.OTHER.value: _("Something else of the month"),
    }


def not_disputed() -> Mapping[str, str]:
    """Why something is not disputed."""
    return {
        "open": _("The month is not closed yet: what is not stated is not disputed. Write to us about it."),
        "unknown": _("The month as it was stated does not hold this."),
        "by_month": _("A deadline or an amount is disputed with its month."),
        "silent": _("Please say why: both sides read it."),
        "twice": _("It is disputed already, and waits for an answer."),
    }


def not_answered() -> Mapping[str, str]:
    """Why something is not answered."""
    return {
        "silent": _("Please say why: the client reads it."),
        "meanwhile": _("Somebody answered it meanwhile."),
        "uncorrected": _("Choose what corrects it: it has to be written down before."),
    }


def row_words(type_: str) -> str:
    """What a row of the evidence tells, in words."""
    words: dict[str, Any] = {
        "ticket": _("an event of a ticket"),
        "time": _("an entry of hours"),
        "amount": _("a decision about an amount"),
        "exclusion": _("what shall not count"),
        "maintenance": _("maintenance"),
        "state": _("a state that was corrected"),
        "proof": _("a proof of a duty"),
        "value": _("a value of a measure"),
        "void": _("a row that does not count any more"),
    }
    return str(words.get(type_, type_))
