"""What is read at once of a message's text: the new words, what it forwards, and what only repeats or signs."""

from collections.abc import Sequence
from dataclasses import dataclass

from gwarant.mail.blocks import Block, bare, begins_block, block_at, is_rule, parts_answer, parts_forwarded
from gwarant.mail.forwarded import person_in
from gwarant.mail.quotes import begins_quote, split
from gwarant.mail.subjects import keys_in


@dataclass(frozen=True, slots=True)
class Shown:
    """`words` are new, `forwarded` is a message that `who` wrote before; `folded` are quotes and signatures."""

    words: str
    forwarded: str = ""
    who: str = ""
    folded: str = ""
    quotes: bool = False  # whether something quoted is among what is folded, and not a signature alone


def shown(text: str, key: str = "") -> Shown:
    """The text in its parts; `key` is the ticket's that it answers, empty for a report. Only header lines are left out.

    A message below its header lines is forwarded, unless it is one about the ticket: that one stands there already.
    """
    lines = text.splitlines()
    at, block = _forwarded_at(lines, key)
    forwarded = "\n".join(_unmarked(lines[block.end :])).strip() if block else ""
    pieces = split("\n".join(_above(lines[:at]) if block else lines))
    words = "".join(one.text for one in pieces if one.kind == "words").strip()
    folded = "".join(one.text for one in pieces if one.kind != "words").strip()
    if not words and not forwarded:
        return Shown(text)
    quotes = any(one.kind == "quote" and one.text.strip() for one in pieces)
    return Shown(words, forwarded, _who(block) if block else "", folded, quotes)


def _forwarded_at(lines: Sequence[str], key: str) -> tuple[int, Block | None]:
    """The line in which a forwarded message begins, and its header lines; past the end where there is none."""
    for at, line in enumerate(lines):
        plain = line.strip()
        if parts_forwarded(plain):
            begun = next((one for one in range(at + 1, min(len(lines), at + 5)) if bare(lines[one])), None)
            found = block_at(lines, begun) if begun is not None else None
            if found:
                return at, found
        if plain.startswith(">"):
            continue
        block = block_at(lines, at) if begins_block(plain) else None
        if block:
            is_known = bool(key) and key in keys_in(block.said.get("subject", ""))
            return (len(lines), None) if is_known else (at, block)
        if begins_quote(lines, at):
            break
    return len(lines), None


def _who(block: Block) -> str:
    who = person_in(block.said["from"])
    return who.name or who.address


def _above(lines: Sequence[str]) -> Sequence[str]:
    """What stands above a forwarded message, without the line that parts them."""
    last = next((at for at in range(len(lines) - 1, -1, -1) if lines[at].strip()), -1)
    parting = lines[last].strip() if last >= 0 else ""
    return lines[:last] if parting and (is_rule(parting) or parts_answer(parting)) else lines


def _unmarked(lines: Sequence[str]) -> Sequence[str]:
    """The lines without marks of quotes, where the first bears one."""
    first = next((line for line in lines if line.strip()), "")
    return [bare(line) for line in lines] if first.lstrip().startswith(">") else lines
