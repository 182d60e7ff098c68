"""Dates and notices: they fit into the contract, and into each other."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import combinations

from gwarant.sla.civil import add_period
from gwarant.sla.contract.checks import season_days, working_day_season
from gwarant.sla.contract.lint.case import Case, Finding
from gwarant.sla.contract.lint.lengths import days_of
from gwarant.sla.contract.lint.tables import targets
from gwarant.sla.contract.model import Contract
from gwarant.sla.contract.model.frame import Notice
from gwarant.sla.contract.model.hours_of_service import Phase
from gwarant.sla.contract.values import OnDate

_YEAR = 366


def notice_unkeepable(case: Case) -> Iterator[Finding]:
    """A notice that cannot be kept, because it is longer than the contract."""
    whole = _length(case.contract)
    for key in ("notice", "change_notice"):
        notice: Notice | None = getattr(case.contract.term, key)
        days = days_of(notice.length) if notice else None
        if notice and days and whole and days > whole:
            reason = f"a notice of {notice.length} is longer than the contract, which lasts {whole} days"
            yield Finding(f"term.{key}", reason, "shorten the notice, or leave it out of a contract this short")


def change_before_exit(case: Case) -> Iterator[Finding]:
    """One side may change the contract sooner than the other could leave it."""
    leave, change = case.contract.term.notice, case.contract.term.change_notice
    if leave and change and (days_of(leave.length) or 0) > (days_of(change.length) or 0):
        reason = f"a change holds after {change.length}, and who does not want it can leave only after {leave.length}"
        yield Finding("term.change_notice", reason, "let a change need as much notice as leaving")


def minimum_beyond_end(case: Case) -> Iterator[Finding]:
    """A minimum term that is longer than the contract."""
    start, end, least = case.contract.effective.from_, case.contract.effective.to, case.contract.term.minimum
    if start and end and least and add_period(start, least) > end + timedelta(days=1):
        reason = f"the minimum term of {least} from {start} ends after the contract does on {end}"
        yield Finding("term.minimum", reason, "shorten it, or lengthen the contract")


def minimum_without_exit(case: Case) -> Iterator[Finding]:
    """A minimum term, and neither a last day nor a notice by which the contract would ever end after it."""
    term, effective = case.contract.term, case.contract.effective
    if term.minimum and term.notice is None and effective.to is None and case.contract.kind == "Contract":
        reason = f"after the minimum term of {term.minimum} nothing ends the contract: it has no last day and no notice"
        yield Finding("term.minimum", reason, "term: {notice: P3M}, or effective: {to: …}")


def target_in_past(case: Case) -> Iterator[Finding]:
    """A dated target that is over before the contract begins: everything would be late when it is reported."""
    start = case.contract.effective.from_
    for path, target in targets(case):
        outside = target.outside.value if target.outside else None
        for inner, value in ((path, target.value), (f"{path}.outside", outside)):
            if start and isinstance(value, OnDate) and value.day < start:
                reason = f"{value} lies before {start}, the first day in force, so all that is reported is late at once"
                yield Finding(inner, reason, "write a later day, or a length such as 10wd")


def phase_outside(case: Case) -> Iterator[Finding]:
    """A phase none of whose days lies in the contract."""
    start, end = case.contract.effective.from_, case.contract.effective.to
    for phase in case.contract.phases:
        if phase.every or phase.from_ is None or phase.length is None:
            continue
        first, after = phase.from_, add_period(phase.from_, phase.length)
        if (start and after <= start) or (end and first > end):
            reason = f"the phase runs from {first} to {after - timedelta(days=1)}, when the contract is not in force"
            yield Finding(f"phases.{phase.id}", reason, "move the phase, or the days under `effective`")


def phases_overlap(case: Case) -> Iterator[Finding]:
    """Two phases that hold at one time and change one thing differently."""
    for one, other in combinations(case.contract.phases, 2):
        keys = [key for key in one.effect if key in other.effect and one.effect[key] != other.effect[key]]
        days = _days(one, case.contract) & _days(other, case.contract) if keys else set()
        if days:
            reason = f"{one.id!r} and {other.id!r} both hold on {min(days)} and change {keys[0]} differently"
            yield Finding(f"phases.{other.id}.effect", reason, "let one end before the other begins")


def _length(contract: Contract) -> int | None:
    start, end = contract.effective.from_, contract.effective.to
    return (end - start).days + 1 if start and end and end > start else None


def _days(phase: Phase, contract: Contract) -> set[date]:
    """The days of the phase; of a season those of three years. Nothing for seasons of working days."""
    if phase.from_ and phase.length:
        return _from(phase.from_, (add_period(phase.from_, phase.length) - phase.from_).days)
    try:
        if not phase.every or working_day_season(phase.every):
            return set()
        (month, day), (last_month, last_day) = season_days(phase.every)
    except ValueError:
        return set()
    starts = contract.effective.from_ or date(2026, 1, 1)
    found: set[date] = set()
    for year in range(starts.year - 1, starts.year + 3):
        first = date(year, month, min(day, 28) if month == 2 else day)
        last = date(
            year + ((last_month, last_day) < (month, day)),
            last_month,
            min(last_day, 28) if last_month == 2 else last_day,
        )
        found |= _from(first, (last - first).days + 1)
    return found


def _from(first: date, days: int) -> set[date]:
    return {first + timedelta(days=at) for at in range(min(days, 4 * _YEAR))}
