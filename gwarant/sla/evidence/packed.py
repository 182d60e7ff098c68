"""Looks by the column as bytes, some seven for each: what a day of checks is kept and handed over as.

The layout, byte by byte, stands in docs/reference/evidence-format.md. Bytes that are no such block are refused, and
never unpack to more than a block may hold.
"""

import struct
import zlib
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gwarant.sla.evidence.model import State
from gwarant.sla.evidence.planes import Ints, Planes, planes
from gwarant.sla.evidence.planes import PackRefused as PackRefused

STATES = (State.UP, State.DEGRADED, State.DOWN, State.UNKNOWN)
MOST = 100_000  # looks of a block: a day of one each second fits
MOST_TEXTS, LONGEST_TEXT = 65_535, 1_000
MAGIC = b"GWL1"

_HEAD = struct.Struct("<4sIqIIH5H")
_EARLIEST, _LATEST = -2_177_452_800_000, 7_226_582_400_000  # 1901 and 2199
_EXTRA = 4  # bit of the byte that holds the state
_CODES = np.arange(6730)  # 4,290,000,000 microseconds are the last one
_TENS = np.maximum((_CODES - 100) // 900, 0)
_VALUES = ((_CODES - 900 * _TENS) * 10**_TENS).astype(np.uint32)
_LIMITS = 10 ** np.arange(3, 10)


@dataclass(frozen=True, eq=False)
class Columns:
    """Looks of one monitor from one place in the order of their slots; moments are UTC milliseconds.

    `late` is how long after its slot a look began, `state` its place in STATES. Code, address and certificate are
    places in `texts`. `phases` are name, connection, security, first byte and transfer, in microseconds.
    """

    every: int
    timeout: int
    texts: tuple[str, ...]
    slot: Ints
    late: NDArray[np.uint32]
    state: NDArray[np.uint8]
    extra: NDArray[np.bool_]
    code: NDArray[np.uint16]
    address: NDArray[np.uint16]
    certificate: NDArray[np.uint16]
    phases: NDArray[np.uint32]  # (looks, 5)

    @property
    def at(self) -> Ints:
        return self.slot + self.late


@dataclass(frozen=True, eq=False)
class Begun:
    """What availability needs of a block: when each look began, what it saw, and whether it stood between the slots."""

    every: int
    timeout: int
    at: Ints
    state: NDArray[np.uint8]
    extra: NDArray[np.bool_]


def rounded(phases: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """The microseconds as they are kept: exact below a millisecond, above that to three significant digits."""
    found: NDArray[np.uint32] = _VALUES[_coded(phases)]
    return found


def pack(looks: Columns) -> bytes:
    """The block. Raises PackRefused where it cannot hold the looks."""
    count, texts = len(looks.slot), [one.encode() for one in looks.texts]
    steps = np.diff(looks.slot, prepend=looks.slot[:1]) - looks.every
    steps[:1] = 0
    if not 0 < count <= MOST or len(texts) > MOST_TEXTS or max(map(len, texts), default=0) > LONGEST_TEXT:
        raise PackRefused(f"a block holds from 1 to {MOST} looks, and texts of at most {LONGEST_TEXT} bytes")
    if steps.min() < -looks.every or steps.max() + looks.every >= 1 << 32:
        raise PackRefused("the slots do not rise, or lie more than 49 days apart")
    codes = _coded(looks.phases)
    centres = np.sort(codes, axis=0)[count // 2]
    beside = codes.astype(np.int64) - centres
    folded = (beside << 1 ^ beside >> 63).astype("<u2")
    head = _HEAD.pack(MAGIC, count, int(looks.slot[0]), looks.every, looks.timeout, len(texts), *centres.tolist())
    parts = [head, *(struct.pack("<H", len(one)) + one for one in texts)]
    columns = (steps.astype("<u4"), looks.late, looks.state | looks.extra * np.uint8(_EXTRA))
    for column in (*columns, looks.code, looks.address, looks.certificate):
        parts += planes(column, zlib.Z_DEFAULT_STRATEGY)
    for column in folded.T:
        parts += planes(column, zlib.Z_HUFFMAN_ONLY)
    return b"".join(parts)


def unpack(data: bytes) -> Columns:
    """The looks of a block; raises PackRefused where the bytes are none."""
    reader = _Reader(data)
    begun, slot, late = reader.begun()
    code, address, certificate = (reader.column(2).astype(np.uint16) for _ in range(3))
    if max(int(one.max()) for one in (code, address, certificate)) >= max(1, len(reader.texts)):
        raise PackRefused("a look names a text that is not there")
    codes = np.stack([_unfolded(reader.column(2)) + centre for centre in reader.centres], axis=1)
    if codes.min() < 0 or codes.max() >= len(_VALUES):
        raise PackRefused("a phase is longer than can be")
    if reader.place != len(data):
        raise PackRefused(f"{len(data) - reader.place} bytes more than a block has")
    return Columns(
        every=begun.every,
        timeout=begun.timeout,
        texts=reader.texts,
        slot=slot,
        late=late.astype(np.uint32),
        state=begun.state,
        extra=begun.extra,
        code=code,
        address=address,
        certificate=certificate,
        phases=_VALUES[codes],
    )


def unpack_begun(data: bytes) -> Begun:
    """What availability needs of a block, the rest left packed; raises PackRefused as far as it reads."""
    return _Reader(data).begun()[0]


class _Reader(Planes):
    """Takes a block from its beginning."""

    def __init__(self, data: bytes) -> None:
        if len(data) < _HEAD.size or not data.startswith(MAGIC):
            raise PackRefused(f"does not begin as a block of looks does, with {MAGIC.decode()}")
        _, count, self.first, self.every, self.timeout, texts, *self.centres = _HEAD.unpack_from(data)
        super().__init__(data, _HEAD.size, count)
        if not 0 < self.count <= MOST:
            raise PackRefused(f"{self.count} looks; a block holds from 1 to {MOST}")
        if not _EARLIEST <= self.first < _LATEST:
            raise PackRefused("its first look lies outside the years 1901 to 2198")
        self.texts = tuple(self.text() for _ in range(texts))

    def text(self) -> str:
        try:
            found = self.take(int.from_bytes(self.take(2), "little")).decode()
        except UnicodeDecodeError:
            raise PackRefused("a text is not UTF-8") from None
        if not found.isprintable():
            raise PackRefused("a text holds a control character")
        return found

    def begun(self) -> tuple[Begun, Ints, Ints]:
        """What availability needs, the slots and how late each look was."""
        steps = self.column(4) + self.every & 0xFFFFFFFF
        steps[0] = 0
        slot, late = self.first + np.cumsum(steps), self.column(4)
        state = self.column(1).astype(np.uint8)
        if int(slot[-1]) + int(late.max()) >= _LATEST:
            raise PackRefused("its last look lies outside the years 1901 to 2198")
        if state.max() >= 2 * _EXTRA:
            raise PackRefused("a look has a state that is not known here")
        extra = state >= _EXTRA
        return Begun(self.every, self.timeout, slot + late, state & np.uint8(_EXTRA - 1), extra), slot, late


def _coded(phases: NDArray[np.uint32]) -> NDArray[np.intp]:
    """Three digits and how many follow as one number that rises with the microseconds."""
    tens = np.searchsorted(_LIMITS, phases, "right")
    scale = 10**tens
    found: NDArray[np.intp] = 900 * tens + (phases + scale // 2) // scale
    return np.minimum(found, len(_VALUES) - 1)


def _unfolded(column: Ints) -> Ints:
    return column >> 1 ^ -(column & 1)
