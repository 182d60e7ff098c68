"""Bands of a remedy: every value that breaks the promise belongs to exactly one."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from gwarant.sla.contract.lint.case import Case, Finding
from gwarant.sla.contract.lint.periods import longest, shortest
from gwarant.sla.contract.model.money import Band, Remedy, RemedyKind
from gwarant.sla.contract.model.promises import Availability, Bound
from gwarant.sla.problem import Severity

Cut = tuple[Decimal, bool]  # a place between values: just before the number, or (True) just after it
_BOTTOM: Cut = (Decimal(0), False)
_HUNDRED: Cut = (Decimal(100), True)
_ENDLESS: Cut = (Decimal("Infinity"), False)
_ERROR = Severity.ERROR


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
        if self.end == _ENDLESS:
            return f"{'above' if after else 'from'} {low}"
        return f"{'above' if after else 'from'} {low} {'to' if through else 'to below'} {high}"


@dataclass(frozen=True)
class Ladder:
    """The bands of one remedy in ascending order, beside the stretch in which the promise is broken."""

    remedy: Remedy
    broken: Stretch
    bands: tuple[Stretch, ...]
    availability: Availability | None

    @property
    def path(self) -> str:
        return f"remedies.{self.remedy.id}"


def gaps(case: Case) -> Iterator[Finding]:
    """A value between two bands, or below the last, that belongs to none."""
    for ladder in _ladders(case):
        near_end = ladder.broken.start if _breaks_above(ladder.broken) else ladder.broken.end
        for gap in _gaps(ladder):
            if near_end not in (gap.start, gap.end):
                reason = f"{gap} breaks the promise and belongs to no band"
                yield Finding(
                    f"{ladder.path}.bands", reason, "let one band begin where the other ends: ge and lt", _ERROR
                )


def overlaps(case: Case) -> Iterator[Finding]:
    """A value that belongs to two bands."""
    for ladder in _ladders(case):
        reached: Cut = (Decimal("-Infinity"), False)
        for band in ladder.bands:
            if band.start < reached:
                twice = Stretch(band.start, min(reached, band.end))
                mend = "end one band where the other begins: ge and lt"
                yield Finding(band.path, f"{twice} belongs to two bands", mend, _ERROR)
            reached = max(reached, band.end)


def empty(case: Case) -> Iterator[Finding]:
    """A band whose lower end lies above its upper one."""
    for remedy in case.contract.remedies:
        for at, band in enumerate(remedy.bands):
            stretch = _stretch(band)
            if stretch.start >= stretch.end:
                path = f"remedies.{remedy.id}.bands.{at}"
                yield Finding(
                    path, "no value lies in this band", "its lower end (ge, gt) goes below its upper end", _ERROR
                )


def promise(case: Case) -> Iterator[Finding]:
    """The promise breaks at one figure and money begins at another."""
    for ladder in _ladders(case):
        is_above = _breaks_above(ladder.broken)
        promised = ladder.broken.start if is_above else ladder.broken.end
        paid = min(b.start for b in ladder.bands) if is_above else max(b.end for b in ladder.bands)
        if paid != promised:
            reason = f"the promise breaks at {promised[0]} and the bands begin at {paid[0]}"
            if paid[0] == promised[0]:
                kept = "breaks" if promised[1] != is_above else "keeps"
                reason = f"exactly {paid[0]} {kept} the promise, and the bands say otherwise"
            yield Finding(f"{ladder.path}.bands", reason, "let the first band begin at the promised figure")


def unreachable(case: Case) -> Iterator[Finding]:
    """A band that the least outage which counts jumps over."""
    for ladder in _ladders(case):
        if ladder.availability is None or _breaks_above(ladder.broken):
            continue
        least = max(ladder.availability.probe.min_outage.seconds, ladder.availability.probe.every.seconds)
        for band in ladder.bands:
            if band.start < band.end <= _HUNDRED:
                yield from _jumped(case, ladder.availability, band, least)


def _jumped(case: Case, promise: Availability, band: Stretch, least: int) -> Iterator[Finding]:
    share = case.open_share(promise.over)
    best = [100 * (1 - Decimal(least) / Decimal(length * share)) for length in (longest(promise), shortest(promise))]
    mend = "widen the band downwards, or count shorter outages (probe.min_outage, probe.every)"
    start = f"the shortest outage that counts ({least} s) leaves"
    if band.start > (best[0], False):
        yield Finding(band.path, f"{start} {best[0]:.4f} % at the most: no period falls into this band", mend)
    elif band.start > (best[1], False):
        reason = f"{start} {best[1]:.4f} % in the shortest period, which then jumps over this band"
        yield Finding(band.path, reason, mend)


def _ladders(case: Case) -> Iterator[Ladder]:
    for remedy in case.contract.remedies:
        target = _bound(case, remedy.of.promise)
        if remedy.kind is not RemedyKind.BANDS or target is None:
            continue
        rows = (_stretch(band, f"remedies.{remedy.id}.bands.{at}") for at, band in enumerate(remedy.bands))
        bands = tuple(sorted((row for row in rows if row.start < row.end), key=lambda row: (row.start, row.end)))
        is_share = _is_share(case, remedy.of.promise)
        if bands:
            promised = next((one for one in case.contract.availability if one.id == remedy.of.promise), None)
            yield Ladder(remedy, _broken(target, is_share), bands, promised)


def _bound(case: Case, wanted: str) -> Bound | None:
    promised: dict[str, Bound | None] = {row.id: row.target for row in case.contract.measures}
    promised |= {row.id: row.target for row in case.contract.availability}
    return promised.get(wanted)


def _is_share(case: Case, wanted: str) -> bool:
    return all(row.agg in ("share_within_target", "availability") for row in case.contract.measures if row.id == wanted)


def _broken(target: Bound, is_share: bool) -> Stretch:
    top = _HUNDRED if is_share else _ENDLESS
    if target.ge is not None or target.gt is not None:
        return Stretch(_BOTTOM, (target.number, target.gt is not None))
    return Stretch((target.number, target.le is not None), top)


def _breaks_above(broken: Stretch) -> bool:
    return broken.end in (_HUNDRED, _ENDLESS) and broken.start != _BOTTOM


def _stretch(band: Band, path: str = "") -> Stretch:
    lows = [(number, after) for number, after in ((band.ge, False), (band.gt, True)) if number is not None]
    highs = [(number, after) for number, after in ((band.lt, False), (band.le, True)) if number is not None]
    return Stretch(max(lows, default=_BOTTOM), min(highs, default=_ENDLESS), path)


def _gaps(ladder: Ladder) -> Iterator[Stretch]:
    reached = ladder.broken.start
    for band in ladder.bands:
        if band.start > reached:
            yield Stretch(reached, min(band.start, ladder.broken.end))
        reached = max(reached, band.end)
    if reached < ladder.broken.end:
        yield Stretch(reached, ladder.broken.end)
