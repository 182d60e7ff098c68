"""Any CSV file, by a map from the keys of the evidence format to the columns of the file."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Any
from zlib import crc32

from gwarant.importers.csv_log import StateLog
from gwarant.importers.csv_plan import Plan, plan_of
from gwarant.importers.imported import SNAPSHOT, Imported, Importer
from gwarant.importers.local_time import ZERO, LocalTimes, Told
from gwarant.importers.option import (
    ANY,
    NO_OPTIONS,
    NOT_WANTED,
    REST,
    TABLE,
    WORDS,
    Options,
    flag,
    plain,
    refuse,
    word,
)
from gwarant.importers.sheet import Findings, Line, Sheet
from gwarant.importers.status_words import StatusWords
from gwarant.sla.evidence.form import Fault, Faulty, row_of
from gwarant.sla.evidence.model import Evidence, Kind, Role, Row, TicketEvent
from gwarant.sla.evidence.value import Unfit, ascii_safe, moment_text, shown
from gwarant.sla.problem import did_you_mean

SOURCE = "csv"
OPTIONS = (*WORDS, *TABLE, *ANY, "row", "events", "values", "report_first")
KINDS = {
    **dict.fromkeys(("open", "opened", "created", "create", "new", "logged", "registered", "utworzono"), "reported"),
    **dict.fromkeys(("assignment", "reassignment", "reassigned", "assign", "przypisano"), "assigned"),
    **dict.fromkeys(("reopen", "re_opened", "wznowiono"), "reopened"),
    **dict.fromkeys(("resolve", "solved", "resolution", "rozwiązano"), "resolved"),
    **dict.fromkeys(("close", "closure", "zamknięto"), "closed"),
}
"""Words for what happened that mean the same everywhere."""
NEVER = frozenset(
    {"", "-", "–", "—", "?", "null", "NULL", "None", "N/A", "n/a", ZERO}
)  # in a column of times: not happened
OF_THE_CUSTOMER = frozenset({Kind.REPORTED, Kind.ACCEPTED, Kind.REJECTED, Kind.REOPENED})
ONCE = frozenset({Kind.REPORTED, Kind.ACKNOWLEDGED})  # of which a ticket has one
STOPS = frozenset(
    {*(Kind.REPLIED, Kind.CALLED, Kind.ASKED, Kind.ACKNOWLEDGED), *(Kind.RESTORED, Kind.DELIVERED), Kind.RESOLVED}
)  # what a clock waits for, and so comes after a report that nobody saw
ENDS = frozenset({Kind.RESTORED, Kind.DELIVERED, Kind.ACCEPTED, Kind.RESOLVED, Kind.CLOSED})  # again if reopened
OF_THE_REPORT = frozenset({"class", "channel", "down", "snapshot"})
KEPT = {"reported": OF_THE_REPORT, "classified": frozenset({"class"})}
YES = {"true": True, "yes": True, "y": True, "1": True, "tak": True}
NO = {"false": False, "no": False, "n": False, "0": False, "nie": False}


def run(lines: Iterable[str], *, zone: str = "UTC", options: Options = NO_OPTIONS, file: str = "") -> Imported:
    """Rows of one type; of tickets also an event for each filled column (`events`), or for each change of a state."""
    plan = plan_of(options)
    findings = Findings(file)
    times = LocalTimes(zone, word(options, "time_format"))
    reader = _Reader(plan, Sheet(lines, findings), times, findings)
    times.decide(reader.told_times(), file)
    if plan.is_log:
        return _of_log(reader, options)
    rows = list(reader.rows())
    rows += reader.first_reports(rows) if plan.report_first else []
    left_out = findings.settle(flag(options, "skip_bad"))
    parts: dict[str, Any] = {plan.form.part: tuple(sorted(rows, key=plan.form.order))}
    sources = tuple(dict.fromkeys(row.source for row in rows)) or (SOURCE,)
    account = reader.sheet.account(sources[0], **reader.fates)
    evidence = Evidence(**parts, sources=sources, imports=(account,))
    return Imported(evidence, (*reader.notes(rows), *times.notes(), *left_out))


def _of_log(reader: "_Reader", options: Options) -> Imported:
    log = StateLog(options, reader.times, reader.findings, SOURCE)
    events = log.events(reader.raws())
    left_out = reader.findings.settle(flag(options, "skip_bad"))
    account = reader.sheet.account(SOURCE, **log.fates)
    evidence = Evidence(events=tuple(events), sources=(SOURCE,), imports=(account,))
    return Imported(evidence, (*log.notes(), *reader.notes(events), *reader.times.notes(), *left_out))


@dataclass
class _Draft:
    """A row in the making: raw texts by key, and the column each came from."""

    line: int
    raw: dict[str, str] = field(default_factory=dict)
    column: dict[str, str] = field(default_factory=dict)


_Found = tuple[Line, list[_Draft], list[Row]]


def _newest_first(found: _Found) -> tuple[int, int]:
    """The row with the latest moment comes first, then as the file has them."""
    line, _, made = found
    return -max((row.at for row in made if isinstance(row, TicketEvent)), default=0), line.number


class _Reader:
    def __init__(self, plan: Plan, sheet: Sheet, times: LocalTimes, findings: Findings) -> None:
        self.plan, self.sheet, self.times, self.findings = plan, sheet, times, findings
        self.places = {key: sheet.required(name) for key, name in plan.columns.items()}
        self.events = {kind: sheet.required(name) for kind, name in plan.events.items()}
        self.tally: Counter[str] = Counter()
        self.fates: Counter[str] = Counter()
        self.ids: dict[str, int] = {}
        self.told: dict[tuple[str, str, int], int] = {}  # of ticket, kind and moment, the line that tells it
        self.stood: dict[tuple[str, Kind], tuple[int, int]] = {}  # of ticket and kind, the moment that counts, its line
        self.read: Counter[str] = Counter()
        self.unfit: dict[str, Unfit] = {}  # of states that a monitor may mean in two ways, why
        self.states = self._status_words()
        if not plan.is_log:
            self._check_constants()

    def told_times(self) -> Iterator[Told]:
        """Every time of the file as it is written."""
        times = (key for key, one in self.plan.form.fields.items() if one.value.schema.get("format") == "date-time")
        places = sorted({*self.events.values(), *(self.places[key] for key in times if key in self.places)})
        for line, place in product(self.sheet.lines, places):
            if (cell := line.cells[place].strip()) not in NEVER:
                yield line.number, self.sheet.headers[place], cell

    def rows(self) -> Iterator[Row]:
        found = [one for line in self.sheet.lines if (one := self._read_line(line))]
        for line, _, made in sorted(found, key=_newest_first) if self.events else ():
            self._compare(line, made)
        for line, drafts, made in found:
            if line.number not in self.findings.rows:
                yield from self._new(made, line, drafts)

    def _read_line(self, line: Line) -> "_Found | None":
        """What a row makes; None for one that is not wanted or cannot be read."""
        draft = self._draft(line)
        if any(raw == NOT_WANTED for key, raw in draft.raw.items() if key in self.plan.values):
            self.fates["unwanted"] += 1
            return None
        drafts = [*self._wide(line, draft)] if self.events else [draft]
        made = [row for one in drafts if (row := self._row(one))]
        return None if line.number in self.findings.rows else (line, drafts, made)

    def first_reports(self, rows: Sequence[Row]) -> list[Row]:
        """A report at the first row of each ticket that no row reports."""
        events = [row for row in rows if isinstance(row, TicketEvent)]
        reported = {row.ticket for row in events if row.kind is Kind.REPORTED}
        first: dict[str, TicketEvent] = {}
        for event in sorted(events, key=lambda one: (one.at, one.id)):
            if event.ticket not in reported:
                first.setdefault(event.ticket, event)
        self.tally["report_first"] = len(first)
        self.tally["begun"] = sum(event.kind in STOPS for event in first.values())
        return [self._report_at(event) for event in first.values()]

    def _report_at(self, event: TicketEvent) -> TicketEvent:
        return TicketEvent(
            id=f"{event.id}:report",
            at=event.at,
            received=event.received,
            ticket=event.ticket,
            kind=Kind.REPORTED,
            by=Role.CUSTOMER,
            channel=event.channel,
            service=event.service,
            class_=event.class_ or self.plan.default_class,
            seen_from=event.at if event.kind in STOPS else None,
            imported=event.imported,
            source=event.source,
        )

    def raws(self) -> Iterator[tuple[Line, Mapping[str, str]]]:
        """The texts of each row by key, and under `column KEY` the column of each."""
        for line in self.sheet.lines:
            cells = {key: line.cells[place].strip() for key, place in self.places.items()}
            names = {f"column {key}": self.sheet.headers[place] for key, place in self.places.items()}
            yield line, {**self.plan.constants, **cells, **names}

    def notes(self, rows: Sequence[Row]) -> list[str]:
        used = {*self.places.values(), *self.events.values()}
        ignored = [name for place, name in enumerate(self.sheet.headers) if place not in used]
        notes = [SNAPSHOT] if self.events else []
        notes += [f"{len(self.sheet.lines)} rows became {len(rows)} rows of type {self.plan.form.name}"]
        notes += [f"columns not used: {', '.join(ignored)}"] if ignored else []
        notes += self.sheet.notes()
        notes += [sentence.format(self.tally[name]) for name, sentence in SENTENCES.items() if self.tally[name]]
        notes += [f"words read: {', '.join(sorted(self.read))}"] if self.read else []
        notes += self.states.notes() if self.states else []
        return notes + _without_report(rows)

    def _new(self, made: list[Row], line: Line, drafts: list[_Draft]) -> Iterator[Row]:
        """Those that no row before has told; the row is merged where it tells nothing else."""
        fresh = [row for row in made if not (self.events and self._is_told(row, line.number))]
        self.fates["imported" if fresh else "replaced" if drafts else "eventless"] += 1
        self.tally["again"] += bool(drafts) and len(fresh) < len(made)
        yield from fresh

    def _is_told(self, row: Row, line: int) -> bool:
        """Whether the ticket's event was told by a row before."""
        if not isinstance(row, TicketEvent):
            return False
        return self.told.setdefault((row.ticket, row.kind.value, row.at), line) != line

    def _compare(self, line: Line, made: list[Row]) -> None:
        """Sets a row aside that has another moment for what happens once than one with newer stamps has."""
        single = {(row.ticket, row.kind): row.at for row in made if isinstance(row, TicketEvent)}
        single = {key: at for key, at in single.items() if key[1] in self._single()}
        for (ticket, kind), at in single.items():
            moment, before = self.stood.get((ticket, kind), (at, 0))
            if moment != at:
                message = f"ticket {shown(ticket)} was {kind} at another moment in line {before}"
                self.findings.bad(line.number, self.plan.events.get(kind.value, "at"), message, _which(kind))
        if line.number not in self.findings.rows:
            for key, at in single.items():
                self.stood.setdefault(key, (at, line.number))

    def _single(self) -> Collection[Kind]:
        return ONCE if Kind.REOPENED in self.plan.events else ONCE | ENDS

    def _status_words(self) -> StatusWords | None:
        """How a column of states of monitors is read, where there is one."""
        if self.plan.form.name not in ("check", "state") or "state" not in self.places:
            return None
        place = self.places["state"]
        told = {plain(theirs): ours for theirs, ours in self.plan.values.get("state", {}).items()}
        return StatusWords(told, self.sheet.headers[place], (line.cells[place] for line in self.sheet.lines))

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
        if self.plan.default_class and "class" not in draft.raw and draft.raw.get("kind", "reported") == "reported":
            draft.raw["class"] = self.plan.default_class
            self.tally["default_class"] += 1
        if "id" not in draft.raw:
            draft.raw["id"] = f"{SOURCE}:{line.number:07}:{digest:08x}"
        return draft

    def _wide(self, line: Line, draft: _Draft) -> Iterator[_Draft]:
        filled = [(kind, place) for kind, place in self.events.items() if line.cells[place].strip() not in NEVER]
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
        """Our word for theirs: as an option says, or a word that means the same everywhere."""
        told = self.plan.values.get(key, {})
        found = told.get(cell) or told.get(plain(cell)) or (KINDS.get(plain(cell)) if key == "kind" else "")
        if not found and self.states and key == "state":
            try:
                return self.states.state(cell).value
            except Unfit as unfit:
                self.unfit[cell] = unfit
                return cell
        found = found or (told.get(REST, "") if plain(cell) not in self._known(key) else "")
        if found:
            self.read[f"{shown(cell)} as {'left out' if found == NOT_WANTED else found}"] += 1
        return found or cell

    def _known(self, key: str) -> Collection[str]:
        """The words of ours that a key takes; none where it takes any."""
        known = self.plan.form.fields[key].value.schema.get("enum")
        return known if isinstance(known, list) else ()

    def _value(self, key: str, raw: str) -> object:
        schema = self.plan.form.fields[key].value.schema
        if schema.get("format") == "date-time":
            return self._moment(raw)
        if raw in self.unfit and key == "state":
            raise self.unfit[raw]
        if "enum" in schema:
            if key == "kind" and plain(raw) not in self._known(key):
                known = did_you_mean(plain(raw)[:40], self._known(key))
                say = f"{known if known.startswith('did') else 'it is no kind of event'}; say what it is: --kind "
                raise Unfit(f"{shown(raw)} is not known here", f"{say}{shown(raw + '=noted')}, or =- to leave it out")
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
    "default_class": "reports without a class, read as the class that was told for them: {}",
    "report_first": "tickets whose first row was read as their report, as told: {}",
    "begun": "of them tickets whose first row is an answer or an end; how long that took could not be checked: {}",
    "again": "rows that tell of a ticket what a row before told, of which only what is new was taken: {}",
    "customer": "reports, acceptances, rejections and reopenings read as made by the customer: {}",
    "eventless": "rows without a time in any of the event columns, nothing made of them: {}",
    "unreported": "rows with later events but without the report: {}",
}


def _which(kind: Kind) -> str:
    """What to do about an event that two rows tell at two moments."""
    if kind in ONCE:
        return f"a ticket is {kind} once; leave out the row that is wrong"
    return "where lists of two dates were put together, leave out the older row; or map the column of its reopening"


def _without_report(rows: Sequence[Row]) -> list[str]:
    """How many tickets no row reported: they cannot be judged."""
    events = [row for row in rows if isinstance(row, TicketEvent)]
    reported = {row.ticket for row in events if row.kind is Kind.REPORTED}
    lost = list(dict.fromkeys(row.ticket for row in events if row.ticket not in reported))
    if not lost:
        return []
    some = f"{len(lost)} ({', '.join(map(ascii_safe, lost[:3]))}{', …' if len(lost) > 3 else ''})"
    say = "; where the first row of a ticket is its report, say --report-first" if not reported else ""
    return [f"tickets without a report, which nobody can judge: {some}{say}"]


IMPORTER = Importer(run, OPTIONS)
