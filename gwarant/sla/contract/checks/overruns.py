"""How an overrun is counted: each kind of promise has the words of `count_on` that say something of it."""

from gwarant.sla.contract.checks.complaint import wrong
from gwarant.sla.contract.model import Contract
from gwarant.sla.contract.model.money import Remedy, RemedyKind
from gwarant.sla.contract.record import Report
from gwarant.sla.contract.values import DAY

CLOCK, ELAPSED, DATES, WORKING, BEYOND, WHOLE = (
    "clock",
    "elapsed",
    "calendar_days",
    "working_days",
    "beyond",
    "whole",
)
FITTING: dict[str, tuple[str, ...]] = {
    "clock": (CLOCK, ELAPSED, DATES, WORKING),
    "duty": (CLOCK, ELAPSED, DATES, WORKING),
    "availability": (CLOCK, BEYOND, WHOLE),
    "outage": (CLOCK, WHOLE, ELAPSED, DATES, WORKING),
    "measure": (CLOCK,),
}
"""By the kind of the promise the words that fit; `clock`, the default, is each promise's own way."""

_WORDS = {word for words in FITTING.values() for word in words}  # others are refused as words that do not exist
UNFIT = "says nothing of"  # stands in each refusal, by which it is told in another language
_SINCE = 5  # the counting version that refuses: what was agreed under an older one stays readable
_WHAT = {
    "clock": "{word} {unfit} a clock, which is late and not down",
    "duty": "{word} {unfit} a duty, which is late and not down",
    "availability": "{word} {unfit} the availability of a whole period, of which downtime alone is counted",
    "outage": "{word} {unfit} an outage by itself, of which no part is allowed",
    "measure": "{word} {unfit} a measure, which is a figure without an overrun",
}
_MEND = {
    "clock": "count_on: elapsed for real time, or leave it out",
    "duty": "count_on: elapsed for real time, or leave it out",
    "availability": "count_on: whole for all downtime, beyond for what the target does not allow,"
    " or of: {{outage: {of}}}",
    "outage": "count_on: whole, or of: {of} for what lies beyond the target",
    "measure": "leave it out",
}


def counted_on(contract: Contract, report: Report) -> None:
    """A word of `count_on` that says nothing of the remedy's promise, and working days where nobody knows them."""
    if contract.resolved.through and contract.resolved.counting < _SINCE:
        return
    for remedy in contract.remedies:
        kind, path = _kind(contract, remedy), f"remedies.{remedy.id}.count_on"
        if kind and remedy.count_on in _WORDS.difference(FITTING[kind]):
            message = _WHAT[kind].format(word=remedy.count_on, unfit=UNFIT)
            wrong(report, path, message, _MEND[kind].format(of=remedy.of.promise or remedy.of.outage), "invalid")
        elif kind and remedy.count_on == WORKING:
            _working_days(contract, remedy, path, report)
        if kind in ("availability", "measure") and remedy.starts == "next_hour":
            message = f"next_hour {UNFIT} the figure of a whole period, which is broken at no hour"
            wrong(report, f"remedies.{remedy.id}.starts", message, "leave it out", "invalid")
        _of_days(remedy, report)


def _kind(contract: Contract, remedy: Remedy) -> str:
    """What it is for; empty where that is not there."""
    of = remedy.of
    kinds = {
        "clock": of.clock,
        "outage": of.outage,
        "duty": of.duty or any(row.id == of.promise for row in contract.duties),
        "measure": any(row.id == of.promise for row in contract.measures),
        "availability": any(row.id == of.promise for row in contract.availability),
    }
    return next((kind for kind, is_so in kinds.items() if is_so), "")


def _working_days(contract: Contract, remedy: Remedy, path: str, report: Report) -> None:
    """Working days are those of a calendar: of a duty's, or of the one over which availability is promised."""
    of = remedy.of
    promised = next((row for row in contract.availability if row.id == of.outage), None)
    if promised is not None and not promised.over:
        message = f"{WORKING} {UNFIT} an outage of {promised.id!r}, which is promised over all time"
        mend = f"count_on: calendar_days, or availability.{promised.id}.over: with a calendar"
        wrong(report, path, message, mend, "invalid")
    duty = next((row for row in contract.duties if row.id in (of.duty, of.promise)), None)
    if duty is not None and not duty.has_hours:
        message = f"{WORKING} {UNFIT} the duty {duty.id!r}, which names no calendar"
        wrong(report, path, message, f"duties.{duty.id}.calendar: with a calendar, or count_on: elapsed", "invalid")


def _of_days(remedy: Remedy, report: Report) -> None:
    """Days are counted whole: a unit, or a length that is free, of hours is none of them."""
    if remedy.count_on not in (DATES, WORKING):
        return
    if remedy.kind not in (RemedyKind.PER_UNIT, RemedyKind.EXTENSION):
        message = f"{remedy.count_on} are units, and a remedy of the kind {remedy.kind} pays none"
        wrong(report, f"remedies.{remedy.id}.count_on", message, "kind: per_unit, or count_on: elapsed", "invalid")
    for key, length in (("unit", remedy.unit), ("free", remedy.free)):
        if length is not None and length.seconds % DAY:
            message = f"{remedy.count_on} are counted whole, and {length} is not"
            wrong(report, f"remedies.{remedy.id}.{key}", message, f"{key}: 1d, or count_on: elapsed", "invalid")
