"""The sweeps that handle the messages that came in; children read them, so that no message can end the engine.

Small messages and large ones have a sweep and a child each: what is dear to read delays nothing that is cheap.
"""

from datetime import datetime, timedelta
from functools import cache
from time import monotonic

from django.db import connection

from gwarant.database.backend.base import prepared
from gwarant.engine.claims import each_due
from gwarant.engine.clock import clock
from gwarant.engine.tally import ROUNDS
from gwarant.intake.handling import handle, take
from gwarant.intake.models import RawMail, RawMailQuerySet
from gwarant.intake.turns import SMALL, charge
from gwarant.mail import Mail, Unreadable
from gwarant.mail.child import Parser

LEASE = timedelta(minutes=2)  # longer than a child may take for one message
ROUND = 2.0  # seconds; then what came in between has its turn


def run_once(now: datetime) -> int:
    """Handle small messages that nobody has looked at yet."""
    return _round("mail_in", RawMail.objects.due(now).filter(size__lte=SMALL), now)


def run_large(now: datetime) -> int:
    """The same with large ones."""
    return _round("mail_in_large", RawMail.objects.due(now).filter(size__gt=SMALL), now)


def _round(sweep: str, due: RawMailQuerySet, now: datetime) -> int:
    began = monotonic()

    def act(pk: int) -> bool:
        reader = _Timed(_parser(sweep))
        try:
            return handle(pk, reader.read, clock())  # as of its own moment: there may be many, and one may take long
        finally:
            charge(pk, reader.seconds, clock())
            ROUNDS[sweep] = clock()  # a long queue is no sweep that hangs

    def goes_on() -> bool:
        return monotonic() - began < ROUND

    with prepared(connection):
        return each_due(sweep, due, "due_at", act, lease=LEASE, take=take, goes_on=goes_on, now=now)


class _Timed:
    """Reads, and says for how many seconds."""

    def __init__(self, parser: Parser) -> None:
        self.parser, self.seconds = parser, 0.0

    def read(self, raw: bytes) -> Mail | Unreadable:
        began = monotonic()
        try:
            return self.parser.read(raw)
        finally:
            self.seconds += monotonic() - began


@cache
def _parser(sweep: str) -> Parser:
    return Parser()
