"""What differs between two statements of one period: verdicts, figures, hours and money."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from gwarant.sla.assessment.codes import FIGURE, SLOT
from gwarant.sla.assessment.corrections import NOT_JUDGED, point_of, value_of
from gwarant.sla.assessment.model import Assessment, Corrected, DutyKept, MonthOfMoney, Promised, Stood
from gwarant.sla.clocks.reading import Reading
from gwarant.sla.duties import DutyVerdict
from gwarant.sla.measures import Measured


@dataclass(frozen=True)
class Counted:
    """What one month under one wording came to: hours in seconds, what they cost and what is owed.

    None where the statement has no such month, or a blank stands in the way.
    """

    used: int | None
    charge: Decimal | None
    owed: Decimal | None


@dataclass(frozen=True)
class MonthChanged:
    """A month of which the two statements count otherwise."""

    month: str
    contract: str
    before: Counted
    after: Counted


@dataclass(frozen=True)
class Revised:
    """What the later statement says otherwise: `verdicts` of tickets, figures and slots, and what months come to."""

    verdicts: tuple[Corrected, ...]
    months: tuple[MonthChanged, ...]

    def __bool__(self) -> bool:
        return bool(self.verdicts or self.months)


def revised(before: Assessment, after: Assessment) -> Revised:
    """What differs, in the order in which an assessment tells it."""
    verdicts = (*_readings(before, after), *_availability(before, after), *_measures(before, after))
    return Revised((*verdicts, *_duties(before, after)), tuple(_months(before, after)))


def _readings(before: Assessment, after: Assessment) -> Iterator[Corrected]:
    was, now = ({one.key: one for one in stated.readings} for stated in (before, after))
    for key in {**now, **was}:
        old, new = was.get(key), now.get(key)
        one = new or old
        if one is not None and _verdict(old) != _verdict(new):
            yield Corrected(one.name, one.contract, _verdict(old), _verdict(new), new.reason if new else None)


def _verdict(one: Reading | None) -> Stood:
    return Stood(str(one.verdict), one.verdict_at) if one else Stood(NOT_JUDGED)


def _availability(before: Assessment, after: Assessment) -> Iterator[Corrected]:
    was, now = (
        {(one.contract, one.figure.promise, one.figure.start): one for one in stated.availability}
        for stated in (before, after)
    )
    for key in {**now, **was}:
        old, new = was.get(key), now.get(key)
        stood = _differing((point_of(old), point_of(new)), (_kept(old), _kept(new)))
        if stood:
            yield Corrected(FIGURE(promise=key[1], period=after.period.name), key[0], *stood)


def _kept(one: Promised | None) -> Stood:
    return Stood(str(one.figure.verdict)) if one else Stood(NOT_JUDGED)


def _measures(before: Assessment, after: Assessment) -> Iterator[Corrected]:
    was, now = ({(one.contract, one.id, one.start): one for one in stated.measures} for stated in (before, after))
    for key in {**now, **was}:
        old, new = was.get(key), now.get(key)
        one = new or old
        stood = _differing((value_of(old), value_of(new)), (_reached(old), _reached(new)))
        if one is not None and stood:
            yield Corrected(FIGURE(promise=one.id, period=one.period), one.contract, *stood)


def _reached(one: Measured | None) -> Stood:
    return Stood(str(one.verdict)) if one else Stood(NOT_JUDGED)


def _differing(*pairs: tuple[Stood, Stood]) -> tuple[Stood, Stood] | None:
    """The first pair of which the two are not the same."""
    return next((pair for pair in pairs if pair[0] != pair[1]), None)


def _duties(before: Assessment, after: Assessment) -> Iterator[Corrected]:
    """Each slot where all that are not done are listed, else how many were broken."""
    was, now = ({(one.contract, one.duty): one for one in stated.duties} for stated in (before, after))
    for key in {**now, **was}:
        old, new = was.get(key), now.get(key)
        if old is None or new is None or old.more or new.more:
            stood = _differing((_broken(old), _broken(new)))
            if stood:
                yield Corrected(FIGURE(promise=key[1], period=after.period.name), key[0], *stood)
        else:
            yield from _slots(old, new)


def _broken(one: DutyKept | None) -> Stood:
    return Stood(value=Decimal(one.broken)) if one else Stood(NOT_JUDGED)


def _slots(old: DutyKept, new: DutyKept) -> Iterator[Corrected]:
    """Slots that were done are counted and not listed."""
    was, now = ({one.slot.end: one.verdict for one in duty.slots} for duty in (old, new))
    for end in sorted(was.keys() | now.keys()):
        before, after = (Stood(found.get(end, DutyVerdict.DONE).value) for found in (was, now))
        if before != after:
            yield Corrected(SLOT(duty=new.duty, end=end), new.contract, before, after)


def _months(before: Assessment, after: Assessment) -> Iterator[MonthChanged]:
    was, now = ({(one.month, one.contract): one for one in stated.months} for stated in (before, after))
    for key in sorted(was.keys() | now.keys()):
        old, new = (_counted(found.get(key)) for found in (was, now))
        if old != new:
            yield MonthChanged(*key, old, new)


def _counted(one: MonthOfMoney | None) -> Counted:
    if one is None:
        return Counted(None, None, None)
    hours = one.hours
    return Counted(hours.real if hours else None, hours.amount if hours else None, one.remedies.total)
