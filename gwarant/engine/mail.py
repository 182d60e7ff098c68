"""The sweeps that handle the messages that came in; children read them, so that no message can end the engine.

Small messages and large ones have a sweep and a child each: what is dear to read delays nothing that is cheap.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import cache, partial
from itertools import takewhile
from time import monotonic
from typing import IO, Any

from django.db import connection

from gwarant.database.backend.base import prepared
from gwarant.engine.claims import BATCH, later
from gwarant.engine.clock import clock
from gwarant.engine.lost import is_lost, passes
from gwarant.engine.tally import ROUNDS
from gwarant.files.store import folder
from gwarant.intake.handling import give_back, handle, handle_read, said, take
from gwarant.intake.models import RawMail, RawMailQuerySet
from gwarant.intake.rounds import Read, apart, handle_all
from gwarant.intake.turns import SMALL, charge
from gwarant.mail import Mail, Unreadable
from gwarant.mail.child import Parser

LEASE = timedelta(minutes=2)  # longer than a child may take for one message
LEASE_OF_MANY = timedelta(seconds=45)  # longer than reading so many may take: an engine that is killed has them all
ROUND = 2.0  # seconds; then what came in between has its turn
TOGETHER = 25  # messages that are handled in one transaction
READING = 1.0  # seconds for reading so many; what is left is due again
Seen = tuple[int, Any, int, int]  # key, due_at, tries, size


def run_once(now: datetime) -> int:
    """Handle small messages that nobody has looked at yet."""
    return _round("mail_in", RawMail.objects.due(now).filter(size__lte=SMALL), now)


def run_large(now: datetime) -> int:
    """The same with large ones."""
    return _round("mail_in_large", RawMail.objects.due(now).filter(size__gt=SMALL), now)


def _round(sweep: str, due: RawMailQuerySet, now: datetime) -> int:
    began, handled = monotonic(), 0
    with prepared(connection):
        seen: Sequence[Seen] = list(due.values_list("pk", "due_at", "tries", "size")[:BATCH])
        while seen and monotonic() - began < ROUND:
            share, seen = _share(seen)
            lease = LEASE if len(share) == 1 else LEASE_OF_MANY
            handled += _handled(sweep, take([one[:2] for one in share], now + lease), now)
    return handled


def _share(seen: Sequence[Seen]) -> tuple[Sequence[Seen], Sequence[Seen]]:
    """Those of the beginning that are handled together, and the rest.

    What was tried before is handled alone: whatever ends its engine would else count against others. So is what is
    large, so that nothing is taken that would have to wait long.
    """
    many = len(list(takewhile(lambda one: not one[2] and one[3] <= SMALL, seen[:TOGETHER]))) or 1
    return seen[:many], seen[many:]


def _handled(sweep: str, mails: Sequence[RawMail], now: datetime) -> int:
    """Read messages that are ours until the lease ends and handle them; how many."""
    if len(mails) == 1:
        return _alone(sweep, mails[0], partial(_read_and_handled, sweep, mails[0]))
    read, until, handled = list[Read](), monotonic() + READING, 0
    for place, raw in enumerate(mails):
        if place and monotonic() > until:
            give_back(mails[place:], now)
            break
        read.append((raw, _read(sweep, raw)))
    for share in apart(read):
        handled += handle_all(share, partial(_again, sweep), clock())
        ROUNDS[sweep] = clock()  # a long queue is no sweep that hangs
    return handled


def _read(sweep: str, raw: RawMail) -> Mail | Unreadable:
    reader = _Timed(_parser(sweep))
    try:
        return said(raw, reader.read)
    finally:
        charge(raw.pk, reader.seconds, clock())


def _read_and_handled(sweep: str, raw: RawMail) -> bool:
    """As of its own moment: there may be many, and one may take long."""
    reader = _Timed(_parser(sweep))
    try:
        return handle(raw.pk, reader.read, clock())
    finally:
        charge(raw.pk, reader.seconds, clock())
        ROUNDS[sweep] = clock()


def _again(sweep: str, one: Read) -> bool:
    return bool(_alone(sweep, one[0], lambda: handle_read(*one, clock())))


def _alone(sweep: str, raw: RawMail, act: Callable[[], bool]) -> int:
    """Handle one by itself; one that fails waits, and stops no other."""
    try:
        return int(act())
    except Exception as error:
        if is_lost(error):
            raise
        due_at = clock() if passes(error) else later(sweep, raw.pk, error, clock())
        RawMail.objects.filter(pk=raw.pk, due_at=raw.due_at).update(due_at=due_at)
        return 0


class _Timed:
    """Reads, and says for how many seconds."""

    def __init__(self, parser: Parser) -> None:
        self.parser, self.seconds = parser, 0.0

    def read(self, raw: IO[bytes]) -> Mail | Unreadable:
        began = monotonic()
        try:
            return self.parser.read(raw)
        finally:
            self.seconds += monotonic() - began


@cache
def _parser(sweep: str) -> Parser:
    return Parser(shelves=lambda: folder().incoming())
