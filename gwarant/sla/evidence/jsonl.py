"""Evidence as JSON Lines, a row a line: read with every problem named, written the same way every time."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, astuple, dataclass
from typing import Any

from gwarant.sla.evidence.account import FATES
from gwarant.sla.evidence.form import FORM_OF, FORMS, Faulty, Form, form_of, record_of, row_of
from gwarant.sla.evidence.model import Account, Evidence, Row
from gwarant.sla.evidence.quick import quick_row
from gwarant.sla.evidence.schema import HEADER, HEADER_VALUES, SCHEMA, SCHEMAS, line_schema
from gwarant.sla.evidence.value import Unfit, ascii_safe, nearest, shown
from gwarant.sla.lines import lines_of
from gwarant.sla.problem import InputError, Problem, Severity

__all__ = ["SCHEMA", "LineReader", "Reading", "line_schema", "read", "read_lines", "row_line", "write_lines"]

SHOWN = 50
_TYPES = (HEADER, *FORM_OF)


@dataclass(frozen=True)
class Reading:
    """What a file says, and notes on what was dropped from it."""

    evidence: Evidence
    notes: tuple[Problem, ...] = ()


def read_lines(lines: Iterable[str], file: str = "") -> Evidence:
    """The evidence in the lines, each kind sorted by (moment, received, id); raises InputError with every problem."""
    return read(lines, file).evidence


def read(lines: Iterable[str], file: str = "") -> Reading:
    """The same with notes on the repeated rows that were dropped."""
    reader = LineReader(file)
    for number, line in enumerate(lines_of(lines) if isinstance(lines, str) else lines, 1):
        reader.take(number, line)
        if reader.stopped:
            break
    return reader.reading()


def write_lines(evidence: Evidence) -> Iterator[str]:
    """The canonical lines, each with its newline: equal evidence gives equal bytes."""
    for header in _headers(evidence):
        yield _encoded({"type": HEADER, "schema": SCHEMA, **{key: value for key, value in header.items() if value}})
    default = evidence.sources[-1] if evidence.sources else ""
    for form in FORMS:
        for row in sorted(getattr(evidence, form.part), key=form.order):
            # An empty source is written where a header above would fill it.
            empty = {"source": ""} if default and not row.source else {}
            yield _encoded({"type": form.name, **record_of(form, row), **empty})


def _headers(evidence: Evidence) -> Iterator[dict[str, object]]:
    """One for each export that was imported, and one for each source of which no export is known."""
    for source in evidence.sources or ("",):
        own = sorted((one for one in evidence.imports if one.source == source), key=astuple)
        yield from (asdict(one) for one in own or [Account(source=source)])


def row_line(row: Row) -> str:
    """The canonical line of one row without its newline, complete without any header."""
    form = form_of(row)
    return _encoded({"type": form.name, **record_of(form, row)}).removesuffix("\n")


class LineReader:
    """Takes lines by number and keeps their rows, their problems and the notes on them."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.rows: dict[str, list[Any]] = {form.part: [] for form in FORMS}
        self.seen: dict[str, Row] = {}
        self.lines: dict[str, int] = {}
        self.sources: dict[str, None] = {}
        self.imports: dict[Account, None] = {}
        self.source = ""
        self.problems: list[Problem] = []
        self.surplus = 0
        self.notes: list[Problem] = []
        self.stopped = False

    def take(self, number: int, line: str) -> None:
        found = quick_row(line, self.source)
        if found is None:
            self.take_strictly(number, line)
        else:
            self.keep(number, *found)

    def take_strictly(self, number: int, line: str) -> None:
        stripped = line.removeprefix("\ufeff")
        if not stripped or stripped.isspace():
            return
        try:
            record = _decoded(stripped)
        except json.JSONDecodeError as error:
            column = error.colno + len(line) - len(stripped)
            self.fault(number, "", f"is not JSON: {error.msg}", column=column)
        except Unfit as unfit:
            self.fault(number, "", unfit.message, unfit.hint)
        else:
            self.record(number, record)

    def record(self, number: int, record: dict[str, object]) -> None:
        kind = record.pop("type", None)
        form = FORM_OF.get(kind) if isinstance(kind, str) else None
        if form is not None:
            self.row(number, form, record)
        elif kind == HEADER:
            self.header(number, record)
        elif kind is None:
            self.fault(number, "type", "is missing", f"one of {', '.join(_TYPES)}")
        else:
            self.fault(
                number,
                "type",
                f"{shown(kind)} is not known here",
                nearest(kind if isinstance(kind, str) else None, _TYPES),
            )

    def row(self, number: int, form: Form, record: dict[str, object]) -> None:
        if self.source:
            record.setdefault("source", self.source)
        try:
            row = row_of(form, record)
        except Faulty as faulty:
            for fault in faulty.faults:
                self.fault(number, fault.key, fault.message, fault.hint)
        else:
            self.keep(number, form, row)

    def keep(self, number: int, form: Form, row: Row) -> None:
        first = self.seen.setdefault(row.id, row)
        line = self.lines.setdefault(row.id, number)
        if first is row:
            self.rows[form.part].append(row)
        elif first == row:
            self.notes.append(
                self.problem(number, "id", f"the row of line {line} again: dropped", severity=Severity.NOTE)
            )
        else:
            message = f"{shown(row.id)} stands in line {line} with other content"
            self.fault(number, "id", message, "an id names one row in the whole file")

    def header(self, number: int, record: dict[str, object]) -> None:
        schema = record.pop("schema", None)
        if schema not in SCHEMAS:
            what = "is missing" if schema is None else f"{shown(schema)} is not known here"
            self.fault(number, "schema", f"{what}; nothing after this line was read", f"known: {', '.join(SCHEMAS)}")
            self.stopped = True
        given: dict[str, Any] = {}
        for key, raw in record.items():
            try:
                given[key] = _header_value(key, raw)
            except Unfit as unfit:
                self.fault(number, ascii_safe(key[:60]), unfit.message, unfit.hint)
        self.source = given.get("source", "")
        if self.source:
            self.sources[self.source] = None
        self.account(number, {key: value for key, value in given.items() if key != "zone"})

    def account(self, number: int, given: dict[str, Any]) -> None:
        """What became of the rows of the export from which the lines below come, where the header says it."""
        found = Account(**given)
        for message in found.faults():
            self.fault(number, "rows", message, f"`rows` is the sum of {', '.join(FATES)}")
        if found != Account(source=found.source):
            self.imports[found] = None

    def fault(self, number: int, key: str, message: str, hint: str = "", column: int = 0) -> None:
        if len(self.problems) < SHOWN:
            self.problems.append(self.problem(number, key, message, hint, column))
        else:
            self.surplus += 1

    def problem(
        self, line: int, key: str, message: str, hint: str = "", column: int = 0, severity: Severity = Severity.ERROR
    ) -> Problem:
        return Problem(self.file, line, column, key, message, hint, "evidence", severity)

    def more(self) -> Iterator[Problem]:
        if self.surplus:
            yield self.problem(0, "", f"and {self.surplus} more problems")

    def reading(self) -> Reading:
        if self.problems:
            raise InputError([*self.problems, *self.more()])
        parts: dict[str, Any] = {form.part: tuple(sorted(self.rows[form.part], key=form.order)) for form in FORMS}
        return Reading(Evidence(**parts, sources=tuple(self.sources), imports=tuple(self.imports)), tuple(self.notes))


def _header_value(key: str, raw: object) -> object:
    if key not in HEADER_VALUES:
        raise Unfit("unknown key", nearest(key, ("schema", *HEADER_VALUES)))
    return HEADER_VALUES[key].parse(raw)


def _decoded(line: str) -> dict[str, object]:
    try:
        record = _DECODER.decode(line)
    except RecursionError:
        raise Unfit("is nested too deeply", "a row is a flat object: no lists, no objects inside") from None
    except (json.JSONDecodeError, Unfit):
        raise
    except ValueError:
        raise Unfit("holds a number that is too long") from None
    if not isinstance(record, dict):
        raise Unfit(f"{shown(record)} is not an object", 'a row is written {"type": …, "id": …}')
    return record


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    record = dict(pairs)
    if len(record) < len(pairs):
        names = [key for key, _ in pairs]
        twice = next(key for key in names if names.count(key) > 1)
        raise Unfit(f"the key {shown(twice)} stands twice in one row")
    return record


def _constant(name: str) -> object:
    raise Unfit(f"{name} is not a number of JSON")


_DECODER = json.JSONDecoder(object_pairs_hook=_object, parse_constant=_constant)
_ENCODER = json.JSONEncoder(sort_keys=True, ensure_ascii=False)


def _encoded(record: dict[str, object]) -> str:
    return _ENCODER.encode(record) + "\n"
