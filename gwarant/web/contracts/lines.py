"""Two people at one text: what each changed, line by line, and both where they changed the same place."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

MANY = 2000
MINE, BETWEEN, THEIRS = "<<<<<<<", "=======", ">>>>>>>"
_MARK = re.compile(r"(?:<<<<<<<|=======|>>>>>>>)(?:[ \r\n]|$)")
_ENDS = re.compile(r"\r\n|\n|\r")


@dataclass(frozen=True)
class Place:
    """Lines that two people wrote: as they were, as each has them; `line` is where it stands in the joined text."""

    line: int
    before: str
    mine: str
    theirs: str


@dataclass(frozen=True)
class Joined:
    """A text with the changes of both; with places that somebody must decide, each held between marks."""

    text: str
    places: tuple[Place, ...] = ()


@dataclass(frozen=True)
class _Hunk:
    """Other lines for those from `start` to `end`."""

    start: int
    end: int
    lines: tuple[str, ...]

    @property
    def is_even(self) -> bool:
        return len(self.lines) == self.end - self.start


def join(base: str | None, mine: str, theirs: str, labels: tuple[str, str]) -> Joined:
    """The changes of both since `base`; without one all that differs has to be decided. `labels` stand at the marks."""
    old = lines_of(theirs if base is None else base)
    ours, others = _hunks(old, lines_of(mine)), _hunks(old, lines_of(theirs))
    if base is None:
        others = [_Hunk(one.start, one.end, tuple(old[one.start : one.end])) for one in ours]
    found, places, at = [], [], 0
    for start, end, left, right in _meetings(ours, others):
        found += old[at:start]
        at = end
        was, one, other = old[start:end], _applied(old, start, end, left), _applied(old, start, end, right)
        if not left or (right and one == other):
            found += other
        elif not right:
            found += one
        else:
            places.append(Place(len(found) + 1, "".join(was), "".join(one), "".join(other)))
            found += _marked(one, other, labels)
    return Joined("".join([*found, *old[at:]]), tuple(places))


def as_written(base: str, typed: str) -> str:
    """What was typed with the ends of lines that `base` had: a browser sends them all alike."""
    old, new = lines_of(base), _ENDS.sub("\n", typed)
    lines, bare = lines_of(new), [_ENDS.sub("\n", line) for line in old]
    usual = "\r\n" if base.count("\r\n") * 2 > len(old) else "\n"
    told: list[str] = []
    for what, a, b, c, d in _codes(bare, lines):
        told += old[a:b] if what == "equal" else [line.replace("\n", usual) for line in lines[c:d]]
    return "".join(told)


def first_mark(text: str, stored: str = "") -> int:
    """The line of the first mark between which two people's lines stand, 0 when none does; `stored` may have such."""
    known = {line.rstrip("\r\n") for line in lines_of(stored)}
    for number, line in enumerate(lines_of(text), 1):
        if _MARK.match(line) and line.rstrip("\r\n") not in known:
            return number
    return 0


def lines_of(text: str) -> list[str]:
    """The lines with their ends, as YAML and browsers tell them."""
    found, at = [], 0
    for one in _ENDS.finditer(text):
        found.append(text[at : one.end()])
        at = one.end()
    return [*found, text[at:]] if at < len(text) else found


def _hunks(old: list[str], new: list[str]) -> list[_Hunk]:
    return [_Hunk(a, b, tuple(new[c:d])) for what, a, b, c, d in _codes(old, new) if what != "equal"]


def _codes(old: list[str], new: list[str]) -> Sequence[tuple[str, int, int, int, int]]:
    """How the old lines become the new ones; of very many, those that stand everywhere find no partner."""
    return SequenceMatcher(None, old, new, autojunk=len(old) > MANY).get_opcodes()


def _meetings(
    ours: Sequence[_Hunk], others: Sequence[_Hunk]
) -> Iterator[tuple[int, int, tuple[_Hunk, ...], tuple[_Hunk, ...]]]:
    """The changed stretches in order, each with the hunks of either side that belong together."""
    waiting = sorted([(one.start, one.end, side, one) for side, all_ in enumerate((ours, others)) for one in all_],
                     key=lambda told: told[:3])  # fmt: skip
    while waiting:
        start, end, side, one = waiting.pop(0)
        sides: tuple[list[_Hunk], list[_Hunk]] = ([], [])
        sides[side].append(one)
        while waiting and _meets(end, sides, waiting[0][2], waiting[0][3]):
            _start, further, side, one = waiting.pop(0)
            sides[side].append(one)
            end = max(end, further)
        yield start, end, tuple(sides[0]), tuple(sides[1])


def _meets(end: int, sides: tuple[list[_Hunk], list[_Hunk]], side: int, one: _Hunk) -> bool:
    """Whether a hunk begins within what was changed, or at its end where either puts lines in or takes some out."""
    if one.start < end:
        return True
    touching = [other for other in sides[1 - side] if other.end == one.start]
    return one.start == end and any(not (one.is_even and other.is_even) for other in touching)


def _applied(old: list[str], start: int, end: int, hunks: Sequence[_Hunk]) -> list[str]:
    found, at = [], start
    for one in hunks:
        found += [*old[at : one.start], *one.lines]
        at = one.end
    return found + old[at:end]


def _marked(mine: list[str], theirs: list[str], labels: tuple[str, str]) -> list[str]:
    """Both, the other person's last; the marks are no YAML, so that no text with them can be saved."""
    first, second = (one.replace("\n", " ").replace("\r", " ") for one in labels)
    return [f"{MINE} {first}\n", *_ended(mine), f"{BETWEEN}\n", *_ended(theirs), f"{THEIRS} {second}\n"]


def _ended(lines: list[str]) -> list[str]:
    return [*lines[:-1], lines[-1] if lines[-1].endswith(("\n", "\r")) else lines[-1] + "\n"] if lines else []
