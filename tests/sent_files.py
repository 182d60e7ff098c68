"""Files for the tests, made by code."""

import io
import struct
import zlib
from typing import Any

from PIL import Image


def png(width: int = 40, height: int = 30, colour: str = "teal") -> bytes:
    return _saved(Image.new("RGB", (width, height), colour), "PNG")


def jpeg(width: int = 40, height: int = 30, **more: Any) -> bytes:
    return _saved(Image.new("RGB", (width, height), "teal"), "JPEG", **more)


def bomb(width: int = 60_000, height: int = 60_000) -> bytes:
    """A picture that claims to be as large as a town, in a few bytes."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", header)
        + _chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + _chunk(b"IEND", b"")
    )


def _chunk(name: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))


def _saved(picture: Image.Image, format_: str, **more: Any) -> bytes:
    out = io.BytesIO()
    picture.save(out, format_, **more)
    return out.getvalue()
