"""A CSV file as numbered rows under named columns, with the bad rows set aside."""

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from types import MappingProxyType
from typing import Any

from gwarant.importers.option import Options, plain, refuse, words
from gwarant.sla.evidence.account import Account
from gwarant.sla.evidence.value import ascii_safe, shown
from gwarant.sla.lines import lines_of
from gwarant.sla.problem import InputError, Problem, did_you_mean

DELIMITERS = ",;\t|"
SHOWN = 50
ALIKE = 3
NONE: Mapping[str, str] = MappingProxyType({})


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
        told = self._told()
        listed, surplus = told[:SHOWN], len(told) - SHOWN
        if surplus > 0:
            listed.append(Problem(self.file, 0, 0, "", f"and {surplus} more problems", code="import"))
        if listed and not skip_bad:
            raise InputError(listed)
        count = [f"bad rows left out, as skip_bad asks: {len(self.rows)}"] if listed else []
        return count + [str(problem) for problem in listed]

    def _told(self) -> list[Problem]:
        """The problems in the order of the file; of many that say the same the first few, and how many more."""
        alike = Counter((one.path, one.message, one.hint) for one in self.problems)
        seen: Counter[tuple[str, str, str]] = Counter()
        found = []
        for one in self.problems:
            what = (one.path, one.message, one.hint)
            seen[what] += 1
            more = alike[what] - ALIKE if seen[what] == ALIKE else 0
            if seen[what] <= ALIKE:
                found.append(replace(one, message=f"{one.message}, as in {more} more rows" if more else one.message))
        return found


class Sheet:
    """The columns by their plain names and the rows that fit them; raises InputError without a header.

    `columns` are our names to the headers of the file, where those are others; `constants` our names to a text that
    stands for a column. A row that says cell by cell what another said is dropped.
    """

    def __init__(
        self,
        lines: Iterable[str],
        findings: Findings,
        columns: Mapping[str, str] = NONE,
        constants: Mapping[str, str] = NONE,
    ) -> None:
        self.findings, self.told = findings, columns
        self.count = self.blank = self.repeated = 0
        skipped, first, rest, delimiter = _begun(lines)
        rows = _rows(chain([first], rest), delimiter, findings, skipped)
        header = next(rows, None)
        if header is None:
            raise broken(findings.file, "has no header row", "the first line names the columns")
        self.width = len(header.cells)
        self.headers = [*(ascii_safe(name.strip()) for name in header.cells), *constants]
        self.names = [plain(name) for name in self.headers]
        self.constants = tuple(constants.values())
        self.lines = [*self._fitting(rows)]

    def column(self, *names: str) -> int:
        """The place of the first of these columns, in the file's order of preference; -1 when there is none."""
        if names[0] in self.told:
            return self._named(self.told[names[0]], f"as {names[0]}")
        for name in names:
            places = [place for place, known in enumerate(self.names) if known == plain(name)]
            if len(places) > 1:
                hint = "give each its own name in the first line"
                raise broken(self.findings.file, f"has {len(places)} columns {shown(name)}", hint)
            if places:
                return places[0]
        return -1

    def required(self, *names: str) -> int:
        """The same; raises InputError when there is none."""
        place = self.column(*names)
        if place < 0:
            raise self._without(names[0], "")
        return place

    def account(self, source: str, **fates: Any) -> Account:
        """What became of each row of the file."""
        own: dict[str, Any] = {"blank": self.blank, "repeated": self.repeated, "unreadable": len(self.findings.rows)}
        return Account(source=source, rows=self.count, **own, **fates)

    def notes(self) -> list[str]:
        """What was dropped before anybody looked at it."""
        notes = [f"rows that repeat another row cell by cell, dropped: {self.repeated}"] if self.repeated else []
        return notes + ([f"rows of nothing but delimiters: {self.blank}"] if self.blank else [])

    def _named(self, header: str, why: str) -> int:
        places = [place for place, known in enumerate(self.names) if known == plain(header)]
        if len(places) != 1:
            raise (
                self._without(header, why)
                if not places
                else broken(self.findings.file, f"has {len(places)} columns {shown(header)}", "give each its own name")
            )
        return places[0]

    def _without(self, name: str, why: str) -> InputError:
        """That a column is not there; where the first line is none of names, that it is taken for one."""
        seems_data = any(re.search(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{2,4}", cell) for cell in self.headers[: self.width])
        hint = "its first line seems to hold values: put a line with the names of the columns above it"
        if not seems_data:
            hint = did_you_mean(name, self.headers)
            hint = hint if why or hint.startswith("did") else f"{hint}; name one by --map {name}=COLUMN"
        return broken(self.findings.file, f"has no column {name!r}" + (f" to read {why}" if why else ""), hint)

    def _fitting(self, rows: Iterator[Line]) -> Iterator[Line]:
        seen: set[tuple[str, ...]] = set()
        for line in rows:
            self.count += 1
            cells = tuple(line.cells)
            if not cells:
                continue  # what is no CSV has been told
            if not any(cell.strip() for cell in cells):
                self.blank += 1
            elif len(cells) != self.width:
                self._unfit(line)
            elif cells in seen:
                self.repeated += 1
            else:
                seen.add(cells)
                yield Line(line.number, (*cells, *self.constants))

    def _unfit(self, line: Line) -> None:
        count = f"has cells: {len(line.cells)}, where the header has {self.width}"
        more = "put a cell that holds the delimiter in quotes"
        few = "a cell is missing; where it is the last row, the file was cut: export it again"
        self.findings.bad(line.number, "", count, more if len(line.cells) > self.width else few)


def sheet_of(lines: Iterable[str], findings: Findings, options: Options, known: Mapping[str, object]) -> Sheet:
    """The sheet with the columns that the options name for those that the importer knows, and with their constants."""
    given = {name: words(options, name) for name in ("columns", "constants")}
    for option, pairs in given.items():
        for name in pairs:
            if name not in known:
                refuse(option, f"{shown(name)} is no column of this importer", did_you_mean(name[:40], known))
    if both := given["columns"].keys() & given["constants"].keys():
        refuse("constants", f"{', '.join(sorted(both))} stands in columns as well", "give each key once")
    return Sheet(lines, findings, **given)


def _begun(lines: Iterable[str]) -> tuple[int, str, Iterator[str], str]:
    """How many lines stand above the header, the header's, the rest, and the delimiter: `sep=;` of Excel tells it."""
    rest = _ended(lines_of(lines) if isinstance(lines, str) else lines)
    told = ""
    for skipped, line in enumerate(rest):
        first = line.removeprefix("\ufeff").strip("\r\n")
        if not told and (found := re.fullmatch(r'"?sep=(.)"?', first, re.IGNORECASE)):
            told = found[1]
        elif first:
            return skipped, first + "\n", rest, told or _delimiter(first)
    return 0, "", rest, DELIMITERS[0]


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
            findings.bad(number, "", *_no_csv(str(error)))
            cells = []
        else:
            if not cells:
                continue
        yield Line(number, cells)


def _no_csv(error: str) -> tuple[str, str]:
    if "unexpected end" in error or "larger than" in error:
        return (
            "opens a quote that nothing closes",
            "the file was cut, or the quote inside a quoted cell is not written twice",
        )
    return f"is not CSV: {error}", "a quote inside a quoted cell is written twice"


def broken(file: str, message: str, hint: str) -> InputError:
    """That the file as a whole cannot be read."""
    return InputError([Problem(file, 1, 0, "", message, hint, "import")])
