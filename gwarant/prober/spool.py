"""Batches that the server has not confirmed yet, on the disk; in memory while the disk takes none.

What memory cannot hold either fades: that there were looks is kept, what they saw is lost, and counted.
"""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from gwarant.prober.model import Reason
from gwarant.prober.protocol import BatchRefused, faded, unpacked

LAST = "-last"  # in the name of what is to be sent after all that was packed before it
HELD = 2_000  # batches that memory holds at most while the disk is full; the oldest fade first
FADED = 10_000  # faded ones that it holds; of what lies before them nothing is left but their number
ENDING = ".batch"


def waiting_in(folder: Path) -> list[str]:
    """The names of the batches that lie there, from the oldest on."""
    return sorted(one.name for one in folder.glob(f"*{ENDING}"))


def packed_at(name: str) -> int:
    """When the batch of that name was packed (milliseconds)."""
    return int(name[:15])


class Spool:
    """A folder of batches, each under the moment when it was packed: synced before it is sent, gone once confirmed."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._held: dict[str, bytes] = {}
        self._faded: dict[str, bytes] = {}
        self._oldest: dict[str, int] = {}  # the oldest slot of each that is in memory alone
        self._names = waiting_in(folder)
        for torn in folder.glob("*.part"):  # a kill in the middle of writing: it was never sent
            torn.unlink()
        self.lost = 0  # looks of batches that neither the disk nor memory could keep

    def __len__(self) -> int:
        return len(self._names)

    def put(self, moment: int, number: int, batch: bytes, oldest: int | None = None, *, is_last: bool = False) -> None:
        """Keep it until it is confirmed; `oldest` is the first slot in it, `moment` where nobody says.

        What `is_last` tells of slots of which what was packed before may tell as well, and that comes first.
        """
        name = f"{moment:015d}-{number:016x}{LAST if is_last else ''}{ENDING}"
        self._keep(name, batch, moment if oldest is None else oldest)
        self._names.append(name)
        if len(self._held) > HELD:
            first = next(iter(self._held))
            self.lost += len(unpacked(self._held[first])[1])
            self._faded[first] = faded(self._held.pop(first), Reason.UNKEPT)
        if len(self._faded) > FADED:
            self.drop(next(iter(self._faded)))

    @property
    def oldest(self) -> int | None:
        """The oldest slot of what is in memory alone; None where nothing is."""
        return min(self._oldest.values(), default=None)

    def since(self, moment: int) -> list[str]:
        """Those that were packed from that moment on."""
        return [one for one in self._names if packed_at(one) >= moment]

    def doubt(self, since: int) -> None:
        """What was packed from that moment on was seen by a wrong clock: it becomes unknown."""
        for name in self.since(since):
            batch = self.read(name)
            with suppress(BatchRefused):  # spoilt: the server will say so
                blank = faded(batch or b"", Reason.CLOCK)
                self._held.pop(name, None)
                self._keep(name, blank, min(unpacked(blank)[1]["slot"].tolist(), default=packed_at(name)))

    def order(self) -> Iterator[str]:
        """What is to be sent: the newest first, as it says how things are now; then what waits, from the oldest on."""
        names = tuple(self._names)
        if names and not names[-1].endswith(LAST + ENDING):
            yield names[-1]
            names = names[:-1]
        yield from names

    def read(self, name: str) -> bytes | None:
        """The bytes of a batch; None where somebody took the file away."""
        if name in self._held or name in self._faded:
            return self._held.get(name) or self._faded[name]
        try:
            return (self._folder / name).read_bytes()
        except OSError:
            self.drop(name)
            return None

    def drop(self, name: str) -> None:
        """It is confirmed."""
        self._held.pop(name, None)
        self._faded.pop(name, None)
        self._oldest.pop(name, None)
        with suppress(ValueError):
            self._names.remove(name)
        with suppress(OSError):
            (self._folder / name).unlink()

    def _keep(self, name: str, batch: bytes, oldest: int) -> None:
        try:
            self._write(name, batch)
            self._oldest.pop(name, None)
        except OSError:
            self._held[name], self._oldest[name] = batch, oldest

    def _write(self, name: str, batch: bytes) -> None:
        part = self._folder / f"{name}.part"
        try:
            with part.open("wb") as file:
                file.write(batch)
                file.flush()
                os.fsync(file.fileno())
            part.rename(self._folder / name)
        except OSError:
            with suppress(OSError):
                part.unlink()
            raise
