"""Bands of a remedy as stretches of values, beside the stretch in which the promise is broken."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from gwarant.sla.contract.lint.case import Case
from gwarant.sla.contract.model.money import Band, Remedy, RemedyKind
from gwarant.sla.contract.model.promises import Aggregate, Availability, Bound, FeedAs, Measure
from gwarant.sla.contract.record import is_open

Cut = tuple[Decimal, bool]  # a place between values: just before the number, or (True) just after it
BOTTOM: Cut = (Decimal(0), False)
HUNDRED: Cut = (Decimal(100), True)
ENDLESS: Cut = (Decimal("Infinity"), False)
_ENDS = ("ge", "gt", "lt", "le")
_SHARES = (Aggregate.SHARE_WITHIN_TARGET, Aggregate.AVAILABILITY)


@dataclass(frozen=True)
class Stretch:
    """The values from one cut to another, and the path of the band that holds them."""

    start: Cut
    end: Cut
    path: str = ""

    def __str__(self) -> str:
        (low, after), (high, through) = self.start, self.end
        if low == high:
            return f"exactly {low}"
        if self.end == ENDLESS:
            return f"{'above' if after else 'from'} {low}"
        return f"{'above' if after else 'from'} {low} {'to' if through else 'to below'} {high}"


@dataclass(frozen=True)
class Ladder:
    """The bands of one remedy in ascending order. `is_above`: greater values are the worse ones."""

    remedy: Remedy
    broken: Stretch
    is_above: bool
    bands: tuple[Stretch, ...]
    availability: Availability | None
    free: tuple[Stretch, ...] = ()  # rows that pay nothing for what keeps the promise, as papers write them

    step: Decimal | None = None  # by which two figures differ at the least, where they do

    def is_hole(self, one: Stretch) -> bool:
        """Whether a figure can lie in the stretch."""
        held = _snapped(one, self.step) if self.step else one
        return held.start < held.end

    @property
    def path(self) -> str:
        return f"remedies.{self.remedy.id}"

    @property
    def promised(self) -> Cut:
        """Where the promise breaks."""
        return self.broken.start if self.is_above else self.broken.end

    @property
    def paid(self) -> Cut:
        """Where the bands begin."""
        return min(one.start for one in self.bands) if self.is_above else max(one.end for one in self.bands)


def ladders(case: Case) -> Iterator[Ladder]:
    """A ladder for every remedy in bands whose promise has a target; bands that hold nothing are left out."""
    for remedy in case.contract.remedies:
        target = _bound(case, remedy.of.promise)
        if remedy.kind is not RemedyKind.BANDS or target is None or _is_open(case, remedy):
            continue
        top = HUNDRED if _is_share(case, remedy.of.promise) else ENDLESS
        is_above = remedy.bands_on == "shortfall" or target.ge is target.gt is None
        broken = _shortfall(target, top) if remedy.bands_on == "shortfall" else _broken(target, top)
        low = broken.start if remedy.bands_on == "shortfall" else BOTTOM
        rows = (stretch(band, f"remedies.{remedy.id}.bands.{at}", low) for at, band in enumerate(remedy.bands))
        bands = tuple(sorted((row for row in rows if row.start < row.end), key=lambda row: (row.start, row.end)))
        if bands:
            promise = next((one for one in case.contract.availability if one.id == remedy.of.promise), None)
            step = _step(case, remedy, promise)
            step = step if step and (remedy.bands_on != "shortfall" or target.number % step == 0) else None
            if step and promise:
                broken, bands = _snapped(broken, step), tuple(_snapped(one, step) for one in bands)
            free = tuple(one for one in bands if _pays_nothing(remedy, one) and not _meet(one, broken))
            paying = tuple(one for one in bands if one not in free)
            if paying:
                yield Ladder(remedy, broken, is_above, paying, promise, free, step)


def _step(case: Case, remedy: Remedy, promise: Availability | None) -> Decimal | None:
    """By how much two figures of the promise differ at the least; None where by nothing that is known."""
    if promise:
        return Decimal(1).scaleb(-promise.rounded.scale) if promise.rounded else None
    is_count = any(one.id == remedy.of.promise and one.agg is Aggregate.COUNT for one in case.contract.measures)
    return Decimal(1) if is_count else None


def _is_open(case: Case, remedy: Remedy) -> bool:
    """Whether a bound of a band is still to be filled in."""
    paths = (f"remedies.{remedy.id}.bands.{at}.{key}" for at in range(len(remedy.bands)) for key in _ENDS)
    return any(is_open(case.places, path) for path in paths)


def _snapped(one: Stretch, step: Decimal) -> Stretch:
    """The same values of those that a figure in such steps can have: a rounded one, or a count."""
    return Stretch(_at_step(one.start, step), _at_step(one.end, step), one.path)


def _at_step(cut: Cut, step: Decimal) -> Cut:
    number, after = cut
    if not number.is_finite():
        return cut
    steps = (
        (number / step).to_integral_value(ROUND_FLOOR) + 1
        if after
        else (number / step).to_integral_value(ROUND_CEILING)
    )
    return steps * step, False


def _pays_nothing(remedy: Remedy, one: Stretch) -> bool:
    band = remedy.bands[int(one.path.rpartition(".")[2])]
    return not band.pct and not band.amount and (band.pct, band.amount) != (None, None)


def _meet(one: Stretch, other: Stretch) -> bool:
    return max(one.start, other.start) < min(one.end, other.end)


def stretch(band: Band, path: str = "", low: Cut = BOTTOM) -> Stretch:
    """The values of a band; one without a lower end begins at `low`, one without an upper end has none."""
    lows = [(number, after) for number, after in ((band.ge, False), (band.gt, True)) if number is not None]
    highs = [(number, after) for number, after in ((band.lt, False), (band.le, True)) if number is not None]
    return Stretch(max(lows, default=low), min(highs, default=ENDLESS), path)


def gaps_of(ladder: Ladder) -> Iterator[Stretch]:
    """The stretches that break the promise and lie in no band."""
    reached = ladder.broken.start
    for band in ladder.bands:
        if band.start > reached:
            yield Stretch(reached, min(band.start, ladder.broken.end))
        reached = max(reached, band.end)
    if reached < ladder.broken.end:
        yield Stretch(reached, ladder.broken.end)


def _bound(case: Case, wanted: str) -> Bound | None:
    promised: dict[str, Bound | None] = {row.id: row.target for row in case.contract.measures}
    promised |= {row.id: row.target for row in case.contract.availability}
    return promised.get(wanted)


def _is_share(case: Case, wanted: str) -> bool:
    return all(_is_percentage(row) for row in case.contract.measures if row.id == wanted)


def _is_percentage(measure: Measure) -> bool:
    if measure.agg is Aggregate.EXTERNAL:
        return measure.of.as_ is not FeedAs.MEAN
    return measure.agg in _SHARES


def _broken(target: Bound, top: Cut) -> Stretch:
    if target.ge is not None or target.gt is not None:
        return Stretch(BOTTOM, (target.number, target.gt is not None))
    return Stretch((target.number, target.le is not None), top)


def _shortfall(target: Bound, top: Cut) -> Stretch:
    """How far a value misses the target, in points: above nothing, or from nothing where the target itself misses."""
    start = (Decimal(0), target.ge is not None or target.le is not None)
    if target.ge is not None or target.gt is not None:
        return Stretch(start, (target.number, True))
    return Stretch(start, top if top == ENDLESS else (top[0] - target.number, True))
