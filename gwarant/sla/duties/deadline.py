"""Until when a slot's proof is in time."""

from dataclasses import dataclass
from datetime import timedelta

from gwarant.sla.calendar import Calendar
from gwarant.sla.civil import add_period, day_of, midnight
from gwarant.sla.contract.model.promises import Duty
from gwarant.sla.contract.values import NthWeekday, Period, Seconds, TimeValue, WorkingDays
from gwarant.sla.terms import Terms


@dataclass(frozen=True)
class Deadline:
    """The moment at which the time is up (UTC seconds); a closing still is in time, the end of a day is not."""

    at: int
    is_included: bool

    @property
    def last(self) -> int:
        """The last second in time, in which what was not done is missed."""
        return self.at if self.is_included else self.at - 1


def deadline(duty: Duty, terms: Terms, calendar: Calendar, end: int) -> Deadline:
    """The deadline of a slot that ends at `end`: by its end or by `due` after it, and `grace` later at the latest."""
    found = Deadline(end, False)
    for value in (duty.due, duty.grace):
        if value is not None:
            found = _after(value, terms, calendar, found)
    return found


def calendar_of(duty: Duty, terms: Terms) -> Calendar:
    """The calendar of the duty's working days; the first with holidays, else Monday to Friday."""
    return terms.working_days(duty.calendar)


def _after(value: TimeValue, terms: Terms, calendar: Calendar, since: Deadline) -> Deadline:
    """Working days and weekdays are those after the day of the slot's last second; exact lengths are real time."""
    match value:
        case Seconds(seconds):
            return Deadline(since.at + seconds, True)
        case Period():
            return Deadline(_later(value, terms, since), False)
        case WorkingDays(days, clock):
            tomorrow = midnight(day_of(since.last, terms.zone) + timedelta(days=1), terms.zone)
            if clock:
                return Deadline(calendar.wall_clock_on(tomorrow, days, clock, count_start_day=True), True)
            return Deadline(calendar.nth_working_day(tomorrow, days, count_start_day=True), True)
        case NthWeekday(nth, weekday):
            return Deadline(calendar.nth_weekday(since.last, nth, weekday), True)
    return Deadline(terms.moment(value, calendar, since.last), True)


def _later(value: Period, terms: Terms, since: Deadline) -> int:
    """The end of the period's last day: of whole days from the end of one on, else after the day on which it begins."""
    day = day_of(since.at, terms.zone)
    is_whole = since.at == midnight(day, terms.zone)
    return midnight(add_period(day, value) + timedelta(days=0 if is_whole else 1), terms.zone)
