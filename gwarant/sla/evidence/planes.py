"""Whole numbers of many looks as bytes: each byte of the values by itself, deflated, and nothing where all are 0."""

import struct
import zlib
from collections.abc import Iterator
from functools import reduce

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]


class PackRefused(ValueError):
    """Bytes that are no block of looks; says what is wrong with them."""


def planes(column: NDArray[np.unsignedinteger], strategy: int) -> Iterator[bytes]:
    """The bytes of the values from the lowest on, each deflated after its length; the length alone where all are 0."""
    little = np.ascontiguousarray(column.astype(column.dtype.newbyteorder("<")))
    for plane in little.view(np.uint8).reshape(len(little), -1).T:
        if not plane.any():
            yield b"\0\0\0\0"
            continue
        packer = zlib.compressobj(6, zlib.DEFLATED, -15, 8, strategy)
        packed = packer.compress(plane.tobytes()) + packer.flush()
        yield struct.pack("<I", len(packed)) + packed


class Planes:
    """Reads columns of `count` values from bytes, from a place on; raises PackRefused where they are none."""

    def __init__(self, data: bytes, place: int, count: int) -> None:
        self.data, self.place, self.count = data, place, count

    def take(self, size: int) -> bytes:
        """So many bytes more."""
        found = self.data[self.place : self.place + size]
        if len(found) < size:
            raise PackRefused("ends too early")
        self.place += size
        return found

    def column(self, width: int) -> Ints:
        """The next column: its planes from the lowest byte on."""
        own = (self.plane() for _ in range(width))
        parts = [(plane.astype(np.int64) << 8 * at) for at, plane in enumerate(own) if plane is not None]
        return reduce(np.bitwise_or, parts) if parts else np.zeros(self.count, np.int64)

    def plane(self) -> NDArray[np.uint8] | None:
        """One byte of each look; None where all are 0."""
        size = int.from_bytes(self.take(4), "little")
        if not size:
            return None
        opened = zlib.decompressobj(-15)
        try:
            plain = opened.decompress(self.take(size), self.count + 1)
        except zlib.error as error:
            raise PackRefused(f"cannot be unpacked: {error}") from None
        if len(plain) != self.count or not opened.eof or opened.unused_data:
            raise PackRefused(f"a column is not one of {self.count} looks")
        return np.frombuffer(plain, np.uint8)
