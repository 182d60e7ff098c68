"""The program that reads messages for another: frames in on standard input, frames out on standard output, in limits.

It opens no file, writes none, and has nothing of the service in it. It ends with its input.
"""

import os
import resource
import signal
import sys
import time
from collections.abc import Sequence

from gwarant.mail.frames import LENGTHS, Asked, answer, asked_in
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
        while question := _question():
            asked, raw = question
            _allow(asked.seconds)
            found = read(raw, asked.limits)
            del raw, question  # what is answered takes its place
            head, files = _told(found)
            for one in (head, *files):
                _write(out, one)
            if isinstance(found, Unreadable) and found.reason == "out_of_memory":
                return OUT_OF_MEMORY
            del found, files
    except MemoryError:
        return OUT_OF_MEMORY
    return 0


def _told(found: Mail | Unreadable) -> tuple[bytes, Sequence[bytes]]:
    """The answer and the files behind it; that reading failed where it cannot be written."""
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


def _question() -> tuple[Asked, bytes] | None:
    """The next question, and the message; None at the end of the input."""
    lengths = sys.stdin.buffer.read(LENGTHS.size)
    if len(lengths) < LENGTHS.size:
        return None
    of_asked, of_raw = LENGTHS.unpack(lengths)
    asked, raw = sys.stdin.buffer.read(of_asked), sys.stdin.buffer.read(of_raw)
    return (asked_in(asked), raw) if len(raw) == of_raw else None


def _write(out: int, content: bytes) -> None:
    left = memoryview(content)
    while left:
        left = left[os.write(out, left) :]


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1])))
