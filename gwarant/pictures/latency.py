"""How long looks took, as columns over a stretch of time: the slowest of each part, and where nothing was reached."""

from collections.abc import Sequence
from dataclasses import dataclass

from gwarant.pictures.frame import Frame, at, framed
from gwarant.pictures.markup import Markup, el

COLUMNS = 144
TOP, HIGH, BELOW = 16, 96, 18
WORST = ("down", "degraded", "unknown", "up")  # what a column is where looks of several states fall into it
CSS = {"down": "gw-down", "degraded": "gw-degraded", "up": "gw-up"}
TOKENS = {"down": "breached", "degraded": "at_risk", "up": "fine"}


@dataclass(frozen=True)
class Point:
    """One look: its moment in milliseconds, what it found, how long it took in microseconds."""

    at: int
    state: str
    took: int


@dataclass(frozen=True)
class Column:
    """A part of the stretch, from 0 to 1: the worst state in it, and the slowest look that was answered."""

    x: float
    state: str
    took: int


def columns_of(points: Sequence[Point], first: int, last: int, many: int = COLUMNS) -> list[Column]:
    """The columns in which there was a look."""
    parts: dict[int, list[Point]] = {}
    for one in points:
        if first <= one.at < last:
            parts.setdefault((one.at - first) * many // (last - first), []).append(one)
    return [
        Column(
            number / many,
            next(state for state in WORST if any(one.state == state for one in some)),
            max((one.took for one in some if one.state in ("up", "degraded")), default=0),
        )
        for number, some in sorted(parts.items())
    ]


def latency_svg(
    columns: Sequence[Column], hours: Sequence[tuple[float, str]], title: str, text: str, frame: Frame
) -> Markup:
    """The picture; `hours` are places from 0 to 1 with their words, `text` says what it shows."""
    most = max((one.took for one in columns), default=0) or 1
    drawn = [_column(one, most, frame) for one in columns]
    drawn.append(_text(1.0, 11, f"{most / 1000:,.0f} ms".replace(",", "\u202f"), frame, ends=True))
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
