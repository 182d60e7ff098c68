"""Messages read in child processes: whatever a message does to its reader, whoever asked gets an answer."""

import os
import selectors
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from queue import LifoQueue
from types import TracebackType
from typing import Self

from gwarant.mail.frames import LENGTH, MOST, Asked, found_in, question
from gwarant.mail.model import LIMITS, MIB, Limits, Mail, Reason, Unreadable
from gwarant.mail.program import OUT_OF_MEMORY
from gwarant.mail.reading import unreadable

PIECE = 1 << 18
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


class Parser:
    """So many children that read messages; may be asked from several threads. Close it, or use it in a `with`.

    `replaced` counts the children that died of a message or had to be killed.
    """

    def __init__(self, processes: int = 1, limits: Limits = LIMITS, allowance: Allowance = ALLOWANCE) -> None:
        self.limits, self.allowance = limits, allowance
        self.replaced = 0
        self._idle: LifoQueue[_Child | None] = LifoQueue()
        self._processes = processes
        for _ in range(processes):
            self._idle.put(None)

    def read(self, raw: bytes) -> Mail | Unreadable:
        """What the message says; Unreadable also where reading it took too long, too much, or killed its reader."""
        if len(raw) > self.limits.whole:
            return unreadable(raw, "too_large", str(len(raw)), self.limits)
        child = self._idle.get()
        try:
            child, found = self._asked(child, raw)
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

    def _asked(self, child: _Child | None, raw: bytes, deaths: int = DEATHS) -> tuple[_Child | None, Mail | Unreadable]:
        """The answer, and the child that is idle afterwards.

        A child that had read others may have died before the message, and a new one of something else that happened
        on the machine: the message is to blame once so many new ones died of it.
        """
        is_used = child is not None
        one = child or _begin(self.allowance.memory)
        frame = question(Asked(raw, self.limits, self.allowance.cpu))
        try:
            payload = _talk(one.process, frame, self.allowance.wall)
        except _Lost as lost:
            _end(one)
            self.replaced += 1
            left = deaths if is_used else deaths - 1
            if lost.reason == "died" and left:
                return self._asked(None, raw, left)
            return None, unreadable(raw, lost.reason, lost.detail, self.limits)
        except BaseException:
            _end(one)
            raise
        found = found_in(payload)
        one.read += 1
        if found is None or one.read >= MESSAGES or getattr(found, "reason", "") == "out_of_memory":
            _end(one)
            return None, found or unreadable(raw, "failed", "no answer", self.limits)
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
    }
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd="/", env=env, start_new_session=True, bufsize=0
    )
    assert process.stdin is not None
    assert process.stdout is not None
    os.set_blocking(process.stdin.fileno(), False)
    os.set_blocking(process.stdout.fileno(), False)
    return _Child(process)


def _talk(process: "subprocess.Popen[bytes]", frame: bytes, wall: float) -> bytearray:
    """Write the frame, read the payload of the answer; _Lost where there is none in time."""
    assert process.stdin is not None
    assert process.stdout is not None
    until = time.monotonic() + wall
    left, got = memoryview(frame), bytearray()
    with selectors.DefaultSelector() as waiting:
        waiting.register(process.stdout, selectors.EVENT_READ)
        waiting.register(process.stdin, selectors.EVENT_WRITE)
        while True:
            ready = waiting.select(max(0.0, until - time.monotonic()))
            if not ready:
                raise _Lost("took_too_long", "by the clock")
            for key, _ in ready:
                if key.fileobj is process.stdin:
                    left = _written(key.fd, left)
                    if not left:
                        waiting.unregister(process.stdin)
                elif _is_whole(key.fd, got, process):
                    del got[: LENGTH.size]
                    return got


def _written(to: int, left: memoryview) -> memoryview:
    try:
        return left[os.write(to, left[:PIECE]) :]
    except BlockingIOError:
        return left
    except BrokenPipeError:
        return left[:0]  # its end is read from the other pipe


def _is_whole(of: int, got: bytearray, process: "subprocess.Popen[bytes]") -> bool:
    """Take what is there; whether the answer is whole. _Lost at the end of the pipe."""
    piece = os.read(of, PIECE)
    if not piece:
        raise _why(process)
    got += piece
    if len(got) < LENGTH.size:
        return False
    length = int.from_bytes(got[: LENGTH.size], "big")
    if length > MOST:
        raise _Lost("failed", "the answer is too long")
    return len(got) >= LENGTH.size + length


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
