"""What all places together say: down, degraded and unknown time, with the bounds that the unseen leaves."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from gwarant.sla.availability.codes import NO_EVIDENCE, NO_PLACE, OTHER_PLACES, PLACES_MISSING
from gwarant.sla.availability.timeline import DOWN, IMPAIRED, Layer, Track, layer
from gwarant.sla.contract.model.promises import Probe
from gwarant.sla.facts import Told
from gwarant.sla.spans import Span, Spans, gaps, intersect, subtract, union


@dataclass(frozen=True)
class Quorum:
    """How many places must agree, how many are missing from the evidence, and what to say about it."""

    needed: int
    missing: int
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
    possibly_impaired: Spans
    failing: tuple[tuple[str, Spans], ...]  # what each place saw as down


def quorum(probe: Probe, watched: Sequence[Track]) -> Quorum:
    """The contract's quorum for the places that are there; a lone unnamed place speaks for the whole watch."""
    needed = min(probe.down_when, max(probe.locations, len(watched)))
    if not watched:
        return Quorum(needed, probe.locations, (NO_EVIDENCE(),))
    if [track.place for track in watched] == [""]:
        note = NO_PLACE(needed=probe.down_when, of=probe.locations)
        return Quorum(1, 0, (note,) if (probe.down_when, probe.locations) != (1, 1) else ())
    missing = probe.locations - len(watched)
    if missing > 0:
        return Quorum(needed, missing, (PLACES_MISSING(missing=missing, of=probe.locations),))
    note = OTHER_PLACES(watching=len(watched), named=probe.locations)
    return Quorum(needed, 0, (note,) if missing else ())


def sight(watched: Sequence[Track], rule: Quorum, within: Span) -> Sight:
    """What the places say together over `within`, which must hold all of their time."""
    downs = [layer(track.seen, DOWN, within) for track in watched]
    impaired = [layer(track.seen, IMPAIRED, within) for track in watched]
    blind = [gaps(union((one.start, one.end) for one in track.seen), within) for track in watched]
    maybe_down = _doubted(downs, blind, rule, within)
    maybe_impaired = _doubted(impaired, blind, rule, within)
    down = at_least(rule.needed, [one.seen for one in downs], within)
    seen_impaired = at_least(rule.needed, [one.seen for one in impaired], within)
    return Sight(
        within=within,
        down=down,
        degraded=subtract(seen_impaired, maybe_down),
        unknown=union((*subtract(maybe_down, down), *subtract(maybe_impaired, seen_impaired))),
        surely_down=at_least(rule.needed, [one.sure for one in downs], within),
        possibly_down=at_least(rule.needed - rule.missing, [one.possible for one in downs], within),
        good=_good(rule, downs),
        surely_impaired=at_least(rule.needed, [one.sure for one in impaired], within),
        possibly_impaired=at_least(rule.needed - rule.missing, [one.possible for one in impaired], within),
        failing=tuple((track.place, one.seen) for track, one in zip(watched, downs, strict=True)),
    )


def by_the_grid(whole: Sight, grid: Sequence[Track], rule: Quorum) -> Sight:
    """The same sight with what the looks of the grid alone say was down and degraded; unknown is what all leave so."""
    seen = sight(grid, rule, whole.within)
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


def _doubted(layers: Iterable[Layer], blind: Iterable[Spans], rule: Quorum, within: Span) -> Spans:
    voices = [union((*one.seen, *dark)) for one, dark in zip(layers, blind, strict=True)]
    return at_least(rule.needed - rule.missing, voices, within)


def _good(rule: Quorum, downs: Sequence[Layer]) -> tuple[int, ...]:
    """The moments at which too few places could have been down, though they could just before and just after."""
    count = rule.needed - rule.missing
    if count <= 0:
        return ()
    parts = [_parted(one.possible, one.better) for one in downs]
    spans = parts[0] if count == len(parts) == 1 else _level(count, parts)
    return tuple(one[1] for one, after in pairwise(spans) if one[1] == after[0])


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
