"""The parts of a message sorted: what is its text, what is a file."""

import html
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from gwarant.mail import tnef
from gwarant.mail.clean import line_of, name_of, text_of
from gwarant.mail.content import bytes_of
from gwarant.mail.content import text_of as decoded
from gwarant.mail.headers import head_of
from gwarant.mail.model import Attachment, Left, Limits, Why
from gwarant.mail.plain import plain_of
from gwarant.mail.structure import Part

_ENDINGS = {
    "text/plain": "txt", "text/html": "html", "text/calendar": "ics", "image/png": "png", "image/jpeg": "jpg",
    "image/gif": "gif", "application/pdf": "pdf", "message/rfc822": "eml", "message/delivery-status": "txt",
    "text/rfc822-headers": "txt", "application/pgp-signature": "asc", "application/pkcs7-signature": "p7s",
    "application/x-pkcs7-signature": "p7s", "application/pkcs7-mime": "p7m", "application/zip": "zip",
    "text/csv": "csv",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of text in one of its two forms, or both."""

    plain: str | None
    html: str | None


@dataclass(slots=True)
class Sorter:
    """What one message's parts are sorted with, the files so far, what is left unread; `used`: bytes of files read."""

    raw: bytes
    limits: Limits
    problems: set[str]
    files: list[Attachment] = field(default_factory=list)
    left: list[Left] = field(default_factory=list)
    used: int = 0

    def texts(self, part: Part) -> tuple[str, str]:
        """The message's plain text, made from its HTML where it has no other, and its HTML; files are collected."""
        blocks = list(self._blocks(part, is_only=True))
        plain = "\n".join(map(self._plain, blocks))
        markup = "\n".join(_markup(one) for one in blocks) if any(one.html for one in blocks) else ""
        return self._within(text_of(plain, self.problems), "text/plain"), self._within(
            markup.replace("\x00", ""), "text/html"
        )

    def _within(self, text: str, kind: str) -> str:
        """The text, cut where it is too long; then the whole of it is a file."""
        most = self.limits.text * (4 if kind == "text/html" else 1)
        if len(text) <= most:
            return text
        self._whole(text, kind)
        return text[:most] if kind == "text/plain" else ""

    def _plain(self, block: Block) -> str:
        """The plain text, of very long HTML that of its beginning: the whole of it is a file."""
        if block.plain is not None:
            return block.plain
        markup = block.html or ""
        if len(markup) <= self.limits.text:
            return plain_of(markup)
        self._whole(markup, "text/html")
        first = markup[: self.limits.text]
        return plain_of(first[: first.rfind("<")] if first.rfind("<") > first.rfind(">") else first)

    def _whole(self, text: str, kind: str) -> None:
        """Keep the whole of a text that is cut among the files, once."""
        self.problems.add("long_text")
        name = f"message.{_ENDINGS[kind]}"
        if name not in {*(one.name for one in self.files), *(one.name for one in self.left)}:
            self.files.append(Attachment(name, kind, text.encode("utf-8", "replace")))

    def _blocks(self, part: Part, is_only: bool = False) -> Iterator[Block]:
        if part.left is not None:
            self._leave(part, part.left)
        elif part.type.value == "multipart/alternative" and part.children:
            yield from _one_of([list(self._blocks(one)) for one in part.children])
        elif part.children:
            for one in part.children:
                yield from self._blocks(one)
        elif self._is_text(part, is_only):
            text = decoded(self._body(part), part, self.problems)
            yield Block(None, text) if part.type.value == "text/html" else Block(text, None)
        elif not self._fits(part):
            self._leave(part, "too_large")
        elif _is_tnef(part):
            yield from self._opened(part)
        else:
            self.files.append(self._file(part))

    def _fits(self, part: Part) -> bool:
        """Whether there is room for the part; if so it is taken."""
        size = part.stop - part.start
        if self.used + size > self.limits.size:
            return False
        self.used += size
        return True

    def _leave(self, part: Part, why: Why, name: str = "") -> None:
        """Name a part that is not read."""
        given = name or _named(part)
        told = name_of(given, "file.bin", self.problems) if given else ""
        self.left.append(Left(told, part.type.value, _about(self.raw, part), why))

    def _opened(self, part: Part) -> Iterator[Block]:
        """What is in a winmail.dat; itself as a file where it cannot be opened."""
        found = tnef.opened(bytes_of(self.raw, part, self.problems))
        self.problems.add("tnef" if found else "broken_tnef")
        if found is None or not (found.files or found.text.strip() or found.html.strip()):
            self.files.append(self._file(part))
            return
        for one in found.files:
            name = name_of(one.name, f"attachment-{len(self.files) + 1}.bin", self.problems)
            kind = one.type or "application/octet-stream"
            self.files.append(Attachment(name, kind, one.data, line_of(one.content_id, self.problems)))
        if found.text.strip() or found.html.strip():
            yield Block(found.text or None, found.html or None)

    def _is_text(self, part: Part, is_only: bool) -> bool:
        if part.type.value not in ("text/plain", "text/html") or part.disposition.value == "attachment":
            return False
        return is_only or not _named(part)

    def _body(self, part: Part) -> bytes:
        """The bytes of a text; of a very long one the beginning, the whole of it is a file."""
        most = self.limits.text * 8
        if part.stop - part.start > most and not self._fits(part):
            self.problems.add("long_text")
            self._leave(part, "too_large", f"message.{_ENDINGS[part.type.value]}")
            return bytes_of(self.raw, replace(part, stop=min(part.stop, part.start + most)), self.problems)
        data = bytes_of(self.raw, part, self.problems)
        if len(data) <= most:
            return data
        self.problems.add("long_text")
        self.files.append(Attachment(f"message.{_ENDINGS[part.type.value]}", part.type.value, data))
        return data[:most]

    def _file(self, part: Part) -> Attachment:
        kind = part.type.value
        data = bytes_of(self.raw, part, self.problems)
        given = _named(part) or (f"{self._subject(data)}.eml" if kind == "message/rfc822" else "")
        what = "image" if kind.startswith("image/") else "attachment"
        fallback = f"{what}-{len(self.files) + 1}.{_ENDINGS.get(kind, 'bin')}"
        content_id = line_of(part.head.text("content-id", self.problems).strip("<> "), self.problems)
        is_inline = part.disposition.value == "inline" and kind.startswith("image/")
        return Attachment(name_of(given, fallback, self.problems), kind, data, content_id, is_inline)

    def _subject(self, data: bytes) -> str:
        head = head_of(data, 0, len(data), self.limits.header, set(), is_top=True)
        return line_of(head.text("subject", set()), set(), 100) or "message"


def _about(raw: bytes, part: Part) -> int:
    """How many bytes a part has about, without decoding it."""
    size = part.stop - part.start
    if not part.head.text("content-transfer-encoding", set()).strip().lower().startswith("base64"):
        return size
    breaks = raw.count(b"\n", part.start, part.stop) + raw.count(b"\r", part.start, part.stop)
    return (size - breaks) * 3 // 4


def _named(part: Part) -> str:
    return part.disposition.parameters.get("filename", "") or part.type.parameters.get("name", "")


def _is_tnef(part: Part) -> bool:
    is_named = _named(part).lower() == "winmail.dat"
    return is_named or part.type.value in ("application/ms-tnef", "application/vnd.ms-tnef")


def _one_of(choices: Sequence[Sequence[Block]]) -> Iterator[Block]:
    """The plain text of the first form that has one, the HTML of the last; what only one of them has is in both."""
    plain = next((one for one in choices if any(b.plain and b.plain.strip() for b in one)), ())
    markup = next((one for one in reversed(choices) if any(b.html for b in one)), ())
    texts = [b.plain for b in plain if b.plain]
    if markup is not plain:
        texts += [b.plain for b in markup if b.plain and b.html is None and plain]
    if plain or markup:
        yield Block("\n".join(texts) if texts else None, "\n".join(map(_markup, markup)) if markup else None)


def _markup(block: Block) -> str:
    return block.html if block.html is not None else f"<pre>{html.escape(block.plain or '')}</pre>"
