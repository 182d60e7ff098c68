"""A text in pieces: new words, what they quote, the signature. Nothing is lost: the pieces are the text."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from gwarant.mail.blocks import begins_block, block_at, is_rule, parts_answer, parts_forwarded
from gwarant.mail.model import Kind, Piece
from gwarant.mail.signatures import signature_in

# The first line of what Gwarant sends, above which an answer is written.
MARKERS = {"en": "##- Please write above this line -##", "pl": "##- Pisz powyżej tej linii -##"}
_MARKER = re.compile(r"[>\s*]{0,40}##-\s.{3,120}\s-##[\s*]{0,10}")
_WRAPPED = 4  # lines that a line above a quote may be broken into
_LONG = 400
_LOOKED_AT = 20_000  # lines; what stands below them is as the last of them is
_MOMENT = re.compile(r"\d{4}|\d{1,2}[.:h]\d{2}|\d{1,2}[./]\d{1,2}")
# The line above what is answered: begins with a word of time, or ends with who wrote.
_ABOVE = re.compile(
    r"""(?:
      on\s.+\swrote | .+\swrote\son\s.+ | .+\swrote | .+\swrites | in\sa\smessage\sdated\s.+\swrites
      |(?:w\sdniu|dnia|dn\.)\s.+\s(?:napisał(?:\(a\)|a)?|pisze|napisano|napisali) | .+\s(?:napisał(?:\(a\)|a)?|pisze)
      |wiadomość\snapisana\s(?:przez|w\sdniu)\s.+ | użytkownik\s.+\snapisał(?:\(a\)|a)?
      |am\s.+\sschrieb(?:\s.+)? | .+\sschrieb\s(?:am\s)?.+ | .+\sschrieb
      |le\s.+\sa\sécrit | .+\sa\sécrit | el\s.+\sescribió | .+\sescribió | il\s.+\sha\sscritto | .+\sha\sscritto
      |em\s.+\sescreveu | .+\sescreveu | op\s.+\sschreef(?:\s.+)? | .+\sschreef
      |(?:dne\s)?.+\snapsal(?:\(a\)|a)? | (?:dňa\s)?.+\snapísal(?:\(a\)|a)?
      |.+\s(?:пише|написав(?:\(ла\))?|написала|пишет|написал(?:\(а\)|а)?)
      |den\s.+\sskrev(?:\s.+)? | .+\sskrev(?:\s.+)? | .+\skirjoitti(?:\s.+)? | .+\sezt\sírta(?:\s.+)?
      | .+\sşunu\syazdı | .+\sa\sscris
    )\s{0,3}[:：]""",
    re.IGNORECASE | re.VERBOSE,
)


_BEGINS = re.compile(
    r"(?:on|w dniu|dnia|dn\.|wiadomość napisana|użytkownik|am|le|el|il|em|op|den|dne|dňa|in a message)\s"
    r"|(?:pon|wt|śr|czw|pt|sob|niedz|nd|po|út|ut|st|čt|št|pá|pi|so|ne|пн|вт|ср|чт|пт|сб|нд|вс)[.,\s]",
    re.IGNORECASE,
)


def split(text: str) -> tuple[Piece, ...]:
    """The pieces of the text in its order; joined they are the text. What alone is there counts as words."""
    lines = text.splitlines(keepends=True)
    kinds = _kinds([line.strip() for line in lines[:_LOOKED_AT]])
    kinds += kinds[-1:] * (len(lines) - len(kinds))
    _sign(lines, kinds)
    if not any(kind == "words" and line.strip() for kind, line in zip(kinds, lines, strict=True)):
        kinds = ["quote" if line.lstrip().startswith(">") else "words" for line in lines]
    return tuple(_pieces(lines, kinds))


def _pieces(lines: Sequence[str], kinds: Sequence[Kind]) -> Iterator[Piece]:
    for kind, group in groupby(zip(kinds, lines, strict=True), key=lambda pair: pair[0]):
        yield Piece(kind, "".join(line for _, line in group))


def _kinds(lines: Sequence[str]) -> list[Kind]:
    """The kind of each line, signatures apart."""
    kinds: list[Kind] = ["words"] * len(lines)
    at = 0
    while at < len(lines):
        if lines[at].startswith(">"):
            kinds[at] = "quote"
            at += 1
            continue
        taken, is_all = _above(lines, at)
        if is_all:
            kinds[at:] = ["quote"] * (len(lines) - at)
            break
        kinds[at : at + taken] = ["quote"] * taken
        at += taken or 1
    _close_gaps(lines, kinds)
    return kinds


def _above(lines: Sequence[str], at: int) -> tuple[int, bool]:
    """How many lines stand above a quote from here on, and whether all that follows is the quote."""
    line = lines[at]
    if not line:
        return 0, False
    if _MARKER.fullmatch(line) or parts_answer(line) or parts_forwarded(line):
        return 1, not _is_marked(lines, at + 1)
    if is_rule(line) and (begun := _next(lines, at + 1)) is not None and block_at(lines, begun):
        return 1, True
    if begins_block(line) and block_at(lines, at):
        return 1, True
    wrapped = _written_by(lines, at)
    return wrapped, bool(wrapped) and not _is_marked(lines, at + wrapped)


def begins_quote(lines: Sequence[str], at: int) -> bool:
    """Whether a line above a quote begins there, of which all that follows is part, or the line above our own mails."""
    plain = [line.strip() for line in lines[at : at + _WRAPPED + 5]]
    if not plain[0]:
        return False
    wrapped = _written_by(plain, 0)
    return bool(_MARKER.fullmatch(plain[0])) or (bool(wrapped) and not _is_marked(plain, wrapped))


def _written_by(lines: Sequence[str], at: int) -> int:
    """Over how many lines the line above a quote goes that begins here; 0 where none does."""
    text = ""
    for count in range(1, _WRAPPED + 1):
        place = at + count - 1
        if place >= len(lines) or not lines[place] or lines[place].startswith(">"):
            return 0
        text = f"{text} {lines[place]}".strip()
        if len(text) > _LONG:
            return 0
        if text[-1] in ":：":
            return count if _begin(lines, at, at + count) == at else 0
    return 0


def _begin(lines: Sequence[str], at: int, after: int) -> int | None:
    """In which of the lines the one above a quote begins, which ends before `after`: words may stand close above it.

    The last that begins as such lines do, else the last with which the rest is one.
    """
    texts = [(place, " ".join(lines[place:after])) for place in range(at, after)]
    found = [(place, text) for place, text in texts if _MOMENT.search(text) and _ABOVE.fullmatch(text)]
    meant = [(place, text) for place, text in found if _is_meant(lines, after, text)]
    first = [place for place, text in meant if _BEGINS.match(text)]
    return max(first or [place for place, _ in meant], default=None)


def _is_meant(lines: Sequence[str], after: int, text: str) -> bool:
    """Whether it stands above a quote: marked lines follow, or it names an address or a time of day."""
    return _is_marked(lines, after) or "@" in text or bool(re.search(r"\d{1,2}[.:h]\d{2}", text))


def _is_marked(lines: Sequence[str], at: int) -> bool:
    """Whether the next line that is not empty is marked as a quote."""
    begun = _next(lines, at)
    return begun is not None and lines[begun].startswith(">")


def _next(lines: Sequence[str], at: int) -> int | None:
    return next((place for place in range(at, min(len(lines), at + 4)) if lines[place]), None)


def _close_gaps(lines: Sequence[str], kinds: list[Kind]) -> None:
    """Empty lines belong to the quote that they stand in."""
    quoted = -1
    for at, kind in enumerate(kinds):
        if kind == "quote":
            if 0 <= quoted < at - 1 and not any(lines[quoted + 1 : at]):
                kinds[quoted + 1 : at] = ["quote"] * (at - quoted - 1)
            quoted = at


def _sign(lines: Sequence[str], kinds: list[Kind]) -> None:
    """Give each run of words its signature."""
    at = 0
    for kind, group in groupby(list(kinds)):
        length = len(list(group))
        if kind == "words":
            begun = signature_in(lines[at : at + length])
            if begun is not None:
                kinds[at + begun : at + length] = ["signature"] * (length - begun)
        at += length
