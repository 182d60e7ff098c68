"""What a rule of the linter sees, and what it answers."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from gwarant.sla.calendar import CalendarError, Week
from gwarant.sla.contract.law import POLAND, law_of
from gwarant.sla.contract.merge import Override
from gwarant.sla.contract.model import Contract
from gwarant.sla.contract.nodes import Node
from gwarant.sla.problem import Severity

WEEK = 7 * 86_400
_NOWHERE = Node(None)


@dataclass(frozen=True)
class Finding:
    """One finding: where, the reason in a sentence, and the mend in a sentence."""

    path: str
    reason: str
    mend: str
    severity: Severity = Severity.WARNING
    line: int = 0  # in the contract's own file, for what has no place of its own


@dataclass(frozen=True)
class Case:
    """A contract as it was read: its values, and where each of them stands."""

    contract: Contract
    places: dict[str, Node] = field(default_factory=dict)
    overrides: tuple[Override, ...] = ()
    profiles: tuple[str, ...] = ()
    left_open: tuple[str, ...] = ()  # paths of figures that a draft left open by null

    @property
    def is_public(self) -> bool:
        """Whether Polish public procurement binds the client, by the contract or because its profile is asked for."""
        is_told = "public" in self.profiles and law_of(self.contract) in ("", POLAND)
        return is_told or (self.is_polish and "public" in self.contract.parties.client.regulated)

    @property
    def is_polish(self) -> bool:
        """Whether Polish law governs the contract."""
        return law_of(self.contract) == POLAND

    def at(self, path: str) -> Node:
        """The node of the path, or of the nearest part of the contract around it."""
        while path and path not in self.places:
            path = path.rpartition(".")[0]
        return self.places.get(path, _NOWHERE)

    def states(self, path: str) -> bool:
        """Whether the contract or its package states the field, instead of leaving it to its default."""
        return path in self.places and self.places[path].value is not None

    def is_own(self, path: str) -> bool:
        """Whether the contract's own file states the field, not its package."""
        return self.states(path) and self.places[path].file == self.file

    @property
    def file(self) -> str:
        return self.at("metadata").file or self.at("parties").file

    def week(self, calendar: str) -> Week | None:
        """The service hours of a calendar; None when there is no such calendar or its week cannot be read."""
        terms = self.contract.calendars.get(calendar)
        return week_of(terms.week) if terms else None

    def open_share(self, calendar: str) -> float:
        """The share of real time in which the calendar is open; 1 without a calendar."""
        week = self.week(calendar)
        return open_seconds(week) / WEEK if week else 1.0


Rule = Callable[[Case], Iterable[Finding]]


def week_of(text: str) -> Week | None:
    """The week that is written so, None when it cannot be read."""
    try:
        return Week.parse(text)
    except CalendarError:
        return None


def open_seconds(week: Week) -> int:
    """Open seconds of a week, to measure by; windows that overlap over midnight count twice."""
    return sum(end - start for windows in week.days for start, end in windows)


def is_around_the_clock(week: Week) -> bool:
    """Whether no moment of the week is closed."""
    return open_seconds(week) >= WEEK
