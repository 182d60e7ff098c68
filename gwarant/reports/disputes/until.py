"""Until when a client may dispute what was stated: the house's own days, because no contract has a key for it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from gwarant.reports.models import Report
from gwarant.reports.month import zone_of
from gwarant.sla.civil import add_period, day_of, midnight
from gwarant.sla.contract.values import Period
from gwarant.tickets.evidence import moment_of, stamp

GIVEN = Period(days=30)  # from the day of the newest statement
A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Until:
    """The last day, in the contract's zone, and its end."""

    last: date
    ends_at: datetime


def until_of(report: Report) -> Until:
    """The house's days after the day on which the month was closed, or last revised."""
    zone = zone_of(report.contract)
    last = add_period(day_of(stamp(report.stated_at), zone), GIVEN)
    return Until(last, moment_of(midnight(last + A_DAY, zone)))
