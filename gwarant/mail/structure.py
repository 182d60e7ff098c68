"""A message cut into its parts. One pass for each depth, nothing is copied, limits hold meanwhile."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from gwarant.mail.headers import Head, Valued, disposition_of, head_of, media_type
from gwarant.mail.model import Limits, Why


@dataclass(frozen=True, slots=True)
class Part:
    """A part: its head, and where its body lies in the message's bytes; `left`: why nobody looks into it."""

    head: Head
    type: Valued
    disposition: Valued
    start: int
    stop: int
    children: tuple["Part", ...] = ()
    left: Why | None = None

    @property
    def is_multipart(self) -> bool:
        return bool(self.children)


@dataclass(slots=True)
class Cutter:
    """What one message is cut with: its bytes, its limits, what was noted, the parts so far."""

    raw: bytes
    limits: Limits
    problems: set[str] = field(default_factory=set)
    parts: int = 0

    def cut(self, start: int, stop: int, depth: int = 0, default: str = "text/plain") -> Part:
        """The part between the two places, with all below it as far as the limits go."""
        self.parts += 1
        head = head_of(self.raw, start, stop, self.limits.header, self.problems, is_top=depth == 0)
        kind = media_type(head, default, self.problems)
        part = Part(head, kind, disposition_of(head, self.problems), head.body, stop)
        if depth > self.limits.depth:
            return replace(part, left="too_deep")
        if not kind.value.startswith("multipart/"):
            return part
        inner = "message/rfc822" if kind.value == "multipart/digest" else "text/plain"
        children = tuple(self._below(part, depth, inner))
        if not children:
            self.problems.add("no_parts")
            return Part(head, Valued("text/plain", kind.parameters), part.disposition, head.body, stop)
        return Part(head, kind, part.disposition, head.body, stop, children)

    def _below(self, part: Part, depth: int, default: str) -> Iterator[Part]:
        """The parts of a multipart; where the message has too many, all that is left of it in one."""
        for start, stop in self._places(part):
            if self.parts >= self.limits.parts:
                nothing = Valued("", {})
                yield Part(Head((), start), nothing, nothing, start, part.stop, left="too_many_parts")
                return
            yield self.cut(start, stop, depth + 1, default)

    def _places(self, part: Part) -> Iterator[tuple[int, int]]:
        """Where the parts below a multipart begin and end; none where it names no boundary or none is found."""
        boundary = part.type.parameters.get("boundary", "").rstrip()
        if not boundary:
            self.problems.add("no_boundary")
            return
        line = b"--" + boundary.encode("utf-8", "replace")
        begun = -1
        for at, after, is_last in _lines(self.raw, line, part.start, part.stop):
            if begun >= 0:
                yield begun, max(begun, _before(self.raw, at))
            begun = -1 if is_last else after
            if is_last:
                return
        if begun >= 0:
            self.problems.add("unclosed_multipart")
            yield begun, part.stop


def _lines(raw: bytes, line: bytes, start: int, stop: int) -> Iterator[tuple[int, int, bool]]:
    """The lines of a boundary: where each begins, where the next line does, whether it closes."""
    at = raw.find(line, start, stop)
    while at >= 0:
        end = raw.find(b"\n", at, stop)
        end = stop if end < 0 else end + 1
        if (at == start or raw[at - 1] in b"\r\n") and end - at <= len(line) + 100:
            rest = raw[at + len(line) : end].strip()
            if rest in (b"", b"--"):
                yield at, end, rest == b"--"
        at = raw.find(line, at + len(line), stop)


def _before(raw: bytes, at: int) -> int:
    """Where a body ends before the line at that place: the line break between belongs to the line."""
    if at >= 2 and raw[at - 2 : at] == b"\r\n":
        return at - 2
    return at - 1 if at else at
