"""The hours of days as SVG: a column for each day, from midnight at its top to midnight at its foot."""

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from gwarant.pictures.frame import Frame, at, framed
from gwarant.pictures.hours_strip import HoursOfDay, Piece, found_in, lengths_of
from gwarant.pictures.markup import Markup, el, joined
from gwarant.pictures.month import DayState
from gwarant.pictures.phrases import MONTHS_SHORT
from gwarant.pictures.words import duration, say, short_day

TALL, LOW, FOOT = 96, 32, 22  # pixels: of a day where one month stands alone, where there are several; below each row
WIDE = 0.78  # of the place of a day
LEAST = 3  # pixels: what is shorter shows all the same
_SOLID = {
    DayState.UP: ("gw-up", "fine"),
    DayState.DEGRADED: ("gw-degraded", "at_risk"),
    DayState.DOWN: ("gw-down", "breached"),
}
_OVER = (DayState.CLOSED, DayState.UP, DayState.EXCLUDED, DayState.DEGRADED, DayState.UNKNOWN, DayState.DOWN)


def hours_svg(days: Sequence[HoursOfDay], title: str, lang: str, frame: Frame) -> Markup:
    """A row of days for each month; what it shows stands in words in its description and over each day."""
    months = [list(rows) for _, rows in groupby(days, key=lambda one: (one.day.year, one.day.month))]
    thick = TALL if len(months) == 1 else LOW
    names = len(months) > 1
    drawn = [_row(rows, n * (thick + FOOT), thick, lang, frame, names) for n, rows in enumerate(months)]
    height = (thick + FOOT) * max(len(months), 1)
    return framed(frame, "gw-month", height, title, hours_text(days, lang), drawn)


def piece_svg(state: DayState) -> Markup:
    """One piece as a sign for the legend of a page."""
    drawn = _shape(state, "5%", "90%", 2, 12, Frame("", alone=False))
    return el("svg", drawn, width="10", height="16", aria_hidden="true", class_="gw-sign")


def hours_text(days: Sequence[HoursOfDay], lang: str) -> str:
    """How long each state lasted, and the days on which it was down."""
    sums = [f"{say(state.value, lang)}: {duration(lengths_of(days, state), lang)}" for state in found_in(days)]
    down = [(one.day, one.lengths[DayState.DOWN]) for one in days if DayState.DOWN in one.lengths]
    return "; ".join([*sums, *(f"{short_day(day, lang)}: {duration(length, lang)}" for day, length in down)]) + "."


def _row(days: Sequence[HoursOfDay], top: int, thick: int, lang: str, frame: Frame, is_named: bool) -> Markup:
    """Below a row of several stands the name of its month, and below each Monday its day."""
    cells = [_day(day, top, thick, lang, frame) for day in days]
    first, mondays = days[0].day, [one.day for n, one in enumerate(days) if one.day.weekday() == 0 and n > 2]
    name = MONTHS_SHORT[lang][first.month - 1] if is_named else str(first.day)
    labels = [(first, name), *((day, str(day.day)) for day in mondays)]
    return joined([*cells, *(_label(day, text, top + thick + 14, frame) for day, text in labels)])


def _day(day: HoursOfDay, top: int, thick: int, lang: str, frame: Frame) -> Markup:
    told = [f"{say(state.value, lang)} {duration(day.lengths[state], lang)}" for state in found_in([day])]
    pieces = sorted(day.pieces, key=lambda one: _OVER.index(one.state))
    drawn = (_piece(one, (day.day.day - 1) / 31, top, thick, frame) for one in pieces)
    return el("g", el("title", ", ".join([short_day(day.day, lang), *told])), *drawn)


def _piece(piece: Piece, x: float, top: int, thick: int, frame: Frame) -> Markup:
    """Down stands out on both sides of its day."""
    height = max(LEAST, (piece.end - piece.start) * thick)
    y = min(top + piece.start * thick, top + thick - height)
    over = 0.08 if piece.state is DayState.DOWN else 0.0
    half = 2 if piece.state is DayState.DEGRADED else 1
    return _shape(piece.state, at(x - over / 31), at((WIDE / half + 2 * over) / 31), y, height, frame)


def _shape(state: DayState, x: str, width: str, y: float, height: float, frame: Frame) -> Markup:
    """Up and down are solid, unknown an empty frame, excluded hatched, closed hours a line."""
    place = {"x": x, "width": width, "y": f"{y:.4g}", "height": f"{height:.4g}"}
    if state in _SOLID:
        css, token = _SOLID[state]
        return el("rect", class_=css, **place, **frame.colour(token))
    if state is DayState.EXCLUDED:
        return el("rect", fill=frame.hatch, **place)
    if state is DayState.CLOSED:
        return el("rect", class_="gw-left", **place | {"width": "1.5"}, **frame.colour("track"))
    inner = {"y": f"{y + 0.75:.4g}", "height": f"{height - 1.5:.4g}", "fill": "none", "stroke_width": "1.5"}
    return el("rect", class_="gw-hollow", **place | inner, **frame.colour("unknown", "stroke"))


def _label(day: date, text: str, y: int, frame: Frame) -> Markup:
    place = {"x": at((day.day - 1) / 31), "y": str(y)}
    return el("text", text, class_="gw-note", **place, **frame.colour("quiet"))
