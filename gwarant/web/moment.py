"""The only clock of the web."""

from datetime import UTC, datetime


def now() -> datetime:
    """The present moment, whole seconds."""
    return datetime.now(UTC).replace(microsecond=0)


def precisely() -> datetime:
    """The present moment, by which the clocks of probers are set."""
    return datetime.now(UTC)
