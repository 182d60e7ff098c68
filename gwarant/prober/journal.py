"""Until when everything is told: a prober that was killed says afterwards which slots nobody looked at.

What is written down is on the safe side: what lies behind it and was told all the same changes nothing, since the
server stores each slot once, and what waits on the disk goes first.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

import msgspec

from gwarant.prober.grid import slot_from
from gwarant.prober.model import Answer, Look, Reason, Target
from gwarant.prober.protocol import SHARES, Lease
from gwarant.prober.schedule import REMEMBERED
from gwarant.sla.evidence.model import State

FILE = "told.msgpack"
EVERY = 5_000  # milliseconds between two entries
GONE_BACK = 5_000  # milliseconds by which the clock may have been moved back since something was told


class Duty(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """The slots of a grid that are this prober's to tell under a lease, from `since` on, before `until` (0: still)."""

    target: int
    every: int
    phase: int
    token: int
    since: int
    until: int = 0

    def slots(self, since: int, now: int) -> range:
        """Those from then on, before now."""
        return range(slot_from(max(since, self.since), self.every, self.phase), self.until or now, self.every)


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """Each slot of its duties before `told` is handed over or on the disk.

    `tokens` are the leases of then, `lost` the looks that the process could not keep since it began. Earlier releases
    kept the grids alone (target, interval, phase).
    """

    told: int
    tokens: dict[int, int]
    duties: tuple[Duty, ...] = ()
    grids: tuple[tuple[int, int, int], ...] = ()
    lost: int = 0

    def owed(self) -> tuple[Duty, ...]:
        """The duties, whichever release wrote them."""
        return self.duties or tuple(Duty(*one, self.tokens.get(one[0] % SHARES, 0), 0) for one in self.grids)


class Journal:
    """The last entry, in a file of the prober's folder; a disk that takes none leaves the one before."""

    def __init__(self, folder: Path) -> None:
        self._file, self._next_at, self._is_begun = folder / FILE, 0, False
        self.before = entry_in(folder)
        owed = self.before.owed() if self.before else ()
        self._duties = {one.target: one for one in owed if not one.until}
        self._ended = [one for one in owed if one.until]
        self.tokens: Mapping[int, int] = self.before.tokens if self.before else {}
        self.kept = 0  # the server's moment of the last answer that is written down, with all that it made us tell

    def watch(self, targets: Iterable[Target], leases: Iterable[Lease], now: int) -> None:
        """These are looked at from now on; a new lease owes its slots since before."""
        held = {one.share: one for one in leases}
        found = {}
        for one in targets:
            lease, before = held.get(one.id % SHARES), self._duties.get(one.id)
            token = lease.token if lease else 0
            if before and (before.every, before.phase, before.token) == (one.every, one.phase, token):
                found[one.id] = before
            else:
                is_new = lease is not None and token != self.tokens.get(lease.share)
                since = (is_new and lease and lease.owed) or now
                found[one.id] = Duty(one.id, one.every, one.phase, token, since)
        ended = (one for one in self._duties.values() if found.get(one.target) is not one)
        self._ended += [msgspec.structs.replace(one, until=now) for one in ended]
        self._duties, self._is_begun, self._next_at = found, True, 0
        self.tokens = {share: one.token for share, one in held.items()}

    def anew(self) -> None:
        """The clock was set: an entry is due."""
        self._next_at = 0

    def is_due(self, now: int) -> bool:
        """Whether an entry is to be written: none before anything is looked at, as that of the run before stays."""
        return self._is_begun and now >= self._next_at

    def write(self, now: int, untold: Iterable[int | None], answered: int, lost: int = 0) -> None:
        """An entry: told is what lies before the first slot that is `untold`, or in memory alone.

        `answered` is the server's moment of the answer by which we look now.
        """
        self._next_at = now + EVERY
        told = min([now, *(one for one in untold if one is not None)]) - GONE_BACK
        self._ended = [one for one in self._ended if one.until > told]
        part = self._file.with_suffix(".part")
        with suppress(OSError):
            duties = (*self._duties.values(), *self._ended)
            entry = Entry(told=told, tokens=dict(self.tokens), duties=duties, lost=lost)
            part.write_bytes(msgspec.msgpack.encode(entry))
            part.rename(self._file)
            self.kept = answered

    def missed(self, now: int) -> Iterator[tuple[list[Look], dict[int, int]]]:
        """The slots of the run before that may not be told, up to now, with the leases that they had; once."""
        entry, self.before = self.before, None
        if entry is None or entry.told >= now:
            return
        begun = max(entry.told, now - REMEMBERED)
        for token in sorted({one.token for one in entry.owed()}):
            own = [one for one in entry.owed() if one.token == token]
            looks = [
                Look(one.target, slot, slot, Answer(State.UNKNOWN, Reason.STILL))
                for one in own
                for slot in one.slots(begun, now)
            ]
            if looks:
                yield looks, {one.target % SHARES: token for one in own}


def entry_in(folder: Path) -> Entry | None:
    """The last entry of the prober whose folder that is."""
    try:
        return msgspec.msgpack.decode((folder / FILE).read_bytes(), type=Entry)
    except (OSError, msgspec.DecodeError):
        return None
