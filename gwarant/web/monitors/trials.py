"""How many look once, now, at the same time: whoever waits for another server takes nobody's turn at ours."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic, sleep
from typing import Any

from django.db.models import Q

from gwarant.accounts.models import User
from gwarant.customers.models import Customer
from gwarant.monitoring.models import Place
from gwarant.monitoring.moments import milliseconds_of
from gwarant.monitoring.trial import LONGEST
from gwarant.monitoring.trials.asking import WAITS, answer_to, ask, end, looking_from
from gwarant.prober.model import Answer
from gwarant.web.access import AuthedRequest
from gwarant.web.admission.arriving import Lost, Room
from gwarant.web.admission.serving import aside
from gwarant.web.moment import now

GLANCE, ON_ITS_WAY = 0.2, 3.0  # seconds between two glances at whether it is there; for an answer to come
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


class NobodyLooked(Exception):
    """No prober of the place answered in time."""


def from_place(
    by: User,
    place: Place,
    kind: str,
    wanted: dict[str, Any],
    timeout: int,
    *,
    rests: Callable[[float], object] = sleep,
    beyond: float = WAITS.total_seconds() + ON_ITS_WAY,
) -> Answer:
    """What a prober of the place finds; between two glances it `rests`, and waits so many seconds `beyond` the look.

    Raises SettingsRefused, NobodyLooked.
    """
    patience = min(timeout, LONGEST)
    trial = ask(place, kind, wanted, patience, by=by, now=now())
    until = monotonic() + patience / 1000 + beyond
    try:
        while monotonic() < until:
            if (found := answer_to(trial)) is not None:
                return found
            rests(GLANCE)
        raise NobodyLooked
    finally:
        end(trial)


def places_to_try(customer: Customer | None) -> list[tuple[str, str]]:
    """The places that something may be tried from: those that look for everybody, and the customer's own."""
    found = looking_from(milliseconds_of(now()))
    if customer is not None:
        found = found.filter(Q(customer=None) | Q(customer=customer))
    return [(one.key, f"{one.called} ({one.key})") for one in found]
