"""The contract: one record that holds all sections."""

from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

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

API_VERSION = "sla/v1"


@dataclass(frozen=True, kw_only=True)
class Resolution:
    """What a resolved contract was resolved with; empty before."""

    holidays: str = item("version of the holiday data", default="")
    tz: str = item("version of the time zone database", default="")
    through: int = item("last year whose holidays are expanded", default=0)


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
