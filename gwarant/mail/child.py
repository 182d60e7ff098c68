"""Messages read in child processes: whatever a message does to its reader, whoever asked gets an answer."""

import os
import selectors
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from queue import LifoQueue
from types import TracebackType
from typing import IO, Self

from gwarant.mail.frames import LENGTHS, MOST, Asked, found_in, question
from gwarant.mail.held import PIECE, Shelf
from gwarant.mail.model import LIMITS, MIB, Limits, Mail, Reason, Unreadable
from gwarant.mail.program import OUT_OF_MEMORY
from gwarant.mail.reading import unreadable

DEATHS = 2  # of new children over one message, then it is left to people
MESSAGES = 1000  # that one child reads before it is replaced


@dataclass(frozen=True, slots=True)
class Allowance:
    """What reading one message may cost: seconds of processor time, seconds by the clock, bytes of memory."""

    cpu: int = 5
    wall: float = 20.0
    memory: int = 256 * MIB


ALLOWANCE = Allowance()


@dataclass(slots=True)
class _Child:
    process: "subprocess.Popen[bytes]"
    read: int = 0


class _Lost(Exception):
    """The child gave no answer."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(reason, detail)
        self.reason: Reason = reason
        self.detail = detail


class _Source:
    """A message to be read, as bytes or as a file that can be read again: its size, its head, its pieces."""

    def __init__(self, raw: bytes | IO[bytes]) -> None:
        self._raw = raw
        self.size = len(raw) if isinstance(raw, bytes) else raw.seek(0, os.SEEK_END)

    def head(self, most: int) -> bytes:
        if isinstance(self._raw, bytes):
            return self._raw[:most]
        self._raw.seek(0)
        return self._raw.read(most)

    def pieces(self) -> Iterator[bytes | memoryview]:
        """From its beginning, none of them large."""
        if isinstance(self._raw, bytes):
            yield memoryview(self._raw)
            return
        self._raw.seek(0)
        while piece := self._raw.read(PIECE):
            yield piece


class Parser:
    """So many children that read messages; may be asked from several threads. Close it, or use it in a `with`.

    `shelves` says in which directory the larger files of a message lie until whoever asked has done with them.
    `replaced` counts the children that died of a message or had to be killed.
    """

    def __init__(
        self,
        processes: int = 1,
        limits: Limits = LIMITS,
        allowance: Allowance = ALLOWANCE,
        shelves: Callable[[], Path | None] = lambda: None,
    ) -> None:
        self.limits, self.allowance, self.shelves = limits, allowance, shelves
        self.replaced = 0
        self._idle: LifoQueue[_Child | None] = LifoQueue()
        self._processes = processes
        for _ in range(processes):
            self._idle.put(None)

    def read(self, raw: bytes | IO[bytes]) -> Mail | Unreadable:
        """What the message says; Unreadable also where reading it took too long, too much, or killed its reader.

        Of a message that lies in a file neither it nor its larger files are in this program's memory at any time.
        """
        source = _Source(raw)
        if source.size > self.limits.whole:
            return self._unreadable(source, "too_large", str(source.size))
        child = self._idle.get()
        try:
            child, found = self._asked(child, source)
        except BaseException:
            if child is not None:
                _end(child)
            child = None
            raise
        finally:
            self._idle.put(child)
        return found

    def close(self) -> None:
        """End all children; those that are reading end first."""
        for _ in range(self._processes):
            if (child := self._idle.get()) is not None:
                _end(child)
        for _ in range(self._processes):
            self._idle.put(None)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _unreadable(self, source: _Source, reason: Reason, detail: str) -> Unreadable:
        return unreadable(source.head(self.limits.header), reason, detail, self.limits)

    def _asked(
        self, child: _Child | None, source: _Source, deaths: int = DEATHS
    ) -> tuple[_Child | None, Mail | Unreadable]:
        """The answer, and the child that is idle afterwards.

        A child that had read others may have died before the message, and a new one of something else that happened
        on the machine: the message is to blame once so many new ones died of it.
        """
        is_used = child is not None
        one = child or _begin(self.allowance.memory)
        answer = _Answer(Shelf(self.shelves()))
        said = chain([question(Asked(self.limits, self.allowance.cpu), source.size)], source.pieces())
        try:
            _talk(one.process, said, answer, self.allowance.wall)
        except _Lost as lost:
            _end(one)
            self.replaced += 1
            left = deaths if is_used else deaths - 1
            if lost.reason == "died" and left:
                return self._asked(None, source, left)
            return None, self._unreadable(source, lost.reason, lost.detail)
        except BaseException:
            _end(one)
            raise
        found = found_in(answer.told, answer.shelf)
        one.read += 1
        if found is None or one.read >= MESSAGES or getattr(found, "reason", "") == "out_of_memory":
            _end(one)
            return None, found or self._unreadable(source, "failed", "no answer")
        return one, found


def _begin(memory: int) -> _Child:
    """A new child, without the settings and secrets of this process."""
    command = [sys.executable, "-m", "gwarant.mail.program", str(memory)]
    kept = {name: os.environ[name] for name in ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT") if name in os.environ}
    env = {
        **kept,
        "PYTHONPATH": str(Path(__file__).parents[2]),
        "PYTHONDONTWRITEBYTECODE": "1",
        "MALLOC_ARENA_MAX": "2",
        "MALLOC_MMAP_THRESHOLD_": str(PIECE),  # what a large message took goes back to the system with it
    }
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd="/", env=env, start_new_session=True, bufsize=0
    )
    assert process.stdin is not None
    assert process.stdout is not None
    os.set_blocking(process.stdin.fileno(), False)
    os.set_blocking(process.stdout.fileno(), False)
    return _Child(process)


class _Answer:
    """An answer as it comes: what it says in memory, the bytes of files on the shelf."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf, self.told = shelf, bytearray()
        self._lengths = bytearray()
        self._of_told, self._of_files = 0, 0

    def take(self, piece: bytes) -> bool:
        """Take what came; whether the answer is whole. _Lost where it is longer than anybody believes."""
        rest = memoryview(piece)
        if len(self._lengths) < LENGTHS.size:
            rest = self._begun(rest)
        room = self._of_told - len(self.told)
        self.told += rest[:room]
        if rest[room:]:
            self.shelf.put(rest[room:])
        is_begun = len(self._lengths) == LENGTHS.size
        return is_begun and len(self.told) == self._of_told and self.shelf.size >= self._of_files

    def _begun(self, piece: memoryview) -> memoryview:
        """What is left of the piece behind the lengths."""
        room = LENGTHS.size - len(self._lengths)
        self._lengths += piece[:room]
        if len(self._lengths) == LENGTHS.size:
            self._of_told, self._of_files = LENGTHS.unpack(self._lengths)
            if max(self._of_told, self._of_files) > MOST:
                raise _Lost("failed", "the answer is too long")
        return piece[room:]


def _talk(process: "subprocess.Popen[bytes]", said: Iterator[bytes | memoryview], answer: _Answer, wall: float) -> None:
    """Write what is said, read the answer; _Lost where there is none in time."""
    assert process.stdin is not None
    assert process.stdout is not None
    until, left = time.monotonic() + wall, memoryview(next(said))
    with selectors.DefaultSelector() as waiting:
        waiting.register(process.stdout, selectors.EVENT_READ)
        waiting.register(process.stdin, selectors.EVENT_WRITE)
        while True:
            ready = waiting.select(max(0.0, until - time.monotonic()))
            if not ready:
                raise _Lost("took_too_long", "by the clock")
            for key, _ in ready:
                if key.fileobj is process.stdin:
                    left = _written(key.fd, left) or memoryview(next(said, b""))
                    if not left:
                        waiting.unregister(process.stdin)
                elif answer.take(_heard(key.fd, process)):
                    return


def _written(to: int, left: memoryview) -> memoryview:
    try:
        return left[os.write(to, left[:PIECE]) :]
    except BlockingIOError:
        return left
    except BrokenPipeError:
        return left[:0]  # its end is read from the other pipe


def _heard(of: int, process: "subprocess.Popen[bytes]") -> bytes:
    """What is there; _Lost at the end of the pipe."""
    piece = os.read(of, PIECE)
    if not piece:
        raise _why(process)
    return piece


def _why(process: "subprocess.Popen[bytes]") -> _Lost:
    """What the end of a child says."""
    try:
        code = process.wait(5)
    except subprocess.TimeoutExpired:
        return _Lost("died", "its pipe was closed")
    if code == -signal.SIGXCPU:
        return _Lost("took_too_long", "processor time")
    if code == OUT_OF_MEMORY:
        return _Lost("out_of_memory")
    return _Lost("died", f"ended with {code}")


def _end(child: _Child) -> None:
    child.process.kill()
    child.process.wait()
    for pipe in (child.process.stdin, child.process.stdout):
        if pipe is not None:
            pipe.close()
