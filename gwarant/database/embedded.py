"""A PostgreSQL of the instance's own: made, started, adopted and stopped without anybody's help."""

import fcntl
import hashlib
import re
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote

import psycopg

from gwarant.database import process, roles
from gwarant.database.binaries import Binaries, find
from gwarant.database.cluster import finish_swap, initialise, log_since, log_sizes, reset_password, write_settings
from gwarant.database.place import ENVIRONMENT, Place, leave, settle, socket_directory
from gwarant.database.problem import DatabaseProblem, NotStarted
from gwarant.database.record import Record, load, save

DATABASE = "gwarant"
ELSEWHERE = Path("/var/lib/gwarant")
PASSING = re.compile(r"lock file .* already exists|is still in use|Is another postmaster|shared memory")
FULL = re.compile(r"FATAL: .*(too many clients|connection slots)")
PATIENCE = 60.0
CONNECTED = "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"


def silent(_: str) -> None:
    """Say nothing."""


class Embedded:
    """The server of one state directory; any number of programs may hold one of these for it."""

    def __init__(
        self,
        state: Path,
        *,
        fast: bool = False,
        programs: Path | None = None,
        say: Callable[[str], None] = silent,
        elsewhere: Path = ELSEWHERE,
    ) -> None:
        self.state = state.absolute()
        self.fast = fast
        self.programs = programs
        self.say = say
        self.elsewhere = elsewhere

    @property
    def home(self) -> Path:
        """The directory of the server; the record names it when it is not in the state directory."""
        record = self.record()
        return Path(record.home) if record and record.home else self.state / "database"

    @property
    def data(self) -> Path:
        return self.home / "data"

    def is_running(self) -> bool:
        """Whether the server is up and takes connections."""
        return process.is_ready(self.data)

    def answers(self) -> bool:
        """Whether a login gets an answer; a server that was killed a moment ago may still look alive."""
        if not self.is_running():
            return False
        try:
            psycopg.connect(self.dsn(roles.ADMIN, "postgres"), connect_timeout=5).close()
        except psycopg.OperationalError as problem:
            return bool(FULL.search(str(problem)))
        return True

    def start(self) -> None:
        """Have it running: adopt the one that runs, else start it, made first if need be."""
        if self._is_prepared() and self.answers():
            return
        self.state.mkdir(mode=0o700, parents=True, exist_ok=True)
        with self.locked():
            self.begin()

    def stop(self) -> None:
        """End it; whoever is connected is cut off, nothing that was committed is lost."""
        if not self.state.is_dir():
            return
        with self.locked():
            self.finish()

    def dsn(self, role: str = roles.APP, database: str = DATABASE) -> str:
        """The URL for one of the roles."""
        record = self.record()
        if record is None or not record.sockets:
            raise DatabaseProblem(f"There is no database in {self.state} yet.")
        return f"postgresql://{role}:{quote(record.passwords[role])}@/{database}?host={quote(record.sockets, safe='')}"

    def connections(self, patience: float = 0) -> int:
        """How many clients are connected; those who are just leaving are given so many seconds to be gone."""
        end = time.monotonic() + patience
        with psycopg.connect(self.dsn(roles.ADMIN, "postgres"), autocommit=True) as connection:
            while count := connection.execute(CONNECTED).fetchall()[0][0]:
                if time.monotonic() >= end:
                    break
                time.sleep(0.05)
        return int(count)

    def binaries(self) -> Binaries:
        """The programs that fit the data."""
        return find(self.data, self.programs)

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Be the only program that starts or stops it."""
        with open(self.state / "database.lock", "a", encoding="utf-8") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                self.say("Another program is starting or stopping the database")
                fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def begin(self) -> None:
        """What `start` does, for who holds the lock."""
        finish_swap(self.data)
        self._end_unknown()
        if not self._settle_down():
            place, record = self._settled()
            process.drop_stale_locks(place.data, Path(record.sockets))
            if not place.data.exists():
                self.say(f"Making the database (PostgreSQL {place.binaries.version}, {place.binaries.source})")
                initialise(place, record.passwords[roles.ADMIN], fast=self.fast)
            elif not record.prepared:
                reset_password(place, roles.ADMIN, record.passwords[roles.ADMIN])
            write_settings(place, Path(record.sockets), fast=self.fast)
            self.say("Starting the database")
            self._launch(place, Path(record.sockets))
        if not self._is_prepared():
            self._prepare()

    def finish(self) -> None:
        """What `stop` does, for who holds the lock."""
        pid = process.postmaster(self.data)
        if pid and not process.end(pid, self.data):
            raise DatabaseProblem(f"PostgreSQL (process {pid}) does not end; see {self.data / 'log'}")
        if record := self.record():
            leave(Path(record.sockets))

    def _settle_down(self) -> bool:
        """Whether a server is there that answers, once it is no longer starting, ending or dying."""
        end = time.monotonic() + PATIENCE
        while pid := process.postmaster(self.data):
            if process.wait_until(lambda: self.answers() or not process.postmaster(self.data), 5):
                break
            if self.is_running() and time.monotonic() > end:
                raise NotStarted(f"PostgreSQL runs (process {pid}) but does not answer; see {self.data / 'log'}")
            self.say("The database is still recovering from a crash")
        return self.answers()

    def _end_unknown(self) -> None:
        """A running server whose record was lost, or was never finished, starts again with the passwords there are."""
        record = self.record()
        if not (record and record.prepared):
            self.finish()

    def _settled(self) -> tuple[Place, Record]:
        """Where and how it runs, written down before anything is made."""
        record = self.record() or Record()
        place = settle(self.state, record, self.binaries(), self.elsewhere)
        home = "" if place.home == self.state / "database" else str(place.home)
        record = replace(record, home=home, way=place.way, sockets=str(socket_directory(place, record.sockets)))
        save(self.file, record)
        if home:
            self.say(f"The data are kept in {home}, because nobody but root can reach {self.state}")
        return place, record

    def _launch(self, place: Place, sockets: Path) -> None:
        end = time.monotonic() + PATIENCE
        pause = 0.05
        while True:
            process.drop_stale_locks(place.data, sockets)
            problem = self._try(place)
            if problem is None:
                return
            if time.monotonic() > end or not PASSING.search(problem):
                raise NotStarted(f"PostgreSQL did not start: {problem}")
            if self._settle_down():
                return
            time.sleep(pause)
            pause = min(pause * 2, 2)

    def _try(self, place: Place) -> str | None:
        """One start; what the server said when it failed."""
        log = place.home / "start.log"
        log.write_text("")
        shutil.chown(log, place.uid, place.gid)
        sizes = log_sizes(place)
        control = place.binaries.program("pg_ctl")
        command = place.command(control, "-D", str(place.data), "-l", str(log), "-s", "-w", "-t", "86400", "start")
        with subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            cwd=place.home,
            env=ENVIRONMENT,
            start_new_session=True,
        ) as running:
            said = self._attended(running)
        return (
            None
            if running.returncode == 0
            else f"{log.read_text(errors='replace')}\n{log_since(place, sizes)}\n{said}".strip()
        )

    def _attended(self, running: subprocess.Popen[bytes]) -> str:
        while True:
            try:
                return running.communicate(timeout=5)[1].decode(errors="replace")
            except subprocess.TimeoutExpired:
                self.say("The database is still recovering from a crash")

    def _prepare(self) -> None:
        record = self.record()
        assert record is not None
        roles.ensure_roles(self.dsn(roles.ADMIN, "postgres"), DATABASE, record.passwords)
        save(self.file, replace(record, prepared=_wanted(record)))

    def _is_prepared(self) -> bool:
        record = self.record()
        return record is not None and record.prepared == _wanted(record)

    @property
    def file(self) -> Path:
        """Where that is written."""
        return self.state / "database.json"

    def record(self) -> Record | None:
        """What is written down about it."""
        return load(self.file)


def _wanted(record: Record) -> str:
    """What the roles were made from: when it changes, they are made again."""
    return hashlib.sha256((roles.STATEMENTS + repr(sorted(record.passwords.items()))).encode()).hexdigest()
