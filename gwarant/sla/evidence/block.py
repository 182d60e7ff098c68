"""A block of plain lines as columns: decoded at once, checked at once, or not at all.

As with single lines (`quick`), a block with anything odd in it is left to the strict way.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain
from operator import attrgetter
from typing import Any, Literal

import msgspec
import numpy as np
from msgspec import UNSET, UnsetType
from numpy.typing import NDArray

from gwarant.sla.evidence.layout import AUTOMATIC, KINDS, MOST, ODD, ROLES, ROW, STRANGE, ZERO, Names
from gwarant.sla.evidence.model import Kind, Role
from gwarant.sla.evidence.value import FIRST_YEAR, LAST_YEAR, Unfit, moment

Ints = NDArray[np.int64]

_KindText: Any = Literal[tuple(kind.value for kind in KINDS)]
_RoleText: Any = Literal[tuple(role.value for role in ROLES)]
_KIND_OF = {kind.value: number for number, kind in enumerate(KINDS)}
_ROLE_OF = {role.value: number for number, role in enumerate(ROLES)}
_ROLE_OF[UNSET] = _ROLE_OF[Role.PROVIDER]  # type: ignore[index]
_PATTERN = np.frombuffer(b"0000-00-00T00:00:00Z", np.uint8)
_IS_DIGIT = np.equal(_PATTERN, ord("0"))
_LONGEST = np.array([31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])


class Line(msgspec.Struct, tag_field="type", tag="ticket", forbid_unknown_fields=True, omit_defaults=True, gc=False):
    """A ticket's line as the decoder gives it; the names are those of TicketEvent."""

    id: str
    at: str
    ticket: str
    kind: _KindText
    received: str | UnsetType = UNSET
    by: _RoleText | UnsetType = UNSET
    person: str | UnsetType = UNSET
    channel: str | UnsetType = UNSET
    automatic: bool | UnsetType = UNSET
    service: str | UnsetType = UNSET
    class_: str | UnsetType = msgspec.field(default=UNSET, name="class")
    reason: str | UnsetType = UNSET
    ref: str | UnsetType = UNSET
    into: str | UnsetType = UNSET
    approved: bool | UnsetType | None = UNSET
    down: bool | UnsetType = UNSET
    contract: str | UnsetType = UNSET
    assignee: str | UnsetType = UNSET
    reporter: str | UnsetType = UNSET
    leaver: str | UnsetType = UNSET
    contact: str | UnsetType = UNSET
    incoming: bool | UnsetType = UNSET
    known_sender: bool | UnsetType = UNSET
    follower: str | UnsetType = UNSET
    files: str | UnsetType = UNSET
    snapshot: str | UnsetType = UNSET
    seen_from: str | UnsetType | None = UNSET
    imported: bool | UnsetType = UNSET
    source: str | UnsetType = UNSET


@dataclass(frozen=True)
class Block:
    """Rows of the layout ROW, the hashes of their ids, and the merges among them."""

    rows: NDArray[np.void]
    ids: Ints
    merges: tuple[tuple[str, str], ...] = ()


_decode_lines: Callable[[bytes], list[Line]] = msgspec.json.Decoder(Line).decode_lines
_encode_lines = msgspec.json.Encoder().encode_lines
_moment = moment(1).parse
_id, _at, _ticket, _kind, _received, _by, _channel, _automatic, _class, _reason, _contract = map(
    attrgetter,
    ("id", "at", "ticket", "kind", "received", "by", "channel", "automatic", "class_", "reason", "contract"),
)
_partly_seen = attrgetter("snapshot", "seen_from")


def block_of(text: bytes, number: int, tickets: dict[str, int], names: Names) -> Block | None:
    """The block of whole lines from the line `number` on, new names numbered; None where any of it is not plain."""
    lines = _decoded(text.replace(b"\r\n", b"\n") if b"\r" in text else text)
    if lines is None:
        return None
    try:
        rows = _rows(lines, names)
    except Unfit:
        return None
    if rows is None:
        return None
    found = list(map(_ticket, lines))
    rows["ticket"] = [tickets.setdefault(name, len(tickets)) for name in found]
    rows["line"] = np.arange(number, number + len(lines))
    ids = np.fromiter(map(hash, map(_id, lines)), np.int64, len(lines))
    merged = (lines[at] for at in np.flatnonzero(rows["kind"] == _KIND_OF[Kind.MERGED]).tolist())
    return Block(rows, ids, tuple((line.ticket, line.into) for line in merged if isinstance(line.into, str)))


def _decoded(text: bytes) -> list[Line] | None:
    """The lines, all of them a ticket's, no key twice, no text empty that must not be."""
    if not _is_plain(text):
        return None
    try:
        lines = _decode_lines(text)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError):
        return None
    # What is given once is written once: a key that stood twice leaves quotes over.
    if len(lines) != text.count(b"\n") + (not text.endswith(b"\n")):
        return None
    if _quotes(_encode_lines(lines)) != _quotes(text):
        return None
    needed = all(map(str.strip, map(_id, lines))) and all(map(str.strip, map(_ticket, lines)))
    return lines if needed else None


def _quotes(text: bytes) -> int:
    return int(np.count_nonzero(np.frombuffer(text, np.uint8) == ord('"')))


def _is_plain(text: bytes) -> bool:
    """Whether a quote is a quote and no character is one that a text must not hold."""
    if b"\\" in text:
        return False
    if not text.isascii():
        try:
            return text.decode().replace("\n", "").isprintable()
        except UnicodeDecodeError:
            return False
    characters = np.frombuffer(text, np.uint8)
    return np.count_nonzero(characters < 32) == text.count(b"\n") and b"\x7f" not in text


def _rows(lines: Sequence[Line], names: Names) -> NDArray[np.void] | None:
    """Everything of the rows but ticket and line; None where a value is missing beside another."""
    rows = np.zeros(len(lines), ROW)
    at = seconds_of(list(map(_at, lines)))
    lag = _lags(list(map(_received, lines)), at)
    rows["kind"] = np.fromiter(map(_KIND_OF.__getitem__, map(_kind, lines)), np.uint8, len(lines))
    rows["by"] = np.fromiter(map(_ROLE_OF.__getitem__, map(_by, lines)), np.uint8, len(lines))
    automatic = np.fromiter(map(_is_true, map(_automatic, lines)), bool, len(lines))
    for name, get, numbers in (
        ("class_", _class, names.classes),
        ("channel", _channel, names.channels),
        ("reason", _reason, names.reasons),
        ("contract", _contract, names.contracts),
    ):
        rows[name] = np.fromiter(map(numbers.__getitem__, map(get, lines)), np.uint8, len(lines))
    if not _is_complete(rows, lines):
        return None
    odd = (rows["class_"] == ODD) | (rows["channel"] == ODD) | (rows["reason"] == ODD) | (rows["contract"] == ODD)
    odd |= (np.abs(at - ZERO) > MOST) | (np.abs(lag) > MOST)
    rows["at"], rows["lag"] = np.clip(at - ZERO, -MOST, MOST), np.clip(lag, -MOST, MOST)
    rows["flags"] = AUTOMATIC * automatic + STRANGE * odd
    return rows


def _is_true(value: object) -> bool:
    return value is True


def _is_told(value: object) -> bool:
    return isinstance(value, str) and bool(value)


def _is_complete(rows: NDArray[np.void], lines: Sequence[Line]) -> bool:
    """Whether each class that is set has its name, each decision its word, each change of the contract what it asks."""
    kinds = rows["kind"]
    nameless = (kinds == _KIND_OF[Kind.CLASSIFIED]) & (rows["class_"] == 0)
    decisions = np.flatnonzero(kinds == _KIND_OF[Kind.PAUSE_DECIDED]).tolist()
    nameless |= (kinds == _KIND_OF[Kind.ADOPTED]) & (rows["contract"] == 0)
    nameless |= (kinds == _KIND_OF[Kind.DISMISSED]) & (rows["reason"] == 0)
    moves = np.flatnonzero(kinds == _KIND_OF[Kind.MOVED]).tolist()
    gone = np.flatnonzero(kinds == _KIND_OF[Kind.LEFT]).tolist()
    complete = not nameless.any() and all(isinstance(lines[at].approved, bool) for at in decisions)
    known = np.flatnonzero(kinds == _KIND_OF[Kind.RECOGNISED]).tolist()
    complete = complete and all(_is_told(lines[at].reporter) for at in known)
    follows = np.flatnonzero((kinds == _KIND_OF[Kind.FOLLOWED]) | (kinds == _KIND_OF[Kind.UNFOLLOWED])).tolist()
    complete = complete and all(_is_told(lines[at].follower) for at in follows)
    partly = chain.from_iterable(map(_partly_seen, lines))
    complete = complete and not any(map(_is_told, partly))  # few, and the strict way checks them
    return complete and all(lines[at].service for at in moves) and all(_is_told(lines[at].leaver) for at in gone)


def _lags(received: list[Any], at: Ints) -> Ints:
    """How much later than it happened each event was received."""
    if received.count(UNSET) == len(received):
        return np.zeros(len(at), np.int64)
    given = [place for place, one in enumerate(received) if one is not UNSET]
    lags = np.zeros(len(at), np.int64)
    lags[given] = seconds_of([received[place] for place in given]) - at[given]
    return lags


def seconds_of(texts: Sequence[str]) -> Ints:
    """The UTC seconds of the moments; raises Unfit for one that is none."""
    if set(map(len, texts)) == {20}:
        written = np.frombuffer("".join(texts).encode("ascii", "replace"), np.uint8).reshape(-1, 20)
        if (found := _seconds(written)) is not None:
            return found
    return np.fromiter(map(_moment, texts), np.int64, len(texts))


def _seconds(written: NDArray[np.uint8]) -> Ints | None:
    """The seconds of moments written as 2026-03-29T08:15:00Z, each in a row; None where one is not, or is no moment."""
    digits = written[:, _IS_DIGIT] - ord("0")
    if digits.max(initial=0) > 9 or (written[:, ~_IS_DIGIT] != _PATTERN[~_IS_DIGIT]).any():
        return None
    pairs = digits[:, ::2].astype(np.int64) * 10 + digits[:, 1::2]
    century, years, month, day, hour, minute, second = pairs.T
    year = century * 100 + years
    if not ((year >= FIRST_YEAR) & (year <= LAST_YEAR) & (month >= 1) & (month <= 12) & (day >= 1)).all():
        return None
    is_leap = (year % 4 == 0) & ((year % 100 != 0) | (year % 400 == 0))
    longest = _LONGEST[month - 1] + (is_leap & (month == 2))
    if ((day > longest) | (hour > 23) | (minute > 59) | (second > 59)).any():
        return None
    months = ((year - 1970) * 12 + month - 1).astype("datetime64[M]")
    days = months.astype("datetime64[D]").astype(np.int64) + day - 1
    found: Ints = days * 86_400 + hour * 3600 + minute * 60 + second
    return found
