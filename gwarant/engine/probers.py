"""The sweep that hears when probers are silent, once this program has listened long enough to know."""

from datetime import datetime

from gwarant.monitoring import alarms

LISTENS: list[datetime] = []  # since when


def run_once(now: datetime) -> int:
    """Tell of probers; nothing until one could have come back to a house that was away itself."""
    if not LISTENS:
        LISTENS.append(now)
    return alarms.run_once(now) if now - LISTENS[0] > alarms.SILENT else 0
