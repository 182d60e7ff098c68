"""The body of a request is here before anything works on it: whoever sends slowly holds no turn of anybody."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterable
from dataclasses import dataclass
from enum import Enum
from tempfile import SpooledTemporaryFile
from threading import Lock
from typing import IO

PATIENCE = 15.0  # seconds that a body may take whatever its length
RATE = 4096  # bytes that each further second needs
IN_MEMORY = 256_000  # bytes; of larger ones the rest lies on the disk


class Lost(Enum):
    """Why a body is not here: it came too slowly, there is no room for it (of one place, or at all), it is too long."""

    SLOW = "slow"
    PLACE = "place"
    FULL = "full"
    LONG = "long"


@dataclass(frozen=True)
class Body:
    """What came, from its begin; `size` counts also what was read and not kept."""

    file: IO[bytes]
    size: int


class Room:
    """How many there are at once, and how many of them from one place."""

    def __init__(self, most: int, of_place: int) -> None:
        self.most, self.of_place = most, of_place
        self._lock = Lock()
        self._places: Counter[str] = Counter()
        self._count = 0

    def enter(self, place: str) -> Lost | None:
        """Take a place, which must be left again, unless there is none."""
        with self._lock:
            if self._places[place] >= self.of_place:
                return Lost.PLACE
            if self._count >= self.most:
                return Lost.FULL
            self._places[place] += 1
            self._count += 1
            return None

    def leave(self, place: str) -> None:
        with self._lock:
            self._count -= 1
            self._places[place] -= 1
            if not self._places[place]:
                del self._places[place]


@dataclass(frozen=True)
class Limits:
    """`keeps` bytes of a body are kept; what is beyond is read, so that an answer is taken, up to `reads`."""

    keeps: int
    reads: int
    patience: float = PATIENCE
    rate: int = RATE


async def received(
    pieces: AsyncIterable[bytes], limits: Limits, *, length: int | None, room: Room, place: str
) -> Body | Lost:
    """The body, once it is whole. `length` in bytes, where it was told."""
    if length is not None and length > limits.reads:
        return Lost.LONG
    lost = room.enter(place)
    if lost:
        return lost
    file = SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115 (closed by whoever works on it)
    whole = False
    try:
        size = await _read(pieces, limits, file)
        whole = size is not None and length in (None, size)
        file.seek(0)
        if size is not None and size > limits.reads:
            whole = False
            return Lost.LONG
        return Body(file, size) if whole and size is not None else Lost.SLOW
    finally:
        room.leave(place)
        if not whole:
            file.close()


async def _read(pieces: AsyncIterable[bytes], limits: Limits, file: IO[bytes]) -> int | None:
    """How many bytes came; nothing where they came too slowly. What comes earns time for what is still to come."""
    size, begun = 0, asyncio.get_running_loop().time()
    try:
        async with asyncio.timeout_at(begun + limits.patience) as ends:
            async for piece in pieces:
                if size < limits.keeps:
                    file.write(piece[: limits.keeps - size])
                size += len(piece)
                ends.reschedule(begun + limits.patience + size / limits.rate)
                if size > limits.reads:
                    break
    except TimeoutError:
        return None
    return size
