"""What a correction changes: each month that it touches without it and with it, by all that is known now."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from gwarant.contracts.terms import terms_of
from gwarant.monitoring.corrections.evidence import Counted, rows_if_agreed, rows_of
from gwarant.monitoring.corrections.models import Correction, Stands
from gwarant.monitoring.moments import milliseconds_of
from gwarant.reports.gathering import gather
from gwarant.reports.marks import marks_of
from gwarant.reports.month import accepted, months_of
from gwarant.sla.assessment.availability import Reign, judge_availability
from gwarant.sla.assessment.case import valid_of
from gwarant.sla.assessment.model import Promised
from gwarant.sla.civil import CivilPeriod
from gwarant.sla.evidence.model import Evidence, Exclusion, MaintenanceWindow, StateInterval
from gwarant.sla.evidence.voids import counting
from gwarant.sla.facts import Told
from gwarant.tickets.evidence import stamp


@dataclass(frozen=True)
class Effect:
    """A promise in a month without the correction and with it; `refused`: why the contract would not let it count."""

    month: CivilPeriod
    before: Promised
    after: Promised
    refused: tuple[Told, ...]


def effects_of(one: Correction, now: datetime) -> list[Effect]:
    """The months of the contract that the stretch touches, in their order."""
    months = months_of(one.contract, now)
    if not months:
        return []
    span = milliseconds_of(one.start_at), milliseconds_of(one.end_at)
    rows = rows_of(one) if one.stands is Stands.COUNTS else rows_if_agreed(one, now)
    evidence = counting(gather(marks_of(one.contract, [months[0]], now)[0]))
    without = _without(evidence, rows)
    valid = valid_of([terms_of(version) for version in accepted(one.contract)])
    touched = [month for month in reversed(months) if month.start * 1000 < span[1] and month.end * 1000 > span[0]]
    return [
        found
        for month in touched
        for found in _effects(valid, (without, _with(without, rows)), _run(month, now), rows, one.service.key)
    ]


def _effects(
    valid: Sequence[Reign], both: tuple[Evidence, Evidence], month: CivilPeriod, rows: Sequence[Counted], service: str
) -> Iterator[Effect]:
    ids = {row.id for row in rows}
    before, after = (list(judge_availability(valid, evidence, month)) for evidence in both)
    for old, new in zip(before, after, strict=True):
        if new.figure.service == service:
            refused = tuple(dict.fromkeys(each.why for each in new.figure.refused if each.id in ids))
            yield Effect(month, old, new, refused)


def _run(month: CivilPeriod, now: datetime) -> CivilPeriod:
    """The month as far as it has run."""
    return replace(month, end=min(month.end, stamp(now)))


def _without(evidence: Evidence, rows: Sequence[Counted]) -> Evidence:
    ids = {row.id for row in rows}
    return replace(
        evidence,
        exclusions=tuple(one for one in evidence.exclusions if one.id not in ids),
        maintenance=tuple(one for one in evidence.maintenance if one.id not in ids),
        states=tuple(one for one in evidence.states if one.id not in ids),
    )


def _with(evidence: Evidence, rows: Sequence[Counted]) -> Evidence:
    return replace(
        evidence,
        exclusions=(*evidence.exclusions, *(one for one in rows if isinstance(one, Exclusion))),
        maintenance=(*evidence.maintenance, *(one for one in rows if isinstance(one, MaintenanceWindow))),
        states=(*evidence.states, *(one for one in rows if isinstance(one, StateInterval))),
    )
