"""What all places together say: down, degraded and unknown time, with the bounds that the unseen leaves."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from gwarant.sla.availability.codes import NO_EVIDENCE, NO_PLACE, OTHER_PLACES, PLACES_MISSING
from gwarant.sla.availability.doubt import doubted, silent
from gwarant.sla.availability.timeline import DOWN, IMPAIRED, Layer, Track, layer
from gwarant.sla.contract.model.promises import Probe
from gwarant.sla.evidence.model import State
from gwarant.sla.facts import Told
from gwarant.sla.spans import Span, Spans, covers, gaps, intersect, subtract, union


@dataclass(frozen=True)
class Quorum:
    """How many places must agree, how many are missing from the evidence of those that are asked for, what to say."""

    needed: int
    missing: int
    asked: int
    notes: tuple[Told, ...] = ()


@dataclass(frozen=True)
class Sight:
    """The service over `within` (milliseconds): three states, up by what is left, then the bounds of two of them."""

    within: Span
    down: Spans
    degraded: Spans
    unknown: Spans
    surely_down: Spans
    possibly_down: Spans
    good: tuple[int, ...]  # moments within it at which a good look showed that it was not
    surely_impaired: Spans
    doubted_down: Spans  # possibly so, had every look failed that was due and has no row
    doubted_impaired: Spans
    dark: Spans  # possibly so while a place is silent, or had been so: as bad as unknown, however short
    only_down: Spans  # seen as down, and by no place as merely degraded
    uncovered: Spans  # so many places are silent that they alone could make it down
    failing: tuple[tuple[str, Spans], ...]  # what each place saw as down


def quorum(probe: Probe, watched: Sequence[Track]) -> Quorum:
    """The contract's quorum for the places that are there; a lone unnamed place speaks for the whole watch."""
    asked = probe.locations
    needed = min(probe.down_when, max(asked, len(watched)))
    if not watched:
        return Quorum(needed, asked, asked, (NO_EVIDENCE(),))
    if [track.place for track in watched] == [""]:
        note = NO_PLACE(needed=probe.down_when, of=asked)
        return Quorum(1, 0, 1, (note,) if (probe.down_when, asked) != (1, 1) else ())
    missing = asked - len(watched)
    if missing > 0:
        return Quorum(needed, missing, asked, (PLACES_MISSING(missing=missing, of=asked),))
    note = OTHER_PLACES(watching=len(watched), named=asked)
    return Quorum(needed, 0, asked, (note,) if missing else ())


def sight(watched: Sequence[Track], rule: Quorum, within: Span, until: int) -> Sight:
    """What the places say together over `within`, which must hold all of their time; of looks due before `until`."""
    downs = [layer(track.seen, DOWN, within) for track in watched]
    impaired = [layer(track.seen, IMPAIRED, within) for track in watched]
    known = [union((one.start, one.end) for one in track.seen) for track in watched]
    blind = [gaps(one, within) for one in known]
    maybe_down = _maybe(downs, blind, rule, within)
    maybe_impaired = _maybe(impaired, blind, rule, within)
    down = at_least(rule.needed, [one.seen for one in downs], within)
    seen_impaired = at_least(rule.needed, [one.seen for one in impaired], within)
    enough = at_least(rule.asked, known, within)
    doubts = [
        _among(rule, [union((*one.possible, *doubted(track, states, until, enough))) for one, track in rows], within)
        for states, rows in ((DOWN, zip(downs, watched, strict=True)), (IMPAIRED, zip(impaired, watched, strict=True)))
    ]
    dark = [union((*one, *silent(track, until))) for one, track in zip(blind, watched, strict=True)]
    return Sight(
        within=within,
        down=down,
        degraded=subtract(seen_impaired, maybe_down),
        unknown=union((*subtract(maybe_down, down), *subtract(maybe_impaired, seen_impaired))),
        surely_down=at_least(rule.needed, [one.sure for one in downs], within),
        possibly_down=_among(rule, [one.possible for one in downs], within),
        good=_good(rule, downs),
        surely_impaired=at_least(rule.needed, [one.sure for one in impaired], within),
        doubted_down=doubts[0],
        doubted_impaired=doubts[1],
        dark=intersect(
            union((*_maybe(downs, dark, rule, within), *_maybe(impaired, dark, rule, within))),
            (within,) if rule.missing else union(span for one in dark for span in one),
        ),
        only_down=subtract(down, union(span for track in watched for span in _merely_degraded(track))),
        uncovered=_among(rule, blind, within),
        failing=tuple((track.place, one.seen) for track, one in zip(watched, downs, strict=True)),
    )


def by_the_grid(whole: Sight, grid: Sequence[Track], rule: Quorum) -> Sight:
    """The same sight with what the looks of the grid alone say was down and degraded; unknown is what all leave so."""
    seen = sight(grid, rule, whole.within, whole.within[0])
    down = subtract(seen.down, whole.unknown)
    return replace(whole, down=down, degraded=subtract(subtract(seen.degraded, whole.unknown), down))


def at_least(count: int, voices: Sequence[Spans], within: Span) -> Spans:
    """Where that many of the voices sound at once; always, when none is needed."""
    return union(_level(count, voices)) if count > 0 else (within,)


def reachability(sight: Sight, within: Span) -> tuple[tuple[str, Span], ...]:
    """Where places failed, yet too few to make the service down; the place and its span."""
    known = gaps(union((*sight.down, *sight.unknown)), within)
    found = ((place, span) for place, failed in sight.failing for span in intersect(failed, known))
    return tuple(sorted(found, key=lambda one: (one[1], one[0])))


def _among(rule: Quorum, voices: Sequence[Spans], within: Span) -> Spans:
    """Where so many of the voices sound that with the places that are not there at all they make the quorum."""
    return at_least(rule.needed - rule.missing, voices, within)


def _maybe(layers: Iterable[Layer], blind: Iterable[Spans], rule: Quorum, within: Span) -> Spans:
    """Where those that saw it so, and those that saw nothing, make the quorum."""
    return _among(rule, [union((*one.seen, *dark)) for one, dark in zip(layers, blind, strict=True)], within)


def _merely_degraded(track: Track) -> Iterator[Span]:
    return ((one.start, one.end) for one in track.seen if one.state is State.DEGRADED)


def _good(rule: Quorum, downs: Sequence[Layer]) -> tuple[int, ...]:
    """The moments at which too few places could have been down, though they could just before and just after."""
    count = rule.needed - rule.missing
    if count <= 0:
        return ()
    parts = [_parted(one.possible, one.better) for one in downs]
    spans = parts[0] if count == len(parts) == 1 else _level(count, parts)
    found = (one[1] for one, after in pairwise(spans) if one[1] == after[0])
    return tuple(at for at in found if sum(_may_be_down(one, at) for one in downs) < count)


def _may_be_down(one: Layer, moment: int) -> bool:
    at = bisect_left(one.better, moment)
    return covers(one.possible, moment) and one.better[at : at + 1] != (moment,)


def _parted(spans: Spans, moments: Sequence[int]) -> Spans:
    """The spans cut at the moments."""
    found: list[Span] = []
    for start, end in spans:
        inside = moments[bisect_right(moments, start) : bisect_left(moments, end)]
        found += pairwise((start, *inside, end))
    return tuple(found)


def _level(count: int, voices: Sequence[Spans]) -> Iterator[Span]:
    turns = sorted((at, step) for spans in voices for span in spans for at, step in zip(span, (1, -1), strict=True))
    level = opened = 0
    for at, step in turns:
        level += step
        if step == 1 and level == count:
            opened = at
        elif step == -1 and level == count - 1:
            yield opened, at
