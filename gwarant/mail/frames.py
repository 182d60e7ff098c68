"""What goes over the pipes between a process and the one that reads messages for it: two lengths, msgpack, bytes.

A question is what reading may cost, and the message; an answer is what the message says, and its larger files.
"""

import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

import msgspec

from gwarant.mail.held import SMALL, Held, Shelf
from gwarant.mail.model import Attachment, Limits, Mail, Unreadable

LENGTHS = struct.Struct(">QQ")
MOST = 512 << 20  # bytes of an answer, and of the files with it, that are believed


@dataclass(frozen=True, slots=True)
class Asked:
    """What reading a message may cost: its limits, and seconds of processor time."""

    limits: Limits
    seconds: int


@dataclass(frozen=True, slots=True)
class Answered:
    """One of the two."""

    mail: Mail | None = None
    unreadable: Unreadable | None = None


_ASKED, _ANSWERED, _WRITTEN = (
    msgspec.msgpack.Decoder(Asked),
    msgspec.msgpack.Decoder(Answered),
    msgspec.msgpack.Encoder(),
)


def question(asked: Asked, size: int) -> bytes:
    """What is said before a message of so many bytes."""
    told = _WRITTEN.encode(asked)
    return LENGTHS.pack(len(told), size) + told


def asked_in(payload: bytes) -> Asked:
    """What the question says."""
    return _ASKED.decode(payload)


def answer(found: Mail | Unreadable) -> tuple[bytes, Sequence[bytes]]:
    """What the message says, and what follows it: the bytes of its larger files, one behind the other."""
    after: list[bytes] = []
    told = Answered(_each(found, _Laid(after))) if isinstance(found, Mail) else Answered(None, found)
    head = _WRITTEN.encode(told)
    return LENGTHS.pack(len(head), sum(map(len, after))) + head, after


def found_in(payload: bytes | bytearray, shelf: Shelf) -> Mail | Unreadable | None:
    """What an answer says, whose files lie on the shelf; None where it is no answer."""
    try:
        told = _ANSWERED.decode(payload)
        return _each(told.mail, partial(_on, shelf)) if told.mail else told.unreadable
    except (msgspec.DecodeError, UnicodeDecodeError, _NotThere):
        return None


def _each(mail: Mail, turned: Callable[[Attachment], Attachment]) -> Mail:
    """The message with each of its files turned into another."""
    files, original = tuple(map(turned, mail.attachments)), mail.original
    if original is not None:
        original = replace(original, attachments=tuple(map(turned, original.attachments)))
    return replace(mail, attachments=files, original=original)


class _NotThere(Exception):
    """A file that lies nowhere on the shelf."""


def _on(shelf: Shelf, one: Attachment) -> Attachment:
    held = one.content
    if isinstance(held, bytes):
        return one
    if not (held.start >= 0 and held.size >= 0 and held.start + held.size <= shelf.size):
        raise _NotThere
    return replace(one, content=replace(held, shelf=shelf))


class _Laid:
    """Files without the bytes of the large ones, which are laid behind each other."""

    def __init__(self, after: list[bytes]) -> None:
        self.after, self.at = after, 0

    def __call__(self, one: Attachment) -> Attachment:
        if not isinstance(one.content, bytes) or len(one.content) <= SMALL:
            return one
        self.after.append(one.content)
        held = Held(self.at, len(one.content))
        self.at += held.size
        return replace(one, content=held)
