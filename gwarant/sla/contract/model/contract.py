"""The contract: one record that holds all sections."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, Protocol, TypeVar

from gwarant.sla.calendar.clock import DAY
from gwarant.sla.calendar.zone import FIRST_MOMENT, LAST_MOMENT, Agreed, zone_of_agreed
from gwarant.sla.contract.model.desk import (
    Agreement,
    Class,
    Classification,
    Clock,
    Intake,
    Pause,
    Reopen,
    Service,
    Target,
    WorkingDayCount,
)
from gwarant.sla.contract.model.frame import Contacts, Defaults, Effective, Fee, Metadata, Parties, Term
from gwarant.sla.contract.model.hours_of_service import CalendarTerms, Phase
from gwarant.sla.contract.model.money import Hours, Remedy, RemedyRules, Right
from gwarant.sla.contract.model.promises import Availability, Duty, Measure
from gwarant.sla.contract.record import item
from gwarant.sla.counting import FIRST

API_VERSION = "sla/v1"
FIRST_SECOND, LAST_SECOND = FIRST_MOMENT - 366 * DAY, LAST_MOMENT


@dataclass(frozen=True, kw_only=True)
class ClockChange:
    """A change of a zone's clock."""

    at: str = item("the moment, UTC, such as 2026-03-29T01:00:00Z")
    offset: int = item("seconds by which local time is ahead of UTC from then on")


@dataclass(frozen=True, kw_only=True)
class ZoneTerms:
    """A zone's clock over the years of the contract, written out."""

    id: str = item("IANA zone")
    from_: str = item("the first moment, UTC")
    to: str = item("the moment after the last, UTC")
    offset: int = item("seconds by which local time is ahead of UTC at first")
    changes: tuple[ClockChange, ...] = item("each change of it", default=())

    def __post_init__(self) -> None:
        since, until, offsets = self.agreed
        moments = [at for at, _ in offsets]
        if moments != sorted(set(moments)) or moments[-1] >= until or since < FIRST_SECOND or until > LAST_SECOND:
            raise ValueError("the changes of a zone must follow each other between its first moment and its last")
        if any(abs(offset) >= DAY for _, offset in offsets):
            raise ValueError("a zone is ahead of UTC or behind it by less than a day")

    @staticmethod
    def samples() -> "tuple[ZoneTerms, ...]":
        """What a zone that cannot be read might be."""
        return (ZoneTerms(id="UTC", from_="2026-01-01T00:00:00Z", to="2027-01-01T00:00:00Z", offset=0),)

    @property
    def agreed(self) -> Agreed:
        """The offsets as the calendar takes them."""
        since = seconds_of(self.from_)
        later = ((seconds_of(one.at), one.offset) for one in self.changes)
        return Agreed(since, seconds_of(self.to), ((since, self.offset), *later))


@dataclass(frozen=True, kw_only=True)
class Resolution:
    """What a resolved contract was resolved with; empty before."""

    holidays: str = item("version of the holiday data, of wordings from before 2027", default="")
    tz: str = item("version of the time zone database, of wordings from before 2027", default="")
    through: int = item("last year whose holidays are expanded", default=0)
    counting: int = item("counting version under which it was agreed", default=FIRST)
    zones: tuple[ZoneTerms, ...] = item("the zones of the contract and its calendars, written out", default=())

    def zone(self, name: str) -> str:
        """The zone of that name as it was agreed; as it is installed where none was written out."""
        return self._agreed.get(name, name)

    @cached_property
    def _agreed(self) -> dict[str, str]:
        return {one.id: zone_of_agreed(one.id, one.agreed) for one in self.zones}


@dataclass(frozen=True, kw_only=True)
class Contract:
    """A service level agreement as data. `version` and `effective` say which wording holds when."""

    apiVersion: str = item("always sla/v1")
    kind: str = item("Contract, or Package for a template")
    metadata: Metadata = item("number, version, status", default=Metadata())
    effective: Effective = item("from when to when it holds", default=Effective())
    defaults: Defaults = item("zone, currency, rounding", default=Defaults())
    precedence: tuple[str, ...] = item("which document wins", default=("order", "annex", "package", "platform"))
    parties: Parties = item("who promises what to whom")
    law: str = item("land or region whose law governs it, such as PL, GB-ENG or US-NY", default="")
    term: Term = item("notice and term", default=Term())
    fee: Fee = item("what it costs a month", default=Fee())
    calendars: dict[str, CalendarTerms] = item("service hours by name", default={})
    services: tuple[Service, ...] = item("what is looked after", default=())
    agreements: tuple[Agreement, ...] = item("internal and underpinning agreements behind this one", default=())
    classes: tuple[Class, ...] = item("classes of tickets, the most severe first", default=())
    classification: Classification = item("who classifies", default=Classification())
    intake: Intake = item("channels", default=Intake())
    clocks: tuple[Clock, ...] = item("what is timed", default=())
    targets: dict[str, dict[str, Target]] = item("class → clock → [time, calendar]", default={})
    working_day_count: WorkingDayCount = item("how N working days are counted", default=WorkingDayCount())
    reopen: Reopen = item("what a reopening means", default=Reopen())
    after_workaround: dict[str, str] = item("class → the lower class under which the rest runs", default={})
    pauses: tuple[Pause, ...] = item("closed list of reasons for which a clock may stand still", default=())
    availability: tuple[Availability, ...] = item("promised availability", default=())
    measures: tuple[Measure, ...] = item("promised aggregates", default=())
    duties: tuple[Duty, ...] = item("promises that return", default=())
    hours: Hours = item("pool of hours and rates", default=Hours())
    remedies: tuple[Remedy, ...] = item("what a broken promise costs", default=())
    remedy_rules: RemedyRules = item("combination, caps, claims", default=RemedyRules())
    triggers: tuple[Right, ...] = item("what repeated breaches entitle to", default=())
    phases: tuple[Phase, ...] = item("onboarding and seasons", default=())
    contacts: Contacts = item("caretaker and ladder", default=Contacts())
    annexes: tuple[dict[str, Any], ...] = item("data processing and other annexes", default=())
    text: dict[str, str] = item("clause → section of this document", default={})
    resolved: Resolution = item("set by the resolver; not written by hand", default=Resolution())

    @property
    def zone(self) -> str:
        """The contract's zone as it was agreed."""
        return self.resolved.zone(self.defaults.timezone)

    def clock(self, clock_id: str) -> "Clock":
        """The clock of that id; KeyError when there is none."""
        return by_id(self.clocks, clock_id)

    def promised(self, class_id: str, service: str = "") -> dict[str, Target]:
        """The standing targets of a class by clock, the service's own before the contract's."""
        own = next((row.targets.get(class_id, {}) for row in self.services if row.id == service), {})
        return {**self.targets.get(class_id, {}), **own}

    def clause_of(self, path: str) -> str:
        """The clause of the paper that renders the path or the nearest part around it, or the section's own name."""
        clauses = {name: clause for clause, name in reversed(self.text.items())}
        parts = path.split(".")
        around = (".".join(parts[:length]) for length in range(len(parts), 0, -1))
        return next((clauses[name] for name in around if name in clauses), parts[0])


def seconds_of(moment: str) -> int:
    """The moment written 2026-03-29T01:00:00Z as UTC seconds; ValueError for one that is not."""
    return int(datetime.fromisoformat(moment).timestamp())


class _Named(Protocol):
    @property
    def id(self) -> str: ...


Row = TypeVar("Row", bound=_Named)


def by_id(rows: "tuple[Row, ...]", wanted: str) -> Row:
    """The row of that id; KeyError when there is none."""
    for row in rows:
        if row.id == wanted:
            return row
    raise KeyError(wanted)
