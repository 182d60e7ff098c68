"""What a calendar refuses, each with a sentence that says what is wrong and what would be right."""


class CalendarError(ValueError):
    """A calendar, or a question put to one, cannot be what it says."""


class UnknownZone(CalendarError):
    """The zone is not in the packaged IANA database."""


class RangeError(CalendarError):
    """A moment lies outside the stretch that is counted."""


class NoOpenTime(CalendarError):
    """The calendar has no open second where it was looked for."""
