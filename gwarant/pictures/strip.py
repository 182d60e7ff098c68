"""Shares and sums as small strips, drawn so that they need no style of their own."""

from collections.abc import Sequence

from gwarant.pictures.frame import at
from gwarant.pictures.markup import Markup, el

THIN, THICK = 8, 20


def share_svg(part: float, css: str = "") -> Markup:
    """A share from 0 to 1; the figure stands beside it in words."""
    whole = el("rect", class_="whole", width="100%", height=str(THIN))
    filled = el("rect", class_="part", width=at(part), height=str(THIN)) if part else ""
    return el("svg", whole, filled, class_=f"share {css}".strip(), width="100%", height=str(THIN), aria_hidden="true")


def strip_svg(parts: Sequence[tuple[str, int]]) -> Markup:
    """Lengths one behind the other, each of its own kind; a line stands where the excess begins."""
    total, drawn, edge = sum(length for _, length in parts) or 1, [], 0
    for css, length in parts:
        place = {"x": at(edge / total), "width": at(length / total), "height": str(THICK)}
        drawn.append(el("rect", class_=css, **place))
        if css == "over":
            drawn.append(el("line", x1=at(edge / total), x2=at(edge / total), y1="0", y2=str(THICK), class_="edge"))
        edge += length
    return el("svg", *drawn, class_="pool", width="100%", height=str(THICK), aria_hidden="true")
