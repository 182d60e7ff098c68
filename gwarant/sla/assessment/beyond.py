"""The holidays that no wording lists and that were counted with: inputs of an assessment, which names them."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby

from gwarant.sla.assessment.codes import HOLIDAYS_TAKEN
from gwarant.sla.assessment.model import TakenDay
from gwarant.sla.assessment.standing import Standing
from gwarant.sla.civil import day_of
from gwarant.sla.contract.values import WorkingDays
from gwarant.sla.facts import Told
from gwarant.sla.terms import Terms
from gwarant.sla.triggers import Arisen

LISTED = 12


def taken_days(own: Standing, rights: Iterable[Arisen]) -> Iterator[TakenDay]:
    """Those between what was judged in the period first and what ran to its end or to a later deadline, in order.

    Such a deadline may be that of a ticket, the last working day of a claim, or that of a right.
    """
    rights = tuple(rights)
    for terms, reign in own.valid:
        readings = [one for one in own.judged.readings if one.contract == terms.name]
        if not readings and (reign[1] <= own.civil.start or own.civil.end <= reign[0]):
            continue
        since = min([own.civil.start, *(one.started_at for one in readings)])
        until = max([own.civil.end, *(one.due_at for one in readings), *_claimed(own, terms)])
        first, last = day_of(since, terms.zone), day_of(until - 1, terms.zone)
        last = max([last, *_used(rights, terms)])
        for calendar in sorted(terms.contract.calendars):
            for one in terms.taken_holidays(calendar):
                if first <= one.day <= last:
                    yield TakenDay(terms.name, calendar, one.day.isoformat(), one.name)


def _claimed(own: Standing, terms: Terms) -> Iterator[int]:
    """When claims end that are counted in working days."""
    claim = terms.contract.remedy_rules.claim
    if claim and isinstance(claim.deadline, WorkingDays):
        lines = (line for bill, one in own.settled if bill.terms is terms for line in one.lines)
        yield from (line.claim_last for line in lines if line.claim_last is not None)


def _used(rights: Iterable[Arisen], terms: Terms) -> Iterator[date]:
    """The last days of rights that are used within working days."""
    counted = {row.id for row in terms.contract.triggers if isinstance(row.use_within, WorkingDays)}
    own = (one for one in rights if one.contract == terms.name and one.id in counted)
    yield from (one.use_until for one in own if one.use_until is not None)


def taken_told(terms: Sequence[Terms], days: Sequence[TakenDay]) -> Iterator[Told]:
    """A note for each calendar: until when it lists its holidays, and which later ones were taken."""
    through = {one.name: one.contract.resolved.through for one in terms}
    for (contract, calendar), found in groupby(days, key=lambda one: (one.contract, one.calendar)):
        names = [one.day for one in found]
        yield HOLIDAYS_TAKEN(
            contract=contract,
            calendar=calendar,
            through=through[contract],
            days=tuple(names[:LISTED]),
            more=max(0, len(names) - LISTED),
        )
