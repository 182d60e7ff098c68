"""What a file is, told from its bytes for the few types that we show; what its sender says is never asked."""

import warnings
from io import BytesIO
from pathlib import Path

from PIL import Image

OTHER = "application/octet-stream"
TEXT, PDF = "text/plain", "application/pdf"
IMAGES = {
    "image/png": (b"\x89PNG\r\n\x1a\n",),
    "image/jpeg": (b"\xff\xd8\xff",),
    "image/gif": (b"GIF87a", b"GIF89a"),
}
FORMATS = {"image/png": "PNG", "image/jpeg": "JPEG", "image/gif": "GIF", "image/webp": "WEBP"}
# More is not decoded: a picture of a few bytes may claim to be as large as a town. Photographs are read smaller.
MOST_PIXELS, MOST_OF_PHOTOGRAPHS = 16_000_000, 40_000_000
_TEXT_CONTROLS = bytes({*range(32)} - {9, 10, 12, 13, 27})


def kind_of(head: bytes) -> str:
    """The type of a file that begins with these bytes; application/octet-stream for all that we do not show."""
    for kind, marks in IMAGES.items():
        if head.startswith(marks):
            return kind
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head.startswith(b"%PDF-"):
        return PDF
    return TEXT if _is_text(head) else OTHER


def sides_of(file: Path | BytesIO, kind: str) -> tuple[int, int]:
    """Width and height of a picture in pixels, from its header alone; (0, 0) where it is none that we draw."""
    if kind not in FORMATS:
        return 0, 0
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(file, formats=(FORMATS[kind],)) as found:
                width, height = found.size
    except Exception:  # whatever a decoder makes of bytes that somebody sent: no picture
        return 0, 0
    return (width, height) if 0 < width * height <= most_pixels(FORMATS[kind]) else (0, 0)


def most_pixels(format_: str) -> int:
    """How many pixels a picture of that format has at most, to be drawn."""
    return MOST_OF_PHOTOGRAPHS if format_ == "JPEG" else MOST_PIXELS


def _is_text(head: bytes) -> bool:
    if not head or head.translate(None, _TEXT_CONTROLS) != head:
        return False
    for cut in range(4):  # the last letter may be cut
        try:
            (head[: len(head) - cut] if len(head) > 100 else head).decode()
        except UnicodeDecodeError:
            continue
        return True
    return False
