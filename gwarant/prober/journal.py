"""Until when everything is told: a prober that was killed says afterwards which slots nobody looked at.

What is written down is on the safe side: what lies behind it and was told all the same changes nothing, since the
server stores each slot once, and what still waits on the disk is left out here.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

import msgspec

from gwarant.prober.grid import slot_from
from gwarant.prober.model import Answer, Look, Reason, Target
from gwarant.prober.protocol import BatchRefused, unpacked
from gwarant.prober.schedule import REMEMBERED
from gwarant.prober.spool import Spool
from gwarant.sla.evidence.model import State

FILE = "told.msgpack"
EVERY = 5_000  # milliseconds between two entries
UNDER_WAY = 20_000  # milliseconds that a look may take beside its time: begun late, doubted, waiting to be packed


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """Each slot before `told` is handed over or on the disk; these are the grids (target, interval, phase).

    `lost` are the looks that the process could not keep since it began.
    """

    told: int
    tokens: dict[int, int]
    grids: tuple[tuple[int, int, int], ...]
    lost: int = 0


class Journal:
    """The last entry, in a file of the prober's folder; a disk that takes none leaves the one before."""

    def __init__(self, folder: Path) -> None:
        self._file, self._next_at, self._longest = folder / FILE, 0, 0
        self._grids: tuple[tuple[int, int, int], ...] | None = None  # nothing is known yet
        self.before = entry_in(folder)

    @property
    def tokens(self) -> Mapping[int, int]:
        """The leases of the run before, of which `missed` tells."""
        return self.before.tokens if self.before else {}

    def watch(self, targets: Iterable[Target]) -> None:
        """These are looked at from now on."""
        found = list(targets)
        self._grids = tuple((one.id, one.every, one.phase) for one in found)
        self._longest = max((one.timeout for one in found), default=0)
        self._next_at = 0

    def turn(self, now: int, tokens: Mapping[int, int], held_since: int | None, lost: int = 0) -> None:
        """Write an entry when one is due; what memory alone has held since then is not told."""
        if self._grids is None or now < self._next_at:
            return
        self._next_at = now + EVERY
        told = min(now, now if held_since is None else held_since) - self._longest - UNDER_WAY
        part = self._file.with_suffix(".part")
        with suppress(OSError):
            entry = Entry(told=told, tokens=dict(tokens), grids=self._grids, lost=lost)
            part.write_bytes(msgspec.msgpack.encode(entry))
            part.rename(self._file)

    def missed(self, spool: Spool, now: int) -> tuple[list[Look], dict[int, int]]:
        """The slots of the run before of which nothing is on the disk, up to now, with its leases; once."""
        entry, self.before = self.before, None
        if entry is None or entry.told >= now:
            return [], {}
        begun = max(entry.told, now - REMEMBERED)
        told = waiting(spool, begun)
        found = [
            Look(target, slot, slot, Answer(State.UNKNOWN, Reason.STILL))
            for target, every, phase in entry.grids
            for slot in range(slot_from(begun, every, phase), now, every)
            if (target, slot) not in told
        ]
        return found, entry.tokens


def entry_in(folder: Path) -> Entry | None:
    """The last entry of the prober whose folder that is."""
    try:
        return msgspec.msgpack.decode((folder / FILE).read_bytes(), type=Entry)
    except (OSError, msgspec.DecodeError):
        return None


def waiting(spool: Spool, begun: int) -> set[tuple[int, int]]:
    """Targets and slots of the batches that were packed since then."""
    return {one for name in spool.since(begun) for one in _slots(spool.read(name))}


def _slots(batch: bytes | None) -> Iterator[tuple[int, int]]:
    with suppress(BatchRefused):  # spoilt: the server will say so
        rows = unpacked(batch or b"")[1]
        yield from zip(rows["target"].tolist(), rows["slot"].tolist(), strict=True)
