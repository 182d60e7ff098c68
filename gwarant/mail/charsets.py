"""Bytes → text, whatever charset a message claims to be in; nothing raises."""

import binascii
import codecs
import re
from collections.abc import Iterable

_NAME = re.compile(r"[a-z0-9][a-z0-9_.:+-]{0,39}")
# Only codecs of text: Python also has some that unpack or execute escapes.
_TEXT = re.compile(
    r"ascii|utf-(?:7|8|8-sig|16|16-le|16-be|32|32-le|32-be)|iso8859-\d+|cp\d+\w?|koi8-[rtu]|gbk?|gb2312|gb18030|big5|big5hkscs"
    r"|euc_\w+|shift_jis\w*|iso2022_\w+|mac-\w+|tis-620|hz|johab|ptcp154|kz1048|hp-roman8"
)
# Names that are in use for something larger, or are no name that Python knows.
_ALIASES = {
    "iso-8859-1": "cp1252", "latin1": "cp1252", "latin-1": "cp1252", "iso8859-1": "cp1252", "iso_8859-1": "cp1252",
    "ks_c_5601-1987": "cp949", "ksc5601": "cp949", "euc-kr": "cp949", "gb2312": "gb18030", "gbk": "gb18030",
    "x-gbk": "gb18030", "x-sjis": "cp932", "shift_jis": "cp932", "shift-jis": "cp932", "iso-8859-8-i": "iso-8859-8",
    "iso-8859-8-e": "iso-8859-8", "utf8mb4": "utf-8", "unicode-1-1-utf-8": "utf-8", "unicode": "utf-8",
    "x-utf-8": "utf-8", "cp-850": "cp850", "ansi": "cp1252",
    "x-mac-roman": "mac-roman", "macintosh": "mac-roman", "x-mac-ce": "mac-latin2",
    "iso-8859-9": "cp1254", "tis-620": "cp874", "iso-8859-11": "cp874", "x-windows-1250": "cp1250",
}  # fmt: skip
_UNNAMED = {
    "",
    "us-ascii",
    "ascii",
    "unknown-8bit",
    "x-unknown",
    "unknown",
    "8bit",
    "default",
    "x-user-defined",
    "_iso-2022-jp$esc",
}
_GUESSES = ("cp1250", "iso-8859-2", "cp1252", "cp1251")
_LETTERS = frozenset(
    "ąćęłńóśźżĄĆĘŁŃÓŚŹŻäöüßÄÖÜéèêàâçôîûëïùáíúñčšžřďťňěůýČŠŽŘ–—„”“’€§°абвгдежзийклмнопрстуфхцчшщъыьэюяіїє"
)
_WORD = re.compile(r"=\?([^?\s*]{1,60})(?:\*[^?\s]{0,40})?\?([bBqQ])\?([^?]*)\?=")
_HALF = re.compile("[\ud800-\udfff]")  # of a letter: UTF-7 can spell one alone
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]")


def codec_of(name: str) -> str | None:
    """Python's name for the charset; None for one that is unknown or is no charset of text."""
    lower = name.strip().strip("\"'").lower()
    lower = _ALIASES.get(lower, lower)
    if not _NAME.fullmatch(lower):
        return None
    try:
        found = codecs.lookup(lower).name
    except (LookupError, ValueError):
        return None
    return lower if _TEXT.fullmatch(found) else None


def decode(data: bytes, charset: str, problems: set[str]) -> str:
    """The text; where the charset is unknown or does not fit, the likeliest one. It can be written as UTF-8."""
    return _HALF.sub("\ufffd", _decode(data, charset, problems))


def _decode(data: bytes, charset: str, problems: set[str]) -> str:
    if charset.strip().lower() in _UNNAMED:
        return guess(data)
    codec = codec_of(charset)
    if codec is None:
        problems.add("unknown_charset")
        return guess(data)
    try:
        return data.decode(codec)
    except (UnicodeError, ValueError):
        problems.add("wrong_charset")
    return _misnamed(data, codec)


def _misnamed(data: bytes, codec: str) -> str:
    """The text whose charset is misnamed: UTF-8 if it is that, else what the named one makes of it."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    if codec.startswith("utf-8") and data[:4096].decode("utf-8", "replace").count("\ufffd") > 3:
        return guess(data)
    return data.decode(codec, "replace")


def guess(data: bytes) -> str:
    """Text of a charset that nobody names: UTF-8 if it is that, else the one that gives the most letters of Europe."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", "replace")
    sample = bytes(one for one in data[:20_000] if one > 127)
    best = max(_GUESSES, key=lambda name: _score(sample, name))
    return data.decode(best, "replace")


def _score(sample: bytes, codec: str) -> int:
    return sum(one in _LETTERS for one in sample.decode(codec, "replace"))


def decode_header(value: bytes, problems: set[str], charset: str = "") -> str:
    """The text of a header's value, unfolded, its encoded words decoded; 8-bit bytes are taken for `charset`."""
    try:
        text = value.decode("ascii")
    except UnicodeDecodeError:
        problems.add("raw_8bit_header")
        text = _raw_text(value, charset)
    return decode_words(_unfolded(text), problems)


def _raw_text(value: bytes, charset: str) -> str:
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return decode(value, charset, set())


def _unfolded(text: str) -> str:
    return text.replace("\r\n", "").replace("\n", "").replace("\r", " ").strip()


def decode_words(text: str, problems: set[str]) -> str:
    """The text with its encoded words decoded; letters that are split between two words of one charset are mended."""
    if "=?" not in text:
        return text
    out: list[str] = []
    run: list[tuple[str, bytes]] = []
    last = 0
    for found in _WORD.finditer(text):
        between = text[last : found.start()]
        if between.strip() or not run:
            out += (_run(run, problems), between)
            run = []
        run.append((found[1].lower(), _word(found[2], found[3], problems)))
        last = found.end()
    out += (_run(run, problems), text[last:])
    whole = "".join(out)
    if "=?" in whole:
        problems.add("bad_encoded_word")
    return whole


def _run(words: Iterable[tuple[str, bytes]], problems: set[str]) -> str:
    joined: list[tuple[str, bytes]] = []
    for charset, data in words:
        if joined and joined[-1][0] == charset:
            joined[-1] = charset, joined[-1][1] + data
        else:
            joined.append((charset, data))
    return "".join(decode(data, charset, problems) for charset, data in joined)


def _word(kind: str, text: str, problems: set[str]) -> bytes:
    data = text.encode("utf-8", "replace")
    if kind in "bB":
        return decode_base64(data, problems)
    return binascii.a2b_qp(data.replace(b" ", b"_"), header=True)


def decode_base64(data: bytes | memoryview, problems: set[str]) -> bytes:
    """The bytes of base64, as many as can be had of it."""
    try:
        return binascii.a2b_base64(data)
    except binascii.Error:
        problems.add("bad_base64")
    kept = _NOT_BASE64.sub(b"", data)
    kept = kept[: len(kept) - (len(kept) % 4 == 1)]
    return binascii.a2b_base64(kept + b"=" * (-len(kept) % 4))
