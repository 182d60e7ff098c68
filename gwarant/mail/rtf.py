"""The text of RTF as Outlook puts it into a winmail.dat: unpacked (MS-OXRTFCP), then the words alone. Bounded."""

import re
import struct
from dataclasses import dataclass, field

from gwarant.mail.charsets import codec_of

MOST = 2 << 20  # bytes of RTF, characters of text
_PACKED, _PLAIN = 0x75465A4C, 0x414C454D
# What every packed text may refer to, as the format lays it down.
_BEGUN = (
    rb"{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript \fdecor "
    b"MS Sans SerifSymbolArialTimes New RomanCourier"
    rb"{\colortbl\red0\green0\blue0"
    b"\r\n"
    rb"\par \pard\plain\f0\fs20\b\i\u\tab\tx"
)
_WINDOW = 4096
_TOKEN = re.compile(
    rb"\\([a-z]{1,32})(-?\d{1,10})? ?|\\'([0-9a-f]{2})|\\(.)|([{}])|[\r\n]+|([^\\{}\r\n]+)", re.IGNORECASE | re.DOTALL
)
_SIGNS = {
    b"par": "\n", b"line": "\n", b"tab": "\t", b"emdash": "—", b"endash": "–", b"lquote": "‘", b"rquote": "’",
    b"ldblquote": "“", b"rdblquote": "”", b"bullet": "•", b"cell": "  ", b"row": "\n",
}  # fmt: skip
_SILENT = {
    b"fonttbl",
    b"colortbl",
    b"stylesheet",
    b"info",
    b"pict",
    b"object",
    b"header",
    b"footer",
    b"filetbl",
    b"listtable",
}


def unpacked(data: bytes) -> bytes:
    """The RTF; as much of it as can be had, at most 2 MB."""
    if len(data) < 16:
        return b""
    _, _, magic, _ = struct.unpack_from("<IIII", data)
    if magic == _PLAIN:
        return data[16 : 16 + MOST]
    return _unpack(data[16:]) if magic == _PACKED else b""


def _unpack(data: bytes) -> bytes:
    window = bytearray(_BEGUN).ljust(_WINDOW, b"\x00")
    place, at = len(_BEGUN), 0
    out = bytearray()
    while at < len(data) and len(out) < MOST:
        control = data[at]
        at += 1
        for bit in range(8):
            if control & (1 << bit):
                if at + 2 > len(data):
                    return bytes(out)
                offset, length = data[at] << 4 | data[at + 1] >> 4, (data[at + 1] & 15) + 2
                at += 2
                if offset == place:
                    return bytes(out)
                piece = bytearray()
                for one in range(length):
                    sign = window[(offset + one) % _WINDOW]
                    piece.append(sign)
                    window[place] = sign
                    place = (place + 1) % _WINDOW
                out += piece
            elif at < len(data):
                out.append(data[at])
                window[place] = data[at]
                place = (place + 1) % _WINDOW
                at += 1
    return bytes(out)


@dataclass(slots=True)
class _State:
    """The text so far; whether it is silent; how many characters after `\\u` are for programs that do not know it."""

    codec: str = "cp1252"
    silent: bool = False
    skips: int = 1
    left: int = 0
    stack: list[tuple[bool, int]] = field(default_factory=list)
    out: list[str] = field(default_factory=list)
    raw: bytearray = field(default_factory=bytearray)

    def flush(self) -> None:
        if self.raw:
            self.out.append(self.raw.decode(self.codec, "replace"))
            self.raw.clear()

    def say(self, text: str) -> None:
        if not self.silent:
            self.flush()
            self.out.append(text)


def plain_of_rtf(data: bytes) -> str:
    """The words of the RTF, paragraphs as lines."""
    state = _State()
    if not data.lstrip().startswith(b"{\\rtf"):
        return ""
    for found in _TOKEN.finditer(data[:MOST]):
        word, number, code, symbol, brace, plain = found.groups()
        if brace:
            _group(state, brace == b"{")
        elif word:
            _word(state, word.lower(), int(number) if number else None)
        elif symbol:
            _symbol(state, symbol)
        elif code:
            _bytes(state, bytes([int(code, 16)]))
        elif plain:
            _bytes(state, plain)
    state.flush()
    return "".join(state.out).strip("\n") + "\n"


def _group(state: _State, opens: bool) -> None:
    if opens:
        state.stack.append((state.silent, state.skips))
    elif state.stack:
        state.silent, state.skips = state.stack.pop()


def _word(state: _State, word: bytes, number: int | None) -> None:
    if word in _SILENT:
        state.silent = True
    elif word == b"ansicpg" and number:
        state.codec = codec_of(f"cp{number}") or state.codec
    elif word == b"uc" and number is not None:
        state.skips = min(max(number, 0), 10)
    elif word == b"u" and number is not None:
        point = number & 0xFFFF
        state.say("\ufffd" if 0xD800 <= point <= 0xDFFF else chr(point))
        state.left = state.skips
    elif word in _SIGNS:
        state.say(_SIGNS[word])


def _symbol(state: _State, symbol: bytes) -> None:
    if symbol == b"*":
        state.silent = True
    elif symbol in (b"\\", b"{", b"}"):
        _bytes(state, symbol)
    elif symbol == b"~":
        state.say(" ")
    elif symbol in (b"\r", b"\n"):
        state.say("\n")


def _bytes(state: _State, data: bytes) -> None:
    passed = min(state.left, len(data))
    state.left -= passed
    if not state.silent:
        state.raw += data[passed:]
