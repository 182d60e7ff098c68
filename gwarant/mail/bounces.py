"""Reports of delivery (RFC 3464), and what older servers send in their place."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gwarant.mail.automatic import DELIVERY_HEADER
from gwarant.mail.clean import line_of
from gwarant.mail.content import bytes_of
from gwarant.mail.headers import Head, head_of
from gwarant.mail.model import Address, Bounce
from gwarant.mail.structure import Part
from gwarant.mail.trace import ids_of

RECIPIENTS = 100
_ORIGINALS = {
    "message/rfc822",
    "text/rfc822-headers",
    "message/rfc822-headers",
    "message/global",
    "message/global-headers",
}
_STATUSES = {"message/delivery-status", "message/global-delivery-status"}
_STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
_MAILBOX = re.compile(r"<?([^\s<>;\"(),:]{1,256}@[^\s<>;\"(),:]{1,255})>?")
_ID = re.compile(r"^Message-ID:\s{0,10}<([^<>\s]{1,500})>", re.IGNORECASE | re.MULTILINE)
_MARK = re.compile(rf"^{DELIVERY_HEADER}:\s{{0,10}}([0-9a-f-]{{1,60}})\s*$", re.IGNORECASE | re.MULTILINE)
_DAEMON = re.compile(r"mailer-daemon|mail-daemon|maildaemon|postmaster|mdaemon", re.IGNORECASE)
_SUBJECT = re.compile(
    r"undeliver|delivery (?:status|failure|has failed|incomplete)|mail delivery|returned mail|failure notice"
    r"|non[- ]remis|nondeliver|zwrot|"
    r"nie dostarczono|niedostarcz|unzustellbar|nicht zustellbar|mail system error"
    r"|could not be delivered|delayed|échec|no se (?:pudo|puede)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Returned:
    """What the head of the message says that came back, as far as it is there."""

    message_id: str = ""
    mark: str = ""


def is_bounce(head: Head, report_type: str, sender: Address, subject: str) -> bool:
    """Whether the message is a server's report of what became of another one.

    By its subject only where a server's own name stands above it: a person's answer of absence has no return path
    either, and repeats whatever subject it answers.
    """
    if report_type == "delivery-status" or head.first("x-failed-recipients") is not None:
        return True
    is_daemon = bool(_DAEMON.fullmatch(sender.address.partition("@")[0]))
    return is_daemon and bool(_SUBJECT.search(subject[:300]))


def bounces_of(raw: bytes, parts: Sequence[Part], head: Head, text: str, most: int) -> Iterator[Bounce]:
    """What the report says of each recipient; without a part for machines, what can be read from head and words."""
    original = _original(raw, parts, text, most)
    told = 0
    for part in parts:
        if part.type.value in _STATUSES:
            for group in _groups(bytes_of(raw, part, set()), most):
                if told < RECIPIENTS and (found := _bounce(group, original)):
                    told += 1
                    yield found
    if not told:
        yield from _told_in_words(head, text, original)


def _original(raw: bytes, parts: Sequence[Part], text: str, most: int) -> _Returned:
    for part in parts:
        if part.type.value in _ORIGINALS:
            data = bytes_of(raw, part, set())
            head = head_of(data, 0, len(data), most, set(), is_top=True)
            ids, mark = ids_of(head, "message-id", set()), line_of(head.text(DELIVERY_HEADER.lower(), set()), set(), 60)
            if ids or mark:
                return _Returned(ids[0] if ids else "", mark)
    known, own = _ID.search(text), _MARK.search(text)
    return _Returned(known[1] if known else "", own[1] if own else "")


def _groups(data: bytes, most: int) -> Iterator[Head]:
    """The groups of fields; the first one is of the whole message, each other of a recipient."""
    at = 0
    while at < len(data):
        problems: set[str] = set()
        head = head_of(data, at, len(data), most, problems)
        if "large_header" in problems:  # no server writes that much about one recipient
            return
        if head.fields:
            yield head
        at = head.body if head.body > at else len(data)


def _bounce(group: Head, of: _Returned) -> Bounce | None:
    texts = {name: line_of(group.text(name, set()), set(), 500) for name in ("action", "status", "diagnostic-code")}
    original = _mailbox(group.text("original-recipient", set()))
    recipient = _mailbox(group.text("final-recipient", set())) or original
    if not recipient and not texts["action"]:
        return None
    status = _STATUS.search(texts["status"])
    return Bounce(
        recipient,
        texts["action"].lower(),
        status[1] if status else "",
        _diagnostic(texts["diagnostic-code"]),
        of.message_id,
        of.mark,
        "" if original == recipient else original,
    )


def _diagnostic(text: str) -> str:
    kind, sign, rest = text.partition(";")
    return rest.strip() if sign and kind.strip().isalnum() else text


def _mailbox(text: str) -> str:
    found = _MAILBOX.search(text[:1000].partition(";")[2] or text[:1000])
    return line_of(found[1], set()) if found else ""


def _told_in_words(head: Head, text: str, of: _Returned) -> Iterator[Bounce]:
    status = _STATUS.search(text[:20_000])
    code = status[1] if status else ""
    named = head.text("x-failed-recipients", set()).split(",") if head.first("x-failed-recipients") else []
    found = [one for name in named[:RECIPIENTS] if (one := _mailbox(name))]
    if not found and (only := _MAILBOX.search(text[:20_000])):
        found = [only[1]]
    for one in found:
        yield Bounce(one, "delayed" if code.startswith("4") else "failed", code, "", of.message_id, of.mark)
