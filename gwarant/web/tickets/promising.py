"""What is promised for each class of a report that would come so: how long, in which hours, by when."""

from datetime import datetime
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from gwarant.contracts.models import ContractVersion
from gwarant.contracts.terms import names_for, terms_of, wording_of
from gwarant.pictures.counting import hours_of
from gwarant.pictures.names import Names
from gwarant.pictures.words import promised
from gwarant.sla.clocks.fold import read_clocks
from gwarant.sla.clocks.reading import Reading
from gwarant.sla.clocks.ticket import tickets_of
from gwarant.sla.contract.model.desk import Clock, Moment, Target
from gwarant.sla.contract.values import Period, Seconds
from gwarant.sla.evidence.model import Kind, Role, TicketEvent
from gwarant.tickets.classes import classes_of
from gwarant.tickets.evidence import stamp
from gwarant.web.templatetags.look import lang
from gwarant.web.tickets.promise import by_when
from gwarant.web.tickets.wording import names_in


def class_choices(
    version: ContractVersion | None, came: datetime, channel: str, now: datetime
) -> list[tuple[str, str]]:
    """The classes of the wording, each with what makes a ticket fall into it and what is promised then."""
    names = names_in(version, lang())
    known = [(one.id, _meaning(version, one.id, came, channel, now)) for one in classes_of(version)]
    return [(id_, _choice(names.class_(id_), *meaning)) for id_, meaning in known]


def promises_for(version: ContractVersion, class_id: str, came: datetime, channel: str, now: datetime) -> list[str]:
    """What is promised for a report of that class, clock by clock; a deadline where one begins.

    A call that is written down later `came` before `now`, and its clocks count from it.
    """
    contract, names = wording_of(version), names_for(version, lang())
    row = contract.targets.get(class_id, {})
    readings = {one.clock: one for one in _readings(version, class_id, came, channel, now)}
    return [_promise(one, row[one.id], readings.get(one.id), names) for one in contract.clocks if one.id in row]


def _readings(version: ContractVersion, class_id: str, came: datetime, channel: str, now: datetime) -> list[Reading]:
    """The clocks that a report of that class starts."""
    at, seen = stamp(came), stamp(now)
    report = TicketEvent(
        id="-",
        at=at,
        received=seen,
        ticket="-",
        kind=Kind.REPORTED,
        by=Role.CUSTOMER,
        class_=class_id,
        channel=channel,
    )
    (ticket,) = tickets_of([report])
    return list(read_clocks(ticket, terms_of(version), seen))


def _promise(clock: Clock, target: Target, reading: Reading | None, names: Names) -> str:
    texts = {
        Moment.ACKNOWLEDGED: _("taken on within %(length)s"),
        Moment.FIRST_HUMAN_REPLY: _("an answer within %(length)s"),
        Moment.SERVICE_RESTORED: _("working again within %(length)s"),
        Moment.PUBLIC_UPDATE: _("news again within %(length)s"),
        Moment.QUOTE_SENT: _("a quote within %(length)s"),
    }
    text = texts.get(clock.stop, _("repaired within %(length)s")) % {"length": _length(target)}
    if reading is None:
        return text
    hours = hours_of(reading, lang(), names) if isinstance(target.value, Seconds) else ""
    by = _("by %(when)s") if reading.due_at > reading.as_of else _("by %(when)s, which is over")
    when = by % {"when": by_when(reading.due_at, reading.as_of, reading.zone)}
    return f"{text} {hours}".rstrip() + f": {when}"


def _length(target: Target) -> str:
    seconds = target.value.seconds if isinstance(target.value, Seconds) else 0
    text = str(target.value)
    has_words = bool(seconds) or "wd" in text or isinstance(target.value, Period)
    return promised(text, seconds, lang(), "working_day_of") if has_words else text


def _choice(label: str, causes: str, promises: list[str]) -> str:
    lines = [*([("small quiet", causes)] if causes else []), *(("small", one) for one in promises)]
    told = format_html_join("", '<br><span class="{}">{}</span>', lines)
    return format_html("<span><strong>{}</strong>{}</span>", label, told)


def _meaning(
    version: ContractVersion | None, class_id: str, came: datetime, channel: str, now: datetime
) -> tuple[str, list[str]]:
    """What makes a ticket fall into the class, and what is promised then; nothing without a contract."""
    usual = _large(_usual().get(class_id, ""))
    if version is None:
        return usual, []
    when = next((one.when for one in wording_of(version).classes if one.id == class_id), {})
    causes = _large(", ".join(_causes(when))) or usual
    return causes, [_large(one) for one in promises_for(version, class_id, came, channel, now)]


def _causes(when: dict[str, Any]) -> list[str]:
    """What makes a ticket fall into a class, in words; what only a machine understands is left out."""
    words = {
        "service_down": _("it is down"),
        "critical_path_blocked": _("something that you cannot do without is blocked"),
        "data_loss": _("data are being lost"),
        "main_function_degraded": _("a main function works badly"),
    }
    rows = when.get("any") or when.get("all") or []
    found = [words[one] for one in rows if isinstance(one, str) and one in words]
    shares = [one["users_share_ge"] for one in rows if isinstance(one, dict) and "users_share_ge" in one]
    return found + [_("at least %(share)s of people are affected") % {"share": one} for one in shares]


def _usual() -> dict[str, str]:
    return {
        "critical": _("nobody can work"),
        "serious": _("some cannot work, or only with difficulty"),
        "ordinary": _("it can be worked with, but it is not right"),
        "change": _("something is to be different"),
    }


def _large(text: str) -> str:
    return text[:1].upper() + text[1:]
