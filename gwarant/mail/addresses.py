"""Lists of addresses, as people's and machines' programs write them. One pass over the text; nothing raises."""

import re
from collections.abc import Iterator, Sequence

from gwarant.mail.charsets import decode_header, decode_words
from gwarant.mail.clean import line_of
from gwarant.mail.headers import Head
from gwarant.mail.model import Address

# Bounded, so that a long text without an address costs little.
_ADDRESS = re.compile(r"(?:[^@\s<>\"(),;:\\]{1,128}|\"[^\"]{1,64}\")@[^@\s<>\"(),;:\\]{1,255}")
_ESCAPED = re.compile(r"\\(.)")
_GROUP = re.compile(r'[^@<>,;"]*:')


def addresses_of(head: Head, name: str, most: int, problems: set[str]) -> tuple[tuple[Address, ...], int]:
    """The addresses of all fields of that name, at most so many, and how many there are."""
    kept: list[Address] = []
    count = 0
    for value in head.all(name):
        for one in listed(value, problems, head.charset):
            count += 1
            if len(kept) < most:
                kept.append(one)
    if count > most:
        problems.add("many_addresses")
    return tuple(kept), count


def listed(value: bytes, problems: set[str], charset: str = "") -> Iterator[Address]:
    """The addresses of one value; encoded words are decoded only after the list is cut at its commas."""
    try:
        text = value.decode("ascii")
    except UnicodeDecodeError:
        text = decode_header(value, problems, charset)
    text = text.replace("\r", "").replace("\n", "")
    for piece in _pieces(text):
        found = _one(piece, problems)
        if found is not None:
            yield found


def _pieces(text: str) -> Iterator[Sequence[tuple[str, str]]]:
    """The list cut at commas and semicolons; each piece as runs: `text`, `quoted`, `comment`, `angle`."""
    runs: list[tuple[str, str]] = []
    at, begun = 0, 0
    lacks: set[str] = set()
    while at < len(text):
        sign = text[at]
        if sign in '"(<' and sign not in lacks:
            end = _closing(text, at)
            if end < 0:
                lacks.add(sign)
                continue
            runs += (("text", text[begun:at]), (_KIND[sign], text[at + 1 : end]))
            at = begun = end + 1
            continue
        if sign in ",;":
            runs.append(("text", text[begun:at]))
            yield runs
            runs, begun = [], at + 1
        at += 1
    runs.append(("text", text[begun:]))
    yield runs


_KIND = {'"': "quoted", "(": "comment", "<": "angle"}


def _closing(text: str, at: int) -> int:
    """The place of the sign that closes what begins at `at`; -1 where nothing does."""
    if text[at] == "<":
        return text.find(">", at)
    depth, end = 0, at
    while end < len(text):
        sign = text[end]
        if sign == "\\":
            end += 1
        elif text[at] == '"':
            if sign == '"' and end > at:
                return end
        elif sign == "(":
            depth += 1
        elif sign == ")":
            depth -= 1
            if not depth:
                return end
        end += 1
    return -1


def _one(runs: Sequence[tuple[str, str]], problems: set[str]) -> Address | None:
    plain = "".join(f'"{text}"' if kind == "quoted" else text for kind, text in runs if kind in ("text", "quoted"))
    angles = [text for kind, text in runs if kind == "angle"]
    if not angles and not plain.strip().strip(":"):
        return None
    if not angles and plain.rstrip().endswith(":"):
        return None  # the name of an empty group
    if angles:
        return Address(_name(runs, "text", problems), _address(angles[-1], problems))
    bare = _ungrouped(plain).strip()
    found = _ADDRESS.search(bare)
    if found is None:
        problems.add("bad_address")
        return Address(line_of(decode_words(bare, problems), problems), "")
    rest = (bare[: found.start()] + bare[found.end() :]).strip()
    name = _name(runs, "comment", problems) or line_of(decode_words(rest.strip('"<> '), problems), problems)
    return Address(name, _address(found[0], problems))


def _name(runs: Sequence[tuple[str, str]], kind: str, problems: set[str]) -> str:
    kinds = ("text", "quoted") if kind == "text" else (kind,)
    found = [_ungrouped(one) if is_of == "text" else _ESCAPED.sub(r"\1", one) for is_of, one in runs if is_of in kinds]
    text = " ".join(one.strip() for one in found if one.strip())
    return line_of(decode_words(text, problems), problems).strip("\"'<> ")


def _ungrouped(text: str) -> str:
    found = _GROUP.match(text)
    return text[found.end() :] if found else text


def _address(text: str, problems: set[str]) -> str:
    """The address with its domain in lower case; empty, and noted, where it is none."""
    found = line_of(text, problems).replace(" ", "")
    if found.startswith("@"):
        found = found.rpartition(":")[2]  # a route of old
    found = found.removeprefix("mailto:").strip(".'")
    if not found:
        return ""
    if not _ADDRESS.fullmatch(found):
        problems.add("bad_address")
        return ""
    user, _, domain = found.rpartition("@")
    return f"{user}@{domain.lower().rstrip('.')}"
