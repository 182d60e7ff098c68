"""Milliseconds of UTC and datetimes."""

from datetime import UTC, date, datetime, timedelta

AHEAD = 5_000  # milliseconds by which a moment may lie in the future: clocks differ. Further ahead our own was wrong
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def moment_of(milliseconds: int) -> datetime:
    """The moment so many milliseconds after 1970 began."""
    return EPOCH + timedelta(milliseconds=milliseconds)


def milliseconds_of(moment: datetime) -> int:
    """How many milliseconds of UTC there were until then."""
    return (moment - EPOCH) // timedelta(milliseconds=1)


def date_of(milliseconds: int) -> date:
    """The day (UTC) in which they lie."""
    return moment_of(milliseconds).date()


def start_of(day: date) -> int:
    """The milliseconds at which the day (UTC) begins."""
    return milliseconds_of(datetime(day.year, day.month, day.day, tzinfo=UTC))
