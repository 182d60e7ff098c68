"""A winmail.dat of our own making, attribute by attribute."""

import struct

RTF = (
    rb"{\rtf1\ansi\ansicpg1250\deff0{\fonttbl{\f0 Arial;}}{\*\generator x;}"
    rb"Sklep nie dzia\'b3a.\par Za\u380?\u243?\u322?\u263?\par}"
)


def attribute(level: int, kind: int, name: int, data: bytes) -> bytes:
    return struct.pack("<BHHI", level, name, kind, len(data)) + data + struct.pack("<H", sum(data) & 0xFFFF)


def prop(kind: int, key: int, data: bytes, count: int | None = 1) -> bytes:
    """A property; those of a fixed size have no count."""
    if count is None:
        return struct.pack("<HH", kind, key) + data
    return struct.pack("<HHII", kind, key, count, len(data)) + data + bytes(-len(data) % 4)


def named(kind: int, key: int, name: str, data: bytes) -> bytes:
    """A property of a name of its own."""
    text = name.encode("utf-16-le")
    told = bytes(16) + struct.pack("<II", 1, len(text)) + text + bytes(-len(text) % 4)
    return struct.pack("<HH", kind, key) + told + struct.pack("<II", 1, len(data)) + data + bytes(-len(data) % 4)


def properties(*rows: bytes) -> bytes:
    return struct.pack("<I", len(rows)) + b"".join(rows)


def stream(*attributes: bytes) -> bytes:
    return struct.pack("<IH", 0x223E9F78, 1) + b"".join(attributes)


CODEPAGE = attribute(1, 6, 0x9007, struct.pack("<II", 1250, 0))
HTML = attribute(
    1,
    6,
    0x9003,
    properties(
        prop(0x3, 0x3FDE, struct.pack("<I", 65001), None),
        named(0x1F, 0x8001, "x-own", "własne".encode("utf-16-le")),
        prop(0x102, 0x1013, "<p>Sklep nie działa</p>".encode()),
    ),
)
FILE = (
    attribute(2, 6, 0x9002, bytes(14))
    + attribute(2, 1, 0x8010, b"ZAMWIE~1.PDF\x00")
    + attribute(2, 6, 0x800F, b"%PDF")
    + attribute(
        2,
        6,
        0x9005,
        properties(
            prop(0x1F, 0x3707, "zamówienie.pdf\x00".encode("utf-16-le")),
            prop(0x1E, 0x370E, b"application/pdf\x00"),
            prop(0x1F, 0x3712, "a@b\x00".encode("utf-16-le")),
            prop(0x40, 0x3007, bytes(8), None),
        ),
    )
)


def packed(data: bytes) -> bytes:
    """Letters alone, eight under each control byte; the end refers to itself."""
    out, place = bytearray(), 207
    for at in range(0, len(data), 8):
        piece = data[at : at + 8]
        place += len(piece)
        if len(piece) == 8:
            out += b"\x00" + piece
        else:
            out += bytes([1 << len(piece)]) + piece
    if len(data) % 8 == 0:
        out += b"\x01"
    out += struct.pack(">H", (place % 4096) << 4)
    return struct.pack("<IIII", len(out) + 12, len(data), 0x75465A4C, 0) + bytes(out)
