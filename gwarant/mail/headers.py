"""Header blocks: cut into fields, and their values with parameters."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import unquote_to_bytes

from gwarant.mail.charsets import decode, decode_header, decode_words

_FIELD = re.compile(rb"([!-9;-~]{1,200})[ \t]*:")
# A line in between is passed over only before one of these: what looks like a field may be a line of the text.
_KNOWN = re.compile(
    rb"(?:from|to|cc|subject|date|message-id|mime-version|content-[a-z-]+|received|return-path|reply-to|in-reply-to|references"
    rb"|x-[a-z-]+|delivered-to|dkim-signature|authentication-results|sender|list-[a-z-]+)[ \t]*:",
    re.IGNORECASE,
)
_PARAMETER = re.compile(r';\s*([^\s=;"]{1,80})\s*=\s*("(?:[^"\\]|\\.)*"|[^;]*)')
_CONTINUED = re.compile(r"([^*]+)\*(?:(\d{1,3})(\*)?)?")
_TYPE = re.compile(r"\s*([\w!#$&^.+-]{1,80})\s*/\s*([\w!#$&^.+-]{1,120})")
PARAMETERS = 100


@dataclass(frozen=True, slots=True)
class Head:
    """The fields of a block in their order, names in lower case, values as they came; where the body begins."""

    fields: Sequence[tuple[str, bytes]]
    body: int
    charset: str = ""

    def first(self, name: str) -> bytes | None:
        """The value of the first field of that name."""
        return next((value for one, value in self.fields if one == name), None)

    def all(self, name: str) -> list[bytes]:
        """The values of all fields of that name."""
        return [value for one, value in self.fields if one == name]

    def text(self, name: str, problems: set[str]) -> str:
        """The decoded value of the first field of that name; empty where there is none."""
        value = self.first(name)
        return "" if value is None else decode_header(value, problems, self.charset)


def head_of(raw: bytes, start: int, stop: int, most: int, problems: set[str], is_top: bool = False) -> Head:
    """The header block that begins at `start`; of one larger than `most` bytes the fields that stand whole in those."""
    fields: list[tuple[str, bytes]] = []
    at = _begin(raw, start, stop) if is_top else start
    while at < stop:
        end = _line_end(raw, at, min(stop, start + most + 1))
        if end - start > most:
            problems.add("large_header")
            return Head(fields, _after_blank(raw, at, stop))
        line = raw[at:end]
        if not line.strip(b"\r\n"):
            return Head(fields, end)
        if line[:1] in b" \t" and fields:
            name, value = fields[-1]
            fields[-1] = name, value + line
        elif found := _FIELD.match(line):
            fields.append((found[1].decode("ascii").lower(), line[found.end() :]))
        elif not (is_top and _is_passed_over(raw, line, end, stop)):
            problems.add("no_blank_line")
            return Head(fields, at)
        else:
            problems.add("bad_header_line")
        at = end
    return Head(fields, at)


def _begin(raw: bytes, start: int, stop: int) -> int:
    """Where the first field is: after blank lines, a byte order mark, the line that mailboxes put there."""
    at = start + 3 if raw.startswith(b"\xef\xbb\xbf", start) else start
    while at < stop and raw[at] in b"\r\n":
        at += 1
    if raw.startswith((b"From ", b">From "), at):
        at = _line_end(raw, at, stop)
    return at


def _line_end(raw: bytes, at: int, stop: int) -> int:
    found = raw.find(b"\n", at, stop)
    return stop if found < 0 else found + 1


def _after_blank(raw: bytes, at: int, stop: int) -> int:
    """Where the next blank line ends."""
    found = (raw.find(b"\n\n", at, stop) + 2, raw.find(b"\n\r\n", at, stop) + 3)
    return min((one for one in found if one > 2), default=stop)


def _is_passed_over(raw: bytes, line: bytes, end: int, stop: int) -> bool:
    return line.startswith(b">From ") or bool(_KNOWN.match(raw, end, stop))


@dataclass(frozen=True, slots=True)
class Valued:
    """A value and its parameters, names in lower case."""

    value: str
    parameters: Mapping[str, str]


def media_type(head: Head, default: str, problems: set[str]) -> Valued:
    """The content type in lower case; the default where there is none that can be read."""
    raw = head.first("content-type")
    if raw is None:
        return Valued(default, {})
    text = decode_header(raw, set(), head.charset)
    found = _TYPE.match(text)
    if not found:
        problems.add("bad_content_type")
    value = f"{found[1]}/{found[2]}".lower() if found else default
    return Valued(value, parameters_of(text, problems))


def disposition_of(head: Head, problems: set[str]) -> Valued:
    """The content disposition in lower case; empty where there is none."""
    raw = head.first("content-disposition")
    text = "" if raw is None else decode_header(raw, set(), head.charset)
    return Valued(text.partition(";")[0].strip().lower(), parameters_of(text, problems))


def parameters_of(text: str, problems: set[str]) -> dict[str, str]:
    """The parameters of a value (RFC 2045), also those in pieces and with a charset (RFC 2231)."""
    found: dict[str, str] = {}
    pieces: dict[str, list[tuple[int, bool, str]]] = {}
    for count, one in enumerate(_PARAMETER.finditer(text)):
        if count >= PARAMETERS:
            problems.add("many_parameters")
            break
        name, value = one[1].lower(), _unquoted(one[2].strip())
        if "*" not in name:
            found.setdefault(name, decode_words(value, problems))
        elif part := _CONTINUED.fullmatch(name):
            is_coded = part[2] is None or part[3] is not None
            pieces.setdefault(part[1], []).append((int(part[2] or 0), is_coded, value))
    for name, parts in pieces.items():
        found[name] = _joined(sorted(parts), problems)
    return found


def _unquoted(value: str) -> str:
    if len(value) >= 2 and value[0] == value[-1] == '"':
        return re.sub(r"\\(.)", r"\1", value[1:-1])
    return value.strip('"')


def _joined(parts: Sequence[tuple[int, bool, str]], problems: set[str]) -> str:
    charset, data = "utf-8", b""
    for place, (_, is_coded, value) in enumerate(parts):
        text = value
        if place == 0 and is_coded and text.count("'") >= 2:
            charset, _, text = text.split("'", 2)
        data += unquote_to_bytes(text) if is_coded else text.encode("utf-8", "replace")
    return decode(data, charset, problems)
