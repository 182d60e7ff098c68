"""Small pictures of pictures, drawn anew: nothing of the file but its pixels is in them."""

import io
import warnings
from pathlib import Path
from threading import Lock

from PIL import Image, ImageOps

from gwarant.files.folder import write_whole
from gwarant.files.kinds import FORMATS, MOST_PIXELS
from gwarant.files.models import Attachment
from gwarant.files.store import folder

SIDE = 1280  # pixels at most, in width and height
KIND = "image/webp"
_drawing = Lock()  # one at a time: a decoded picture may take 160 MB


def thumbnail(of: Attachment) -> Path | None:
    """The small picture, drawn when somebody first asks; None where none can be drawn. An empty file remembers that."""
    place = folder().thumb(of.sha256)
    if not place.is_file():
        write_whole(place, draw(folder().path(of.sha256), of.kind))
    return place if place.stat().st_size else None


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
        if found.width * found.height > MOST_PIXELS:
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
