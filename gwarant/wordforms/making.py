"""Writing the file of basic forms from simplemma's dictionaries: `python -m gwarant.wordforms.making FOLDER …`.

It takes 20 seconds of a processor and 400 MB once, so it is a program of its own that gives all back. The pairs of a
language go to a file for each beginning first, and are sorted one beginning at a time.
"""

import fcntl
import os
import sys
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from importlib.metadata import version
from itertools import groupby
from pathlib import Path
from tempfile import NamedTemporaryFile, TemporaryDirectory
from typing import IO

from simplemma.strategies.dictionaries import DefaultDictionaryFactory

from gwarant.wordforms.dictionary import NAME, TAIL, Dictionary
from gwarant.wordforms.folding import folded

LANGUAGES = ("pl", "en")
_BLOCK = 256  # lines
_BEGINNINGS = "0123456789abcdefghijklmnopqrstuvwxyz"

Pairs = Iterable[tuple[str, str]]


def make(folder: Path) -> None:
    """Have the file in the folder; of several that make it at once one does, and a whole one is left as it is."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with open(folder / "words.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not is_whole(folder):
            write(folder / NAME, _pairs_of_all(), made_by())


def is_whole(folder: Path) -> bool:
    """Whether the file lies there, of the simplemma that is installed."""
    try:
        found = Dictionary(folder / NAME)
    except (OSError, ValueError, zlib.error):
        return False
    found.close()
    return found.maker == made_by()


def made_by() -> str:
    """What the forms depend on."""
    return f"simplemma {version('simplemma')}, {NAME}"


def write(file: Path, pairs: Pairs, maker: str) -> None:
    """Write the pairs of form and basic form that differ when folded, sorted; the file appears whole."""
    with TemporaryDirectory(dir=file.parent) as place, _whole(file) as out:
        _sort_apart(pairs, Path(place))
        blocks = [maker]
        for block in _blocks(_sorted(Path(place))):
            packed = zlib.compress("\n".join(block).encode(), 6)
            blocks.append(f"{out.tell()}\t{len(packed)}\t{_form(block[0])}")
            out.write(packed)
        where, index = out.tell(), zlib.compress("\n".join(blocks).encode())
        out.write(index + TAIL.pack(where, len(index)))


def _pairs_of_all() -> Iterator[tuple[str, str]]:
    for language in LANGUAGES:  # one at a time: each is given back before the next is read
        known: Mapping[str, str] = DefaultDictionaryFactory().get_dictionary(language)
        yield from known.items()


def _sort_apart(pairs: Pairs, place: Path) -> None:
    with ExitStack() as stack:
        files = {one: stack.enter_context(open(place / one, "w", encoding="utf-8")) for one in (*_BEGINNINGS, "~")}
        for pair in pairs:
            form, basic = map(folded, pair)
            if form != basic and form.isalnum() and basic.isalnum():
                files.get(form[0], files["~"]).write(f"{form}\t{basic}\n")


def _sorted(place: Path) -> Iterator[str]:
    """The lines in the order of their forms, each once; a form's lines stand together."""
    for one in (*_BEGINNINGS, "~"):
        lines = set((place / one).read_text(encoding="utf-8").splitlines())
        yield from sorted(lines, key=lambda line: line.split("\t"))


def _blocks(lines: Iterable[str]) -> Iterator[list[str]]:
    """The lines in blocks; a form's lines stand in one."""
    block: list[str] = []
    for _, own in groupby(lines, key=_form):
        block += own
        if len(block) >= _BLOCK:
            yield block
            block = []
    if block:
        yield block


def _form(line: str) -> str:
    return line.partition("\t")[0]


@contextmanager
def _whole(file: Path) -> Iterator[IO[bytes]]:
    with NamedTemporaryFile(dir=file.parent, delete=False) as out:
        try:
            yield out
            out.flush()
            os.fsync(out.fileno())
            Path(out.name).replace(file)
        except BaseException:
            Path(out.name).unlink(missing_ok=True)
            raise


def main(folders: list[str]) -> int:
    """Make it in the first of the folders that can be written to."""
    problem = "no folder is named"
    for one in folders:
        try:
            make(Path(one))
        except OSError as error:
            problem = f"{one}: {error}"
        else:
            return 0
    print(f"The word forms for the search could not be made: {problem}", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
