"""Which wording holds when, and whether a change came with its notice."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

from gwarant.sla.calendar.zone import LAST_YEAR
from gwarant.sla.civil import CivilPeriod, add_period, day_of, month_of
from gwarant.sla.contract.model import Contract
from gwarant.sla.contract.model.frame import Notice, NoticeEnd, Signature
from gwarant.sla.contract.resolve import fingerprint
from gwarant.sla.contract.values import Period
from gwarant.sla.evidence.model import Act, Agreement
from gwarant.sla.problem import Problem, Severity

_FOREVER = date(LAST_YEAR, 12, 30)  # the last day that is whole in every zone


def in_force(versions: Iterable[Contract], moment: int) -> Contract | None:
    """The wording in force at the moment (UTC seconds): the highest version that has begun, until its last day.

    A later wording takes the place of the former for good: its last day is the last day of the contract.
    """
    return _holding((one, day_of(moment, one.zone)) for one in versions)


def reigns(versions: Sequence[Contract]) -> tuple[tuple[Contract, date, date], ...]:
    """The stretches of days `[first, after)` and the wording in force in each, by the rule of `in_force`.

    An open-ended wording reigns as long as days are counted, also beyond the years whose holidays it lists.
    """
    edges = sorted({edge for one in versions for edge in _days_of(one)})
    found: list[tuple[Contract, date, date]] = []
    for first, after in pairwise(edges):
        holding = _holding((one, first) for one in versions)
        if holding is None:
            continue
        if found and found[-1][0] is holding:
            found[-1] = (holding, found[-1][1], after)
        else:
            found.append((holding, first, after))
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
    found = _agreed if amended.metadata.signed is not None else _unilateral
    return (*found(former, amended, start, file), *_ended(former, amended, file))


def ends_sooner(former: Contract, amended: Contract) -> bool:
    """Whether the contract ends on an earlier day than it would without the amendment."""
    last, before = amended.effective.to, former.effective.to
    return last is not None and (before is None or last < before)


def lived(period: CivilPeriod, last: Contract) -> CivilPeriod:
    """The quarter or year as far as a contract whose last wording that is lives to see it: to the end of its last
    month, since hours and remedies are counted by months. It keeps its name; one that ends later stays as it is.
    """
    if last.effective.to is None:
        return period
    end = month_of(last.effective.to, last.zone).end
    return replace(period, end=end) if period.start < end < period.end else period


def _days_of(contract: Contract) -> tuple[date, ...]:
    start, last = contract.effective.from_, contract.effective.to
    if start is None:
        return ()
    return start, last + timedelta(days=1) if last else _FOREVER


def _holding(days: Iterable[tuple[Contract, date]]) -> Contract | None:
    """Of wordings with the day in their zone the last that has begun, if it has not ended."""
    begun = [(one, day) for one, day in days if one.effective.from_ and one.effective.from_ <= day]
    last, day = max(begun, key=lambda pair: pair[0].metadata.version, default=(None, date.max))
    return last if last and (last.effective.to is None or day <= last.effective.to) else None


def _agreed(former: Contract, amended: Contract, start: date, file: str) -> tuple[Problem, ...]:
    signed = amended.metadata.signed.date_ if amended.metadata.signed else start
    if start < signed:
        text = f"it holds from {start}, and both signed on {signed}"
        hint = "both sides may agree on any day; what was stated of the months since is corrected"
        return (_problem(file, "effective.from", text, hint, Severity.WARNING),)
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


def _ended(former: Contract, amended: Contract, file: str) -> Iterator[Problem]:
    if ends_sooner(former, amended):
        text = f"the contract ends on {amended.effective.to}; what held before does not come back"
        hint = "for other terms for a time alone write a phase, or a further version that begins the day after"
        yield _problem(file, "effective.to", text, hint, Severity.WARNING)


def _problem(file: str, path: str, text: str, hint: str, severity: Severity = Severity.ERROR) -> Problem:
    return Problem(file, 0, 0, path, text, hint, "notice", severity)
