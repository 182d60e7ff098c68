"""The month strip as SVG: a row of days for each month, every state by its shape and colour."""

from collections.abc import Sequence
from itertools import groupby

from gwarant.pictures.frame import Frame, at, framed
from gwarant.pictures.markup import Markup, el, joined, raw
from gwarant.pictures.month import Day, DayState, states_of
from gwarant.pictures.words import duration, say, short_day

THICK, ROW = 26, 48
_CSS = {DayState.UP: "gw-up", DayState.DOWN: "gw-down", DayState.DEGRADED: "gw-degraded"}
_TOKENS = {DayState.UP: "fine", DayState.DOWN: "breached", DayState.DEGRADED: "at_risk"}


def month_svg(days: Sequence[Day], title: str, text: str, lang: str, frame: Frame) -> Markup:
    """The strip; `text` says in words what it shows."""
    months = [list(rows) for _, rows in groupby(days, key=lambda one: (one.day.year, one.day.month))]
    drawn = [_row(rows, n * ROW, lang, frame) for n, rows in enumerate(months)]
    return framed(frame, "gw-month", ROW * max(len(months), 1), title, text, drawn)


def month_text(days: Sequence[Day], lang: str) -> str:
    """The strip in words: how many days of each state, and which days were down."""
    counts = [f"{sum(day.state is state for day in days)} × {say(state.value, lang)}" for state in states_of(days)]
    down = [f"{short_day(day.day, lang)}: {duration(day.down, lang)}" for day in days if day.state is DayState.DOWN]
    return "; ".join([*counts, *down]) + "."


def sign_svg(state: DayState) -> Markup:
    """One cell as a sign for the legend of a page."""
    cell = _cell(state, "0", "100%", 2, 12, Frame("", alone=False))
    return el("svg", cell, width="10", height="16", aria_hidden="true", class_="gw-sign")


def _row(days: Sequence[Day], top: int, lang: str, frame: Frame) -> Markup:
    cells = [_day(day, (day.day.day - 1) / 31, top, lang, frame) for day in days]
    numbers = [day for n, day in enumerate(days) if n == 0 or (day.day.weekday() == 0 and n > 1)]
    return joined([*cells, *(_number(day, top, frame) for day in numbers)])


def _day(day: Day, x: float, top: int, lang: str, frame: Frame) -> Markup:
    words = [short_day(day.day, lang), say(day.state.value, lang)] + ([duration(day.down, lang)] if day.down else [])
    shape = _cell(day.state, at(x), at(0.82 / 31), top, THICK, frame)
    return el("g", el("title", ", ".join(words)), shape)


def _cell(state: DayState, x: str, width: str, top: int, thick: int, frame: Frame) -> Markup:
    place = {"x": x, "width": width}
    if state in _CSS:
        height = thick // 2 if state is DayState.DEGRADED else thick
        box = {"y": str(top + thick - height), "height": str(height)}
        solid = el("rect", class_=_CSS[state], **place, **box, **frame.colour(_TOKENS[state]))
        return solid + (_cross(x, width, top, thick, frame) if state is DayState.DOWN else raw(""))
    if state is DayState.EXCLUDED:
        return el("rect", y=str(top), height=str(thick), fill=frame.hatch, **place)
    return _hollow(place, top, thick, frame)


def _cross(x: str, width: str, top: int, thick: int, frame: Frame) -> Markup:
    """An opening in the middle: a day that was cut, without any colour."""
    middle = top + thick / 2
    box = {"y": f"{middle - 1.5:g}", "height": "3"}
    return el("rect", x=x, width=width, class_="gw-cut", **box, **frame.colour("paper"))


def _hollow(place: dict[str, str], top: int, thick: int, frame: Frame) -> Markup:
    """An empty frame: nobody looked."""
    box = {"y": f"{top + 0.75:g}", "height": f"{thick - 1.5:g}", "fill": "none", "stroke_width": "1.5"}
    return el("rect", class_="gw-hollow", **place, **box, **frame.colour("unknown", "stroke"))


def _number(day: Day, top: int, frame: Frame) -> Markup:
    place = {"x": at((day.day.day - 1) / 31), "y": str(top + THICK + 14)}
    return el("text", str(day.day.day), class_="gw-note", **place, **frame.colour("quiet"))
