"""The promise bar as SVG that needs nothing around it: in a page, in a mail, on paper, light and dark."""

from hashlib import sha256

from gwarant.pictures.bar import STILL, Bar, Piece, PieceKind, bar_of
from gwarant.pictures.frame import Frame, at, bare, framed
from gwarant.pictures.labels import Label, captions, moments
from gwarant.pictures.markup import Markup, el, joined, raw
from gwarant.pictures.names import Names
from gwarant.pictures.sentence import sentence
from gwarant.sla.clocks.reading import Reading, Verdict

TOP, THICK, ROW = 20, 18, 15  # where the strip lies below its captions, how thick it is, how high a row of moments
SMALL = 16
_NO_NAMES = Names()


def bar_svg(reading: Reading, lang: str = "en", names: Names = _NO_NAMES, frame: Frame | None = None) -> Markup:
    """The large bar with its captions and moments."""
    frame = frame or Frame(_name(reading))
    bar = bar_of(reading)
    below = moments(bar, reading, lang)
    rows = 1 + max(row for row, _ in below)
    drawn = [_strip(bar, reading, frame, TOP, THICK), _marks(bar, TOP, THICK, 4)]
    drawn += [_text(label, TOP - 7, frame) for label in captions(bar, reading, lang)]
    drawn += [_text(label, TOP + THICK + 18 + ROW * row, frame) for row, label in below]
    return _framed(reading, lang, names, TOP + THICK + 8 + ROW * rows, drawn, frame)


def small_bar_svg(reading: Reading, lang: str = "en", names: Names = _NO_NAMES, frame: Frame | None = None) -> Markup:
    """The same drawing for a row of a list: the strip alone."""
    frame = frame or Frame(_name(reading))
    return _framed(reading, lang, names, SMALL, _small(reading, frame), frame)


def bare_bar_svg(reading: Reading) -> Markup:
    """The same for whatever turns it into pixels; bars that look alike are the same text."""
    frame = Frame("bar")
    return bare(frame, SMALL, _small(reading, frame))


def _small(reading: Reading, frame: Frame) -> list[Markup]:
    bar = bar_of(reading)
    return [_strip(bar, reading, frame, 2, SMALL - 4), _marks(bar, 2, SMALL - 4, 2)]


def _framed(reading: Reading, lang: str, names: Names, height: int, drawn: list[Markup], frame: Frame) -> Markup:
    title = f"{reading.ticket}, {names.under(reading.contract).clock(reading.clock)}"
    return framed(frame, "gw-bar", height, title, sentence(reading, lang, names), drawn)


def _name(reading: Reading) -> str:
    return "gw" + sha256(f"{reading.contract}/{reading.key}@{reading.as_of}".encode()).hexdigest()[:8]


def _strip(bar: Bar, reading: Reading, frame: Frame, top: int, thick: int) -> Markup:
    is_alarm = reading.verdict is Verdict.BREACHED
    return joined(_piece(piece, frame, top, thick, is_alarm) for piece in bar.pieces)


def _piece(piece: Piece, frame: Frame, top: int, thick: int, is_alarm: bool) -> Markup:
    middle = top + thick / 2
    if piece.kind in STILL:
        return _dots(piece, middle, frame)
    if piece.kind is PieceKind.OUTSIDE_HOURS:
        return _break(piece, middle, frame)
    if piece.kind is PieceKind.HOLIDAY:
        return _rect(piece, top + 2, thick - 4, fill=frame.hatch)
    if piece.kind is PieceKind.LEFT:
        return _rect(piece, top + thick - 4, 4, class_="gw-left", **frame.colour("track"))
    kind = "breached" if piece.kind is PieceKind.OVER and is_alarm else "counted"
    css = "gw-over" if kind == "breached" else "gw-counted"
    return _rect(piece, top, thick, class_=css, **frame.colour(kind)) + _break(piece, middle, frame)


def _rect(piece: Piece, top: float, thick: float, **attributes: str) -> Markup:
    return el("rect", x=at(piece.start), y=f"{top:g}", width=at(piece.width), height=f"{thick:g}", **attributes)


def _dots(piece: Piece, y: float, frame: Frame) -> Markup:
    place = {"x1": at(piece.start), "x2": at(piece.end), "y1": f"{y:g}", "y2": f"{y:g}"}
    dots = {"stroke_width": "3", "stroke_dasharray": "0.1 5.9", "stroke_linecap": "round"}
    return el("line", class_="gw-paused", **place, **dots, **frame.colour("paused", "stroke"))


def _break(piece: Piece, y: float, frame: Frame) -> Markup:
    """Two slanted strokes where the scale is broken and there is room for them."""
    if not piece.is_cut or piece.width < 0.018:
        return raw("")
    is_over = piece.kind is PieceKind.OVER
    path = el(
        "path",
        d=f"M-4,{y + 4:g} l4,-8 M0,{y + 4:g} l4,-8",
        class_="gw-break-on" if is_over else "gw-break",
        stroke_width="1.4",
        **frame.colour("paper" if is_over else "quiet", "stroke"),
    )
    return el("svg", path, x=at((piece.start + piece.end) / 2), overflow="visible")


def _marks(bar: Bar, top: int, thick: int, reach: int) -> Markup:
    """The target's tick stands out above, the line of the stop or of now below."""
    tick = _upright(bar.target, top - reach, top + thick, "2")
    return tick + _upright(bar.line, top, top + thick + reach, "3")


def _upright(x: float, y1: int, y2: int, thick: str) -> Markup:
    place = at(0.996 * x + 0.002)
    return el("line", x1=place, x2=place, y1=str(y1), y2=str(y2), stroke="currentColor", stroke_width=thick)


def _text(label: Label, y: int, frame: Frame) -> Markup:
    css = f"{label.css} gw-minor" if label.is_minor else label.css
    anchor = {"text_anchor": "end"} if label.ends else {}
    colours = {"gw-alarm": "breached", "gw-note": "quiet"}
    fill = frame.colour(colours[label.css]) if label.css in colours else {"fill": "currentColor"}
    return el("text", label.text, x=at(label.x), y=str(y), class_=css, **fill, **anchor)
