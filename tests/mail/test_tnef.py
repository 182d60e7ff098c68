"""What Outlook hides in a winmail.dat is opened: its text and its files."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import letter
from winmail import CODEPAGE, FILE, HTML, RTF, attribute, packed, prop, properties, stream

from gwarant.mail import Mail, read
from gwarant.mail.rtf import plain_of_rtf, unpacked
from gwarant.mail.tnef import File, Opened, opened

FOUND = File("zamówienie.pdf", "application/pdf", b"%PDF", "a@b")


def test_html_and_files_are_found() -> None:
    assert opened(stream(CODEPAGE, HTML, FILE)) == Opened("", "<p>Sklep nie działa</p>", (FOUND,))


def test_a_plain_text_is_read_in_its_code_page() -> None:
    body = attribute(1, 2, 0x800C, "Sklep nie działa\x00".encode("cp1250"))
    assert opened(stream(CODEPAGE, body)) == Opened("Sklep nie działa", "", ())


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
