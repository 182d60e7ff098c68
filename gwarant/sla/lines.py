"""Where the lines of a file end: at a line feed, alone or behind a carriage return, and nowhere else.

Other characters that a text may hold (U+2028, U+0085, vertical tab, form feed) are part of a line. A carriage return
alone ends lines only in a file that knows no line feed.
"""

from collections.abc import Iterable, Iterator


def lines_of(text: str) -> list[str]:
    """The lines without their ends; the last one only where it holds something."""
    if "\n" not in text:
        text = text.replace("\r", "\n")
    lines = [line.removesuffix("\r") for line in text.split("\n")]
    return lines if lines[-1] else lines[:-1]


def same_ends(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The pieces of a file, a line feed behind each line: its first piece shows how the lines end."""
    alone: bool | None = None
    for piece in pieces:
        if alone is None and piece:
            alone = b"\r" in piece and b"\n" not in piece
        yield piece.replace(b"\r", b"\n") if alone else piece
