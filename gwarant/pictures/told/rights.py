"""What repeated breaches entitle to, and stretches of time with other terms."""

import re
from collections.abc import Iterator
from string import ascii_lowercase
from typing import Any

from gwarant.pictures.phrases import MONTHS, MONTHS_ALONE
from gwarant.pictures.told.free import data_words
from gwarant.pictures.told.measures import is_share
from gwarant.pictures.told.model import Told
from gwarant.pictures.told.teller import Teller
from gwarant.pictures.told.times import until_words
from gwarant.pictures.told.uptime import phase_name
from gwarant.sla.contract.kept import idle_phases
from gwarant.sla.contract.model.desk import Target
from gwarant.sla.contract.model.hours_of_service import Phase
from gwarant.sla.contract.model.money import Condition, Right
from gwarant.sla.contract.model.promises import Bound
from gwarant.sla.contract.nodes import Node, node_of
from gwarant.sla.contract.record import MISSING, Report, read
from gwarant.sla.contract.values import NthWeekday, OnDate

_DAYS = re.compile(r"(\d\d)-(\d\d)\s*\.\.\s*(\d\d)-(\d\d)")
_WORKING = re.compile(r"(\d+)wd\s*\.\.\s*(\d+)wd\s+of\s+(\d\d)")


def rights(teller: Teller) -> Iterator[Told]:
    """Who may do what, and when."""
    for one in teller.contract.triggers:
        yield Told(f"triggers.{one.id}", _right(teller, one))
    if not teller.contract.triggers:
        yield teller.told("triggers", "no_rights")


def phases(teller: Teller) -> Iterator[Told]:
    """When other terms hold, and which."""
    for one in teller.contract.phases:
        yield from _phase(teller, one)


def _right(teller: Teller, one: Right) -> str:
    key = "right" if teller.known(f"right: {one.right}") else "right_other"
    who = teller.term("holder", one.of)
    words = {"who": who, "right": teller.term("right", one.right), "condition": _condition(teller, one.if_)}
    return " ".join((teller.say(key, **words), _effect_of_right(teller, one), _use(teller, one)))


def _effect_of_right(teller: Teller, one: Right) -> str:
    if one.notice is None:
        return teller.say("at_once_right")
    if isinstance(one.notice, OnDate | NthWeekday):
        return teller.say("notice_by_right", within=teller.within(one.notice))
    known = f"notice: {one.right}"
    return teller.say(known if teller.known(known) else "notice_of_right", length=teller.length(one.notice))


def _use(teller: Teller, one: Right) -> str:
    return teller.say("use_within", within=teller.within(one.use_within)) if one.use_within else teller.say("use_ever")


def _condition(teller: Teller, one: Condition, outer: str = "") -> str:
    """A condition in words; the points of one within another bear its letter too: "h)", "ha)"."""
    parts = []
    for key, rows in (("any_of", one.any), ("all_of", one.all)):
        if rows:
            points = zip((f"{outer}{letter}" for letter in ascii_lowercase), rows, strict=False)
            said = (teller.say("point", letter=at, text=_condition(teller, row, at)) for at, row in points)
            parts.append(teller.say(key, all="; ".join(said)))
    parts += _tests(teller, one)
    often = _often(teller, one)
    return teller.all_of(parts or [teller.say("if_nothing")]) + often


def _tests(teller: Teller, one: Condition) -> Iterator[str]:
    words = {"promise": teller.promise(one.of or one.miss), "classes": teller.classes(one.class_)}
    in_class = "_class" if one.class_ else ""
    if one.miss:
        yield teller.say(f"if_miss{in_class}", **{**words, "promise": teller.promise(one.miss)})
    for key, number in (("below", one.below), ("above", one.above)):
        if number is not None:
            figure = teller.share(number) if _is_share(teller, one.of) else teller.figure(number)
            mean = "_mean" if one.average > 1 else ""
            yield teller.say(f"if_{key}{mean}", n=figure, periods=one.average, **words)
    for key, length in (("downtime", one.downtime_over), ("outage", one.outage_over)):
        if length is not None:
            yield teller.say(f"if_{key}", length=teller.length_for(length), **words)
    if one.late_over is not None:
        yield teller.say(f"if_late{in_class}", length=teller.length_for(one.late_over), **words)
    if one.at_cap:
        yield teller.say("if_at_cap", cap=teller.term("the_cap", one.at_cap))


def _is_share(teller: Teller, name: str) -> bool:
    measure = next((one for one in teller.contract.measures if one.id == name), None)
    return measure is None or is_share(measure)


def _often(teller: Teller, one: Condition) -> str:
    said = ""
    if one.in_a_row:
        said += teller.say("in_a_row", n=one.n)
    elif one.n > 1:
        said += teller.say("n_times", n=one.n)
    if one.within is not None:
        said += teller.say("within_units", length=teller.count(one.within, f"{one.unit}_of"))
    elif one.unit != "month":
        said += teller.say("per_unit", unit=teller.say(f"unit: {one.unit}"))
    return said


def _phase(teller: Teller, one: Phase) -> Iterator[Told]:
    path, name = f"phases.{one.id}", phase_name(teller, one.id)
    yield _when(teller, one, path, name)
    if one.calendar:
        yield teller.told(f"{path}.calendar", "season_calendar", name=name, calendar=teller.on(one.calendar))
    for key, value in one.effect.items():
        yield teller.told(f"{path}.effect.{key}", "effect", name=name, effect=_effect(teller, key, value))
    if one.id in idle_phases(teller.contract):
        yield teller.told(f"{path}.effect", "phase_idle", name=name)
    if one.fee_add is not None:
        words = {"money": teller.money(one.fee_add), "amounts": teller.amounts}
        yield teller.told(f"{path}.fee_add", "fee_add", name=name, **words)


def _when(teller: Teller, one: Phase, path: str, name: str) -> Told:
    if one.every:
        return teller.told(path, "season", name=name, days=_season(teller, one.every))
    if one.from_ is None:
        return teller.told(path, "phase_undated", name=name)
    start = teller.day(one.from_)
    if one.length is None:
        return teller.told(path, "phase_from", name=name, start=start)
    return teller.told(path, "phase", name=name, start=start, length=teller.length(one.length))


def _season(teller: Teller, text: str) -> str:
    if match := _DAYS.fullmatch(text.strip()):
        ends = [_day(teller, int(match[at]), int(match[at + 1])) for at in (1, 3)]
        return teller.say("season_days", first=ends[0], last=ends[1]) if all(ends) else text
    if (match := _WORKING.fullmatch(text.strip())) and 1 <= int(match[3]) <= 12:
        month = (MONTHS if teller.lang == "pl" else MONTHS_ALONE)[teller.lang][int(match[3]) - 1]
        return teller.say("season_working", first=match[1], last=match[2], month=month)
    return text


def _day(teller: Teller, month: int, day: int) -> str:
    return f"{day} {MONTHS[teller.lang][month - 1]}" if 1 <= month <= 12 else ""


def _effect(teller: Teller, key: str, value: Any) -> str:
    known = f"effect: {key}: {str(value).lower() if isinstance(value, bool) else value}"
    if teller.known(known):
        return teller.say(known)
    return _patched(teller, key.split("."), value) or f"{key}: {data_words(teller, value)}"


def _patched(teller: Teller, parts: list[str], value: Any) -> str:
    """What a dotted path of the contract becomes, in words; empty when it cannot be read."""
    match parts:
        case ["calendars", name, "week"]:
            return teller.say("effect_week", calendar=teller.calendar(name), week=teller.week(str(value)))
        case ["targets", row, clock]:
            target = _read(value, Target)
            words = {"clock": teller.clock(clock), "class_": teller.quoted(teller.class_(row))}
            return teller.say("effect_target", within=until_words(teller, clock, target), **words) if target else ""
        case ["availability", name, "target"]:
            bound = _read(value, Bound)
            words = {"promise": teller.promise(name)}
            return teller.say("effect_up", bound=teller.bound(bound), **words) if bound else ""
    return ""


def _read(value: Any, kind: Any) -> Any:
    report = Report()
    found = read(node_of(value, Node(None)), kind, report)
    return None if found is MISSING or report.problems else found
