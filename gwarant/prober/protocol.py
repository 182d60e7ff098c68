"""What a prober and its server say to each other, over HTTPS that the prober opens. Both sides read these forms here.

Each message is signed with the prober's own key over what is asked, when, and the bytes that are sent. Looks travel
packed: some 40 bytes each before they are compressed.
"""

import zlib
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from hashlib import sha256

import msgspec
import numpy as np
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from numpy.typing import NDArray

from gwarant.prober.model import Answer, Certificate, Look, Phases, Target
from gwarant.sla.evidence.model import State

PROBER, MOMENT, SIGNATURE = "Gwarant-Prober", "Gwarant-Moment", "Gwarant-Signature"
SURE = "Gwarant-Sure"  # on looks that were doubted: the prober has compared its clock since, and it was right
SHARES = 32  # of the monitors of each place, by their number; no more probers than that can work side by side there
SKEW = 300_000  # milliseconds by which the moment of a message may be off
STEP = 5_000  # milliseconds: a clock that is further off does not say when something was seen
MOST = 8 << 20  # bytes of a batch, unpacked
SAID, TEXT = 400, 64  # signs of what was said, and of a code, an address, a print
FAR = 1 << 40  # seconds: further than any certificate means
UNSEEN = dict.fromkeys((*range(32), *range(127, 160), 8206, 8207, *range(8234, 8239), *range(8294, 8298)), " ")
STATES = (State.UP, State.DEGRADED, State.DOWN, State.UNKNOWN)
PLACE_OF_STATE = {state: place for place, state in enumerate(STATES)}
PARTS = ("resolve", "connect", "secure", "first", "transfer")

ROW = np.dtype(
    [
        ("target", "<u4"),
        ("slot", "<i8"),
        ("late", "<u4"),  # milliseconds from the slot to the beginning
        ("state", "u1"),  # its place in STATES
        ("extra", "u1"),
        ("code", "<u2"),  # these three: the place of a text in `texts`
        ("address", "<u2"),
        ("certificate", "<u2"),
        ("phases", "<u4", 5),
    ]
)


class Enrolment(msgspec.Struct, frozen=True, kw_only=True):
    """A prober asks to be known: by the code that it was given once, with the public half of its key."""

    code: str
    key: bytes
    version: str = ""


class Enrolled(msgspec.Struct, frozen=True, kw_only=True):
    """It is known now, under this name; `now` is the server's time."""

    prober: str
    place: str
    now: int


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be looked at? `mark` names the list that the prober has; the rest is how it goes there.

    `begun` is when its process began and `lost` how many looks it could not keep since then; `off` how many
    milliseconds its clock was behind the server's; `fails_since` when nearly all that it looks at began to fail.
    `heard` is the `now` of the last answer that it has written down (0: of none; None: it does not say).
    """

    mark: str = ""
    version: str = ""
    begun: int = 0
    lost: int = 0
    off: int | None = None
    fails_since: int = 0
    heard: int | None = None


class Lease(msgspec.Struct, frozen=True):
    """A share of the targets is this prober's until then; the token grows with each new holder, and looks carry it.

    Whoever hears of a new token tells of the slots since it was given out (`since`), for the answer may have been long
    on its way, or since nobody knew that the share was theirs (`free`, 0 once its holder has said that it knows).
    """

    share: int
    token: int
    until: int
    free: int = 0
    since: int = 0

    @property
    def owed(self) -> int:
        """From when on its holder tells of each slot; 0 where that is not known."""
        return min(filter(None, (self.free, self.since)), default=0)


class Trial(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody waits for one look, now, of which none is kept. `timeout` in milliseconds, settings as JSON."""

    id: int
    kind: str
    timeout: int
    settings: bytes = b"{}"


class Tried(msgspec.Struct, frozen=True, kw_only=True):
    """What the look of a trial found."""

    trial: int
    answer: Answer


class Given(msgspec.Struct, frozen=True, kw_only=True):
    """What to look at. Without `targets` the list that the prober has is still right; the leases are these."""

    mark: str
    leases: tuple[Lease, ...]
    now: int
    targets: tuple[Target, ...] | None = None
    references: tuple[str, ...] = ()  # host:port of what is nearly always there, to know whose fault a silence is
    trials: tuple[Trial, ...] = ()


class Seen(msgspec.Struct, frozen=True):
    """What was shown or said at one look: kept where a state is new."""

    row: int
    said: str = ""
    certificate: Certificate | None = None


class Batch(msgspec.Struct, frozen=True, kw_only=True):
    """Looks by the column. `number` counts the batches of this prober: a batch that comes again changes nothing."""

    number: int
    sent: int
    tokens: dict[int, int]  # share → token of the lease under which the looks were made
    rows: bytes
    texts: tuple[str, ...]
    seen: tuple[Seen, ...] = ()


class _Packed(msgspec.Struct, frozen=True, kw_only=True):
    """A batch of which what was said is not read yet."""

    number: int
    sent: int
    tokens: dict[int, int]
    rows: bytes
    texts: tuple[str, ...]
    seen: msgspec.Raw


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a batch: how many looks are stored, and how many were refused because their lease had ended."""

    stored: int
    refused: int
    now: int


def packed(looks: Sequence[Look], number: int, sent: int, tokens: Mapping[int, int]) -> bytes:
    """A batch of looks as it is sent and spooled."""
    texts: dict[str, int] = {"": 0}

    def numbers(values: Iterable[str]) -> list[int]:
        return [texts.setdefault(value, len(texts)) for value in values]

    answers, rows = [look.answer for look in looks], np.zeros(len(looks), ROW)
    rows["target"] = [look.target for look in looks]
    rows["slot"] = [look.slot for look in looks]
    rows["late"] = [max(0, look.at - look.slot) for look in looks]
    rows["state"] = [PLACE_OF_STATE[one.state] for one in answers]
    rows["extra"] = [look.extra for look in looks]
    rows["code"] = numbers(str(one.code) for one in answers)
    rows["address"] = numbers(one.address for one in answers)
    rows["certificate"] = numbers(one.certificate.print if one.certificate else "" for one in answers)
    for part, name in enumerate(PARTS):
        rows["phases"][:, part] = [getattr(one.phases, name) for one in answers]
    batch = Batch(
        number=number, sent=sent, tokens=dict(tokens), rows=rows.tobytes(), texts=tuple(texts), seen=tuple(_seen(looks))
    )
    return zlib.compress(msgspec.msgpack.encode(batch), 1)


def faded(batch: bytes, reason: str) -> bytes:
    """The same looks as unknown for that reason: what they saw is left out."""
    found, rows = unpacked(batch)
    rows = rows.copy()
    for field in ("phases", "address", "certificate"):
        rows[field] = 0
    rows["state"], rows["code"] = STATES.index(State.UNKNOWN), 1
    blank = Batch(number=found.number, sent=found.sent, tokens=found.tokens, rows=rows.tobytes(), texts=("", reason))
    return zlib.compress(msgspec.msgpack.encode(blank))


def _seen(looks: Sequence[Look]) -> Iterator[Seen]:
    """What was said, wherever something was; each certificate once."""
    told: set[str] = set()
    for place, look in enumerate(looks):
        found = look.answer.certificate
        new = found if found and found.print not in told else None
        if new:
            told.add(new.print)
        if new or look.answer.said:
            yield Seen(place, shown(look.answer.said, SAID), new)


class BatchRefused(ValueError):
    """Bytes that are no batch."""


def unpacked(data: bytes) -> tuple[Batch, NDArray[np.void]]:
    """A batch and its rows. Raises BatchRefused where it is none, or unpacks to more than is taken.

    What a target said is text of strangers: it comes out without signs that nobody sees and no longer than is kept.
    """
    try:
        opened = zlib.decompressobj()
        plain = opened.decompress(data, MOST)
        if opened.unconsumed_tail:
            raise BatchRefused(f"more than {MOST} bytes")
        found = msgspec.msgpack.decode(plain, type=_Packed)
        rows = np.frombuffer(found.rows, ROW)
        if _length(bytes(found.seen)) > len(rows) or len(found.texts) > 3 * len(rows) + 1:
            raise BatchRefused("it says more than it has seen")
        seen = msgspec.msgpack.decode(found.seen, type=tuple[Seen, ...])
    except (zlib.error, msgspec.DecodeError, ValueError) as error:
        raise BatchRefused(str(error)) from error
    if len(rows) and (rows["state"].max() >= len(STATES) or _longest(rows) >= len(found.texts)):
        raise BatchRefused("a row points to what is not there")
    texts = tuple(shown(one, TEXT) for one in found.texts)
    told = tuple(Seen(one.row, shown(one.said, SAID), _cleaned(one.certificate)) for one in seen)
    return Batch(
        number=found.number, sent=found.sent, tokens=found.tokens, rows=found.rows, texts=texts, seen=told
    ), rows


def shown(text: str, longest: int) -> str:
    """A text as it is kept: signs that nobody sees become spaces, and it has an end."""
    return text[:longest].translate(UNSEEN)


def _length(packed_list: bytes) -> int:
    """How many things a packed list says that it holds, before they are read."""
    first = packed_list[0]
    if first & 0xF0 == 0x90:
        return first & 0x0F
    return int.from_bytes(packed_list[1 : 3 if first == 0xDC else 5], "big")


def plain(answer: Answer) -> Answer:
    """An answer of a trial as it may be shown: what a target said is text of strangers."""
    return Answer(
        answer.state,
        shown(str(answer.code), TEXT),
        answer.phases,
        shown(answer.address, TEXT),
        _cleaned(answer.certificate),
        shown(answer.said, SAID),
    )


def _cleaned(found: Certificate | None) -> Certificate | None:
    if found is None:
        return None
    return Certificate(
        max(-FAR, min(FAR, found.begins)),
        max(-FAR, min(FAR, found.ends)),
        shown(found.print, TEXT),
        shown(found.subject, 200),
        shown(found.issuer, 200),
    )


def _longest(rows: NDArray[np.void]) -> int:
    return int(max(rows[field].max() for field in ("code", "address", "certificate")))


def looks_of(batch: Batch, rows: Iterable[NDArray[np.void]]) -> list[Look]:
    """The looks of a batch, one by one."""
    seen = {one.row: one for one in batch.seen}
    found = []
    for place, row in enumerate(rows):
        told = seen.get(place, Seen(place))
        answer = Answer(
            STATES[row["state"]],
            batch.texts[row["code"]],
            Phases(*map(int, row["phases"])),
            batch.texts[row["address"]],
            told.certificate,
            told.said,
        )
        slot = int(row["slot"])
        found.append(Look(int(row["target"]), slot, slot + int(row["late"]), answer, bool(row["extra"])))
    return found


def signed(key: Ed25519PrivateKey, prober: str, path: str, moment: int, body: bytes) -> dict[str, str]:
    """The headers that say who sends this, and when."""
    signature = b64encode(key.sign(_said(prober, path, moment, body))).decode()
    return {PROBER: prober, MOMENT: str(moment), SIGNATURE: signature}


def is_signed(key: Ed25519PublicKey, headers: Mapping[str, str], path: str, body: bytes, now: int) -> bool:
    """Whether the holder of the key sent this to that path, not long ago."""
    try:
        moment = int(headers.get(MOMENT, ""))
        said = _said(headers.get(PROBER, ""), path, moment, body)
        key.verify(b64decode(headers.get(SIGNATURE, ""), validate=True), said)
    except (ValueError, InvalidSignature):
        return False
    return abs(now - moment) <= SKEW


def _said(prober: str, path: str, moment: int, body: bytes) -> bytes:
    return f"gwarant-prober\n{prober}\n{path}\n{moment}\n{sha256(body).hexdigest()}".encode()
