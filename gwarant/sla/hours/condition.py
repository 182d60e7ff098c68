"""When a multiplier holds: a few words of the contract, read once and looked up in civil time.

outside biuro      not in the open time of that calendar
Sun, Sat or Sun    on these days
holiday            on a public or agreed holiday
emergency          work that is marked so
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from gwarant.sla.contract.values import WEEKDAYS
from gwarant.sla.spans import Span, Spans, clip, gaps, union

NOTATION = '"outside <calendar>", "Sun", "Sat or Sun", "holiday", "Sun or holiday" or "emergency"'


@dataclass(frozen=True)
class CivilTime:
    """Where days and calendars lie, as spans of UTC seconds within `[start, end)`, in the contract's zone."""

    open_spans: Callable[[str, int, int], Spans]
    day_spans: Callable[[Sequence[str], int, int], Spans]
    holiday_spans: Callable[[int, int], Spans]


@dataclass(frozen=True)
class Condition:
    """Holds where any of its words does."""

    outside: tuple[str, ...] = ()
    days: tuple[str, ...] = ()
    holiday: bool = False
    emergency: bool = False


@cache
def parse_condition(text: str) -> Condition:
    """The condition that is written so; ValueError names the notation."""
    words = [" ".join(part.split()) for part in text.split(" or ")]
    outside = tuple(word.removeprefix("outside ") for word in words if word.startswith("outside "))
    days = tuple(word for word in words if word in WEEKDAYS)
    marks = {word for word in words if word in ("holiday", "emergency")}
    if len(outside) + len(days) + len(marks) != len(words) or any(" " in name for name in outside):
        raise ValueError(f"{text!r} is not a condition of time; write {NOTATION}")
    return Condition(outside, days, "holiday" in marks, "emergency" in marks)


def holds(condition: Condition, span: Span, emergency: bool, civil: CivilTime) -> Spans:
    """The part of the span in which the condition holds."""
    if condition.emergency and emergency:
        return (span,)
    found: list[Span] = []
    for name in condition.outside:
        found += gaps(clip(civil.open_spans(name, *span), span), span)
    if condition.days:
        found += civil.day_spans(condition.days, *span)
    if condition.holiday:
        found += civil.holiday_spans(*span)
    return clip(union(found), span)
