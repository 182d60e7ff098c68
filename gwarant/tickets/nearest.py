"""Which of a ticket's clocks says where it stands: the page and the mail to the customer ask the same."""

from collections.abc import Iterable

from gwarant.sla.clocks.reading import ClockState, Reading
from gwarant.tickets.models import Status, Ticket


def is_live(reading: Reading) -> bool:
    """Whether something can still happen to it."""
    return reading.state is not ClockState.STOPPED


def nearest(readings: Iterable[Reading]) -> Reading | None:
    """The clock that matters: of those that run the one due first, else of those that wait."""
    return min(filter(is_live, readings), key=urgency, default=None)


def telling(ticket: Ticket, readings: Iterable[Reading]) -> Reading | None:
    """The clock that says where the ticket stands: of one that waits for the customer a clock that waits too."""
    found = [one for one in readings if is_live(one)]
    still = [one for one in found if one.state is ClockState.PAUSED]
    return nearest(still if still and ticket.status == Status.WAITING else found)


def urgency(reading: Reading) -> tuple[bool, int, str]:
    """What stands still comes last."""
    return reading.state is ClockState.PAUSED, reading.due_at, reading.clock
