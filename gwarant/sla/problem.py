"""What can be wrong with an input: where it stands, what is wrong, what would be right."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum


class Severity(StrEnum):
    ERROR = "error"  # cannot be used
    WARNING = "warning"  # can be used, and somebody will be sorry
    BLANK = "blank"  # to be filled in before signing
    NOTE = "note"


@dataclass(frozen=True, order=True)
class Problem:
    """One finding; line and column count from 1, 0 means that there is no such place."""

    file: str
    line: int
    column: int
    path: str
    message: str
    hint: str = ""
    code: str = "invalid"
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        where = ":".join(str(part) for part in (self.file, self.line, self.column) if part)
        hint = f" ({self.hint})" if self.hint else ""
        return ": ".join(part for part in (where, self.path, self.message + hint) if part)


class InputError(ValueError):
    """An input that cannot be used; carries every problem found in it."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


def one_of(word: str, words: Iterable[str]) -> str:
    """A hint for a word of a closed list: the nearest one, and all that may stand there."""
    listed = [str(one) for one in words]
    near = get_close_matches(word, listed, n=1, cutoff=0.6)
    begin = f"did you mean {near[0]!r}? one of" if near else "write one of"
    return f"{begin} {', '.join(listed)}"


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """A hint that names the nearest known word, or all of them when none is near."""
    words = [str(one) for one in known]
    near = get_close_matches(word, words, n=1, cutoff=0.6)
    if near:
        return f"did you mean {near[0]!r}?"
    return "known here: " + ", ".join(words) if words else ""
