"""Bands of a remedy: every value that breaks the promise belongs to exactly one."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from gwarant.sla.contract.lint.case import Case, Finding
from gwarant.sla.contract.lint.ladders import ENDLESS, HUNDRED, Cut, Ladder, Stretch, gaps_of, ladders, stretch
from gwarant.sla.contract.lint.periods import longest, shortest
from gwarant.sla.contract.model.money import Band, RemedyKind
from gwarant.sla.contract.model.promises import Availability
from gwarant.sla.problem import Severity

_ERROR = Severity.ERROR


def gaps(case: Case) -> Iterator[Finding]:
    """A value between two bands, or below the last, that belongs to none."""
    for ladder in ladders(case):
        for gap in gaps_of(ladder):
            if ladder.is_hole(gap) and (ladder.free or ladder.promised not in (gap.start, gap.end)):
                reason = f"{gap} breaks the promise and belongs to no band"
                mend = "let one band begin where the other ends: ge and lt"
                yield Finding(f"{ladder.path}.bands", reason, mend, _ERROR)


def overlaps(case: Case) -> Iterator[Finding]:
    """A value that belongs to two bands."""
    for ladder in ladders(case):
        reached: Cut = (Decimal("-Infinity"), False)
        for band in sorted((*ladder.bands, *ladder.free), key=lambda one: (one.start, one.end)):
            if band.start < reached:
                twice = Stretch(band.start, min(reached, band.end))
                mend = "end one band where the other begins: ge and lt"
                yield Finding(band.path, f"{twice} belongs to two bands", mend, _ERROR)
            reached = max(reached, band.end)


def empty(case: Case) -> Iterator[Finding]:
    """A band whose lower end lies above its upper one."""
    for remedy in case.contract.remedies:
        for at, band in enumerate(remedy.bands):
            values = stretch(band)
            if values.start >= values.end:
                mend = "its lower end (ge, gt) goes below its upper end"
                yield Finding(f"remedies.{remedy.id}.bands.{at}", "no value lies in this band", mend, _ERROR)


def promise(case: Case) -> Iterator[Finding]:
    """The promise breaks at one figure and money begins at another."""
    for ladder in ladders(case):
        promised, paid = ladder.promised[0], ladder.paid[0]
        first, last = sorted((ladder.promised, ladder.paid))
        if paid != promised and not ladder.free and ladder.is_hole(Stretch(first, last)):
            begins = "the bands have no end there" if ladder.paid == ENDLESS else f"the bands begin at {paid}"
            reason = f"the promise breaks at {promised} and {begins}"
            yield Finding(f"{ladder.path}.bands", reason, "let the first band begin at the promised figure")


def boundary(case: Case) -> Iterator[Finding]:
    """The promised figure itself: the target keeps it and a band pays for it, or the other way round."""
    for ladder in ladders(case):
        if ladder.paid[0] == ladder.promised[0] and ladder.paid != ladder.promised:
            kept = "breaks" if ladder.promised[1] != ladder.is_above else "keeps"
            reason = f"exactly {ladder.paid[0]} {kept} the promise, and the bands say otherwise"
            mend = "write the same side in both: a target `ge` goes with a first band `lt`, a target `gt` with `le`"
            yield Finding(f"{ladder.path}.bands", reason, mend)


def rising(case: Case) -> Iterator[Finding]:
    """A band further from the promise that pays less than the one before it."""
    for ladder in ladders(case):
        rows = ladder.bands if ladder.is_above else ladder.bands[::-1]
        for near, far in pairwise(rows):
            better, worse = _band(ladder, near), _band(ladder, far)
            if _pays_less(worse, better):
                reason = f"{far} is worse than {near} and pays less"
                yield Finding(far.path, reason, "let the worse figure pay more; two rows may be exchanged")


def without_figure(case: Case) -> Iterator[Finding]:
    """Bands for a duty or for single outages, which have no figure that could fall into one."""
    duties = {row.id for row in case.contract.duties}
    for remedy in case.contract.remedies:
        what = "a duty" if remedy.of.duty or remedy.of.promise in duties else "a single outage"
        if remedy.kind is RemedyKind.BANDS and (what == "a duty" or remedy.of.outage):
            reason = f"{what} has no figure that falls into a band, so this remedy cannot be computed"
            yield Finding(f"remedies.{remedy.id}.kind", reason, "kind: per_unit, unit: 1h; or kind: flat", _ERROR)


def unreachable(case: Case) -> Iterator[Finding]:
    """A band that the least outage which counts jumps over."""
    for ladder in ladders(case):
        if ladder.availability is None or ladder.is_above:
            continue
        least = max(ladder.availability.probe.min_outage.seconds, ladder.availability.probe.every.seconds)
        for band in ladder.bands:
            if band.start < band.end <= HUNDRED:
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


def _band(ladder: Ladder, one: Stretch) -> Band:
    return ladder.remedy.bands[int(one.path.rpartition(".")[2])]


def _pays_less(worse: Band, better: Band) -> bool:
    pairs = ((worse.pct, better.pct), (worse.amount, better.amount))
    return any(one is not None and other is not None and one < other for one, other in pairs)
