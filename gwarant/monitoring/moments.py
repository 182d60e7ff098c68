"""Milliseconds of UTC and datetimes."""

from datetime import UTC, datetime, timedelta

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def moment_of(milliseconds: int) -> datetime:
    """The moment so many milliseconds after 1970 began."""
    return EPOCH + timedelta(milliseconds=milliseconds)


def milliseconds_of(moment: datetime) -> int:
    """How many milliseconds of UTC there were until then."""
    return (moment - EPOCH) // timedelta(milliseconds=1)
