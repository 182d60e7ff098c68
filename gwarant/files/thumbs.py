"""Small pictures of pictures, drawn anew: nothing of the file but its pixels is in them."""

import io
import warnings
from pathlib import Path
from threading import Lock

from PIL import Image, ImageOps

from gwarant.files.kinds import FORMATS, most_pixels
from gwarant.files.models import Attachment
from gwarant.files.store import Stored, folder

SIDE = 1280  # pixels at most, in width and height
KIND = "image/webp"
_drawing = Lock()  # one at a time: a decoded picture may take 200 MB


def thumbnail(of: Attachment | Stored) -> Path | None:
    """The small picture, drawn when somebody first asks; None where none can be drawn. An empty file remembers that."""
    place = folder().thumb(of.sha256)
    if not place.is_file() and not folder().keep_thumb(of.sha256, draw(folder().path(of.sha256), of.kind)):
        return None  # the file was erased while it was drawn
    return place if place.is_file() and place.stat().st_size else None


def draw(file: Path, kind: str) -> bytes:
    """The picture as WebP without any of its metadata; empty where it is none, or claims too many pixels."""
    try:
        with warnings.catch_warnings(), _drawing:
            warnings.simplefilter("ignore")
            return _drawn(file, FORMATS[kind])
    except Exception:  # whatever a decoder makes of bytes that somebody sent: no picture
        return b""


def _drawn(file: Path, format_: str) -> bytes:
    with Image.open(file, formats=(format_,)) as found:
        if found.width * found.height > most_pixels(format_):
            return b""
        found.draft("RGB", (SIDE, SIDE))
        turned = ImageOps.exif_transpose(found)
        turned.thumbnail((SIDE, SIDE))
        mode = "RGBA" if turned.has_transparency_data else "RGB"
        plain = turned.convert(mode)
    bare = Image.new(mode, plain.size)
    bare.paste(plain)
    out = io.BytesIO()
    bare.save(out, "WEBP", quality=80)
    return out.getvalue()
