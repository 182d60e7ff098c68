"""A CSV file as numbered rows under named columns, with the bad rows set aside."""

import csv
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from gwarant.sla.evidence.value import ascii_safe, shown
from gwarant.sla.lines import lines_of
from gwarant.sla.problem import InputError, Problem, did_you_mean

DELIMITERS = ",;\t|"
SHOWN = 50


@dataclass(frozen=True)
class Line:
    """One row of the file: the number of the line on which it begins, and its cells."""

    number: int
    cells: Sequence[str]


class Findings:
    """The bad rows of one import."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self.rows: set[object] = set()

    def bad(self, line: int, column: str, message: str, hint: str = "", row: object = None) -> None:
        """Sets a row aside, the line unless it is named; the column is empty when the row as a whole is wrong."""
        self.rows.add(line if row is None else row)
        self.problems.append(Problem(self.file, line, 0, column, message, hint, "import"))

    def settle(self, skip_bad: bool) -> list[str]:
        """Notes that count and list the bad rows; raises InputError when they may not be skipped."""
        listed, surplus = self.problems[:SHOWN], len(self.problems) - SHOWN
        if surplus > 0:
            listed.append(Problem(self.file, 0, 0, "", f"and {surplus} more problems", code="import"))
        if listed and not skip_bad:
            raise InputError(listed)
        count = [f"bad rows left out, as skip_bad asks: {len(self.rows)}"] if listed else []
        return count + [str(problem) for problem in listed]


class Sheet:
    """The columns by their plain names and the rows that fit them; raises InputError without a header."""

    def __init__(self, lines: Iterable[str], findings: Findings) -> None:
        self.findings = findings
        skipped, first, rest = _first_line(lines)
        rows = _rows(chain([first], rest), _delimiter(first), findings, skipped)
        header = next(rows, None)
        if header is None:
            raise _broken(findings.file, "has no header row", "the first line names the columns")
        self.headers = [ascii_safe(name.strip()) for name in header.cells]
        self.names = [plain(name) for name in self.headers]
        self.lines = list(self._fitting(rows))

    def column(self, *names: str) -> int:
        """The place of the first of these columns, in the file's order of preference; -1 when there is none."""
        for name in names:
            places = [place for place, known in enumerate(self.names) if known == plain(name)]
            if len(places) > 1:
                raise _broken(self.findings.file, f"has {len(places)} columns {shown(name)}", "give each its own name")
            if places:
                return places[0]
        return -1

    def required(self, *names: str) -> int:
        """The same; raises InputError when there is none."""
        place = self.column(*names)
        if place < 0:
            hint = did_you_mean(names[0], self.headers)
            raise _broken(self.findings.file, f"has no column {names[0]!r}", hint)
        return place

    def _fitting(self, rows: Iterator[Line]) -> Iterator[Line]:
        for line in rows:
            if len(line.cells) == len(self.headers):
                yield line
            else:
                count = f"has cells: {len(line.cells)}, where the header has {len(self.headers)}"
                self.findings.bad(line.number, "", count, "put a cell that holds the delimiter in quotes")


def plain(name: str) -> str:
    """A column's name in small letters, everything but letters and digits as one underscore."""
    return re.sub(r"[\W_]+", "_", name.strip().lower()).strip("_")


def _first_line(lines: Iterable[str]) -> tuple[int, str, Iterator[str]]:
    rest = _ended(lines_of(lines) if isinstance(lines, str) else lines)
    for skipped, line in enumerate(rest):
        if first := line.removeprefix("\ufeff").strip("\r\n"):
            return skipped, first + "\n", rest
    return 0, "", rest


def _ended(lines: Iterable[str]) -> Iterator[str]:
    """Each with a line feed; a carriage return within a line is a space, as the reader of CSV would end it there."""
    return (line.removesuffix("\n").removesuffix("\r").replace("\r", " ") + "\n" for line in lines)


def _delimiter(header: str) -> str:
    bare = re.sub(r'"[^"]*"', "", header)
    return max(DELIMITERS, key=bare.count)


def _rows(lines: Iterable[str], delimiter: str, findings: Findings, skipped: int) -> Iterator[Line]:
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    while True:
        number = skipped + reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            findings.bad(number, "", f"is not CSV: {error}", "a quote inside a quoted cell is written twice")
            continue
        if any(cell.strip() for cell in cells):
            yield Line(number, cells)


def _broken(file: str, message: str, hint: str) -> InputError:
    return InputError([Problem(file, 1, 0, "", message, hint, "import")])
