"""The bytes of a message's larger files on the disk, so that whoever asked for it to be read holds none of them.

They lie one behind the other in a file without a name, which is gone with the last who knows of it.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile

SMALL = 1 << 16  # bytes; what has more lies on the disk
PIECE = 1 << 18


class Shelf:
    """A file without a name: written once, then read at any place, by several threads too.

    It lies in that directory, else where the system has such files, and is made with its first byte.
    """

    def __init__(self, within: Path | None = None) -> None:
        self.size = 0
        self._within, self._handle = within, -1

    def __del__(self) -> None:
        if self._handle >= 0:
            os.close(self._handle)

    def put(self, piece: bytes | bytearray | memoryview) -> None:
        """Write behind what is there."""
        left = memoryview(piece)
        if self._handle < 0 and left:
            with TemporaryFile(dir=self._within, buffering=0) as made:
                self._handle = os.dup(made.fileno())
        while left:
            written = os.write(self._handle, left)
            left, self.size = left[written:], self.size + written

    def read(self, start: int, size: int) -> bytes:
        """So many bytes from there; fewer at the end."""
        return os.pread(self._handle, size, start)


@dataclass(frozen=True, slots=True)
class Held:
    """Bytes on a shelf: where they begin, and how many they are."""

    start: int
    size: int
    shelf: Shelf | None = None  # None: on the way between two processes

    def pieces(self, most: int | None = None) -> Iterator[bytes]:
        """The bytes piece by piece; the first `most` of them, where that is given."""
        at, end = self.start, self.start + min(self.size, self.size if most is None else most)
        while self.shelf is not None and at < end and (piece := self.shelf.read(at, min(PIECE, end - at))):
            yield piece
            at += len(piece)
