"""A flag that ends sleeps: safe to set in a signal handler, seen by every thread."""

import os
import select
import signal


class Stop:
    """Set once; everybody who waits wakes up."""

    def __init__(self) -> None:
        self._read, self._write = os.pipe()
        self._is_set = False

    def set(self, *_: object) -> None:
        """End every wait; takes what a signal handler is given."""
        self._is_set = True
        os.write(self._write, b".")

    def wait(self, seconds: float) -> bool:
        """Sleep, at most so long; whether it is set."""
        return bool(select.select([self._read], [], [], seconds)[0])

    def fileno(self) -> int:
        """For whoever waits for this and for something else too: it can be read once it is set."""
        return self._read

    def is_set(self) -> bool:
        return self._is_set

    def on_signals(self) -> None:
        """Be set by the signals that ask a program to end."""
        for sign in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(sign, self.set)
