"""About how long a time value is in days, to compare by."""

from gwarant.sla.contract.values import NthWeekday, Period, Seconds, TimeValue, WorkingDays

_DAY, _MONTH, _WEEK = 86_400, 30.4375, 7


def days_of(length: TimeValue) -> float | None:
    """Days of the calendar, with five working days to the week; None for a date."""
    match length:
        case Seconds(seconds):
            return seconds / _DAY
        case WorkingDays(days, _):
            return days * _WEEK / 5
        case NthWeekday(nth, _):
            return float(nth * _WEEK)
        case Period(months, days):
            return months * _MONTH + days
    return None
