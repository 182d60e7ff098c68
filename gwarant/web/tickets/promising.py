"""What is promised for each class of a report that would come so: how long, in which hours, by when."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from gwarant.contracts.models import ContractVersion
from gwarant.contracts.terms import names_for, terms_of, wording_of
from gwarant.pictures.counting import hours_of
from gwarant.pictures.names import Names
from gwarant.pictures.words import promised
from gwarant.sla.clocks.course import RESPONSES
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

NEVER = 2**63  # after every deadline


def class_choices(
    version: ContractVersion | None, came: datetime, channel: str, now: datetime
) -> list[tuple[str, str]]:
    """The classes of the wording, each with what makes a ticket fall into it and what is promised then."""
    names = names_in(version, lang())
    known = [(one.id, _meaning(version, one.id, came, channel, now)) for one in classes_of(version)]
    return [(id_, _choice(names.class_(id_), *meaning)) for id_, meaning in known]


def promises_for(version: ContractVersion, class_id: str, came: datetime, channel: str, now: datetime) -> list[str]:
    """What is promised for a report of that class, what falls due first first; a deadline where one begins.

    A call that is written down later `came` before `now`, and its clocks count from it.
    """
    contract, names = wording_of(version), names_for(version, lang())
    row = contract.targets.get(class_id, {})
    at, seen = stamp(came), stamp(now)
    report = replace(_event("1", at, seen, Kind.REPORTED, Role.CUSTOMER), class_=class_id, channel=channel)
    first = _readings(version, [report], seen)
    answered = max((one.due_at for one in first.values() if _is_answer(contract.clock(one.clock))), default=None)
    latest = {}
    if answered is not None:
        reply = _event("2", answered, answered, Kind.REPLIED, Role.PROVIDER)
        latest = _readings(version, [report, reply], max(answered, seen))
    found = [(one, first.get(one.id), latest.get(one.id)) for one in contract.clocks if one.id in row]
    found.sort(key=lambda one: min((told.due_at for told in one[1:] if told), default=NEVER))
    return [_promise(clock, row[clock.id], own, at_latest, names, seen) for clock, own, at_latest in found]


def _event(id_: str, at: int, received: int, kind: Kind, by: Role) -> TicketEvent:
    return TicketEvent(id=id_, at=at, received=received, ticket="-", kind=kind, by=by)


def _readings(version: ContractVersion, events: list[TicketEvent], as_of: int) -> dict[str, Reading]:
    """The clocks that run by then, by their ids."""
    (ticket,) = tickets_of(events)
    return {one.clock: one for one in read_clocks(ticket, terms_of(version), as_of) if one.stopped_at is None}


def _is_answer(clock: Clock) -> bool:
    return clock.stop in RESPONSES


def _promise(
    clock: Clock, target: Target, reading: Reading | None, at_latest: Reading | None, names: Names, now: int
) -> str:
    """How long, in which hours, and by when; of a clock that begins with the answer by when at the latest."""
    texts = {
        Moment.ACKNOWLEDGED: _("taken on within %(length)s"),
        Moment.FIRST_HUMAN_REPLY: _("an answer within %(length)s"),
        Moment.SERVICE_RESTORED: _("working again within %(length)s"),
        Moment.PUBLIC_UPDATE: _("news again within %(length)s"),
        Moment.QUOTE_SENT: _("a quote within %(length)s"),
    }
    text = texts.get(clock.stop, _("repaired within %(length)s")) % {"length": _length(target)}
    shown = reading or at_latest
    if shown is None:
        return text
    hours = hours_of(shown, lang(), names) if isinstance(target.value, Seconds) else ""
    by = _("by %(when)s") if reading else _("by %(when)s at the latest")
    by = by if shown.due_at > now else _("by %(when)s, which is over")
    when = by % {"when": by_when(shown.due_at, now, shown.zone)}
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
