"""What goes over the pipes between a process and the one that reads messages for it: a length, then msgpack."""

import struct
from dataclasses import dataclass

import msgspec

from gwarant.mail.model import Limits, Mail, Unreadable

LENGTH = struct.Struct(">Q")
MOST = 512 << 20  # bytes of an answer that is believed


@dataclass(frozen=True, slots=True)
class Asked:
    """A message to read, and what reading it may cost: seconds of processor time."""

    raw: bytes
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


def question(asked: Asked) -> bytes:
    """The frame that asks for a message to be read."""
    return _frame(asked)


def answer(found: Mail | Unreadable) -> bytes:
    """The frame that says what it says."""
    return _frame(Answered(found) if isinstance(found, Mail) else Answered(None, found))


def asked_in(payload: bytes) -> Asked:
    """The question in a frame's payload."""
    return _ASKED.decode(payload)


def found_in(payload: bytes | bytearray) -> Mail | Unreadable | None:
    """What the payload of an answer says; None where it is no answer."""
    try:
        told = _ANSWERED.decode(payload)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
    return told.mail or told.unreadable


def _frame(value: object) -> bytes:
    out = bytearray(LENGTH.size)
    _WRITTEN.encode_into(value, out, LENGTH.size)
    LENGTH.pack_into(out, 0, len(out) - LENGTH.size)
    return out  # type: ignore[return-value]  # a bytearray is written as bytes are
