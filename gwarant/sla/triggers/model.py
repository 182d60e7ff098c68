"""What rights arise from: the history of a contract's promises, and the right that arose."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from gwarant.sla.facts import Clause, Code_, Id, Moment, Time, Told
from gwarant.sla.spans import Spans


@dataclass(frozen=True)
class Mark:
    """One whole period of a promise that ended at `at` (UTC seconds): its figure and its down time."""

    name: Told
    position: int  # neighbours differ by one
    day: date  # the first day, from which rolling time is counted back
    at: int
    is_broken: bool = False
    value: Fraction | None = None
    down_ms: Fraction = Fraction(0)


@dataclass(frozen=True)
class Down:
    """One counted outage: its stretches of down time (UTC milliseconds), and how long it was in real time."""

    spans: Spans
    length: int


@dataclass(frozen=True)
class Late:
    """One breach of a clock, so many seconds late in real time; it was due at `due_at`."""

    name: Told
    class_: str
    due_at: int
    seconds: int


@dataclass(frozen=True)
class Hit:
    """A test that came true at `at`; it belongs to the `day`, and to a `position` in the row of periods."""

    name: Told
    position: int
    day: date
    at: int


@dataclass(frozen=True)
class Occasion:
    """A moment at which a condition held, and the hits that made it hold."""

    at: int
    because: tuple[Told, ...]


@dataclass(frozen=True)
class History:
    """What is known of a contract up to a moment, by the id of promise, clock, duty or cap; each in time order."""

    zone: str
    marks: Mapping[str, Sequence[Mark]] = field(default_factory=dict)
    outages: Mapping[str, Sequence[Down]] = field(default_factory=dict)
    late: Mapping[str, Sequence[Late]] = field(default_factory=dict)
    capped: Mapping[str, Sequence[Mark]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Arisen:
    """A right that arose at `at` (UTC seconds); it may be used up to and with the day `use_until`, ever when None."""

    id: Id
    right: Code_
    of: Code_
    contract: Id
    clause: Clause
    at: Moment
    because: tuple[Told, ...]
    notice: Time
    use_until: date | None
    is_open: bool
