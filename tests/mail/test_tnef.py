"""What Outlook hides in a winmail.dat is opened: its text and its files."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import letter

from gwarant.mail import Mail, read
from gwarant.mail.rtf import plain_of_rtf, unpacked
from gwarant.mail.tnef import File, Opened, opened

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
FOUND = File("zamówienie.pdf", "application/pdf", b"%PDF", "a@b")


def test_html_and_files_are_found() -> None:
    assert opened(stream(CODEPAGE, HTML, FILE)) == Opened("", "<p>Sklep nie działa</p>", (FOUND,))


def test_a_plain_text_is_read_in_its_code_page() -> None:
    body = attribute(1, 2, 0x800C, "Sklep nie działa\x00".encode("cp1250"))
    assert opened(stream(CODEPAGE, body)) == Opened("Sklep nie działa", "", ())


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


@pytest.mark.parametrize("data", [packed(RTF), struct.pack("<IIII", len(RTF) + 12, len(RTF), 0x414C454D, 0) + RTF])
def test_a_text_that_is_only_there_as_rtf_is_read(data: bytes) -> None:
    found = opened(stream(CODEPAGE, attribute(1, 6, 0x9003, properties(prop(0x102, 0x1009, data)))))
    assert found == Opened("Sklep nie działa.\nZażółć\n", "", ())


def test_packed_text_refers_to_what_was_before() -> None:
    # The first six letters of what every text begins with, then "ab" once more from the place where it was written.
    data = (
        bytes([0b0000_1001])
        + struct.pack(">H", 0 << 4 | 4)
        + b"ab"
        + struct.pack(">H", 213 << 4 | 0)
        + struct.pack(">H", 0)
    )
    assert unpacked(struct.pack("<IIII", 0, 0, 0x75465A4C, 0) + data).startswith(b"{\\rtf1abab")


def test_a_winmail_dat_becomes_text_and_files_of_the_message() -> None:
    made = letter()
    made.set_content("\n")
    made.add_attachment(stream(CODEPAGE, HTML, FILE), "application", "ms-tnef", filename="winmail.dat")
    found = read(made.as_bytes())
    assert isinstance(found, Mail)
    assert found.text.strip() == "Sklep nie działa"
    assert [(one.name, one.data) for one in found.attachments] == [("zamówienie.pdf", b"%PDF")]
    assert "tnef" in found.problems


@pytest.mark.parametrize("data", [b"", b"nonsense", stream(HTML)[:40], stream()])
def test_one_that_cannot_be_opened_stays_a_file(data: bytes) -> None:
    made = letter()
    made.add_attachment(data, "application", "octet-stream", filename="WINMAIL.DAT")
    found = read(made.as_bytes())
    assert isinstance(found, Mail)
    assert [one.name for one in found.attachments] == ["WINMAIL.DAT"]


def test_what_was_found_before_a_break_is_told() -> None:
    assert opened(stream(CODEPAGE, HTML, FILE) + b"\x02" + b"\xff" * 12) == opened(stream(CODEPAGE, HTML, FILE))


@given(st.binary(max_size=300), st.integers(0, 500), st.integers(0, 255))
def test_any_bytes_are_opened_or_not(data: bytes, place: int, value: int) -> None:
    whole = bytearray(
        stream(CODEPAGE, HTML, FILE, attribute(1, 6, 0x9003, properties(prop(0x102, 0x1009, packed(RTF)))))
    )
    whole[place % len(whole)] = value
    for one in (data, stream(data), stream(attribute(1, 6, 0x9003, data)), bytes(whole)):
        assert opened(one) is None or isinstance(opened(one), Opened)


@given(st.binary(max_size=300))
def test_any_bytes_are_unpacked_and_read(data: bytes) -> None:
    assert isinstance(unpacked(packed(data)[:12] + data), bytes)
    assert unpacked(packed(data)) == data
    assert isinstance(plain_of_rtf(b"{\\rtf" + data), str)
