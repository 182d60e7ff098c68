"""Batches that the server has not confirmed yet, on the disk; in memory while the disk takes none."""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

HELD = 2_000  # batches that memory holds at most while the disk is full; the oldest go first, and are counted
ENDING = ".batch"


class Spool:
    """A folder of batches, each under the moment when it was packed: synced before it is sent, gone once confirmed."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._held: dict[str, bytes] = {}
        self._names = sorted(one.name for one in folder.glob(f"*{ENDING}"))
        for torn in folder.glob("*.part"):  # a kill in the middle of writing: it was never sent
            torn.unlink()
        self.lost = 0  # batches that neither the disk nor memory could keep

    def __len__(self) -> int:
        return len(self._names)

    def put(self, moment: int, number: int, batch: bytes) -> None:
        """Keep it until it is confirmed."""
        name = f"{moment:015d}-{number:016x}{ENDING}"
        try:
            self._write(name, batch)
        except OSError:
            self._held[name] = batch
        self._names.append(name)
        if len(self._held) > HELD:
            self.drop(next(iter(self._held)))
            self.lost += 1

    def order(self) -> Iterator[str]:
        """What is to be sent: the newest first, as it says how things are now; then what waits, from the oldest on."""
        if self._names:
            yield self._names[-1]
            yield from tuple(self._names[:-1])

    def read(self, name: str) -> bytes | None:
        """The bytes of a batch; None where somebody took the file away."""
        if name in self._held:
            return self._held[name]
        try:
            return (self._folder / name).read_bytes()
        except OSError:
            self.drop(name)
            return None

    def drop(self, name: str) -> None:
        """It is confirmed."""
        self._held.pop(name, None)
        with suppress(ValueError):
            self._names.remove(name)
        with suppress(OSError):
            (self._folder / name).unlink()

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
