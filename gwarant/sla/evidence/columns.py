"""The events of tickets as columns: what is needed to judge millions of them, in some thirty bytes each.

A source gives the file from its beginning each time that it is called, as pieces of bytes cut anywhere.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from gwarant.sla.evidence.block import Block, block_of
from gwarant.sla.evidence.form import Form
from gwarant.sla.evidence.jsonl import SHOWN, LineReader
from gwarant.sla.evidence.layout import ROW, Names, record_of_event
from gwarant.sla.evidence.model import Agreement, Closing, Exclusion, Kind, Row, TicketEvent, Unread, Void
from gwarant.sla.lines import same_ends
from gwarant.sla.problem import InputError, Problem

Source = Callable[[], Iterable[bytes]]
Rows = NDArray[np.void]
Ints = NDArray[np.int64]

_TOGETHER = 64  # blocks whose ids are held in one piece
_SLICES = 16  # of the ids that are looked through for repeated ones, so that no copy of all is made


@dataclass(frozen=True)
class Columns:
    """All events of a source in chunks of ROW, the names that their numbers stand for, and what is kept as rows."""

    chunks: tuple[Rows, ...]
    tickets: tuple[str, ...]
    names: Names
    exclusions: tuple[Exclusion, ...]
    closings: tuple[Closing, ...]
    agreements: tuple[Agreement, ...]
    merges: tuple[tuple[str, str], ...]  # which ticket was merged into which
    lines: int
    notes: tuple[Problem, ...] = ()
    voids: tuple[Void, ...] = ()
    unread: tuple[Unread, ...] = ()
    touched: frozenset[str] = frozenset()  # tickets of which a row is voided or could not be read


def read_columns(source: Source, file: str = "") -> Columns:
    """The columns of a source of evidence; raises InputError with the problems that `read` would name."""
    reader = _Reader(file)
    for number, text in whole_lines(same_ends(source())):
        reader.block(number, text)
        if reader.stopped:
            break
    return reader.columns(source)


def whole_lines(pieces: Iterable[bytes]) -> Iterator[tuple[int, bytes]]:
    """The pieces cut after a newline, each with the number of its first line."""
    number, rest = 1, b""
    for piece in pieces:
        end = piece.rfind(b"\n") + 1
        if not end:
            rest += piece
            continue
        text, rest = rest + piece[:end], piece[end:]
        yield number, text
        number += text.count(b"\n")
    if rest:
        yield number, rest


def lines_at(source: Source, numbers: Ints) -> Iterator[tuple[int, str]]:
    """The lines of these numbers, which rise."""
    for first, text in whole_lines(same_ends(source())):
        lines = text.split(b"\n")
        low, high = np.searchsorted(numbers, (first, first + len(lines) - text.endswith(b"\n")))
        for number in numbers[low:high].tolist():
            yield number, decoded(lines[number - first])
        if high == len(numbers):
            return


def decoded(line: bytes) -> str:
    """The text of a line; bytes that are not UTF-8 become what the strict reader names so."""
    return line.decode("utf-8", "surrogateescape")


class _Reader(LineReader):
    """Takes blocks of lines; the events go into chunks, and of all ids only the hashes are kept."""

    def __init__(self, file: str) -> None:
        super().__init__(file)
        self.chunks: list[Rows] = []
        self.ids: list[Ints] = []  # by heap of chunks, as many small pieces would leave holes in memory
        self.fresh: list[Ints] = []
        self.other_ids: list[tuple[int, int]] = []  # hash and line of the rows that are no ticket's
        self.headers: list[tuple[int, str]] = [(0, "")]  # from which line on which source holds
        self.names = Names()
        self.tickets: dict[str, int] = {}
        self.exclusions: list[tuple[int, Exclusion]] = []
        self.closings: list[tuple[int, Closing]] = []
        self.agreements: list[tuple[int, Agreement]] = []
        self.merges: list[tuple[str, str]] = []
        self.voids: list[Void] = []
        self.unread: list[Unread] = []
        self.pending: list[tuple[int, TicketEvent]] = []

    def block(self, number: int, text: bytes) -> None:
        found = block_of(text, number, self.tickets, self.names)
        if found is None:
            self.each(number, text)
        else:
            self.add(found)

    def each(self, number: int, text: bytes) -> None:
        """The lines of a block that is not plain, one by one."""
        for at, line in enumerate(text.removesuffix(b"\n").split(b"\n"), number):
            self.take(at, decoded(line))
            if self.stopped:
                break
        rows = [record_of_event(at, event, self.tickets, self.names) for at, event in self.pending]
        ids = np.array([hash(event.id) for _, event in self.pending], np.int64)
        merged = (event for _, event in self.pending if event.kind is Kind.MERGED)
        self.add(Block(np.array(rows, ROW), ids, tuple((event.ticket, event.into) for event in merged)))
        self.pending = []

    def add(self, found: Block) -> None:
        self.chunks.append(found.rows)
        self.fresh.append(found.ids)
        if len(self.fresh) == _TOGETHER:
            self.pack()
        self.merges += found.merges

    def pack(self) -> None:
        self.ids.append(np.concatenate([np.zeros(0, np.int64), *self.fresh]))
        self.fresh = []

    def keep(self, number: int, form: Form, row: Row) -> None:
        if isinstance(row, TicketEvent):
            self.pending.append((number, row))
            return
        self.other_ids.append((hash(row.id), number))
        if isinstance(row, Exclusion):
            self.exclusions.append((number, row))
        elif isinstance(row, Closing):
            self.closings.append((number, row))
        elif isinstance(row, Agreement):
            self.agreements.append((number, row))
        elif isinstance(row, Void):
            self.voids.append(row)
        elif isinstance(row, Unread):
            self.unread.append(row)

    def header(self, number: int, record: dict[str, object]) -> None:
        super().header(number, record)
        self.headers.append((number, self.source))

    def columns(self, source: Source) -> Columns:
        lines = sum(map(len, self.chunks)) + len(self.other_ids)
        touched = self.touched()
        again = self.read_again(source)
        problems = sorted([*self.problems, *again.problems], key=lambda one: one.line)
        if problems:
            self.surplus += again.surplus + max(0, len(problems) - SHOWN)
            raise InputError([*problems[:SHOWN], *self.more()])
        dropped = np.array([note.line for note in again.notes], np.int64)
        if len(dropped):
            self.chunks = [chunk[~np.isin(chunk["line"], dropped)] for chunk in self.chunks]
        return Columns(
            chunks=tuple(self.chunks),
            tickets=tuple(self.tickets),
            names=self.names,
            exclusions=tuple(row for at, row in self.exclusions if at not in dropped),
            closings=tuple(row for at, row in self.closings if at not in dropped),
            agreements=tuple(row for at, row in self.agreements if at not in dropped),
            merges=tuple(self.merges),
            lines=lines,
            notes=tuple(again.notes),
            voids=tuple(dict.fromkeys(self.voids)),
            unread=tuple(dict.fromkeys(self.unread)),
            touched=touched,
        )

    def touched(self) -> frozenset[str]:
        """The tickets that a void or an unreadable row concerns."""
        names = {row.ticket for row in self.unread}
        if self.voids:
            self.pack()
            ids = np.concatenate(self.ids)
            gone = np.isin(ids, np.array([hash(row.row) for row in self.voids], np.int64))
            numbers = np.concatenate([np.zeros(0, np.int32), *(chunk["ticket"] for chunk in self.chunks)])[gone]
            known = list(self.tickets)
            names |= {known[number] for number in np.unique(numbers).tolist()}
        return frozenset(names)

    def read_again(self, source: Source) -> LineReader:
        """What the strict reader says to the lines whose ids may be the same."""
        again, headers = LineReader(self.file), list(reversed(self.headers))
        for number, line in lines_at(source, self.suspects()):
            again.source = next(name for at, name in headers if at < number)
            again.take(number, line)
        return again

    def suspects(self) -> Ints:
        """The lines with an id whose hash comes more than once, in order; the hashes are given up."""
        self.pack()
        others = np.array(self.other_ids, np.int64).reshape(-1, 2)
        parts = [*self.ids, others[:, 0]]
        twice = np.concatenate([_repeated([part[part & (_SLICES - 1) == n] for part in parts]) for n in range(_SLICES)])
        self.ids = []
        if not len(twice):
            return twice
        lines = np.concatenate([*(chunk["line"] for chunk in self.chunks), others[:, 1]]).astype(np.int64)
        return np.sort(lines[np.isin(np.concatenate(parts), twice)])


def _repeated(parts: list[Ints]) -> Ints:
    """The numbers that come more than once."""
    numbers = np.sort(np.concatenate(parts))
    return np.unique(numbers[1:][numbers[1:] == numbers[:-1]])
