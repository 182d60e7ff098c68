"""Bands of a remedy as stretches of values, beside the stretch in which the promise is broken."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from gwarant.sla.contract.lint.case import Case
from gwarant.sla.contract.model.money import Band, Remedy, RemedyKind
from gwarant.sla.contract.model.promises import Aggregate, Availability, Bound, FeedAs, Measure

Cut = tuple[Decimal, bool]  # a place between values: just before the number, or (True) just after it
BOTTOM: Cut = (Decimal(0), False)
HUNDRED: Cut = (Decimal(100), True)
ENDLESS: Cut = (Decimal("Infinity"), False)
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
        if remedy.kind is not RemedyKind.BANDS or target is None:
            continue
        top = HUNDRED if _is_share(case, remedy.of.promise) else ENDLESS
        is_above = remedy.bands_on == "shortfall" or target.ge is target.gt is None
        broken = _shortfall(target, top) if remedy.bands_on == "shortfall" else _broken(target, top)
        low = broken.start if remedy.bands_on == "shortfall" else BOTTOM
        rows = (stretch(band, f"remedies.{remedy.id}.bands.{at}", low) for at, band in enumerate(remedy.bands))
        bands = tuple(sorted((row for row in rows if row.start < row.end), key=lambda row: (row.start, row.end)))
        if bands:
            promise = next((one for one in case.contract.availability if one.id == remedy.of.promise), None)
            yield Ladder(remedy, broken, is_above, bands, promise)


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
