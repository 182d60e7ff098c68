"""What was measured of availability in each of many months, as each stated it; remembered until something changes."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from gwarant.contracts.models import Contract
from gwarant.reports.gathering import gather
from gwarant.reports.marks import Mark, marks_of
from gwarant.reports.month import judge
from gwarant.sla.assessment.model import Promised
from gwarant.sla.civil import CivilPeriod
from gwarant.sla.evidence.model import Evidence

MOST = 600  # months: a year of fifty contracts

_KNOWN: dict[Mark, tuple[Promised, ...]] = {}


def figures(contract: Contract, periods: Sequence[CivilPeriod], now: datetime) -> list[tuple[Promised, ...]]:
    """The figures of each month; the evidence is gathered once, and not at all where nothing has changed."""
    marks = marks_of(contract, periods, now)
    there = ((mark, _KNOWN.get(mark)) for mark in marks)  # asked once: another thread may forget everything
    found = {mark: known for mark, known in there if known is not None}
    missing = [mark for mark in marks if mark not in found]
    evidence = gather(max(missing, key=lambda one: one.until)) if missing else Evidence()
    found |= {mark: judge(mark, evidence).availability for mark in missing}
    _remember(found)
    return [found[mark] for mark in marks]


def _remember(found: Mapping[Mark, tuple[Promised, ...]]) -> None:
    """Forget everything rather than grow without end."""
    if len(_KNOWN) + len(found) > MOST:
        _KNOWN.clear()
    _KNOWN.update(found)
