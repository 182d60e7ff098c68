"""The past that is priced: whole months under the contract, and the work that was done in them."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from gwarant.sla.assessment.pieces import civil_time
from gwarant.sla.assessment.pools import pool_months
from gwarant.sla.civil import CivilPeriod, midnight, months_between
from gwarant.sla.contract.model import Contract, Resolution
from gwarant.sla.contract.resolve import resolve
from gwarant.sla.contract.versions import reigns
from gwarant.sla.evidence.model import TimeEntry
from gwarant.sla.hours import Month
from gwarant.sla.terms import Terms


def whole_months(contracts: Sequence[Contract], until: date) -> tuple[CivilPeriod, ...]:
    """The last unbroken run of whole months under the wordings, of which the last ends on the day or before."""
    runs: list[tuple[date, date]] = []
    for _, first, after in reigns(contracts):
        if runs and runs[-1][1] == first:
            runs[-1] = runs[-1][0], after
        elif first <= until:
            runs.append((first, after))
    if not runs:
        return ()
    first, after = runs[-1]
    after = min(after - timedelta(days=1), until) + timedelta(days=1)
    months = months_between(first, after, contracts[-1].zone)
    return tuple(one for one in months if first <= one.first and one.after <= after)


def demand(entries: Sequence[TimeEntry], months: Sequence[CivilPeriod]) -> list[TimeEntry]:
    """The work that was begun in the months and not taken back."""
    gone = {row.reverses for row in entries}
    inside = (row for row in entries if months[0].start <= row.start < months[-1].end)
    return [row for row in inside if not row.reverses and row.id not in gone]


def as_if(contract: Contract, months: Sequence[CivilPeriod]) -> Terms:
    """The contract as if it had held from the first of the months on."""
    effective = replace(contract.effective, from_=months[0].first, to=None)
    return Terms(resolve(replace(contract, effective=effective, resolved=Resolution())))


def laid_out(terms: Terms, months: Sequence[CivilPeriod]) -> list[Month]:
    """The months with the pool's periods of these terms; they begin with a new pool."""
    rows = list(_rows(terms, months))
    return pool_months(rows, midnight(months[0].first, terms.zone))


def _rows(terms: Terms, months: Sequence[CivilPeriod]) -> Iterator[tuple[Terms, Month, CivilPeriod]]:
    civil = civil_time(terms)
    for one in months_between(months[0].first, months[-1].after, terms.zone):
        yield terms, Month(name=one.name, start=one.start, end=one.end, terms=terms.contract.hours, civil=civil), one
