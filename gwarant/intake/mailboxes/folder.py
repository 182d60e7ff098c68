"""What is asked of a folder of a mailbox: what is new, what it is, its bytes, and to put a message aside."""

import re
from base64 import b64encode
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, timezone
from typing import Any

from gwarant.intake.mailboxes.failure import ReadingFailed
from gwarant.intake.mailboxes.line import MOST, WHOLE, Line
from gwarant.intake.mailboxes.models import Afterwards, Mailbox
from gwarant.mail.held import Held

MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
UID = re.compile(rb"\bUID (\d{1,10})\b")
SIZE = re.compile(rb"\bRFC822\.SIZE (\d{1,15})\b")
ARRIVED = re.compile(rb'\bINTERNALDATE "([ \d]\d)-([A-Za-z]{3})-(\d{4}) (\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)"')
BODY = re.compile(rb'\bBODY\[\](?:<\d+>)? (?:"(.*?)"|NIL)')
PACE = 50_000  # bytes a second that a server has to give at least


@dataclass(frozen=True)
class Opened:
    """A folder as it was opened: its UIDVALIDITY, and the number that the next message will have."""

    validity: int
    next_uid: int


@dataclass(frozen=True)
class Facts:
    """When the mailbox had a message, None where it does not say, and its size in bytes."""

    arrived_at: datetime | None
    size: int


class NotFetched(Exception):
    """The server gives out no such message now."""


class NotMoved(Exception):
    """The server does not put it aside."""


def opened(line: Line, box: Mailbox) -> Opened:
    """Open the folder, to read only where nothing is put aside."""
    line.within(WHOLE)
    answer, _ = line.select(quoted(box.folder), readonly=box.afterwards == Afterwards.KEPT)
    if answer != "OK":
        raise ReadingFailed("no_folder", box.folder, is_passing=False)
    validity = _number(line, "UIDVALIDITY")
    if validity is None:
        raise ReadingFailed("garbage", "UIDVALIDITY")
    following = _number(line, "UIDNEXT")
    return Opened(validity, following if following is not None else _highest(line) + 1)


def newer(line: Line, last: int) -> list[int]:
    """The numbers of messages behind the last one, in order."""
    return [one for one in _searched(line, "UID", f"{last + 1}:*") if one > last]  # `*` is the last one, always there


def since(line: Line, day: date) -> list[int]:
    """The numbers of messages that the mailbox had on that day or later, in order."""
    return _searched(line, "SINCE", f"{day.day}-{MONTHS[day.month - 1]}-{day.year}")


def there(line: Line, uids: Sequence[int]) -> list[int]:
    """Those of the messages that are in the folder still."""
    return _searched(line, "UID", ",".join(map(str, uids)))


def facts(line: Line, uids: Sequence[int]) -> dict[int, Facts]:
    """Of each that is there when it came and how large it is."""
    line.within(WHOLE)
    answer, told = line.uid("FETCH", ",".join(map(str, uids)), "(UID INTERNALDATE RFC822.SIZE)")
    if answer != "OK":
        raise NotFetched
    found = {}
    for row in (one for one in told if isinstance(one, bytes)):
        uid, size = UID.search(row), SIZE.search(row)
        if uid and size:
            found[int(uid[1])] = Facts(_moment(row), int(size[1]))
    return {uid: found[uid] for uid in uids if uid in found}


def content(line: Line, uid: int, size: int, most: int = 0) -> Iterable[bytes]:
    """The bytes of a message in pieces, unread as before; the first `most` of them, where that is given."""
    line.within(WHOLE + size / PACE, size + MOST)
    part = f"(UID BODY.PEEK[]<0.{most}>)" if most else "(UID BODY.PEEK[])"
    answer, told = line.uid("FETCH", str(uid), part)
    found = _body(told, uid) if answer == "OK" else None
    if found is None:
        raise NotFetched
    return found.pieces() if isinstance(found, Held) else [found]


def put_aside(line: Line, box: Mailbox, uid: int) -> None:
    """Do with a message that is stored what the mailbox's settings say; NotMoved where the server refuses."""
    if box.afterwards == Afterwards.MOVED:
        _moved(line, uid, box.moved_to)
    elif box.afterwards == Afterwards.DELETED:
        _deleted(line, uid)


def quoted(name: str) -> str:
    """The name of a folder as IMAP writes it: modified UTF-7 in quotes."""
    told = re.sub(r"&|[^\x20-\x7e]+", lambda found: _utf7(found[0]), name)
    return '"' + told.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _utf7(text: str) -> str:
    if text == "&":
        return "&-"
    return "&" + b64encode(text.encode("utf-16-be")).decode().rstrip("=").replace("/", ",") + "-"


def _moved(line: Line, uid: int, name: str) -> None:
    name = _placed(line, name)
    verb = "MOVE" if line.has("MOVE") else "COPY"
    if not _done(line, verb, uid, quoted(name)):
        line.within(WHOLE)
        line.create(quoted(name))  # it may be there: then the next answer tells what else is wrong
        if not _done(line, verb, uid, quoted(name)):
            raise NotMoved
    if verb == "COPY":
        _deleted(line, uid)


def _deleted(line: Line, uid: int) -> None:
    """Without UIDPLUS it stays marked: to expunge would take away what others have marked too."""
    if not _done(line, "STORE", uid, "+FLAGS.SILENT", r"(\Deleted)"):
        raise NotMoved
    if line.has("UIDPLUS") and not _done(line, "EXPUNGE", uid):
        raise NotMoved


def _done(line: Line, verb: str, uid: int, *rest: str) -> bool:
    line.within(WHOLE)
    return str(line.uid(verb, str(uid), *rest)[0]) == "OK"


def _placed(line: Line, name: str) -> str:
    """The folder's name below what the server puts before all names ("INBOX."), where it does."""
    if not line.has("NAMESPACE"):
        return name
    line.within(WHOLE)
    _, told = line.namespace()
    found = (
        re.match(rb'\(\("((?:[^"\\]|\\.){1,100})" ', told[0] or b"") if told and isinstance(told[0], bytes) else None
    )
    prefix = found[1].decode("ascii", "replace") if found else ""
    return name if name.startswith(prefix) else prefix + name


def _searched(line: Line, *what: str) -> list[int]:
    line.within(WHOLE)
    answer, told = line.uid("SEARCH", *what)
    if answer != "OK":
        raise ReadingFailed("garbage", "SEARCH")
    words = b" ".join(one for one in told if isinstance(one, bytes)).split()
    return sorted({int(one) for one in words if one.isdigit() and len(one) < 11})


def _highest(line: Line) -> int:
    """Of a server that does not say which number comes next."""
    return max(_searched(line, "UID", "1:*"), default=0)


def _number(line: Line, code: str) -> int | None:
    _, told = line.response(code)
    found = told[-1] if told else None
    return int(found) if isinstance(found, bytes) and found.isdigit() and len(found) < 11 else None


def _body(told: Sequence[Any], uid: int) -> bytes | Held | None:
    """The body of that very message: servers tell of others, and of flags, in between."""
    for n, one in enumerate(told):
        head, literal = one if isinstance(one, tuple) else (one, None)
        if not isinstance(head, bytes):
            continue
        after = told[n + 1] if literal is not None and n + 1 < len(told) else b""
        named = UID.search(head) or (UID.search(after) if isinstance(after, bytes) else None)
        if not named or int(named[1]) != uid:
            continue
        if literal is not None and b"BODY[]" in head.upper():
            return literal if isinstance(literal, Held) else bytes(literal)
        short = BODY.search(head)
        if short and short[1] is not None:
            return short[1]
    return None


def _moment(row: bytes) -> datetime | None:
    found = ARRIVED.search(row)
    if not found:
        return None
    day, month, year, hour, minute, second = (one.decode() for one in found.groups()[:6])
    away = timedelta(hours=int(found[8]), minutes=int(found[9])) * (-1 if found[7] == b"-" else 1)
    try:
        return datetime(
            int(year), MONTHS.index(month.title()) + 1, int(day), int(hour), int(minute), int(second), 0, timezone(away)
        )
    except ValueError:
        return None
