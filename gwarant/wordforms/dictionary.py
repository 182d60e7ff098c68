"""The basic forms of Polish and English words, read from one file that all processes share.

In memory simplemma's dictionaries take 400 MB. The file has the same pairs, without diacritics, sorted and packed in
blocks; a process holds the first word of each block (1 MB) and reads one block for a word: what is read often lies in
the system's cache once for all. `making` writes the file.

Format: blocks, each packed by zlib, of lines `form TAB basic form`; then one packed block of lines `offset TAB length
TAB first form`; then 16 bytes: the offset of that and its length.
"""

import os
import struct
import zlib
from array import array
from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

NAME = "words-3.bin"  # another number where the format or the folding changes
TAIL = struct.Struct(">QQ")
_KEPT = 16_384  # words whose forms a process remembers


class Dictionary:
    """Basic forms by word, from the file; ValueError where it is none."""

    def __init__(self, file: Path) -> None:
        self._file = os.open(file, os.O_RDONLY | os.O_CLOEXEC)
        size = os.fstat(self._file).st_size
        tail = os.pread(self._file, TAIL.size, max(0, size - TAIL.size))
        where, length = TAIL.unpack(tail) if len(tail) == TAIL.size else (0, 0)
        if where + length + TAIL.size != size:
            os.close(self._file)
            raise ValueError(f"{file} is not whole")
        self._first: list[str] = []
        self._offsets, self._lengths = array("Q"), array("L")
        index = zlib.decompress(os.pread(self._file, length, where)).decode()
        self.maker, _, rest = index.partition("\n")
        for offset, many, first in (line.split("\t") for line in rest.split("\n") if line):
            self._offsets.append(int(offset))
            self._lengths.append(int(many))
            self._first.append(first)

    def basic(self, word: str) -> tuple[str, ...]:
        """The basic forms of a folded word that are written otherwise than it."""
        at = bisect_right(self._first, word) - 1
        if at < 0:
            return ()
        packed = os.pread(self._file, self._lengths[at], self._offsets[at])
        block = "\n" + zlib.decompress(packed).decode() + "\n"
        found, start = [], block.find(f"\n{word}\t")
        while start >= 0 and block.startswith(f"\n{word}\t", start):
            end = block.index("\n", start + 1)
            found.append(block[start + len(word) + 2 : end])
            start = end
        return tuple(found)

    def close(self) -> None:
        os.close(self._file)


class _Shelf:
    """Where the file is looked for, and what was found."""

    folders: Sequence[Path] = ()
    found: Dictionary | None = None


def use(folders: Sequence[Path]) -> None:
    """Look for the file in these folders from now on."""
    if _Shelf.found is not None:
        _Shelf.found.close()
    _Shelf.folders, _Shelf.found = folders, None
    basic_forms.cache_clear()


def usual_folders(state: Path) -> tuple[Path, ...]:
    """Where the file may lie: in the user's cache, else with the state of the instance."""
    cache = os.environ.get("XDG_CACHE_HOME") or "~/.cache"
    return (Path(cache).expanduser() / "gwarant", state / "words")


def dictionary() -> Dictionary | None:
    """The dictionary; None while nobody has made it: then words are compared as they are written alone."""
    if _Shelf.found is None:
        for folder in _Shelf.folders:
            try:
                _Shelf.found = Dictionary(folder / NAME)
            except (OSError, ValueError, zlib.error):
                continue
            basic_forms.cache_clear()
            break
    return _Shelf.found


def maker() -> str:
    """Who made the basic forms of today: another one gives others. Empty without a dictionary."""
    found = dictionary()
    return found.maker if found else ""


@lru_cache(_KEPT)
def basic_forms(word: str) -> tuple[str, ...]:
    """The basic forms of a folded word that are written otherwise than it, and theirs.

    simplemma takes some words to a plural that is a word of its own (kartami to karty), and that to karta.
    """
    found = dictionary()
    if found is None or word.isdigit():
        return ()
    first = found.basic(word)
    further = (other for one in first for other in found.basic(one))
    return tuple(dict.fromkeys(one for one in (*first, *further) if one != word))
