"""Messages handed over by a pipe or a mail server, for the command line; exit codes of sysexits.h."""

import socket
import sys
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from datetime import UTC, datetime

from gwarant.cli.terminal import unusable
from gwarant.database.scope import ENGINE, scoped
from gwarant.engine.clock import clock
from gwarant.engine.stop import Stop
from gwarant.files.folder import TooLarge
from gwarant.intake.account import account
from gwarant.intake.listener import listener
from gwarant.intake.models import Way
from gwarant.intake.receive import MOST, receive

Tell = Callable[[str], object]
OK, DATA_ERROR, TRY_AGAIN = 0, 65, 75
AGAIN = 5.0  # seconds until a port that somebody else has is tried again


def deliver(to: str, sender: str, tell: Tell) -> int:
    """Store the message on standard input; 0 once it is there for good, 75 when it has to be tried again."""
    now = datetime.now(UTC)
    try:
        kept = receive(sys.stdin.buffer, way=Way.PIPE, box=to, sender=sender, recipients=[to], now=now)
    except TooLarge:
        tell(f"the message has more than {MOST} bytes")
        return DATA_ERROR
    except Exception as error:  # whatever it is: a mail server sends back what ends with any other code
        tell(f"not stored, try again: {' '.join(str(error).split())}")
        return TRY_AGAIN
    tell(f"stored {kept.sha256}")
    return OK


def status() -> Mapping[str, int]:
    """How many messages came, and how many had each outcome."""
    with scoped(ENGINE):
        return account()


def listen(wanted: Mapping[str, str], stop: Stop, tell: Tell, *, waits: bool = False) -> None:
    """Listen at the places (way → host:port; empty: not) until stopped; `waits` for a port that somebody else has."""
    with ExitStack() as stack:
        for way, place in wanted.items():
            if place:
                _listen(way, place, stack, stop, tell, waits)
        while not stop.wait(60):
            pass


def _listen(way: str, place: str, stack: ExitStack, stop: Stop, tell: Tell, waits: bool) -> None:
    host, _, port = place.rpartition(":")
    address = (host.strip("[]"), int(port))
    while error := _taken(address):
        if not waits:
            raise unusable(f"--{way}", f"{place} cannot be listened at: {error}")
        tell(f"{way} at {place} cannot be listened at, trying again: {error}")
        if stop.wait(AGAIN):
            return
    made = listener(Way(way), *address, clock)
    try:
        made.start()
    except (OSError, TimeoutError) as refused:
        raise unusable(f"--{way}", f"{place} cannot be listened at: {refused}") from None
    stack.callback(made.stop)
    tell(f"{way} at {place}")


def _taken(address: tuple[str, int]) -> OSError | None:
    """Why nobody can listen there now; asked first, because a listener that fails leaves its loop behind."""
    try:
        family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
        socket.create_server(address, family=family).close()
    except OSError as error:
        return error
    return None
