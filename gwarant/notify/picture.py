"""The promise bar as a picture for mail readers, which show no SVG."""

from functools import cache, lru_cache
from threading import Lock

import typst

from gwarant.pictures.frame import plainly

SCALE = 2.0  # pixels for each pixel of the mail: sharp on the screens of telephones
_DRAWN = 380  # the width that the bar is drawn for; shown wider, it gets thicker
_PAGE = b"""
#set page(width: eval(sys.inputs.width), height: auto, margin: (x: 6pt, y: 9pt), fill: white)
#image(bytes(sys.inputs.svg), format: "svg", width: 100%)
"""
_one_at_a_time = Lock()


@lru_cache(256)  # several people are told of one event, and new tickets of one class look alike: a kilobyte each
def png_of(svg: str, width: int) -> bytes:
    """The SVG as PNG, `width` pixels of a mail wide, on white paper; ValueError when it is no picture."""
    inputs = {"svg": plainly(svg, _DRAWN), "width": f"{width}pt"}
    try:
        with _one_at_a_time:
            made = typst.compile(_PAGE, format="png", ppi=72 * SCALE, sys_inputs=inputs, font_paths=_fonts())
    except RuntimeError as error:
        raise ValueError(f"the picture cannot be drawn: {error}") from error
    assert isinstance(made, bytes)
    return made


@cache
def _fonts() -> typst.Fonts:
    """Those of the machine, looked for once: that takes longer than to draw."""
    return typst.Fonts()
