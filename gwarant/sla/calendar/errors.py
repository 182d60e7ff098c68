"""What a calendar refuses, each with a sentence that says what is wrong and what would be right."""


class CalendarError(ValueError):
    """A calendar, or a question put to one, cannot be what it says."""


class UnknownZone(CalendarError):
    """The zone is not in the packaged IANA database."""


class RangeError(CalendarError):
    """A moment lies outside the stretch that is counted."""


class NoOpenTime(CalendarError):
    """The calendar has no open second where it was looked for."""


def outside(moment: int, start: int, end: int, seconds: int = 0) -> RangeError:
    """The refusal to answer beyond the compiled stretch."""
    asked = f"{seconds:+} open seconds from {moment}" if seconds else f"the moment {moment}"
    return RangeError(f"{asked} lies outside the compiled stretch {start} to {end}: compile a longer one")


def negative(seconds: int) -> CalendarError:
    """The refusal to count a negative number of seconds."""
    return CalendarError(f"{seconds} seconds cannot be added: give none or more, or count back")
