"""A bell that ends one wait: rung by a thread, heard by another."""

import os
import select

from gwarant.engine.stop import Stop


class Bell:
    """Rung any number of times, it ends one wait: the next, or the one that lasts."""

    def __init__(self) -> None:
        self._read, self._write = os.pipe()
        os.set_blocking(self._read, False)

    def ring(self) -> None:
        """End a wait."""
        if not select.select([self._read], [], [], 0)[0]:
            os.write(self._write, b".")

    def wait(self, seconds: float, stop: Stop) -> bool:
        """Sleep until it rings or everything stops, at most so long; whether it rang."""
        rang = self._read in select.select([self._read, stop.fileno()], [], [], seconds)[0]
        if rang:
            os.read(self._read, 100)
        return rang

    def fileno(self) -> int:
        """For whoever waits for this and for something else too."""
        return self._read
