"""A sheet of text of a set width; where the encoding lacks a character, a plain one of the same width stands in."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.segment import Segment
from rich.table import Table
from rich.text import Text

from gwarant.pictures.faces import Face, Tone

# Legible on white and on black, or left to the terminal's own theme; without colour shapes and words say the same.
STYLES = {
    Tone.FINE: "green",
    Tone.AT_RISK: "dark_orange3",
    Tone.BREACHED: "red",
    Tone.PAUSED: "dodger_blue2",
    Tone.UNKNOWN: "grey50",
}
QUIET = "grey50"
PLAIN = str.maketrans("█▓▇▨┄░▏┃╱·✓✕▲‖–−…≥≤≠×─╵→▁■○▒•§", "#X#%.-|>/-+x!=--.><!x-'>_#oX*S")


@dataclass(frozen=True)
class Sheet:
    """What is printed: `body` in exactly `width` columns at most."""

    body: RenderableType
    width: int

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        for segment in console.render(self.body, options.update(width=self.width, max_width=self.width)):
            text = fitted(segment.text, options.encoding)
            yield segment if text == segment.text else Segment(text, segment.style, segment.control)


def sheet(width: int, lines: Iterable[RenderableType]) -> Sheet:
    """The lines beneath each other."""
    return Sheet(Group(*lines), width)


def heading(text: str) -> Text:
    """The heading of a part, with a free line above it."""
    return Text(f"\n{text}", style="bold")


def face_text(face: Face) -> Text:
    """A face as a word behind its shape."""
    return Text(face.text, style=f"bold {STYLES[face.tone]}")


def quiet(text: str) -> Text:
    return Text(text, style=QUIET)


def grid(width: int, *columns: str, right: Iterable[int] = (), wide: int = -1) -> Table:
    """A table without lines: `right` names columns of numbers, `wide` the one that takes what is left."""
    found = Table(
        box=None, width=width, pad_edge=False, padding=(0, 2, 0, 0), show_header=any(columns), header_style=QUIET
    )
    for n, title in enumerate(columns):
        found.add_column(
            title,
            justify="right" if n in right else "left",
            ratio=1 if n == wide else None,
            no_wrap=n in right,
            overflow="fold",
        )
    return found


def fitted(text: str, encoding: str) -> str:
    """The text with what the encoding lacks replaced, each character by one."""
    try:
        text.encode(encoding)
        return text
    except (UnicodeEncodeError, LookupError):
        return "".join(_fitted(one, encoding) for one in text)


@lru_cache(maxsize=4096)
def _fitted(one: str, encoding: str) -> str:
    for candidate in (one, one.translate(PLAIN), unicodedata.normalize("NFKD", one)[:1], _STROKED.get(one, "?")):
        try:
            candidate.encode(encoding)
            return candidate
        except (UnicodeEncodeError, LookupError):
            continue
    return "?"


_STROKED = {"ł": "l", "Ł": "L", "đ": "d", "ø": "o", "ß": "s", "„": '"', "”": '"', "“": '"', "’": "'", "—": "-"}
