"""Heads that somebody outside holds: a chain that was written anew, or cut off at its end, does not contain them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from email import message_from_string

from gwarant.ledger.walk import Walk

_WRITTEN = re.compile(r"\b(house|[A-Z][A-Z0-9]{1,9}):(\d{1,9}):([0-9a-f]{64})\b")
_FILED = re.compile(r'"block":\s*(\d{1,9}),\s*"chain":\s*"([A-Z][A-Z0-9]{1,9})",\s*"hash":\s*"sha256:([0-9a-f]{64})"')
_HEAD = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True)
class Known:
    """A head as it was noted: the hash alone, or with whose chain it ended at which block."""

    head: str
    customer: str = ""
    block: int = 0

    def __str__(self) -> str:
        return f"{self.customer}:{self.block}:{self.head}" if self.customer else self.head

    def fault(self, walks: Iterable[Walk]) -> str:
        """What it says about the chains that do not contain it; empty when one does."""
        own = [one for one in walks if self.customer in ("", one.customer)]
        if not own:
            return f"the head {self} belongs to {self.customer}, whose chain is not here"
        if not self.customer:
            return "" if any(self.head in one.heads for one in own) else _GONE.format(head=self)
        (walk,) = own
        if self.block not in walk.heads.values():
            last = max(walk.heads.values(), default=0)
            return f"{self.customer}: {_CUT.format(block=self.block, last=last, head=self)}"
        if walk.heads.get(self.head) != self.block:
            return f"{self.customer}: {_ANEW.format(block=self.block, head=self)}"
        return ""


def _unpacked(text: str) -> Iterator[str]:
    """The texts of a mail that some server on its way wrote in base64; of anything else nothing."""
    if "base64" not in text:
        return
    for part in message_from_string(text).walk():
        if part.get_content_maintype() == "text" and part.get("Content-Transfer-Encoding", "").lower() == "base64":
            packed = part.get_payload(decode=True)
            yield packed.decode("utf-8", "replace") if isinstance(packed, bytes) else ""


_GONE = (
    "the head {head} is not in this chain: rows that were sealed when it was given out have been changed or taken "
    "away since, and the chain was written anew; or it belongs to another instance"
)
_CUT = "block {block}, whose head somebody holds ({head}), is gone: the chain was cut off after block {last}"
_ANEW = (
    "block {block} has another head than somebody holds ({head}): up to there rows were changed or taken away after it "
    "was given out, and the chain was written anew"
)


@dataclass(frozen=True)
class Anchor:
    """The head of a customer's chain for people to keep: its block, and when that was sealed."""

    customer: str
    block: int
    head: str
    sealed_at: datetime

    def __str__(self) -> str:
        return f"{self.customer}:{self.block}:{self.head}"


def known_of(text: str) -> Known | None:
    """A head as a person gives it: 64 hexadecimal digits, or KEY:BLOCK:HEAD."""
    told = text.strip()
    if _HEAD.fullmatch(told.lower()):
        return Known(told.lower())
    found = _WRITTEN.fullmatch(told)
    return Known(found[3], found[1], int(found[2])) if found else None


def known_in(text: str) -> Iterator[Known]:
    """The heads that a saved mail, page or envelope holds, once each, however a mail broke or packed its lines."""
    whole = "\n".join((text.replace("=\r\n", "").replace("=\n", ""), *_unpacked(text)))
    written = (Known(head, customer, int(block)) for customer, block, head in _WRITTEN.findall(whole))
    filed = (Known(head, customer, int(block)) for block, customer, head in _FILED.findall(whole))
    yield from dict.fromkeys((*written, *filed))
