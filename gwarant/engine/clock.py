"""The only clock of the engine."""

from datetime import UTC, datetime


def clock() -> datetime:
    """The present moment, whole seconds."""
    return datetime.now(UTC).replace(microsecond=0)
