"""How long looks took, as columns over a stretch of time: the slowest of each part, and where nothing was reached."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from gwarant.pictures.frame import Frame, at, framed
from gwarant.pictures.markup import Markup, el

COLUMNS = 144
TOP, HIGH, BELOW = 16, 96, 18
WORST = ("down", "degraded", "unknown", "up")  # what a column is where looks of several states fall into it
CSS = {"down": "gw-down", "degraded": "gw-degraded", "up": "gw-up"}
TOKENS = {"down": "breached", "degraded": "at_risk", "up": "fine"}


@dataclass(frozen=True)
class Column:
    """A part of the stretch, from 0 to 1: the worst state in it, and the slowest look that was answered."""

    x: float
    state: str
    took: int


def columns_of(parts: Iterable[tuple[int, str, int]]) -> list[Column]:
    """The columns of parts: of each its number, a state that was found in it, and the longest look of that state."""
    known: dict[int, dict[str, int]] = {}
    for number, state, took in parts:
        known.setdefault(number, {})[state] = took
    return [
        Column(
            number / COLUMNS,
            next(state for state in WORST if state in states),
            max(states.get("up", 0), states.get("degraded", 0)),
        )
        for number, states in sorted(known.items())
    ]


def latency_svg(
    columns: Sequence[Column], hours: Sequence[tuple[float, str]], title: str, text: str, frame: Frame
) -> Markup:
    """The picture; `hours` are places from 0 to 1 with their words, `text` says what it shows."""
    slowest = max((one.took for one in columns), default=0)
    drawn = [_column(one, slowest or 1, frame) for one in columns]
    if slowest:  # else nothing was answered, and there is no length to tell
        drawn.append(_text(1.0, 11, f"{slowest / 1000:,.0f} ms".replace(",", "\u202f"), frame, ends=True))
    drawn += [_text(x, TOP + HIGH + 14, words, frame, ends=x > 0.9) for x, words in hours]
    line = {"y1": str(TOP), "y2": str(TOP), "stroke_dasharray": "2 4"}
    drawn.append(el("line", x1="0", x2="100%", **line, class_="gw-break", **frame.colour("quiet", "stroke")))
    return framed(frame, "gw-month", TOP + HIGH + BELOW, title, text, drawn)


def _column(one: Column, most: int, frame: Frame) -> Markup:
    high = HIGH if one.state in ("down", "unknown") else max(2, round(HIGH * one.took / most))
    place = {"x": at(one.x), "width": at(0.8 / COLUMNS), "y": str(TOP + HIGH - high), "height": str(high)}
    if one.state == "unknown":
        return el("rect", class_="gw-hollow", fill="none", **place, **frame.colour("unknown", "stroke"))
    return el("rect", class_=CSS[one.state], **place, **frame.colour(TOKENS[one.state]))


def _text(x: float, y: int, words: str, frame: Frame, ends: bool = False) -> Markup:
    anchor = {"text_anchor": "end"} if ends else {}
    return el("text", words, x=at(x), y=str(y), class_="gw-note", **anchor, **frame.colour("quiet"))
