"""What is left of a ticket's readings where a row of the ticket cannot be read."""

from collections.abc import Iterable
from dataclasses import replace

from gwarant.sla.clocks.codes import ROW_UNREAD
from gwarant.sla.clocks.reading import Reading, Verdict


def unchecked(readings: Iterable[Reading], row: str) -> tuple[Reading, ...]:
    """What the row may have changed could not be checked: all but a breach that has happened, and an exclusion."""
    return tuple(_unchecked(reading, row) for reading in readings)


def _unchecked(reading: Reading, row: str) -> Reading:
    if reading.verdict in (Verdict.BREACHED, Verdict.EXCLUDED):
        return reading
    return replace(reading, verdict=Verdict.COULD_NOT_CHECK, reason=ROW_UNREAD(row=row))
