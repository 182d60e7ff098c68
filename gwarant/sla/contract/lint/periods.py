"""How long the periods of a promise are, in seconds."""

from gwarant.sla.contract.model.promises import Availability, PeriodKind

DAY = 86_400
_DAYS = {
    PeriodKind.CALENDAR_MONTH: (28, 31),
    PeriodKind.CALENDAR_QUARTER: (90, 92),
    PeriodKind.CALENDAR_YEAR: (365, 366),
    PeriodKind.CONTRACT_YEAR: (365, 366),
}


def shortest(promise: Availability) -> int:
    """The shortest period over which it is judged."""
    return _DAYS[promise.period][0] * DAY


def longest(promise: Availability) -> int:
    """The longest period over which it is judged."""
    return _DAYS[promise.period][1] * DAY
