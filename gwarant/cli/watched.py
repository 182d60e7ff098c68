"""Whether there is anything for the house's own prober to look at; it costs no process while there is not."""

import os
import time
from typing import Any

from gwarant.cli.service import load

EVERY = 5.0  # seconds between two questions
ASKED = """
SELECT EXISTS (
    SELECT FROM monitoring_monitor m
    JOIN monitoring_monitor_places w ON w.monitor_id = m.id JOIN monitoring_place p ON p.id = w.place_id
    WHERE p.key = 'home' AND p.is_active AND m.is_active)
"""


class Watched:
    """Asks the database now and then, over a connection of its own; while that cannot be asked the answer stays."""

    def __init__(self) -> None:
        self._connection: Any = None
        self._next, self._is_so = 0.0, False

    def __call__(self) -> bool:
        if time.monotonic() >= self._next:
            self._next = time.monotonic() + EVERY
            self._ask()
        return self._is_so

    def _ask(self) -> None:
        psycopg = load("psycopg")
        try:
            if self._connection is None:
                self._connection = psycopg.connect(os.environ["DATABASE_URL"], autocommit=True, connect_timeout=2)
            self._is_so = bool(self._connection.execute(ASKED).fetchone()[0])
        except psycopg.Error:
            self._connection = None
