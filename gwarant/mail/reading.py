"""A message read: every limit held, every header mended, nothing raised."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import IO

from gwarant.mail import bounces, trace
from gwarant.mail.addresses import addresses_of, listed
from gwarant.mail.automatic import INSTANCE_HEADER, automatic, hint
from gwarant.mail.bodies import Sorter
from gwarant.mail.clean import line_of
from gwarant.mail.decoration import shown
from gwarant.mail.forwarded import forwarded_in
from gwarant.mail.headers import Head, head_of
from gwarant.mail.model import LIMITS, NOBODY, Address, Attachment, Limits, Mail, Original, Reason, Refused, Unreadable
from gwarant.mail.quotes import split
from gwarant.mail.structure import Cutter, Part

_ONCE = ("from", "subject", "date", "message-id", "sender", "to", "cc", "reply-to", "content-type", "mime-version")
_DELIVERED = ("delivered-to", "x-original-to", "envelope-to", "x-envelope-to", "x-delivered-to")
DELIVERED = 20


def read(source: bytes | IO[bytes], limits: Limits = LIMITS) -> Mail | Unreadable:
    """What the message says; Unreadable, with the reason, where it passes a limit or reading it fails."""
    raw = source if isinstance(source, bytes) else source.read()
    try:
        return _read(raw, limits)
    except Refused as refused:
        return unreadable(raw, refused.reason, refused.detail, limits)
    except MemoryError:
        return unreadable(raw, "out_of_memory", "", limits)
    except Exception as error:  # a fault of ours: the message is told to people all the same
        return unreadable(raw, "failed", f"{type(error).__name__}: {error}"[:200], limits)


def unreadable(raw: bytes, reason: Reason, detail: str = "", limits: Limits = LIMITS) -> Unreadable:
    """The refusal, with as much of the head as can be read without trouble."""
    try:
        part = raw[: limits.header]
        head = head_of(part, 0, len(part), len(part), set(), is_top=True)
        sender = next(listed((head.first("from") or b"")[:2000], set()), NOBODY)
        subject = line_of(head.text("subject", set())[:2000], set())
        ids = trace.ids_of(head, "message-id", set())
        return Unreadable(reason, detail, sender, subject, ids[0] if ids else "")
    except Exception:
        return Unreadable(reason, detail)


def _read(raw: bytes, limits: Limits) -> Mail:
    if len(raw) > limits.whole:
        raise Refused("too_large", str(len(raw)))
    if not raw or raw.isspace():
        raise Refused("empty")
    if b"\n" not in raw:
        raw = raw.replace(b"\r", b"\n")
    cutter = Cutter(raw, limits)
    root = cutter.cut(0, len(raw))
    if not root.head.fields:
        raise Refused("no_header")
    return _said(raw, root, cutter, limits)


@dataclass(frozen=True, slots=True)
class _People:
    sender: Address
    reply_to: tuple[Address, ...]
    to: tuple[Address, ...]
    cc: tuple[Address, ...]
    count: int


def _said(raw: bytes, root: Part, cutter: Cutter, limits: Limits) -> Mail:
    problems = cutter.problems
    head = _with_charset(root)
    parts = [one for one in _leaves(root) if one.left is None]
    sorter = Sorter(raw, limits, problems)
    text, html = sorter.texts(root)
    people = _people(head, limits, problems)
    subject = line_of(head.text("subject", problems), problems)
    path = _return_path(head)
    report = root.type.parameters.get("report-type", "").lower() if root.type.value == "multipart/report" else ""
    is_bounce = bounces.is_bounce(head, report, people.sender, subject)
    ids = trace.ids_of(head, "message-id", problems)
    problems |= _missing(head, ids)
    return Mail(
        message_id=ids[0] if ids else "",
        sender=people.sender,
        reply_to=people.reply_to,
        to=people.to,
        cc=people.cc,
        addresses=people.count,
        delivered_to=_delivered(head),
        return_path=path,
        subject=subject,
        date=trace.moment_of(head.text("date", set())),
        received=tuple(trace.received_of(head)),
        in_reply_to=trace.ids_of(head, "in-reply-to", problems),
        references=trace.ids_of(head, "references", problems),
        pieces=split(text),
        html=html,
        parts=cutter.parts,
        attachments=tuple(shown(sorter.files, html)),
        automatic=automatic(head, subject, path, is_bounce, report),
        hint=hint(subject, people.sender),
        instance=line_of(head.text(INSTANCE_HEADER.lower(), set()), set(), 100),
        bounces=tuple(bounces.bounces_of(raw, parts, head, text, limits.header)) if is_bounce else (),
        auth=tuple(trace.verdicts_of(head)),
        list_id=line_of(head.text("list-id", set()), set(), 300),
        language=line_of(head.text("content-language", set()), set(), 50),
        original=None if report or is_bounce else _forwarded(sorter.files, text, subject, head, limits),
        problems=tuple(sorted(problems)),
        left=tuple(sorter.left),
    )


def _with_charset(root: Part) -> Head:
    """The message's head, its 8-bit headers taken for the charset of its text."""
    first = next(_leaves(root))
    return replace(root.head, charset=first.type.parameters.get("charset", ""))


def _leaves(part: Part) -> Iterator[Part]:
    if not part.children:
        yield part
    for one in part.children:
        yield from _leaves(one)


def _people(head: Head, limits: Limits, problems: set[str]) -> _People:
    senders, count = addresses_of(head, "from", limits.addresses, problems)
    if count > 1:
        problems.add("several_senders")
    if not senders:
        senders, _ = addresses_of(head, "sender", limits.addresses, problems)
    to, all_to = addresses_of(head, "to", limits.addresses, problems)
    cc, all_cc = addresses_of(head, "cc", max(0, limits.addresses - len(to)), problems)
    reply_to, _ = addresses_of(head, "reply-to", 20, problems)
    return _People(senders[0] if senders else NOBODY, reply_to, to, cc, all_to + all_cc)


def _return_path(head: Head) -> str | None:
    if head.first("return-path") is None:
        return None
    return line_of(head.text("return-path", set()), set()).strip("<> ")


def _delivered(head: Head) -> tuple[str, ...]:
    found = [one.address for name in _DELIVERED for value in head.all(name)[:DELIVERED] for one in listed(value, set())]
    return tuple(dict.fromkeys(one for one in found if one))[:DELIVERED]


def _missing(head: Head, ids: tuple[str, ...]) -> set[str]:
    """What the head lacks, or has twice."""
    names = [name for name, _ in head.fields]
    found = {f"no_{name}" for name in ("from", "date") if name not in names}
    if "date" in names and trace.moment_of(head.text("date", set())) is None:
        found.add("bad_date")
    if not ids:
        found.add("no_message_id")
    if any(names.count(name) > 1 for name in _ONCE):
        found.add("repeated_header")
    return found


def _forwarded(files: Sequence[Attachment], text: str, subject: str, head: Head, limits: Limits) -> Original | None:
    return _original(files, limits) or forwarded_in(text, subject, trace.offset_of(head))


def _original(files: Sequence[Attachment], limits: Limits) -> Original | None:
    """The first message among the files, read one level deep."""
    data = next((one.data for one in files if one.type == "message/rfc822"), None)
    if data is None:
        return None
    root = Cutter(data, limits).cut(0, len(data))
    if not root.head.fields:
        return None
    head, sorter = _with_charset(root), Sorter(data, limits, set())
    text, html = sorter.texts(root)
    ids = trace.ids_of(head, "message-id", set())
    return Original(
        sender=_people(head, limits, set()).sender,
        date=trace.moment_of(head.text("date", set())),
        subject=line_of(head.text("subject", set()), set()),
        text=text,
        message_id=ids[0] if ids else "",
        is_attached=True,
        attachments=tuple(shown(sorter.files, html)),
    )
