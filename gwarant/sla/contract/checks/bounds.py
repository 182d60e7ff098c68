"""Numbers, lengths and days that a contract may name: outside of these nothing could be counted with them."""

from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from gwarant.sla.contract.checks.complaint import wrong
from gwarant.sla.contract.checks.fields import fields_of, single
from gwarant.sla.contract.model import Contract, Resolution
from gwarant.sla.contract.model.desk import Clock
from gwarant.sla.contract.model.frame import Defaults, Fee, Metadata, MoneyRule
from gwarant.sla.contract.model.hours_of_service import Phase
from gwarant.sla.contract.model.money import (
    Approval,
    Band,
    Block,
    Cap,
    Carry,
    Condition,
    HoursRounding,
    Multiplier,
    OwnCap,
    Rates,
    Remedy,
    RemedyRules,
    Size,
    TravelRounding,
    WorkKind,
)
from gwarant.sla.contract.model.promises import Duty, FigureRounding, MaintenanceCap, Measure, Probe
from gwarant.sla.contract.record import Report
from gwarant.sla.contract.values import FIRST_YEAR, LAST_YEAR, Period, Seconds
from gwarant.sla.counting import FIRST

TRILLION = 10**12


class Range(NamedTuple):
    """From the least to the most; `above` leaves the least itself out."""

    least: int
    most: int | None = None
    above: bool = False

    def holds(self, number: Any) -> bool:
        """Whether the number lies in it."""
        enough = number > self.least if self.above else number >= self.least
        return bool(enough and (self.most is None or number <= self.most))

    def __str__(self) -> str:
        least = f"above {self.least}" if self.above else f"at least {self.least}"
        if self.most is None:
            return least
        return f"{least} and at most {self.most}" if self.above else f"from {self.least} to {self.most}"


_SUM = Range(0, TRILLION)
PERCENT = Range(0, 100)
NUMBERS: dict[tuple[type, str], Range] = {
    (Metadata, "version"): Range(1),
    (Metadata, "supersedes"): Range(1),
    (Resolution, "through"): Range(0, LAST_YEAR),
    (Resolution, "counting"): Range(FIRST),
    (Defaults, "percent_scale"): Range(0, 12),
    (MoneyRule, "scale"): Range(0, 6),
    (Fee, "monthly"): _SUM,
    (Fee, "parts"): _SUM,
    (Clock, "warn_at"): Range(1, 100),
    (Probe, "locations"): Range(1),
    (Probe, "down_when"): Range(1),
    (Probe, "degraded_weight"): Range(0, 1),
    (MaintenanceCap, "minutes"): Range(0),
    (FigureRounding, "scale"): Range(0, 12),
    (Measure, "min_count"): Range(0),
    (Measure, "percentile"): Range(0, 100, above=True),
    (Measure, "average"): Range(1, 60),
    (Duty, "keep"): Range(0),
    (Block, "price"): _SUM,
    (Carry, "periods"): Range(0),
    (Carry, "cap"): PERCENT,
    (Rates, "included"): _SUM,
    (Rates, "above"): _SUM,
    (Rates, "discount_projects"): PERCENT,
    (Multiplier, "x"): Range(0, 1000, above=True),
    (Approval, "alert_at"): Range(0, above=True),
    (Approval, "propose_change_after"): Range(0),
    (WorkKind, "rate"): _SUM,
    (Size, "fee"): _SUM,
    (Size, "discount"): PERCENT,
    (OwnCap, "pct"): _SUM,
    (OwnCap, "amount"): _SUM,
    (OwnCap, "units"): Range(1),
    (Condition, "average"): Range(1, 60),
    (Condition, "n"): Range(1),
    (Condition, "within"): Range(1),
    (Remedy, "n"): Range(1),
    (Remedy, "x"): Range(0, 1000, above=True),
    (Remedy, "step"): Range(0, above=True),
    (Remedy, "pct"): _SUM,
    (Remedy, "amount"): _SUM,
    (Band, "pct"): _SUM,
    (Band, "amount"): _SUM,
    (RemedyRules, "min"): _SUM,
    (Cap, "pct"): _SUM,
    (Cap, "amount"): _SUM,
}
LENGTHS: dict[tuple[type, str], str] = {
    (Phase, "length"): "P4W",
    (Probe, "every"): "60s",
    (Duty, "every"): "P1M",
    (Block, "lasts"): "P12M",
    (HoursRounding, "unit"): "15m",
    (TravelRounding, "unit"): "30m",
    (Remedy, "unit"): "1h",
    (Remedy, "within"): "P12M",
    (Remedy, "grants"): "P1D",
}


def bounds(contract: Contract, report: Report) -> None:
    """Numbers out of their range, lengths of nothing, days outside the years that are counted."""
    for field in fields_of(contract):
        at = (field.record, field.key)
        for path, value in single(field.value, field.path):
            if at in NUMBERS:
                number(report, path, value, NUMBERS[at])
            elif at in LENGTHS and value in (Seconds(0), Period()):
                message = f"{value} is no length at all; write one above zero, such as {LENGTHS[at]}"
                wrong(report, path, message, code="invalid")
            elif isinstance(value, date):
                counted_day(report, path, value)


def number(report: Report, path: str, value: "Decimal | int", allowed: Range) -> None:
    """Report a number out of its range."""
    if not allowed.holds(value):
        wrong(report, path, f"{value} is out of range; it must be {allowed}", code="invalid")


def counted_day(report: Report, path: str, day: date) -> None:
    """Report a day outside the years that are counted."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        message = f"{day} lies outside the years that are counted; write a day from {FIRST_YEAR} to {LAST_YEAR}"
        wrong(report, path, message, code="invalid")
