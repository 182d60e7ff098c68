"""How many look once, now, at the same time: whoever waits for another server takes nobody's turn at ours."""

from collections.abc import Iterator
from contextlib import contextmanager

from gwarant.web.access import AuthedRequest
from gwarant.web.admission.arriving import Lost, Room
from gwarant.web.admission.serving import aside

ROOM = Room(2, 1)  # trials of a web process, and of a person


class TooManyTrials(Exception):
    """`is_own`: it is the person's own trial that runs."""

    def __init__(self, *, is_own: bool) -> None:
        super().__init__("a trial runs")
        self.is_own = is_own


@contextmanager
def trying(request: AuthedRequest, room: Room = ROOM) -> Iterator[None]:
    """Within it the other server is waited for. Raises TooManyTrials."""
    person = str(request.user.pk)
    lost = room.enter(person)
    if lost is not None:
        raise TooManyTrials(is_own=lost is Lost.PLACE)
    try:
        with aside(request.META):
            yield
    finally:
        room.leave(person)
