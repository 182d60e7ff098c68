"""What somebody forwarded: who wrote it, found in the text that mail programs make of it, or in a message attached."""

import re
from collections.abc import Sequence

from gwarant.mail.addresses import listed
from gwarant.mail.blocks import Block, bare, begins_block, block_at, parts_forwarded
from gwarant.mail.clean import line_of
from gwarant.mail.model import NOBODY, Address, Original
from gwarant.mail.moments import local_moment
from gwarant.mail.subjects import is_answer, is_forwarded

LINES = 400  # within which the forwarded message must begin
_MAILTO = re.compile(
    r"\[mailto:([^\]\s]{3,320})\]|<([^<>\s]{3,320})\s?<mailto:[^<>]{3,320}>>|<mailto:([^<>\s]{3,320})>", re.IGNORECASE
)


def forwarded_in(text: str, subject: str, offset: int) -> Original | None:
    """The message forwarded in the text; None where none is. Times without a zone are so many seconds before UTC."""
    lines = text.splitlines()
    found = _block(lines, subject)
    if found is None:
        return None
    said = found.said
    rest = lines[found.end :]
    if _is_marked(rest):
        rest = [bare(line) for line in rest]
    return Original(
        sender=person_in(said["from"]),
        date=local_moment(said.get("date", ""), offset),
        subject=line_of(said.get("subject", ""), set()),
        text="\n".join(rest).strip("\n") + "\n" if rest else "",
    )


def _block(lines: Sequence[str], subject: str) -> Block | None:
    if is_answer(subject):
        return None
    for at in range(min(len(lines), LINES)):
        if parts_forwarded(lines[at].strip()):
            begun = next((one for one in range(at + 1, min(len(lines), at + 5)) if bare(lines[one])), None)
            return block_at(lines, begun) if begun is not None else None
        is_plain = not lines[at].lstrip().startswith(">")
        if is_plain and is_forwarded(subject) and begins_block(lines[at]) and (found := block_at(lines, at)):
            return found
    return None


def _is_marked(lines: Sequence[str]) -> bool:
    first = next((line for line in lines if line.strip()), "")
    return first.lstrip().startswith(">")


def person_in(text: str) -> Address:
    """Who wrote it, as programs show people: also `Anna [mailto:anna@…]` and a name alone."""
    plain = _MAILTO.sub(lambda found: f"<{found[1] or found[2] or found[3]}>", text)
    found = next(listed(plain.encode("utf-8", "replace"), set()), NOBODY)
    return found if found.address or found.name else Address(line_of(text, set(), 200), "")
