"""The content of parts: transfer encodings undone, texts decoded, flowed lines joined."""

import binascii
import re
from collections.abc import Iterator

from gwarant.mail.charsets import decode, decode_base64
from gwarant.mail.structure import Part

_META = re.compile(rb"<meta[^>]{0,200}?charset\s{0,5}=\s{0,5}[\"']?\s{0,5}([\w.:-]{1,40})", re.IGNORECASE)
_PLAIN = {"", "7bit", "8bit", "binary", "none", "7-bit", "8-bit"}
_UU = re.compile(rb"^begin [0-7]{3,4} [^\r\n]{1,200}\r?\n", re.MULTILINE)


def bytes_of(raw: bytes, part: Part, problems: set[str]) -> bytes:
    """The bytes of a part's body; as they came where the encoding is unknown."""
    coding = part.head.text("content-transfer-encoding", problems).partition(";")[0].strip().lower().rstrip(".")
    if coding == "base64":
        return decode_base64(memoryview(raw)[part.start : part.stop], problems)
    data = raw[part.start : part.stop]
    if coding == "quoted-printable":
        return binascii.a2b_qp(data)
    if coding in ("x-uuencode", "uuencode", "x-uue"):
        return _unpacked(data, problems)
    if coding not in _PLAIN:
        problems.add("unknown_encoding")
    return data


def _unpacked(data: bytes, problems: set[str]) -> bytes:
    begun = _UU.search(data)
    lines = data[begun.end() if begun else 0 :].splitlines()
    return b"".join(_uu_lines(lines, problems))


def _uu_lines(lines: list[bytes], problems: set[str]) -> Iterator[bytes]:
    for line in lines:
        if line.strip() in (b"end", b"`", b""):
            return
        try:
            yield binascii.a2b_uu(line)
        except binascii.Error:
            problems.add("bad_uuencode")


def text_of(data: bytes, part: Part, problems: set[str]) -> str:
    """The text of a part's bytes, line ends as they came."""
    charset = part.type.parameters.get("charset", "")
    if not charset and part.type.value == "text/html" and (found := _META.search(data[:4096])):
        charset = found[1].decode("ascii", "replace")
    text = decode(data, charset, problems)
    if part.type.parameters.get("format", "").lower() == "flowed":
        return unflowed(text, part.type.parameters.get("delsp", "").lower() == "yes")
    return text


def unflowed(text: str, deletes_space: bool) -> str:
    """Flowed text (RFC 3676) with its paragraphs as one line each; the depth of quotes stays."""
    out: list[str] = []
    joins, depth_before = False, 0
    for line in text.splitlines():
        content = line.lstrip(">")
        depth = len(line) - len(content)
        content = content[1:] if content.startswith(" ") else content
        if joins and depth == depth_before and content != "-- ":
            out[-1] += content
        else:
            out.append(">" * depth + (" " if depth else "") + content)
        joins, depth_before = content.endswith(" ") and content != "-- ", depth
        if joins and deletes_space:
            out[-1] = out[-1][:-1]
    return "\n".join(out) + ("\n" if text.endswith(("\n", "\r")) else "")
