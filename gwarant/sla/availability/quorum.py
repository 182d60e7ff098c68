"""What all places together say: down, degraded and unknown time, with the bounds that the unseen leaves."""

from bisect import bisect_left
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from gwarant.sla.availability.codes import NO_EVIDENCE, NO_PLACE, OTHER_PLACES, PLACES_MISSING
from gwarant.sla.availability.doubt import doubted, firm, silent
from gwarant.sla.availability.timeline import DOWN, IMPAIRED, Layer, Track, layer
from gwarant.sla.contract.model.promises import Probe
from gwarant.sla.evidence.model import State
from gwarant.sla.facts import Told
from gwarant.sla.spans import Span, Spans, clip, covers, gaps, intersect, measure, subtract, union

UNNAMED: Final = ""


@dataclass(frozen=True)
class Quorum:
    """How many places must agree, of how many that are asked for at each instant."""

    needed: int
    asked: int


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


@dataclass(frozen=True)
class _Lacks:
    """The looks that are missing of those due before `until`: what would have made them needless, and each silence."""

    until: int
    enough: Spans
    silences: Sequence[Spans]


def quorum(probe: Probe) -> Quorum:
    """The contract's quorum: as many places are due at each instant as it asks for, whichever they are."""
    return Quorum(min(probe.down_when, probe.locations), probe.locations)


def notes(probe: Probe, watched: Sequence[Track], period: Span) -> tuple[Told, ...]:
    """What is to be said of who was watching, as it was for most of the time in which somebody was."""
    asked = probe.locations
    if not watched:
        return (NO_EVIDENCE(),)
    is_decided = any(track.place == UNNAMED for track in watched)
    found = (NO_PLACE(needed=probe.down_when, of=asked),) if is_decided and asked > 1 else ()
    speaking = _mostly([clip(track.known, period) for track in watched])
    if speaking > asked:
        return (*found, OTHER_PLACES(watching=speaking, named=asked))
    if not is_decided and 0 < speaking < asked:
        return (*found, PLACES_MISSING(missing=asked - speaking, of=asked))
    return found


def _mostly(voices: Sequence[Spans]) -> int:
    """How many sound at once for more than half of the time in which any does."""
    half = measure(union(span for spans in voices for span in spans)) / 2
    return sum(measure(union(_level(count, voices))) > half for count in range(1, len(voices) + 1))


def sight(watched: Sequence[Track], rule: Quorum, within: Span, until: int) -> Sight:
    """What the places say together over `within`, which must hold all of their time; of looks due before `until`."""
    tracks = [track for track in watched for _ in range(_weight(track, rule))]
    enough = at_least(rule.asked, [firm(track, until) for track in tracks])
    lacks = _Lacks(until, enough, [silent(track, until, enough) for track in tracks])
    downs, impaired = (_voices(tracks, states, rule, within, lacks) for states in (DOWN, IMPAIRED))
    lit = [subtract(track.known, silence) for track, silence in zip(tracks, lacks.silences, strict=True)]
    return Sight(
        within=within,
        down=downs.seen,
        degraded=subtract(impaired.seen, downs.maybe),
        unknown=union((*subtract(downs.maybe, downs.seen), *subtract(impaired.maybe, impaired.seen))),
        surely_down=downs.sure,
        possibly_down=downs.possible,
        good=_good(rule, downs),
        surely_impaired=impaired.sure,
        doubted_down=downs.doubted,
        doubted_impaired=impaired.doubted,
        dark=intersect(union((*downs.dark, *impaired.dark)), gaps(at_least(rule.asked, lit), within)),
        only_down=subtract(downs.seen, union(span for track in watched for span in _merely_degraded(track))),
        uncovered=gaps(at_least(_against(rule), [track.known for track in tracks]), within),
        failing=tuple((track.place, layer(track.seen, DOWN, within).seen) for track in watched),
    )


def by_the_grid(whole: Sight, grid: Sequence[Track], rule: Quorum) -> Sight:
    """The same sight with what the looks of the grid alone say was down and degraded; unknown is what all leave so."""
    seen = sight(grid, rule, whole.within, whole.within[0])
    down = subtract(seen.down, whole.unknown)
    return replace(whole, down=down, degraded=subtract(subtract(seen.degraded, whole.unknown), down))


def at_least(count: int, voices: Sequence[Spans]) -> Spans:
    """Where that many of the voices, at least one, sound at once."""
    return union(_level(count, voices))


def reachability(sight: Sight, within: Span) -> tuple[tuple[str, Span], ...]:
    """Where places failed, yet too few to make the service down; the place and its span."""
    known = gaps(union((*sight.down, *sight.unknown)), within)
    found = ((place, span) for place, failed in sight.failing for span in intersect(failed, known))
    return tuple(sorted(found, key=lambda one: (one[1], one[0])))


@dataclass(frozen=True)
class _Voices:
    """Of "in one of these states" what each place says, and what all of them say together, in widening readings."""

    layers: tuple[Layer, ...]
    sure: Spans
    seen: Spans
    maybe: Spans
    possible: Spans
    doubted: Spans
    dark: Spans


def _voices(tracks: Sequence[Track], states: Collection[State], rule: Quorum, within: Span, lacks: _Lacks) -> _Voices:
    layers = tuple(layer(track.seen, states, within) for track in tracks)
    seen = [one.seen for one in layers]
    better = [subtract(track.known, one) for track, one in zip(tracks, seen, strict=True)]
    surely = [gaps(one.possible, within) for one in layers]
    doubts = [doubted(track, states, lacks.until, lacks.enough) for track in tracks]
    return _Voices(
        layers=layers,
        sure=at_least(rule.needed, [one.sure for one in layers]),
        seen=at_least(rule.needed, seen),
        maybe=_maybe(rule, seen, better, within),
        possible=_maybe(rule, seen, surely, within),
        doubted=_maybe(rule, seen, list(map(subtract, surely, doubts)), within),
        dark=_maybe(rule, seen, list(map(subtract, better, lacks.silences)), within),
    )


def _weight(track: Track, rule: Quorum) -> int:
    """A log that names no place is of somebody who has decided: it speaks for all places that are asked for."""
    return rule.asked if track.place == UNNAMED else 1


def _against(rule: Quorum) -> int:
    """So many places that speak against it keep those that are asked for and silent from making the quorum."""
    return rule.asked - rule.needed + 1


def _maybe(rule: Quorum, bad: Sequence[Spans], good: Sequence[Spans], within: Span) -> Spans:
    """Where so many say so, or so few deny it that with those that are asked for and do not it may be the quorum.

    A place that may have been so counts like a silent one: only of those that are asked for.
    """
    return union((*at_least(rule.needed, bad), *gaps(at_least(_against(rule), good), within)))


def _merely_degraded(track: Track) -> Iterator[Span]:
    return ((one.start, one.end) for one in track.seen if one.state is State.DEGRADED)


def _good(rule: Quorum, downs: _Voices) -> tuple[int, ...]:
    """The moments at which too few places could have been down, though they could just before and just after."""
    looks = sorted({at for one in downs.layers for at in one.better})
    inside = (at for at in looks if covers(downs.possible, at) and covers(downs.possible, at - 1))
    return tuple(at for at in inside if not _may_be_down(rule, downs, at))


def _may_be_down(rule: Quorum, downs: _Voices, moment: int) -> bool:
    """Whether it may be so at the very moment, at which a better look denies it of its place."""
    denied = sum(_is_better(one, moment) for one in downs.layers)
    return denied < _against(rule) or sum(covers(one.seen, moment) for one in downs.layers) >= rule.needed


def _is_better(one: Layer, moment: int) -> bool:
    at = bisect_left(one.better, moment)
    return one.better[at : at + 1] == (moment,) or not covers(one.possible, moment)


def _level(count: int, voices: Sequence[Spans]) -> Iterator[Span]:
    turns = sorted((at, step) for spans in voices for span in spans for at, step in zip(span, (1, -1), strict=True))
    level = opened = 0
    for at, step in turns:
        level += step
        if step == 1 and level == count:
            opened = at
        elif step == -1 and level == count - 1:
            yield opened, at
