"""A folder of files named by the SHA-256 of their bytes. It knows no database.

A file appears whole and stays on the disk before its name is told to anybody: it is written beside, synced, renamed,
and the folder is synced. `ab/ab12…` holds it; what is unfinished lies in `incoming/`, what was drawn of a file in
`thumbs/`.
"""

import fcntl
import os
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO

CHUNK = 1 << 18
HASH = re.compile(r"[0-9a-f]{64}")
INCOMING, THUMBS = "incoming", "thumbs"
HEAD = 8192  # bytes from which the type of a file is told

Source = IO[bytes] | bytes | Iterable[bytes]


class TooLarge(Exception):
    """A file that has more bytes than it may have."""


@dataclass(frozen=True)
class Written:
    """A file that lies in the folder: its hash, its length in bytes, its first bytes."""

    sha256: str
    size: int
    head: bytes


class Folder:
    """The files below one directory; many processes may work in it at once."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def path(self, name: str) -> Path:
        """Where the file of that hash lies; ValueError for what is no hash."""
        if not HASH.fullmatch(name):
            raise ValueError(f"{name[:70]!r} is not a SHA-256")
        return self.root / name[:2] / name

    def thumb(self, name: str) -> Path:
        """Where the picture that was drawn of it lies."""
        return self.root / THUMBS / self.path(name).name

    def incoming(self) -> Path:
        """Where what is unfinished lies."""
        return _made(self.root / INCOMING)

    def keep(self, source: Source, *, most: int | None = None) -> Written:
        """Take a file in, piece by piece; TooLarge beyond `most` bytes. The same bytes lie there once."""
        with self._unfinished() as out:
            made, size, head = sha256(), 0, b""
            for piece in pieces(source):
                size += len(piece)
                if most is not None and size > most:
                    raise TooLarge
                made.update(piece)
                head = (head + piece)[:HEAD] if len(head) < HEAD else head
                out.write(piece)
            out.flush()
            os.fsync(out.fileno())
            name = made.hexdigest()
            place = self.path(name)
            with self._locked(place.parent):
                os.replace(out.name, place)  # in place of the same bytes: it is as young as if it were new
                sync(place.parent)
        return Written(name, size, head)

    def hold(self, name: str) -> bool:
        """Whether the file is there; if so, no sweep takes it for old from now on."""
        place = self.path(name)
        if not place.parent.is_dir():
            return False
        with self._locked(place.parent):
            try:
                os.utime(place)
            except FileNotFoundError:
                return False
        return True

    def has(self, name: str) -> bool:
        return self.path(name).is_file()

    def open(self, name: str) -> IO[bytes]:
        """The file, to be read; FileNotFoundError where it is gone."""
        return open(self.path(name), "rb")

    def fault(self, name: str) -> str:
        """What is wrong with the file of that hash: "is gone", "has other bytes"; empty when nothing is."""
        try:
            with self.open(name) as content:
                found = _hash(content)
        except OSError:
            return "is gone or cannot be read"
        return "" if found == name else "has other bytes than it had"

    def names(self) -> Iterator[str]:
        """The hashes of all files, in order."""
        for shelf in sorted(self.root.glob("[0-9a-f][0-9a-f]")):
            yield from sorted(one.name for one in shelf.iterdir() if HASH.fullmatch(one.name))

    def old(self, before: datetime) -> Iterator[str]:
        """The hashes of the files that were taken in, or held last, before the moment."""
        for name in self.names():
            with suppress(FileNotFoundError):
                if self.path(name).stat().st_mtime < before.timestamp():
                    yield name

    def remove(self, name: str, *, before: datetime | None = None, unless: Callable[[], bool] = lambda: False) -> bool:
        """Take a file away, unless it is younger than `before` or `unless` holds: whether it was.

        Meanwhile nobody can take in the same bytes or hold the file.
        """
        place = self.path(name)
        if not place.is_file():
            return False
        with self._locked(place.parent):
            if not place.is_file() or (before and place.stat().st_mtime >= before.timestamp()) or unless():
                return False
            self.thumb(name).unlink(missing_ok=True)
            place.unlink()
            sync(place.parent)
        return True

    def keep_thumb(self, name: str, drawn: bytes) -> bool:
        """Keep what was drawn of a file, unless the file has gone meanwhile: whether it was kept."""
        place = self.path(name)
        if not place.parent.is_dir():
            return False
        with self._locked(place.parent):
            if not place.is_file():
                return False
            write_whole(self.thumb(name), drawn)
        return True

    def clear_thumbs(self) -> int:
        """Remove what was drawn of files that are gone; how many."""
        done = 0
        for one in (self.root / THUMBS).glob("*"):
            if HASH.fullmatch(one.name) and not self.has(one.name):
                one.unlink(missing_ok=True)
                done += 1
        return done

    def clear_unfinished(self, before: datetime) -> int:
        """Remove what somebody began to write before the moment and never ended; how many."""
        done = 0
        for one in (self.root / INCOMING).glob("*"):
            with suppress(FileNotFoundError):
                if one.stat().st_mtime < before.timestamp():
                    one.unlink()
                    done += 1
        return done

    @contextmanager
    def _unfinished(self) -> Iterator[IO[bytes]]:
        with NamedTemporaryFile(dir=self.incoming(), delete=False) as out:
            try:
                yield out
            finally:
                Path(out.name).unlink(missing_ok=True)

    @contextmanager
    def _locked(self, shelf: Path) -> Iterator[None]:
        """Alone on a shelf: who takes in, holds and removes comes one after the other."""
        _made(shelf)
        handle = os.open(shelf, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)


def pieces(source: Source) -> Iterator[bytes]:
    """The bytes of a stream, of bytes, or of pieces, none of them large where the source is a stream."""
    if isinstance(source, bytes):
        yield source
    elif hasattr(source, "read"):
        while piece := source.read(CHUNK):
            yield piece
    else:
        yield from source


def write_whole(place: Path, content: bytes) -> None:
    """A file that is there whole or not at all; it need not outlive a power cut."""
    _made(place.parent)
    with NamedTemporaryFile(dir=place.parent, delete=False) as out:
        try:
            out.write(content)
            out.flush()
            os.replace(out.name, place)
        finally:
            Path(out.name).unlink(missing_ok=True)


def sync(directory: Path) -> None:
    """Bring the names in a directory to the disk."""
    handle = os.open(directory, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _made(directory: Path) -> Path:
    """The directory, for its owner alone, its name on the disk."""
    if not directory.is_dir():
        _made(directory.parent)
        directory.mkdir(mode=0o700, exist_ok=True)
        sync(directory.parent)
    return directory


def _hash(content: IO[bytes]) -> str:
    made = sha256()
    for piece in pieces(content):
        made.update(piece)
    return made.hexdigest()
