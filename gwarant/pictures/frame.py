"""What every SVG picture shares: its frame with title and description, its ids, its places."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from gwarant.pictures.markup import Markup, el, raw
from gwarant.pictures.tokens import FALLBACKS, PICTURE_CSS

PAGE_HATCH = "gw-hatch"
_STYLE = re.compile(r"<style>.*?</style>", re.DOTALL)
XMLNS, INK = "http://www.w3.org/2000/svg", "#24292f"


@dataclass(frozen=True)
class Frame:
    """How a picture stands: alone with its own style and hatching, or in a page that brings both.

    `name` starts its ids; a silent picture stands beside words that say the same.
    """

    name: str
    alone: bool = True
    silent: bool = False

    @property
    def hatch(self) -> str:
        return f"url(#{self.name}-hatch)" if self.alone else f"url(#{PAGE_HATCH})"

    def colour(self, token: str, role: str = "fill") -> dict[str, str]:
        """The attribute for readers that know no style sheet."""
        return {role: FALLBACKS[token]} if self.alone else {}


def framed(frame: Frame, css: str, height: int, title: str, text: str, drawn: Sequence[str]) -> Markup:
    """The picture as wide as its place and `height` pixels high."""
    size = {"width": "100%", "height": str(height)}
    if frame.silent:
        return el("svg", *drawn, class_=css, aria_hidden="true", **size)
    named = el("title", title, id=f"{frame.name}-t"), el("desc", text, id=f"{frame.name}-d")
    labels = {"role": "img", "aria_labelledby": f"{frame.name}-t {frame.name}-d"}
    if not frame.alone:
        return el("svg", *named, *drawn, class_=css, **labels, **size)
    own = {"xmlns": XMLNS, "color": INK}
    font = {"font_family": "system-ui, sans-serif", "font_size": "12"}
    style = el("style", raw(PICTURE_CSS))
    hatch = hatching(f"{frame.name}-hatch")
    return el("svg", *named, style, hatch, *drawn, class_=f"{css} gw-alone", **labels, **size, **own, **font)


def bare(frame: Frame, height: int, drawn: Sequence[str]) -> Markup:
    """The picture for whatever turns it into pixels: plain colours, no style sheet, no words."""
    hatch = hatching(f"{frame.name}-hatch")
    return el("svg", hatch, *drawn, width="100%", height=str(height), xmlns=XMLNS, color=INK)


def plainly(svg: str, width: int) -> str:
    """The picture with a width of its own, and with the plain colours of its shapes in place of the style sheet."""
    return _STYLE.sub("", svg).replace('width="100%"', f'width="{width}"', 1)


def page_hatching() -> Markup:
    """The hatching that all pictures of a page share."""
    return el("svg", hatching(PAGE_HATCH), width="0", height="0", aria_hidden="true", class_="gw-defs")


def hatching(id_: str) -> Markup:
    """The pattern of holidays and of excluded time."""
    line = el(
        "path", d="M-1,1 l2,-2 M0,6 l6,-6 M5,7 l2,-2", class_="gw-hatch", stroke=FALLBACKS["quiet"], stroke_width="1.3"
    )
    return el("defs", el("pattern", line, id=id_, width="6", height="6", patternUnits="userSpaceOnUse"))


def at(x: float) -> str:
    """A place from 0 to 1 as SVG writes it, short and the same on every machine."""
    return f"{100 * x:.2f}".rstrip("0").rstrip(".") + "%"
