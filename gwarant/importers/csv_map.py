"""Any CSV file, by a map from the keys of the evidence format to the columns of the file."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import Any
from zlib import crc32

from gwarant.importers.imported import NO_OPTIONS, SNAPSHOT, Imported, Options
from gwarant.importers.local_time import LocalTimes, Told
from gwarant.importers.option import check_names, flag, refuse, word, words
from gwarant.importers.sheet import Findings, Line, Sheet, plain
from gwarant.sla.evidence.form import FORM_OF, FORMS, Fault, Faulty, Form, row_of
from gwarant.sla.evidence.model import Evidence, Kind, Row
from gwarant.sla.evidence.value import Unfit, moment_text, shown
from gwarant.sla.problem import did_you_mean

SOURCE = "csv"
OPTIONS = ("columns", "constants", "row", "time_format", "events", "values", "skip_bad")
OF_THE_CUSTOMER = frozenset({Kind.REPORTED, Kind.ACCEPTED, Kind.REJECTED, Kind.REOPENED})
OF_THE_REPORT = frozenset({"class", "channel", "down", "snapshot"})
KEPT = {"reported": OF_THE_REPORT, "classified": frozenset({"class"})}
YES = {"true": True, "yes": True, "y": True, "1": True, "tak": True}
NO = {"false": False, "no": False, "n": False, "0": False, "nie": False}


def run(lines: Iterable[str], *, zone: str = "UTC", options: Options = NO_OPTIONS, file: str = "") -> Imported:
    """Rows of one type, or in wide mode (`events`) an event for each filled column; raises InputError."""
    check_names(options, OPTIONS)
    plan = _plan(options)
    findings = Findings(file)
    times = LocalTimes(zone, word(options, "time_format"))
    reader = _Reader(plan, Sheet(lines, findings), times, findings)
    times.decide(reader.told_times(), file)
    rows = list(reader.rows())
    left_out = findings.settle(flag(options, "skip_bad"))
    parts: dict[str, Any] = {plan.form.part: tuple(sorted(rows, key=plan.form.order))}
    sources = tuple(dict.fromkeys(row.source for row in rows)) or (SOURCE,)
    evidence = Evidence(**parts, sources=sources)
    return Imported(evidence, (*reader.notes(len(rows)), *times.notes(), *left_out))


@dataclass(frozen=True)
class _Plan:
    """What stands where: keys to columns, keys to constants, kinds to columns, and their words to ours by key."""

    form: Form
    columns: Mapping[str, str]
    constants: Mapping[str, str]
    events: Mapping[str, str]
    values: Mapping[str, Mapping[str, str]]


@dataclass
class _Draft:
    """A row in the making: raw texts by key, and the column each came from."""

    line: int
    raw: dict[str, str] = field(default_factory=dict)
    column: dict[str, str] = field(default_factory=dict)


class _Reader:
    def __init__(self, plan: _Plan, sheet: Sheet, times: LocalTimes, findings: Findings) -> None:
        self.plan, self.sheet, self.times, self.findings = plan, sheet, times, findings
        self.places = {key: sheet.required(name) for key, name in plan.columns.items()}
        self.events = {kind: sheet.required(name) for kind, name in plan.events.items()}
        self.tally: Counter[str] = Counter()
        self.ids: dict[str, int] = {}
        self._check_constants()

    def told_times(self) -> Iterator[Told]:
        """Every time of the file as it is written."""
        times = (key for key, one in self.plan.form.fields.items() if one.value.schema.get("format") == "date-time")
        places = sorted({*self.events.values(), *(self.places[key] for key in times if key in self.places)})
        for line, place in product(self.sheet.lines, places):
            if cell := line.cells[place].strip():
                yield line.number, self.sheet.headers[place], cell

    def rows(self) -> Iterator[Row]:
        for line in self.sheet.lines:
            draft = self._draft(line)
            for one in self._wide(line, draft) if self.events else [draft]:
                if row := self._row(one):
                    yield row

    def notes(self, rows: int) -> list[str]:
        used = {*self.places.values(), *self.events.values()}
        ignored = [name for place, name in enumerate(self.sheet.headers) if place not in used]
        notes = [SNAPSHOT] if self.events else []
        notes += [f"{len(self.sheet.lines)} rows became {rows} rows of type {self.plan.form.name}"]
        notes += [f"columns not used: {', '.join(ignored)}"] if ignored else []
        return notes + [sentence.format(self.tally[name]) for name, sentence in SENTENCES.items() if self.tally[name]]

    def _check_constants(self) -> None:
        for key, raw in self.plan.constants.items():
            try:
                self.plan.form.fields[key].value.parse(self._value(key, raw))
            except Unfit as unfit:
                refuse("constants", f"{key}: {unfit.message}", unfit.hint)

    def _draft(self, line: Line) -> _Draft:
        draft = _Draft(line.number, dict(self.plan.constants))
        for key, place in self.places.items():
            if cell := line.cells[place].strip():
                draft.raw[key] = self._ours(key, cell)
                draft.column[key] = self.sheet.headers[place]
        draft.raw.setdefault("source", SOURCE)
        if self.plan.form.name == "ticket":
            draft.raw.setdefault("imported", "true")
        digest = crc32("\x1f".join(line.cells).encode("utf-8", "surrogatepass"))
        if "id" not in draft.raw:
            draft.raw["id"] = f"{SOURCE}:{line.number:07}:{digest:08x}"
        return draft

    def _wide(self, line: Line, draft: _Draft) -> Iterator[_Draft]:
        filled = [(kind, place) for kind, place in self.events.items() if line.cells[place].strip()]
        self.tally["eventless"] += not filled
        self.tally["unreported"] += bool(filled) and "reported" in self.events and "reported" not in dict(filled)
        for number, (kind, place) in enumerate(filled, 1):
            left_out = OF_THE_REPORT - KEPT.get(kind, frozenset())
            kept = {key: raw for key, raw in draft.raw.items() if key not in left_out}
            if kind == Kind.REPORTED:
                kept.setdefault("snapshot", " ".join(self.events))
            raw = {**kept, "kind": kind, "at": line.cells[place].strip(), "id": f"{draft.raw['id']}:{number:02}"}
            yield _Draft(draft.line, raw, {**draft.column, "at": self.sheet.headers[place]})

    def _row(self, draft: _Draft) -> Row | None:
        record, faults = self._record(draft)
        try:
            row = row_of(self.plan.form, record)
        except Faulty as faulty:
            known = {fault.key for fault in faults}
            faults += [fault for fault in faulty.faults if fault.key not in known]
        for fault in faults:
            self._bad(draft, fault.key, fault.message, fault.hint)
        return None if faults else self._unique(draft, row)

    def _record(self, draft: _Draft) -> tuple[dict[str, object], list[Fault]]:
        record: dict[str, object] = {}
        faults: list[Fault] = []
        for key, raw in draft.raw.items():
            try:
                record[key] = self._value(key, raw)
            except Unfit as unfit:
                faults.append(Fault(key, unfit.message, unfit.hint))
        if "by" not in record and record.get("kind") in OF_THE_CUSTOMER:
            record["by"] = "customer"
            self.tally["customer"] += 1
        return record, faults

    def _unique(self, draft: _Draft, row: Row) -> Row | None:
        first = self.ids.setdefault(row.id, draft.line)
        if first != draft.line:
            self._bad(draft, "id", f"{shown(row.id)} stands in line {first} already", "an id names one row")
            return None
        return row

    def _ours(self, key: str, cell: str) -> str:
        return self.plan.values.get(key, {}).get(cell, cell)

    def _value(self, key: str, raw: str) -> object:
        schema = self.plan.form.fields[key].value.schema
        if schema.get("format") == "date-time":
            return self._moment(raw)
        if "enum" in schema:
            return plain(raw)
        if schema["type"] == "boolean":
            return {**YES, **NO}.get(raw.lower(), raw)
        if schema["type"] == "integer" and raw.isascii() and raw.isdecimal() and len(raw) <= 10:
            return int(raw)
        return raw

    def _moment(self, raw: str) -> str:
        ticks = self.times.milliseconds(raw) * self.plan.form.per_second // 1000
        return moment_text(ticks, self.plan.form.per_second)

    def _bad(self, draft: _Draft, key: str, message: str, hint: str) -> None:
        column = draft.column.get(key) or self.plan.columns.get(key) or key
        self.findings.bad(draft.line, column, message, hint)


SENTENCES = {
    "customer": "reports, acceptances, rejections and reopenings read as made by the customer: {}",
    "eventless": "rows without a time in any of the event columns, nothing made of them: {}",
    "unreported": "rows with later events but without the report: {}",
}


def _plan(options: Options) -> _Plan:
    name = word(options, "row") or "ticket"
    if name not in FORM_OF:
        refuse("row", f"{shown(name)} is not a row type", did_you_mean(name[:40], FORM_OF))
    form = FORM_OF[name]
    columns, constants, events = (words(options, one) for one in ("columns", "constants", "events"))
    for option, keys in (("columns", columns), ("constants", constants)):
        _check_keys(option, keys, form.fields)
    if events:
        _check_events(form, events, {**columns, **constants})
    if both := columns.keys() & constants.keys():
        refuse("constants", f"{', '.join(sorted(both))} stands in columns as well", "give each key once")
    given = {*columns, *constants, "id", *(("kind", "at") if events else ())}
    missing = [key for key, one in form.fields.items() if one.name in form.required and key not in given]
    if missing:
        refuse("columns", f"a {name} row needs {', '.join(missing)}", "map each to a column or give it as a constant")
    return _Plan(form, columns, constants, events, _values(options, form))


def _check_keys(option: str, keys: Iterable[str], known: Iterable[str]) -> None:
    known = tuple(known)
    for key in keys:
        if key not in known:
            refuse(option, f"{shown(key)} is not a key of this row type", did_you_mean(key[:40], known))


def _check_events(form: Form, events: Mapping[str, str], given: Iterable[str]) -> None:
    if form is not FORMS[0]:
        refuse("events", "makes ticket events only", "say row: ticket, or leave events out")
    kinds = [kind.value for kind in Kind]
    for kind in events:
        if kind not in kinds:
            refuse("events", f"{shown(kind)} is not a kind of event", did_you_mean(kind[:40], kinds))
    for key in ("kind", "at"):
        if key in given:
            refuse("events", f"gives {key} already", "leave it out of columns and constants")


def _values(options: Options, form: Form) -> dict[str, dict[str, str]]:
    given = options.get("values", {})
    if not isinstance(given, Mapping):
        refuse("values", f"{shown(given)} is not a mapping", "write {key: {theirs: ours}}")
    _check_keys("values", map(str, given), form.fields)
    return {str(key): words(given, key) for key in given}
