"""Pings wait together for one transaction: whoever comes while one is stored is stored by the next."""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from queue import Empty, SimpleQueue
from threading import Lock, Thread

from django.db import Error, InterfaceError, OperationalError, connection, connections

from gwarant.database.backend.base import prepared
from gwarant.database.scope import ENGINE, scoped
from gwarant.monitoring.beats.asked import AWAY, Answer, Asked
from gwarant.monitoring.beats.keeping import Came, keep
from gwarant.monitoring.beats.listening import EVERY, listen

log = logging.getLogger("gwarant.monitoring")
MOST = 500  # pings of a transaction
PATIENCE = 20  # seconds that a ping waits; then whoever sent it has to try again
PAUSE = 1.0  # seconds after a fault


class Waiting:
    """A ping that is not answered yet: whoever brought it waits at the lock."""

    __slots__ = ("_lock", "answer", "asked", "at")

    def __init__(self, asked: Asked, at: datetime) -> None:
        self.asked, self.at, self.answer = asked, at, AWAY
        self._lock = Lock()
        self._lock.acquire()

    def wait(self) -> Answer:
        """The answer when there is one, at the latest when patience ends."""
        self._lock.acquire(timeout=PATIENCE)
        return self.answer

    def end(self, answer: Answer) -> None:
        self.answer = answer
        self._lock.release()


class Intake:
    """The one thread of a process that stores pings, on a connection of its own, and says that we listen."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self.clock = clock
        self.waiting: SimpleQueue[Waiting] = SimpleQueue()
        self.lock = Lock()
        self.thread: Thread | None = None
        self.row: int | None = None
        self.listened = datetime.min.replace(tzinfo=clock().tzinfo)

    def begin(self) -> None:
        """Listen from now on, in this process."""
        with self.lock:
            if self.thread is None or not self.thread.is_alive():
                self.thread = Thread(target=self._run, name="pings", daemon=True)
                self.thread.start()

    def take(self, asked: Asked) -> Answer:
        """Store the ping; the answer when that is done."""
        one = Waiting(asked, self.clock())
        self.waiting.put(one)
        if self.thread is None:
            self.begin()
        return one.wait()

    def _run(self) -> None:
        with scoped(ENGINE), prepared(connections["default"]):
            while True:
                batch = self._next()
                if batch:
                    self._serve(batch)
                self._listen()

    def _next(self) -> list[Waiting]:
        """All that wait, at most so many; nothing where none came for a while."""
        try:
            batch = [self.waiting.get(timeout=EVERY.total_seconds())]
        except Empty:
            return []
        while len(batch) < MOST:
            try:
                batch.append(self.waiting.get_nowait())
            except Empty:
                break
        return batch

    def _serve(self, batch: Sequence[Waiting]) -> None:
        try:
            answers = self._kept([(one.asked, one.at) for one in batch])
        except Exception:
            if len(batch) > 1:  # one that cannot be stored takes no other with it
                for one in batch:
                    self._serve([one])
                return
            log.exception("a ping could not be stored")
            connection.close()
            answers = [AWAY]
        for one, answer in zip(batch, answers, strict=True):
            one.end(answer)

    def _kept(self, came: Sequence[Came]) -> list[Answer]:
        """A connection that was lost is made again, once."""
        try:
            return keep(came, self.clock())
        except (InterfaceError, OperationalError):
            connection.close()
            return keep(came, self.clock())

    def _listen(self) -> None:
        now = self.clock()
        if abs(now - self.listened) < EVERY:
            return
        try:
            self.row = listen(self.row, now)
            self.listened = now
        except Error:
            connection.close()
            log.warning("the database is away: no ping can be taken")
            self.listened = now  # the next try is in a moment
