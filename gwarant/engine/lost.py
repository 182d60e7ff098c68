"""Telling a lost database from a row that fails, and saying so once a minute."""

import logging
from datetime import datetime, timedelta

from django.db import InterfaceError, OperationalError
from psycopg import Error

log = logging.getLogger("gwarant.engine")
LONGEST = 5.0
QUIET = timedelta(minutes=1)


def is_lost(error: BaseException) -> bool:
    """Whether the database cannot be reached, as opposed to a statement that it refused."""
    if not isinstance(error, InterfaceError | OperationalError | Error):
        return False
    state = getattr(error, "sqlstate", None) or getattr(error.__cause__, "sqlstate", None)
    return state.startswith(("08", "53", "57P")) if state else _is_link(error)


def passes(error: BaseException) -> bool:
    """Whether the same again would probably succeed: a deadlock, a failed serialization, a lock waited for too long."""
    state = getattr(error.__cause__, "sqlstate", None) or ""
    return state[:2] in ("40", "55")


def _is_link(error: BaseException) -> bool:
    return isinstance(error, InterfaceError | OperationalError) or type(error).__name__ == "OperationalError"


class Outage:
    """How long to sleep before the next try, and when to say again that the database is away."""

    def __init__(self) -> None:
        self.pause = 0.0
        self._said_at: datetime | None = None

    def over(self) -> None:
        """It answers."""
        if self._said_at:
            log.warning("the database is back")
        self.pause, self._said_at = 0.0, None

    def lasts(self, error: BaseException, now: datetime) -> None:
        """It does not answer."""
        self.pause = min(self.pause * 2 or 0.5, LONGEST)
        if self._said_at is None or now - self._said_at >= QUIET:
            self._said_at = now
            log.error("the database is away, trying again: %s", " ".join(str(error).split()))
