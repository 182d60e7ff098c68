"""Until when the client must claim."""

from dataclasses import dataclass
from datetime import date, timedelta

from gwarant.sla.calendar import Calendar
from gwarant.sla.civil import add_period, day_of, midnight
from gwarant.sla.contract.model.money import RemedyRules
from gwarant.sla.contract.values import Period, Seconds, WorkingDays
from gwarant.sla.hours.month import Month
from gwarant.sla.remedies.base import shifted
from gwarant.sla.remedies.breach import Breach


@dataclass(frozen=True)
class Until:
    """The local day on which a time to claim ends, the last second in which a claim is in time (UTC), and that second
    as the moment `at` where it ends within the day."""

    day: date
    last: int
    at: int | None = None


def claim_until(
    rules: RemedyRules, breach: Breach, month: Month, reported: int | None = None, days: Calendar | None = None
) -> Until | None:
    """The end of the claim; None where there is none, or while that from which it runs is not known.

    `reported` is when the month's report came, which is when the month was closed. A window of days ends with its last
    day in the zone of the month, one of hours at its very moment, and one of working days, which
    `days` knows, at the closing of the last of them; either is still in time, as with every deadline.
    """
    if rules.mode != "on_claim" or rules.claim is None or rules.claim.deadline is None:
        return None
    anchor, deadline = rules.claim.anchor, rules.claim.deadline
    if isinstance(deadline, Seconds):
        start = {"month_end": _end(month), "report": reported}.get(anchor, breach.claim_at)
        return None if start is None else _at(start + deadline.seconds, month.zone)
    came = None if reported is None else day_of(reported, month.zone)
    day = {"month_end": month_end(month.name), "report": came}.get(anchor, breach.claim_from)
    if day is None:
        return None
    return (
        working_until(day, deadline, days) if isinstance(deadline, WorkingDays) else _within(day, deadline, month.zone)
    )


_DAY = timedelta(days=1)


def month_end(month: str) -> date:
    """The last day of the month 2026-03."""
    return date.fromisoformat(f"{shifted(month, 1)}-01") - _DAY


def _end(month: Month) -> int:
    return midnight(month_end(month.name) + _DAY, month.zone)


def _at(moment: int, zone: str) -> Until:
    return Until(day_of(moment, zone), moment, moment)


def _within(day: date, length: Period, zone: str) -> Until:
    last = add_period(day, length)
    return Until(last, midnight(last + _DAY, zone) - 1)


def working_until(day: date, length: WorkingDays, days: Calendar | None) -> Until:
    """The closing of the last of so many working days; ValueError without a calendar.

    The day from which they run is not counted, whether anybody works on it or not.
    """
    if days is None:
        raise ValueError(f"{length} are counted on a calendar, and none is given")
    start = midnight(day + _DAY, days.zone)
    if length.clock:
        at = days.wall_clock_on(start, length.days, length.clock, count_start_day=True)
    else:
        at = days.nth_working_day(start, length.days, count_start_day=True)
    last = day_of(at - 1, days.zone)
    if not length.clock and at == midnight(last + _DAY, days.zone):
        return Until(last, at - 1)
    return _at(at, days.zone)
