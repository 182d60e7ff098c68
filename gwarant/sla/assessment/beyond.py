"""The holidays that no wording lists and that were counted with: inputs of an assessment, which names them."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from gwarant.sla.assessment.codes import HOLIDAYS_TAKEN
from gwarant.sla.assessment.model import TakenDay
from gwarant.sla.assessment.standing import Standing
from gwarant.sla.civil import day_of
from gwarant.sla.facts import Told
from gwarant.sla.terms import Terms

LISTED = 12


def taken_days(own: Standing) -> Iterator[TakenDay]:
    """Those between what was judged in the period first and what ran to its end or to a later deadline, in order."""
    for terms, reign in own.valid:
        readings = [one for one in own.judged.readings if one.contract == terms.name]
        if not readings and (reign[1] <= own.civil.start or own.civil.end <= reign[0]):
            continue
        since = min([own.civil.start, *(one.started_at for one in readings)])
        until = max([own.civil.end, *(one.due_at for one in readings)])
        first, last = day_of(since, terms.zone), day_of(until - 1, terms.zone)
        for calendar in sorted(terms.contract.calendars):
            for one in terms.taken_holidays(calendar):
                if first <= one.day <= last:
                    yield TakenDay(terms.name, calendar, one.day.isoformat(), one.name)


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
