"""Targets that contradict each other: the later step promised sooner, the graver class slower."""

from collections.abc import Iterator
from itertools import pairwise

from gwarant.sla.contract.lint.case import WEEK, Case, Finding, open_seconds
from gwarant.sla.contract.lint.tables import tables
from gwarant.sla.contract.model.desk import Clock, Moment, Target
from gwarant.sla.contract.values import Period, Seconds, WorkingDays
from gwarant.sla.problem import Severity

RESPONSES = (Moment.FIRST_HUMAN_REPLY, Moment.ACKNOWLEDGED)
RESTORED = (Moment.SERVICE_RESTORED,)
REPAIRS = (Moment.FIX_DELIVERED, Moment.FIX_ACCEPTED, Moment.RESOLVED, Moment.CLOSED)
_DAY = 86_400
_MONTH = 30 * _DAY


def workaround_after_resolution(case: Case) -> Iterator[Finding]:
    """The workaround is promised later than the final repair."""
    yield from _later(case, RESTORED, REPAIRS, "restore the service sooner than it is repaired for good")


def response_after_workaround(case: Case) -> Iterator[Finding]:
    """The response is promised later than the workaround."""
    yield from _later(case, RESPONSES, RESTORED, "answer sooner than the service is restored")


def response_after_resolution(case: Case) -> Iterator[Finding]:
    """The response is promised later than the final repair."""
    yield from _later(case, RESPONSES, REPAIRS, "answer sooner than the fault is repaired")


def severe_slower(case: Case) -> Iterator[Finding]:
    """A graver class has a longer target than a lighter one."""
    for table in tables(case):
        rows = [(row.id, table.rows.get(row.id, {})) for row in case.contract.classes]
        for (graver, own), (lighter, other) in pairwise(rows):
            for clock in own:
                path = table.path(graver, clock) or table.path(lighter, clock)
                if path and clock in other and _is_later(case, own[clock], other[clock]):
                    times = f"{graver!r} is the graver class and has {own[clock].value}", f"{lighter!r} has"
                    reason = f"{', '.join(times)} {other[clock].value}"
                    yield Finding(path, reason, "list the graver class first, or give it less time")


def workaround_raises(case: Case) -> Iterator[Finding]:
    """A workaround that makes the ticket graver, or leaves it as it is."""
    ranks = {row.id: rank for rank, row in enumerate(case.contract.classes)}
    for graver, lighter in case.contract.after_workaround.items():
        if graver in ranks and lighter in ranks and ranks[lighter] <= ranks[graver]:
            reason = f"after a workaround a ticket of {graver!r} goes on as {lighter!r}, which is no lighter"
            mend = "name a class that stands later in the list of classes"
            yield Finding(f"after_workaround.{graver}", reason, mend, Severity.ERROR)


def workaround_unpromised(case: Case) -> Iterator[Finding]:
    """After a workaround the rest runs under a class that promises no repair."""
    repairs = [clock.id for clock in case.contract.clocks if clock.stop in REPAIRS]
    for table in tables(case):
        for graver, lighter in case.contract.after_workaround.items():
            for clock in repairs:
                if table.path(graver, clock) and clock not in table.rows.get(lighter, {}):
                    reason = f"after a workaround {clock!r} runs under {lighter!r}, which has no target for it"
                    mend = f"add {table.prefix}.{lighter}.{clock}"
                    yield Finding(f"after_workaround.{graver}", reason, mend)


def _later(case: Case, sooner: tuple[Moment, ...], later: tuple[Moment, ...], mend: str) -> Iterator[Finding]:
    clocks = {clock.id: clock for clock in case.contract.clocks if not clock.repeats}
    for table in tables(case):
        for name, row in table.rows.items():
            timed = [clocks[one] for one in row if one in clocks]
            ends = [one for one in timed if one.stop in later]
            for first, second in ((a, b) for a in timed if a.stop in sooner for b in ends if a.start is b.start):
                path = table.path(name, first.id, second.id)
                if path and _is_later(case, row[first.id], row[second.id]):
                    both = ((_name(one), row[one.id].value) for one in (first, second))
                    reason = " comes after ".join(f"{clock} within {length}" for clock, length in both)
                    yield Finding(path, reason, mend)


def _is_later(case: Case, target: Target, other: Target) -> bool:
    first, second = _rough(case, target), _rough(case, other)
    return first is not None and second is not None and first > second * 1.001


def _rough(case: Case, target: Target) -> float | None:
    """About how much real time a target takes; None for what has a date instead of a length."""
    week = case.week(target.calendar)
    if not week:
        return None
    match target.value:
        case Seconds(seconds):
            return seconds * WEEK / open_seconds(week)
        case WorkingDays(days, _):
            return days * WEEK / sum(1 for windows in week.days if windows)
        case Period(months, days):
            return float(months * _MONTH + days * _DAY)
    return None


def _name(clock: Clock) -> str:
    return clock.label or clock.id
