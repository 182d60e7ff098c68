"""What the core says: facts with a code and typed values. Words for them are found where they are read.

`Told` is one fact. A family of rules keeps its codes in a table, each with a signature:

    CODES = Family("hours")
    TAKEN_BACK = CODES.code("taken_back_before", entry=Id)
    TAKEN_BACK(entry="h7") -> Told("hours.taken_back_before", ("h7",))

The types below are those of every record of an assessment, too. They are plain ints and texts for whoever counts with
them; the document and its schema are written by them, so that no name and no number has to be guessed at.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum, StrEnum
from fractions import Fraction
from typing import Annotated, Any, Union, get_args, get_origin


class Kind(StrEnum):
    """What a text or number of an assessment is; there is no other kind of text."""

    ID = "id"  # what a contract or a row of evidence calls something
    INCIDENT = "incident"  # a ticket, or what else was broken by its name, with its moment (UTC seconds) or day
    QUOTED = "quoted"  # words of a contract or a person
    CODE = "code"  # a word of the contract language, or of this schema
    CLAUSE = "clause"  # the paper's clause in its own words, or the section of the contract
    TIME = "time"  # a time value in the notation of contracts, such as 4h, 3wd 10:00, P1M
    PERIOD = "period"  # 2026-03, 2026-Q1, 2026, a day, or two days 2026-03-05..2026-03-31
    ZONE = "zone"  # an IANA name
    CURRENCY = "currency"
    HASH = "hash"
    MOMENT = "moment"  # UTC
    SECONDS = "seconds"
    MILLISECONDS = "ms"
    PERCENT = "percent"
    MONEY = "money"
    COUNT = "count"
    INTERNAL = "internal"  # a number of the computation that no document holds


@dataclass(frozen=True)
class As:
    """The mark of a type: its kind, and the unit in which a moment is counted."""

    kind: Kind
    per_second: int = 1


Id = Annotated[str, As(Kind.ID)]
Incident = Annotated[str, As(Kind.INCIDENT)]
Quoted = Annotated[str, As(Kind.QUOTED)]
Code_ = Annotated[str, As(Kind.CODE)]
Clause = Annotated[str, As(Kind.CLAUSE)]
Time = Annotated[str, As(Kind.TIME)]
PeriodName = Annotated[str, As(Kind.PERIOD)]
Zone = Annotated[str, As(Kind.ZONE)]
Currency = Annotated[str, As(Kind.CURRENCY)]
Hash = Annotated[str, As(Kind.HASH)]
Moment = Annotated[int, As(Kind.MOMENT)]
MomentMs = Annotated[int, As(Kind.MOMENT, 1000)]
Length = Annotated[int, As(Kind.SECONDS)]
LengthMs = Annotated[int, As(Kind.MILLISECONDS)]
PartMs = Annotated[Fraction, As(Kind.MILLISECONDS)]
PartSeconds = Annotated[Fraction, As(Kind.SECONDS)]
Share = Annotated[Fraction, As(Kind.PERCENT)]
Percentage = Annotated[Decimal, As(Kind.PERCENT)]
Money = Annotated[Decimal, As(Kind.MONEY)]
ExactMoney = Annotated[Fraction, As(Kind.MONEY)]
Count = Annotated[int, As(Kind.COUNT)]
Internal = Annotated[int, As(Kind.INTERNAL)]
Stretches = tuple[tuple[Moment, Moment], ...]
StretchesMs = tuple[tuple[MomentMs, MomentMs], ...]


@dataclass(frozen=True, order=True)
class Told:
    """One fact: its code, and its values in the order of the code's signature."""

    code: str
    values: tuple[Any, ...] = ()

    def __getitem__(self, name: str) -> Any:
        """The value of that name; KeyError where the code has none."""
        return self.named[name]

    @property
    def named(self) -> dict[str, Any]:
        """The values by name."""
        return dict(zip(CODES[self.code].signature, self.values, strict=True))

    def __repr__(self) -> str:
        values = ", ".join(f"{name}={value!r}" for name, value in self.named.items())
        return f"{self.code}({values})"


@dataclass(frozen=True)
class Code:
    """A code with its signature: the names of its values and their types."""

    name: str
    signature: Mapping[str, Any] = field(default_factory=dict)

    def __call__(self, **values: Any) -> Told:
        """The fact with these values; TypeError unless they are those of the signature."""
        if values.keys() != self.signature.keys():
            raise TypeError(f"{self.name} takes {', '.join(self.signature) or 'no values'}, not {', '.join(values)}")
        for name, kind in self.signature.items():
            if not fits(values[name], kind):
                raise TypeError(f"{self.name}: {name} cannot be {values[name]!r}")
        return Told(self.name, tuple(values[name] for name in self.signature))

    def is_of(self, told: Told) -> bool:
        """Whether the fact has this code."""
        return told.code == self.name


CODES: dict[str, Code] = {}
"""Every code by its name: the tables of all families that are loaded."""


@dataclass(frozen=True)
class Family:
    """The codes of one family of rules."""

    name: str

    def code(self, name: str, /, **signature: Any) -> Code:
        """A code of the family, written down in the table; ValueError for a name that is taken."""
        found = Code(f"{self.name}.{name}", signature)
        if found.name in CODES:
            raise ValueError(f"the code {found.name} is there already")
        CODES[found.name] = found
        return found

    def __iter__(self) -> Iterator[Code]:
        return (one for name, one in CODES.items() if name.startswith(f"{self.name}."))


def mark_of(kind: Any) -> As | None:
    """The mark of an annotated type."""
    if get_origin(kind) is not Annotated:
        return None
    return next((one for one in kind.__metadata__ if isinstance(one, As)), None)


def fits(value: Any, kind: Any) -> bool:
    """Whether the value is one of the type."""
    if get_origin(kind) is Annotated:
        return fits(value, get_args(kind)[0])
    if get_origin(kind) is tuple:
        parts = get_args(kind)
        own = isinstance(value, tuple) and (parts[-1] is Ellipsis or len(value) == len(parts))
        return own and all(fits(one, parts[0] if parts[-1] is Ellipsis else parts[n]) for n, one in enumerate(value))
    if get_origin(kind) is Union or hasattr(kind, "__args__"):
        return any(fits(value, one) for one in get_args(kind))
    if isinstance(value, (bool, Enum)):
        return isinstance(value, kind) and kind is not int
    return isinstance(value, kind)
