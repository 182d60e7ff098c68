"""Calendars (when time counts) and phases (when other terms hold)."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from gwarant.sla.contract.nodes import Node
from gwarant.sla.contract.record import item
from gwarant.sla.contract.values import Period


@dataclass(frozen=True, kw_only=True)
class FreeDay:
    """A day on which the calendar is closed."""

    day: date = item("the day")
    name: str = item("its name", default="")

    @staticmethod
    def shorthand(node: Node) -> Node:
        return node.mapping({"day": node})


@dataclass(frozen=True, kw_only=True)
class ShoulderTerms:
    """A holiday that begins before and ends after its day."""

    from_: str = item("wall clock on the day before, such as 18:00", default="24:00")
    to: str = item("wall clock on the day after, such as 08:00", default="00:00")


@dataclass(frozen=True, kw_only=True)
class CalendarTerms:
    week: str = item('service hours, such as "Mon-Fri 08:00-18:00" or "Mon-Sun 00:00-24:00"')
    holidays: str = item(
        "land or region whose statutory holidays are closed (PL, GB-ENG, US-TX), or none", default="none"
    )
    free_days: tuple[FreeDay, ...] = item("the contract's own closed days, and the expanded statutory ones", default=())
    shoulder: ShoulderTerms | None = item("hours closed around each holiday", default=None)
    exceptions: dict[str, str] = item('dated days with other hours: {2026-12-31: "08:00-12:00"} or closed', default={})
    timezone: str = item("IANA zone, when it differs from the contract's", default="")


class TargetEffect(StrEnum):
    IN_FORCE = "in_force"
    REPORT_ONLY = "report_only"


@dataclass(frozen=True, kw_only=True)
class Phase:
    """A stretch of time with other terms: onboarding, hypercare, a season."""

    id: str = item("short name")
    from_: date | None = item("first day", default=None)
    length: Period | None = item("how long it lasts", default=None)
    every: str = item(
        'a season that returns every year: "11-15..12-31", or by working days of a month "1wd..4wd of 01"', default=""
    )
    calendar: str = item("calendar of those working days; the first with holidays when empty", default="")
    effect: dict[str, Any] = item(
        "what differs: `remedies: none`, `targets: report_only`, `freeze: true`, or a dotted path of the contract: "
        "calendars.<name>.week, targets.<class>.<clock>, availability.<id>.target",
        default={},
    )
    fee_add: Decimal | None = item("surcharge a month", default=None)
    label: str = item("name for people", default="")
