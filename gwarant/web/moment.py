"""The only clock of the web."""

from datetime import UTC, datetime


def now() -> datetime:
    """The present moment, whole seconds."""
    return datetime.now(UTC).replace(microsecond=0)
