"""What another tool says of states, from the bytes of its message. Pure."""

import hmac
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Annotated, Literal, TypeVar

import msgspec

LIMIT = 1_000_000  # bytes of a message
NAME, WORDS, PRINT, LABEL, LABELS = 200, 2_000, 100, 400, 60  # letters, and how many labels are kept
T = TypeVar("T")
Moment = Annotated[datetime, msgspec.Meta(tz=True)]  # with its offset: whose clock a bare time is of nobody can know
SIGNATURE = re.compile(r"(?:sha256=)?([0-9a-f]{64})")


class MessageRefused(ValueError):
    """The bytes are no message of that kind; the sentence says where."""


@dataclass(frozen=True, slots=True)
class State:
    """One state: known by its print, which its source gives; the moments are the source's own."""

    fingerprint: str
    name: str
    labels: dict[str, str]
    words: str
    is_firing: bool
    starts_at: datetime
    ends_at: datetime | None


class _Alert(msgspec.Struct):
    status: Literal["firing", "resolved"]
    labels: dict[str, str]
    startsAt: datetime
    fingerprint: str
    annotations: dict[str, str] = {}
    endsAt: datetime | None = None


class _Webhook(msgspec.Struct):
    version: Literal["4"]
    alerts: tuple[_Alert, ...]


class _State(msgspec.Struct, forbid_unknown_fields=True):
    id: str
    state: Literal["firing", "resolved"]
    starts_at: Moment
    name: str = ""
    labels: dict[str, str] = {}
    text: str = ""
    ends_at: Moment | None = None


class _States(msgspec.Struct, forbid_unknown_fields=True):
    states: tuple[_State, ...]


def alertmanager(body: bytes) -> tuple[State, ...]:
    """The alerts of Alertmanager's webhook, version 4. Raises MessageRefused."""
    found = _decoded(body, _Webhook)
    return tuple(
        _state(
            one.fingerprint,
            one.labels.get("alertname", ""),
            one.labels,
            one.annotations.get("summary") or one.annotations.get("description") or "",
            one.status,
            (one.startsAt, one.endsAt),
        )
        for one in found.alerts
    )


def states(body: bytes) -> tuple[State, ...]:
    """The states of a message in our own form. Raises MessageRefused."""
    found = _decoded(body, _States)
    return tuple(
        _state(one.id, one.name, one.labels, one.text, one.state, (one.starts_at, one.ends_at)) for one in found.states
    )


def is_signed(secret: bytes, moment: str, body: bytes, signature: str) -> bool:
    """Whether the signature is of that moment and body: HMAC-SHA256 of `moment.body`, as hexadecimal digits."""
    found = SIGNATURE.fullmatch(signature.strip())
    made = hmac.new(secret, moment.encode("utf-8", "replace") + b"." + body, sha256).hexdigest()
    return found is not None and hmac.compare_digest(found[1], made)


def _decoded(body: bytes, form: type[T]) -> T:
    try:
        return msgspec.json.decode(body, type=form)
    except (msgspec.DecodeError, RecursionError) as error:
        raise MessageRefused(str(error)) from error


def _state(
    fingerprint: str,
    name: str,
    labels: dict[str, str],
    words: str,
    status: str,
    moments: tuple[datetime, datetime | None],
) -> State:
    if not fingerprint.strip():
        raise MessageRefused("a state without a fingerprint or id, by which it is known again")
    starts, ends = (_moment(one) for one in moments)
    if starts is None:
        raise MessageRefused("a state that begins at no moment of this era")
    kept = {_clean(key, LABEL): _clean(value, LABEL) for key, value in list(labels.items())[:LABELS]}
    told = _clean(name, NAME) or _clean(fingerprint, NAME)
    is_firing = status == "firing"
    return State(_print(fingerprint), told, kept, _clean(words, WORDS), is_firing, starts, None if is_firing else ends)


def _print(text: str) -> str:
    """A long print by its hash, so that no two become one."""
    plain = text.replace("\x00", "")
    return plain if len(plain) <= PRINT and plain == text else sha256(text.encode("utf-8", "replace")).hexdigest()


def _moment(one: datetime | None) -> datetime | None:
    """In UTC; a moment of the year 1 is how Go says that there is none."""
    if one is None or one.year < 1970 or one.year > 9000:
        return None
    return one.replace(tzinfo=UTC) if one.tzinfo is None else one.astimezone(UTC)


def _clean(text: str, most: int) -> str:
    return text.replace("\x00", "").strip()[:most]
