"""Which lines of a month are due: what was claimed in time, or can be, as if there were no others; then the rest.

What has lapsed takes no room and stands in nobody's way. What was accepted after it had lapsed comes behind all else.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from gwarant.sla.contract.model.money import OwnCap, RemedyRules
from gwarant.sla.money import total
from gwarant.sla.remedies.base import Fee
from gwarant.sla.remedies.breach import Breach
from gwarant.sla.remedies.codes import ACCEPTED_LATE, LAPSED, LAPSED_AT
from gwarant.sla.remedies.combining import combined
from gwarant.sla.remedies.fates import Fate
from gwarant.sla.remedies.line import Line
from gwarant.sla.remedies.own_cap import own_capped

Numbered = dict[int, Line]


@dataclass(frozen=True)
class Priced:
    """The lines of a month before any cap, with what they are combined by: causes, and what a downtime caused.

    `caps` holds for each remedy its own cap and its base.
    """

    lines: tuple[Line, ...]
    caps: Mapping[str, tuple[OwnCap | None, Fee]]
    breaches: tuple[Breach, ...]
    causes: Mapping[str, str]
    caused: Mapping[str, frozenset[str]]


def due_lines(
    priced: Priced, rules: RemedyRules, elected: Mapping[str, str], fates: Sequence[Fate], *, with_accepted: bool
) -> tuple[Line, ...]:
    """Every line, those that are not due marked with the reason; what was accepted late only `with_accepted`."""
    everything = range(len(priced.lines))
    whole = _counted(priced, rules, elected, everything)
    in_time = [number for number in everything if fates[number].in_time]
    if len(in_time) == len(everything):
        return tuple(whole.values())
    found = _counted(priced, rules, elected, in_time)
    kept = total(line.amount for line in found.values() if line.kept)
    late = sorted((at, number) for number, fate in enumerate(fates) if (at := fate.accepted_at) is not None)
    if with_accepted and late:
        order = [number for _, number in late]
        both = _counted(priced, rules, elected, [*in_time, *order])
        found |= _added([(number, both[number]) for number in order], kept, total(_amounts(both.values())))
    return tuple(found.get(number) or _lapsed(line) for number, line in whole.items())


def is_lapsed(line: Line) -> bool:
    """Whether the line would count, had it been claimed in time."""
    return line.reason is not None and (LAPSED.is_of(line.reason) or LAPSED_AT.is_of(line.reason))


def is_accepted_late(line: Line) -> bool:
    """Whether the line had lapsed, and was accepted nevertheless."""
    return any(ACCEPTED_LATE.is_of(note) for note in line.notes)


def _counted(priced: Priced, rules: RemedyRules, elected: Mapping[str, str], picked: Iterable[int]) -> Numbered:
    """The picked lines as if there were no others, those that do not count marked with the reason.

    A remedy's own cap is filled in the order of the picks.
    """
    cut: Numbered = {}
    groups: dict[str, list[int]] = {}
    for number in picked:
        groups.setdefault(priced.lines[number].remedy, []).append(number)
    for remedy, numbers in groups.items():
        cap, base = priced.caps[remedy]
        cut |= zip(numbers, own_capped([priced.lines[number] for number in numbers], cap, base), strict=True)
    numbers = sorted(cut)
    rows = combined([cut[number] for number in numbers], rules.combine, priced.causes, elected, priced.caused)
    return dict(zip(numbers, rows, strict=True))


def _added(late: Sequence[tuple[int, Line]], kept: Fraction | None, both: Fraction | None) -> Numbered:
    """What was accepted late adds what it makes the month dearer; it takes nothing from what was claimed in time."""
    left, found = None if kept is None or both is None else max(Fraction(0), both - kept), Numbered()
    for number, line in late:
        amount = line.amount
        if line.kept and left is not None and amount is not None:
            amount = min(amount, left)
            left -= amount
        found[number] = replace(line, amount=amount, notes=(*line.notes, ACCEPTED_LATE())) if line.kept else line
    return found


def _amounts(lines: Iterable[Line]) -> Iterable[Fraction | None]:
    return (line.amount for line in lines if line.kept)


def _lapsed(line: Line) -> Line:
    """What would not have counted anyway keeps its reason."""
    if not line.kept or line.claim_until is None:
        return line
    at = line.claim_until_at
    return replace(line, kept=False, reason=LAPSED(day=line.claim_until) if at is None else LAPSED_AT(moment=at))
