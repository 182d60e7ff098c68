"""winmail.dat opened (MS-OXTNEF): the text and the files that Outlook puts into it. Bounded; broken is None."""

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field

from gwarant.mail.charsets import decode, guess
from gwarant.mail.rtf import plain_of_rtf, unpacked

SIGNATURE = 0x223E9F78
FILES, PROPERTIES, VALUES, ATTRIBUTES = 200, 5_000, 200, 20_000
# Attributes of the stream.
_BODY, _MAPI, _CODEPAGE = 0x800C, 0x9003, 0x9007
_BEGIN_FILE, _FILE_DATA, _FILE_TITLE, _FILE_MAPI = 0x9002, 0x800F, 0x8010, 0x9005
# MAPI properties.
_PR_BODY, _PR_HTML, _PR_RTF, _PR_CODEPAGE = 0x1000, 0x1013, 0x1009, 0x3FDE
_PR_DATA, _PR_NAME, _PR_LONG_NAME, _PR_TYPE, _PR_CONTENT_ID = 0x3701, 0x3704, 0x3707, 0x370E, 0x3712
_SIZES = {0x1: 0, 0x2: 4, 0x3: 4, 0x4: 4, 0x5: 8, 0x6: 8, 0x7: 8, 0xA: 4, 0xB: 4, 0x14: 8, 0x40: 8, 0x48: 16}
_OBJECT, _STRING8, _UNICODE, _BINARY = 0xD, 0x1E, 0x1F, 0x102
_LENGTHED = {_OBJECT, _STRING8, _UNICODE, _BINARY}


@dataclass(frozen=True, slots=True)
class File:
    """A file in it, with the id by which the HTML shows it."""

    name: str
    type: str
    data: bytes
    content_id: str


@dataclass(frozen=True, slots=True)
class Opened:
    """What is in it; text and HTML are empty where it has none."""

    text: str
    html: str
    files: tuple[File, ...]


@dataclass(slots=True)
class _Found:
    """Values by attribute or property, the last of each."""

    values: dict[int, bytes] = field(default_factory=dict)
    unicode: set[int] = field(default_factory=set)

    def text(self, key: int, charset: str) -> str:
        data = self.values.get(key, b"")
        if key in self.unicode:
            return data.decode("utf-16-le", "replace").partition("\x00")[0]
        return decode(data.partition(b"\x00")[0], charset, set())


class _Broken(Exception):
    """The bytes do not say what they should."""


def opened(data: bytes) -> Opened | None:
    """What is in a winmail.dat; None where it is none, or is broken before anything was found."""
    whole, files = _Found(), list[_Found]()
    try:
        for name, value in _attributes(data):
            if name == _BEGIN_FILE:
                if len(files) >= FILES:
                    break
                files.append(_Found())
            _note(files[-1] if files else whole, name, value)
    except (_Broken, struct.error):
        if not files and not whole.values:
            return None
    charset = _charset(whole)
    return Opened(*_texts(whole, charset), tuple(_file(one, charset) for one in files if _data(one)))


def _attributes(data: bytes) -> Iterator[tuple[int, bytes]]:
    if len(data) < 6 or struct.unpack_from("<I", data)[0] != SIGNATURE:
        raise _Broken
    at = 6
    for _ in range(ATTRIBUTES):
        if at + 9 > len(data):
            return
        _, name, _, length = struct.unpack_from("<BHHI", data, at)
        if at + 9 + length > len(data):
            raise _Broken
        yield name, data[at + 9 : at + 9 + length]
        at += 9 + length + 2


def _note(found: _Found, name: int, value: bytes) -> None:
    if name in (_MAPI, _FILE_MAPI):
        for key, kind, one in _properties(value):
            found.values[key] = one
            (found.unicode.add if kind == _UNICODE else found.unicode.discard)(key)
    elif name in (_BODY, _CODEPAGE, _FILE_DATA, _FILE_TITLE):
        found.values[name] = value


def _properties(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    """The properties with their kinds; of those with several values the last."""
    (count,) = struct.unpack_from("<I", data)
    at = 4
    for _ in range(min(count, PROPERTIES)):
        kind, key = struct.unpack_from("<HH", data, at)
        at += 4
        if key >= 0x8000:
            at = _after_name(data, at)
        several, kind = bool(kind & 0x1000), kind & ~0x1000
        if kind not in _SIZES and kind not in _LENGTHED:
            raise _Broken
        values = 1
        if several or kind in _LENGTHED:
            (values,) = struct.unpack_from("<I", data, at)
            at += 4
        value = b""
        for _ in range(min(values, VALUES)):
            value, at = _value(data, at, kind)
        yield key, kind, value


def _after_name(data: bytes, at: int) -> int:
    """The place behind the name of a property: a set's id, then a number or a text."""
    (kind,) = struct.unpack_from("<I", data, at + 16)
    if kind == 0:
        return at + 24
    (length,) = struct.unpack_from("<I", data, at + 20)
    return at + 24 + _padded(length)


def _value(data: bytes, at: int, kind: int) -> tuple[bytes, int]:
    if kind in _SIZES:
        return data[at : at + _SIZES[kind]], at + _SIZES[kind]
    (length,) = struct.unpack_from("<I", data, at)
    if at + 4 + length > len(data):
        raise _Broken
    begin = at + 4 + (16 if kind == _OBJECT else 0)
    return data[begin : at + 4 + length], at + 4 + _padded(length)


def _padded(length: int) -> int:
    return length + (-length % 4)


def _charset(whole: _Found) -> str:
    for key in (_PR_CODEPAGE, _CODEPAGE):
        value = whole.values.get(key, b"")
        if len(value) >= 4 and (page := struct.unpack_from("<I", value)[0]):
            return "utf-8" if page == 65001 else f"cp{page}"
    return ""


def _texts(whole: _Found, charset: str) -> tuple[str, str]:
    html = whole.values.get(_PR_HTML, b"")
    text = whole.text(_PR_BODY, charset) or whole.text(_BODY, charset)
    if not text.strip() and not html and (packed := whole.values.get(_PR_RTF)):
        text = plain_of_rtf(unpacked(packed))
    if _PR_HTML in whole.unicode:
        return text, html.decode("utf-16-le", "replace")
    return text, decode(html, charset, set()) if charset else guess(html)


def _data(found: _Found) -> bytes:
    return found.values.get(_FILE_DATA) or found.values.get(_PR_DATA, b"")


def _file(found: _Found, charset: str) -> File:
    names = (found.text(key, charset) for key in (_PR_LONG_NAME, _FILE_TITLE, _PR_NAME))
    name = next((one for one in names if one.strip()), "")
    kind = found.text(_PR_TYPE, charset).strip().lower()
    return File(
        name, kind if kind.count("/") == 1 else "", _data(found), found.text(_PR_CONTENT_ID, charset).strip("<> ")
    )
