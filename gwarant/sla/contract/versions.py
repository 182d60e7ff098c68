"""Which wording holds when, and whether a change came with its notice."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from gwarant.sla.calendar.zone import LAST_YEAR
from gwarant.sla.civil import add_period, day_of
from gwarant.sla.contract.model import Contract
from gwarant.sla.contract.model.frame import Notice, NoticeEnd, Signature
from gwarant.sla.contract.resolve import fingerprint
from gwarant.sla.contract.values import Period
from gwarant.sla.evidence.model import Act, Agreement
from gwarant.sla.problem import Problem, Severity

_FOREVER = date(LAST_YEAR, 12, 30)  # the last day that is whole in every zone


def in_force(versions: Iterable[Contract], moment: int) -> Contract | None:
    """The wording in force at the moment (UTC seconds): of those whose days hold it, the highest version."""
    holding = [one for one in versions if _holds(one, day_of(moment, one.zone))]
    return max(holding, key=lambda one: one.metadata.version, default=None)


def reigns(versions: Sequence[Contract]) -> tuple[tuple[Contract, date, date], ...]:
    """The stretches of days `[first, after)` and the wording in force in each, by the rule of `in_force`.

    An open-ended wording reigns as long as days are counted, also beyond the years whose holidays it lists.
    """
    edges = sorted({edge for one in versions for edge in _days_of(one)})
    found: list[tuple[Contract, date, date]] = []
    for first, after in pairwise(edges):
        holding = [one for one in versions if _holds(one, first)]
        if not holding:
            continue
        highest = max(holding, key=lambda one: one.metadata.version)
        if found and found[-1][0] is highest and found[-1][2] == first:
            found[-1] = (highest, found[-1][1], after)
        else:
            found.append((highest, first, after))
    return tuple(found)


def earliest_change(announced: date, notice: Notice) -> date:
    """The first day on which a change announced then may hold.

    The notice runs out at the end of its last day (Polish civil code, art. 112), so the change may
    begin on the next; with `month_end` after the end of that month.
    """
    last = add_period(announced, notice.length)
    if notice.ends is NoticeEnd.MONTH_END:
        last = add_period(last.replace(day=1), Period(months=1)) - timedelta(days=1)
    return last + timedelta(days=1)


def agreed(contract: Contract, agreements: Sequence[Agreement]) -> Contract:
    """The wording as signed on the day on which the client accepted it by its hash, where the evidence says so.

    One that was accepted after its first day holds from that day all the same: the month of the acceptance corrects
    those since. It counts as signed on its first day.
    """
    name = (contract.metadata.id, contract.metadata.version)
    own = [row for row in agreements if (row.contract, row.version) == name and row.act is Act.ACCEPTED]
    taken = [row.at for row in own if row.fingerprint == fingerprint(contract)]
    if not taken or contract.metadata.signed is not None:
        return contract
    day = day_of(min(taken), contract.zone)
    signature = Signature(date_=min(day, contract.effective.from_ or day))
    return replace(contract, metadata=replace(contract.metadata, signed=signature))


def check_change(former: Contract, amended: Contract, file: str = "") -> tuple[Problem, ...]:
    """What stands against the amended wording coming into force on its day."""
    start = amended.effective.from_
    if start is None:
        return ()
    if amended.metadata.version <= former.metadata.version:
        text = f"version {amended.metadata.version} does not follow version {former.metadata.version}"
        return (_problem(file, "metadata.version", text, f"write {former.metadata.version + 1}"),)
    if amended.metadata.signed is not None:
        return _agreed(former, amended, start, file)
    return _unilateral(former, amended, start, file)


def _days_of(contract: Contract) -> tuple[date, ...]:
    start, last = contract.effective.from_, contract.effective.to
    if start is None:
        return ()
    return start, last + timedelta(days=1) if last else _FOREVER


def _holds(contract: Contract, day: date) -> bool:
    start, end = contract.effective.from_, contract.effective.to
    return start is not None and start <= day and (end is None or day <= end)


def _agreed(former: Contract, amended: Contract, start: date, file: str) -> tuple[Problem, ...]:
    signed = amended.metadata.signed.date_ if amended.metadata.signed else start
    if start < signed:
        text = f"it would hold from {start}, before both had signed on {signed}"
        return (_problem(file, "effective.from", text, f"the earliest day is {signed}"),)
    notice = former.term.change_notice
    if notice and start < earliest_change(signed, notice):
        text = f"the change holds from {start}, sooner than a notice of {notice.length} would allow"
        hint = "lawful, because both sides signed it"
        return (_problem(file, "effective.from", text, hint, Severity.WARNING),)
    return ()


def _unilateral(former: Contract, amended: Contract, start: date, file: str) -> tuple[Problem, ...]:
    notice, announced = former.term.change_notice, amended.metadata.announced
    if notice is None:
        text = "the wording in force lets neither side change it alone"
        return (_problem(file, "metadata.signed", text, "let both sign, and name the day under metadata.signed"),)
    if announced is None:
        text = "a change that only one side makes must say when it was announced"
        return (_problem(file, "metadata.announced", text, "metadata: {announced: {date: 2026-10-20}}"),)
    earliest = earliest_change(announced.date_, notice)
    if start >= earliest:
        return ()
    text = f"announced on {announced.date_} with a notice of {notice.length} it cannot hold from {start}"
    return (_problem(file, "effective.from", text, f"the earliest lawful day is {earliest}"),)


def _problem(file: str, path: str, text: str, hint: str, severity: Severity = Severity.ERROR) -> Problem:
    return Problem(file, 0, 0, path, text, hint, "notice", severity)
