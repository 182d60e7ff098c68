"""Pings wait together for one transaction: whoever comes while one is stored is stored by the next."""

import logging
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime
from queue import Empty, SimpleQueue
from threading import Lock, Thread

from django.db import Error, InterfaceError, OperationalError, connection, connections

from gwarant.database.backend.base import prepared
from gwarant.database.scope import ENGINE, scoped
from gwarant.monitoring.beats.asked import AWAY, Answer, Asked
from gwarant.monitoring.beats.keeping import Came, To, addresses_of, keep
from gwarant.monitoring.beats.listening import EVERY, could_not_hear, could_not_hear_of, listen

log = logging.getLogger("gwarant.monitoring")
MOST = 500  # pings of a transaction
PATIENCE = 20  # seconds that a ping waits; then whoever sent it has to try again
NOTED = 4_000  # pings at most that are kept while nobody waits for that
NOTED_OF_PLACE = 1_000
LOST_APART = 4_000  # addresses at most of which it is kept that pings to them alone were lost
PAUSE = 1.0  # seconds after a fault


class Waiting:
    """A ping that is not answered yet: whoever brought it waits at the lock."""

    __slots__ = ("_lock", "answer", "asked", "at", "noted")

    def __init__(self, asked: Asked, at: datetime, noted: str | None = None) -> None:
        self.asked, self.at, self.answer = asked, at, AWAY
        self.noted = noted  # the place from which it came, where nobody waits
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
        self.noted: Counter[str] = Counter()
        self.lost_since: datetime | None = None  # a ping that came then is nowhere
        self.lost_apart: dict[To, datetime] = {}  # since when pings to these addresses alone are
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

    def note(self, asked: Asked, place: str) -> None:
        """Store the ping, without a wait: there was no room for that. Where too many are kept so, it is lost."""
        with self.lock:
            is_full = self.noted.total() >= NOTED
            is_share_used = self.noted[place] >= NOTED_OF_PLACE
            if not is_full and not is_share_used:
                self.noted[place] += 1
        if is_share_used:  # one place that sends so many takes nobody else's pings with it
            self.lose_apart(asked)
        elif is_full:
            self.lose()
        else:
            self.waiting.put(Waiting(asked, self.clock(), place))

    def lose(self) -> None:
        """A ping could not be heard: what was said about now is unknown."""
        with self.lock:
            self.lost_since = self.lost_since or self.clock()

    def lose_apart(self, asked: Asked) -> None:
        """A ping to that address could not be heard: what was said there about now is unknown, and nowhere else."""
        with self.lock:
            if len(self.lost_apart) < LOST_APART:
                self.lost_apart.setdefault((asked.code, asked.key, asked.slug), self.clock())

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
            self.lose()
        for one, answer in zip(batch, answers, strict=True):
            one.end(answer)
            if one.noted is not None:
                with self.lock:
                    self.noted[one.noted] -= 1
                    self.noted += Counter()  # without those that have none

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
            self._tell_lost(now)
            self.row = listen(self.row, now)
            self.listened = now
        except Error:
            connection.close()
            log.warning("the database is away: no ping can be taken")
            self.listened = now  # the next try is in a moment

    def _tell_lost(self, now: datetime) -> None:
        with self.lock:
            apart, self.lost_apart = self.lost_apart, {}
        if apart:  # where the database is away just then, all of that time is unknown
            could_not_hear_of(addresses_of(apart), now)
        with self.lock:
            since, self.lost_since = self.lost_since, None
        if since is None:
            return
        try:
            could_not_hear(since, now)
        except Error:
            with self.lock:
                self.lost_since = since
            raise
