"""Until when a client may dispute what was stated: the house's own days, as they were when it was stated."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from gwarant.reports.models import Report
from gwarant.reports.month import zone_of
from gwarant.sla.civil import add_period, day_of, midnight
from gwarant.sla.contract.values import Period
from gwarant.tickets.evidence import moment_of, stamp

A_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Until:
    """The last day, in the contract's zone, and its end."""

    last: date
    ends_at: datetime


def until_of(report: Report) -> Until:
    """The house's days after the day on which it was stated, or last revised; another setting moves no day of it."""
    zone = zone_of(report.contract)
    last = add_period(day_of(stamp(report.stated_at), zone), Period(days=report.dispute_days))
    return Until(last, moment_of(midnight(last + A_DAY, zone)))
