"""A month in a few figures, for lists of months and of contracts."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from gwarant.contracts.models import Contract
from gwarant.pictures.summary import currency_of, pool_over
from gwarant.pictures.verdict import outcome_of
from gwarant.reports.gathering import gather
from gwarant.reports.marks import Mark, marks_of
from gwarant.reports.models import Report
from gwarant.reports.month import judge
from gwarant.sla.assessment import Assessment
from gwarant.sla.civil import CivilPeriod, names_month
from gwarant.sla.evidence.model import Evidence

MOST = 4096


@dataclass(frozen=True)
class Headline:
    """How the month went: deadlines of tickets met, of how many, not yet due; figures nobody could judge; hours in
    seconds; money. `beside` are the other promises that could be judged, `beside_met` those of them that were kept.
    """

    name: str
    first: date
    until: int
    is_running: bool
    met: int
    judged: int
    pending: int
    could_not_check: int
    breached: int
    undetermined: int
    beside: int
    beside_met: int
    has_hours: bool
    used: int
    there: int
    over: int
    owed: Decimal | None
    currency: str
    unchecked_beside: int = 0  # older statements hold no word of it, nor of the months
    unknown_in: tuple[str, ...] = ()

    @property
    def is_month(self) -> bool:
        """Whether it is of a month; else of a quarter or a year."""
        return names_month(self.name)


_NAMES = {one.name for one in fields(Headline)}
_KNOWN: dict[Mark, Headline] = {}


def headline_of(assessment: Assessment, until: int, is_running: bool) -> Headline:
    """The few figures of an assessment."""
    found = outcome_of(assessment)
    hours = [month.hours for month in assessment.months if month.hours]
    pool = pool_over(hours)
    totals = [month.remedies.total for month in assessment.months]
    return Headline(
        name=assessment.period.name,
        first=assessment.period.first,
        until=until,
        is_running=is_running,
        met=found.met,
        judged=found.judged,
        pending=sum(row.pending for row in assessment.kept),
        could_not_check=found.could_not_check,
        breached=sum(row.breached for row in assessment.kept) + found.beside - found.beside_met,
        undetermined=found.undetermined,
        beside=found.beside,
        beside_met=found.beside_met,
        has_hours=bool(hours),
        used=pool.used,
        there=pool.there,
        over=pool.over,
        owed=None if None in totals else sum((one for one in totals if one is not None), Decimal(0)),
        currency=currency_of(assessment),
        unchecked_beside=found.unchecked_beside,
        unknown_in=found.unknown_in,
    )


def of_report(report: Report) -> Headline:
    """The headline that was frozen."""
    return read_back(report.headline)


def read_back(found: Mapping[str, Any]) -> Headline:
    """A headline as `frozen` wrote it."""
    owed = None if found["owed"] is None else Decimal(found["owed"])
    told = {name: found[name] for name in _NAMES & found.keys()}  # a figure that a release adds needs a default
    told |= {"first": date.fromisoformat(found["first"]), "owed": owed}
    return Headline(**{**told, "unknown_in": tuple(found.get("unknown_in", ()))})


def frozen(head: Headline) -> dict[str, Any]:
    """The headline as it is frozen."""
    owed = None if head.owed is None else str(head.owed)
    return {**asdict(head), "first": head.first.isoformat(), "owed": owed}


def stated_of(asked: Sequence[tuple[Contract, CivilPeriod]], now: datetime) -> dict[tuple[int, str], Headline]:
    """By contract and month, of those that were closed: as they were stated last."""
    contracts, names = {one.pk for one, _ in asked}, {period.name for _, period in asked}
    found = Report.objects.filter(contract__in=contracts, period__in=names, stated_at__lte=now)
    rows = found.defer("assessment", "envelope").order_by("revision")
    return {(one.contract_id, one.period): of_report(one) for one in rows}


def judged(contract: Contract, periods: Sequence[CivilPeriod], now: datetime) -> list[Headline]:
    """The headline of each month as it is judged; those that nothing has touched since are remembered."""
    marks = marks_of(contract, periods, now)
    there = ((mark, _KNOWN.get(mark)) for mark in marks)  # asked once: another thread may forget everything
    found = {mark: known for mark, known in there if known is not None}
    missing = [mark for mark in marks if mark not in found]
    evidence = gather(max(missing, key=lambda one: one.until)) if missing else Evidence()
    for mark, period in zip(marks, periods, strict=True):
        if mark not in found:
            found[mark] = headline_of(judge(mark, evidence), mark.until, mark.until < period.end)
    _remember(found)
    return [found[mark] for mark in marks]


def _remember(found: Mapping[Mark, Headline]) -> None:
    """Forget everything rather than grow without end."""
    if len(_KNOWN) + len(found) > MOST:
        _KNOWN.clear()
    _KNOWN.update(found)
