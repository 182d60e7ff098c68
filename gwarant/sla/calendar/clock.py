"""Times of day as seconds from local midnight, read and written as text."""

import re

from gwarant.sla.calendar.errors import CalendarError

MINUTE = 60
HOUR = 3600
DAY = 86_400

_TIME = re.compile(r"([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?")


def seconds_of_day(text: object) -> int:
    """The seconds from midnight of "08:00", "08:00:30" or "24:00"; raises CalendarError for anything else."""
    match = _TIME.fullmatch(text.strip()) if isinstance(text, str) else None
    if not match:
        raise CalendarError(f"{text!r:.60} is not a time of day: write HH:MM or HH:MM:SS, from 00:00 to 24:00")
    hours, minutes, seconds = (int(part or 0) for part in match.groups())
    total = hours * HOUR + minutes * MINUTE + seconds
    if minutes > 59 or seconds > 59 or total > DAY:
        raise CalendarError(f"{text!r} is not a time of day: the last one is 24:00")
    return total


def time_text(seconds: int) -> str:
    """The time of day as HH:MM, with seconds where there are any."""
    minutes, rest = divmod(seconds, MINUTE)
    text = f"{minutes // 60:02}:{minutes % 60:02}"
    return f"{text}:{rest:02}" if rest else text
