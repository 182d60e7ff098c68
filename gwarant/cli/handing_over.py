"""Messages handed over by a pipe or a mail server, for the command line; exit codes of sysexits.h."""

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


def listen(wanted: Mapping[str, str], stop: Stop, tell: Tell) -> None:
    """Listen at the places (way → host:port; empty: not) until stopped."""
    with ExitStack() as stack:
        for way, place in wanted.items():
            if not place:
                continue
            host, _, port = place.rpartition(":")
            made = listener(Way(way), host.strip("[]"), int(port), clock)
            try:
                made.start()
            except (OSError, TimeoutError) as error:
                raise unusable(f"--{way}", f"{place} cannot be listened at: {error}") from None
            stack.callback(made.stop)
            tell(f"{way} at {place}")
        while not stop.wait(60):
            pass
