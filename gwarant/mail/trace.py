"""What programs wrote into a message's head: when, by which host, under which id, how it was checked."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_tz

from gwarant.mail.charsets import decode_header
from gwarant.mail.clean import line_of
from gwarant.mail.headers import Head
from gwarant.mail.model import Received, Verdict

_ID = re.compile(r"<([^<>\s]{1,990})>")
_BY = re.compile(r"(?:^|\s)by\s+([\w.:\[\]-]{1,255})", re.IGNORECASE)
_FROM = re.compile(r"^\s*from\s+([\w.:\[\]-]{1,255})", re.IGNORECASE)
_COMMENT = re.compile(r"\([^()]{0,500}\)")
_METHOD = re.compile(r"\s*([a-z0-9-]{1,40})(?:/\d+)?\s*=\s*([a-z]{1,20})\b", re.IGNORECASE)
_DOMAIN = re.compile(
    r"\b(?:header\.d|header\.i|header\.from|smtp\.mailfrom|smtp\.helo)\s*=\s*\"?([^\s;\"]{1,300})", re.IGNORECASE
)
_RECEIVED, _VERDICTS, _IDS = 100, 60, 200
FIRST, LAST = 0, 253_402_300_799  # 1970 to 9999


def moment_of(text: str) -> int | None:
    """The moment of a date as mails write it, UTC seconds; None where it cannot be read."""
    try:
        found = parsedate_tz(text[:200])
        if found is None:
            return None
        year, month, day, hour, minute, second = found[:6]
        offset = found[9] or 0
        if abs(offset) > 86_400:
            return None
        local = datetime(year, month, day, hour, minute, min(second, 59), tzinfo=UTC)
        moment = int(local.timestamp()) - offset
    except (ValueError, OverflowError, TypeError, IndexError, AttributeError):
        return None
    return moment if FIRST <= moment <= LAST else None


def offset_of(head: Head) -> int:
    """How many seconds east of UTC the clock stood that wrote the message's date; 0 where it does not say."""
    try:
        found = parsedate_tz(head.text("date", set())[:200])
    except (ValueError, TypeError, IndexError, AttributeError, OverflowError):
        return 0
    offset = (found[9] or 0) if found else 0
    return offset if abs(offset) <= 86_400 else 0


def ids_of(head: Head, name: str, problems: set[str]) -> tuple[str, ...]:
    """The message ids of a header without their brackets, each once: the first and the latest of very many."""
    text = line_of(head.text(name, problems), problems, 64 << 10)
    found = list(dict.fromkeys(one.strip() for one in _ID.findall(text)))
    if not found and (bare := text.strip().strip("<>")) and " " not in bare:
        found = [bare[:990]]
    return tuple(found if len(found) <= _IDS else found[:1] + found[1 - _IDS :])


def received_of(head: Head) -> Iterator[Received]:
    """The `Received` lines, the newest first."""
    for value in head.all("received")[:_RECEIVED]:
        text = " ".join(decode_header(value, set()).split())
        way, _, date = text.rpartition(";")
        by, from_ = _BY.search(way or text), _FROM.match(way or text)
        yield Received(_group(by), _group(from_), moment_of(date.strip()))


def _group(found: re.Match[str] | None) -> str:
    return line_of(found[1], set()).lower().rstrip(".") if found else ""


def verdicts_of(head: Head) -> Iterator[Verdict]:
    """The results of `Authentication-Results` lines, in their order."""
    hops = told = 0
    for name, value in head.fields:
        if name == "received":
            hops += 1
        elif name == "authentication-results":
            for one in _verdicts(decode_header(value, set()), hops):
                if told < _VERDICTS:
                    yield one
                told += 1


def _verdicts(text: str, hops: int) -> Iterator[Verdict]:
    server, *results = _COMMENT.sub(" ", text[:8000]).split(";")
    name = (server.split() or [""])[0].lower()
    if "=" in name:  # Exchange Online does not say who it is
        name, results = "", [server, *results]
    for one in results:
        found = _METHOD.match(one)
        if found and found[1].lower() != "none":
            about = _DOMAIN.search(one)
            domain = about[1].rpartition("@")[2].lower().strip(".>") if about else ""
            yield Verdict(line_of(name, set()), found[1].lower(), found[2].lower(), line_of(domain, set()), hops)
