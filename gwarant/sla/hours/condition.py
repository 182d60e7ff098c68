"""When a multiplier holds: a few words of the contract, read once and looked up in civil time.

outside biuro      not in the open time of that calendar
Sun, Sat or Sun    on these days
holiday            on a public or agreed holiday
emergency          work that is marked so
emergency and outside biuro    where both hold; `and` binds before `or`
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from gwarant.sla.contract.values import WEEKDAYS
from gwarant.sla.spans import Span, Spans, clip, gaps, intersect, union

NOTATION = (
    '"outside <calendar>", "Sun", "Sat or Sun", "holiday", "Sun or holiday", "emergency"'
    ' or "emergency and outside <calendar>"'
)
_OUTSIDE = "outside "


@dataclass(frozen=True)
class CivilTime:
    """Where days and calendars lie, as spans of UTC seconds within `[start, end)`, in the contract's zone."""

    open_spans: Callable[[str, int, int], Spans]
    day_spans: Callable[[Sequence[str], int, int], Spans]
    holiday_spans: Callable[[int, int], Spans]


@dataclass(frozen=True)
class Condition:
    """Holds where all words of any of its cases do."""

    cases: tuple[frozenset[str], ...]

    @property
    def outside(self) -> tuple[str, ...]:
        """The calendars that it names."""
        return tuple(sorted(word.removeprefix(_OUTSIDE) for word in self._words if word.startswith(_OUTSIDE)))

    @property
    def holiday(self) -> bool:
        """Whether it asks for holidays."""
        return "holiday" in self._words

    @property
    def _words(self) -> frozenset[str]:
        return frozenset().union(*self.cases)

    def implies(self, other: "Condition") -> bool:
        """Whether the other holds wherever it does, by their words alone."""
        return all(any(wide <= case for wide in other.cases) for case in self.cases)


@cache
def parse_condition(text: str) -> Condition:
    """The condition that is written so; ValueError names the notation."""
    cases = [[" ".join(word.split()) for word in part.split(" and ")] for part in text.split(" or ")]
    if not all(_is_known(word) for case in cases for word in case):
        raise ValueError(f"{text!r} is not a condition of time; write {NOTATION}")
    for case in cases:
        if len(days := list(dict.fromkeys(word for word in case if word in WEEKDAYS))) > 1:
            raise ValueError(f"no day is {' and '.join(days)} at once; write {' or '.join(days)}")
    return Condition(tuple(frozenset(case) for case in cases))


def holds(condition: Condition, span: Span, emergency: bool, civil: CivilTime) -> Spans:
    """The part of the span in which the condition holds."""
    found: list[Span] = []
    for case in condition.cases:
        left: Spans = (span,)
        for word in sorted(case):
            left = intersect(left, _where(word, span, emergency, civil))
        found += left
    return union(found)


def _is_known(word: str) -> bool:
    name = word.removeprefix(_OUTSIDE)
    return word in WEEKDAYS or word in ("holiday", "emergency") or (name != word and bool(name) and " " not in name)


def _where(word: str, span: Span, emergency: bool, civil: CivilTime) -> Spans:
    if word == "emergency":
        return (span,) if emergency else ()
    if word.startswith(_OUTSIDE):
        return gaps(clip(civil.open_spans(word.removeprefix(_OUTSIDE), *span), span), span)
    days = civil.holiday_spans(*span) if word == "holiday" else civil.day_spans((word,), *span)
    return clip(union(days), span)
