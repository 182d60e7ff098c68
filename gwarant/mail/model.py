"""What a message says, as values. Texts are without control characters; moments are UTC seconds."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from gwarant.mail.held import Held

MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class Limits:
    """What is read of one message; sizes in bytes. What is beyond is named and left, and kept with the whole."""

    whole: int = 64 * MIB  # of the message; of a larger one the head alone is told
    size: int = 35 * MIB  # of the parts that are read, as they stand in the message
    header: int = 64 << 10  # of one header block, the message's or a part's
    parts: int = 200
    depth: int = 20
    addresses: int = 500  # of To and of Cc; more are counted, not kept
    text: int = MIB  # characters of body text; a longer one becomes a file


LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Address:
    """A name and name@domain; the address is empty where none could be read."""

    name: str
    address: str


NOBODY = Address("", "")


@dataclass(frozen=True, slots=True)
class Received:
    """A `Received` line: the host that wrote it, the one it had the message from, and when (None: not readable)."""

    by: str
    from_: str
    at: int | None


@dataclass(frozen=True, slots=True)
class Verdict:
    """One result of an `Authentication-Results` line.

    `server` wrote it, if the line is to be believed; it is empty where no name is said, as by Exchange Online. `hops`
    `Received` lines stand above it: above a line of the own server only that server's. `domain` is what it is about.
    """

    server: str
    method: str  # spf, dkim, dmarc, arc …
    result: str  # pass, fail, softfail, neutral, none, temperror, permerror …
    domain: str
    hops: int


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of the message; `is_inline` where the text shows it, `is_decoration` where it is a logo or a counter.

    A large one that a child read lies on the disk: take its `pieces`, of which none is large; `data` is all of it.
    """

    name: str
    type: str
    content: bytes | Held
    content_id: str = ""
    is_inline: bool = False
    is_decoration: bool = False

    @property
    def size(self) -> int:
        """How many bytes it has."""
        return len(self.content) if isinstance(self.content, bytes) else self.content.size

    @property
    def data(self) -> bytes:
        """All its bytes, in memory."""
        return b"".join(self.pieces())

    def pieces(self, most: int | None = None) -> Iterator[bytes]:
        """Its bytes piece by piece; the first `most` of them, where that is given."""
        if isinstance(self.content, bytes):
            yield self.content[:most]
        else:
            yield from self.content.pieces(most)


@dataclass(frozen=True, slots=True)
class Bounce:
    """What a report of delivery says of one recipient; `original`: of whom it was at first, where that is another.

    `message_id` is of the message that did not arrive, and so is `mark`, by which Gwarant knows a mail of its own.
    """

    recipient: str
    action: str  # failed, delayed, delivered, relayed, expanded
    status: str  # 5.1.1
    diagnostic: str
    message_id: str
    mark: str = ""
    original: str = ""


Why = Literal["too_large", "too_many_parts", "too_deep", "in_mailbox"]


@dataclass(frozen=True, slots=True)
class Left:
    """A part that was not read, because of `why`; `size` is about how many bytes it has."""

    name: str  # empty where it has none, or nobody looked
    type: str
    size: int
    why: Why


Kind = Literal["words", "quote", "signature"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text: new words, what they answer or forward, or a signature."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Original:
    """The message that somebody forwarded: who wrote it, when, and its own words and files where they are apart."""

    sender: Address
    date: int | None
    subject: str
    text: str
    message_id: str = ""
    is_attached: bool = False
    attachments: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class Mail:
    """A message that could be read. `automatic` and `problems` are codes, see docs/reference/mail.md."""

    message_id: str
    sender: Address
    reply_to: tuple[Address, ...]
    to: tuple[Address, ...]
    cc: tuple[Address, ...]
    addresses: int  # of To and Cc together, also those beyond the limit
    delivered_to: tuple[str, ...]  # what servers wrote down of the envelope's recipients
    return_path: str | None  # None: not written down; empty: the message has no sender to answer to
    subject: str
    date: int | None
    received: tuple[Received, ...]  # the newest first
    in_reply_to: tuple[str, ...]
    references: tuple[str, ...]
    pieces: tuple[Piece, ...]  # of the text
    html: str
    parts: int
    attachments: tuple[Attachment, ...]
    automatic: str
    hint: str  # a weaker reason to think it automatic: vacation_subject
    instance: str  # of Gwarant that sent it, as it says itself
    bounces: tuple[Bounce, ...]
    auth: tuple[Verdict, ...]
    list_id: str
    language: str
    original: Original | None
    problems: tuple[str, ...]
    left: tuple[Left, ...] = ()

    @property
    def text(self) -> str:
        """The whole plain text."""
        return "".join(one.text for one in self.pieces)

    @property
    def words(self) -> str:
        """The new words alone."""
        return "".join(one.text for one in self.pieces if one.kind == "words")


Reason = Literal[
    "too_large",
    "header_too_large",
    "too_many_parts",
    "too_deep",
    "empty",
    "no_header",
    "failed",
    "took_too_long",
    "out_of_memory",
    "died",
]


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A message that could not be read, and what its head says if that could be: it is no proof of anything."""

    reason: Reason
    detail: str = ""
    sender: Address = NOBODY
    subject: str = ""
    message_id: str = ""


class Refused(Exception):
    """A limit was passed while reading."""

    def __init__(self, reason: Reason, detail: str = "") -> None:
        super().__init__(reason, detail)
        self.reason: Reason = reason
        self.detail = detail
