"""The program that reads messages for another: frames in on standard input, frames out on standard output, in limits.

It opens no file, writes none, and has nothing of the service in it. It ends with its input.
"""

import os
import resource
import signal
import sys
import time

from gwarant.mail.frames import LENGTH, answer, asked_in
from gwarant.mail.model import Mail, Unreadable
from gwarant.mail.reading import read

OUT_OF_MEMORY = 3
FILES = 32


def main(memory: int) -> int:
    """Read until the input ends; `memory` bytes more than the program itself needs."""
    sys.dont_write_bytecode = True
    out = os.dup(1)
    os.dup2(2, 1)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _limit(memory)
    try:
        while frame := _frame():
            asked = asked_in(frame)
            del frame
            _allow(asked.seconds)
            found = read(asked.raw, asked.limits)
            del asked
            _write(out, _told(found))
            if isinstance(found, Unreadable) and found.reason == "out_of_memory":
                return OUT_OF_MEMORY
    except MemoryError:
        return OUT_OF_MEMORY
    return 0


def _told(found: Mail | Unreadable) -> bytes:
    """The frame of the answer; that reading failed where it cannot be written."""
    try:
        return answer(found)
    except ValueError as error:
        return answer(Unreadable("failed", f"{type(error).__name__}: {error}"[:200]))


def _limit(memory: int) -> None:
    for name, most in (
        ("RLIMIT_AS", _used() + memory),
        ("RLIMIT_FSIZE", 0),
        ("RLIMIT_CORE", 0),
        ("RLIMIT_NOFILE", FILES),
    ):
        limit = getattr(resource, name)
        hard = resource.getrlimit(limit)[1]
        resource.setrlimit(limit, (most if hard < 0 else min(most, hard), hard))


def _used() -> int:
    """The bytes of address space in use; a generous guess where the system does not say."""
    try:
        with open("/proc/self/statm", encoding="ascii") as opened:
            return int(opened.read().split()[0]) * resource.getpagesize()
    except (OSError, ValueError):
        return 256 << 20


def _allow(seconds: int) -> None:
    """So many more seconds of processor time from now; the system ends the program beyond them."""
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (int(time.process_time()) + 1 + seconds, hard))


def _frame() -> bytes:
    """The payload of the next frame; empty at the end of the input."""
    head = sys.stdin.buffer.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return b""
    (length,) = LENGTH.unpack(head)
    payload = sys.stdin.buffer.read(length)
    return payload if len(payload) == length else b""


def _write(out: int, frame: bytes) -> None:
    left = memoryview(frame)
    while left:
        left = left[os.write(out, left) :]


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
