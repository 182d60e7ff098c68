"""Which of a ticket's clocks says where it stands: the page and the mail to the customer ask the same."""

from collections.abc import Iterable

from gwarant.sla.clocks.reading import ClockState, Reading
from gwarant.tickets.models import Status, Ticket


def is_live(reading: Reading) -> bool:
    """Whether something can still happen to it."""
    return reading.state is not ClockState.STOPPED


def nearest(readings: Iterable[Reading]) -> Reading | None:
    """The clock that matters: of those that can still be kept the one due first, else one that is lost, else waits."""
    return min(filter(is_live, readings), key=urgency, default=None)


def telling(ticket: Ticket, readings: Iterable[Reading]) -> Reading | None:
    """The clock that says where the ticket stands: of one that waits for the customer a clock that waits too."""
    found = [one for one in readings if is_live(one)]
    still = [one for one in found if one.state is ClockState.PAUSED]
    return nearest(still if still and ticket.status == Status.WAITING else found)


def lost(readings: Iterable[Reading]) -> list[Reading]:
    """The clocks that still run and whose deadline has passed, the one that passed first before the others."""
    return sorted((one for one in readings if is_live(one) and one.is_breached), key=urgency)


def urgency(reading: Reading) -> tuple[int, int, str]:
    """What can still be kept comes first, by its deadline; what is lost hides none of it; what stands still is last."""
    rank = 2 if reading.state is ClockState.PAUSED else int(reading.is_breached)
    return rank, reading.due_at, reading.clock
