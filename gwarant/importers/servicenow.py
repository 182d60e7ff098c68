"""ServiceNow's incident event log: a CSV row for every update of an incident, to the events of its tickets."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import product

from gwarant.importers.desk_words import DeskWords, desk_words
from gwarant.importers.imported import SNAPSHOT, Imported, Importer
from gwarant.importers.local_time import ZERO, LocalTimes, Told
from gwarant.importers.option import ANY, NO_OPTIONS, TABLE, WORDS, Options, flag, word
from gwarant.importers.servicenow_snapshot import is_end_only, is_snapshot, is_surely_log, snapshot_of
from gwarant.importers.servicenow_ticket import OTHER_NAMES, STATES, Update, events_of
from gwarant.importers.sheet import Findings, Line, Sheet, broken, sheet_of
from gwarant.sla.evidence.model import Evidence, Kind, TicketEvent
from gwarant.sla.evidence.value import Unfit, shown, text

SOURCE = "servicenow"
OPTIONS = (*WORDS, *TABLE, *ANY, "service", "service_field", "service_column")
COLUMNS = {
    "number": ("number", "incident_number", "task_number"),
    "state": ("incident_state", "state"),
    "changes": ("sys_mod_count", "updates"),
    "reopenings": ("reopen_count", "reopen_counter"),
    "opened": ("opened_at", "opened"),
    "updated": ("sys_updated_at", "sys_updated_on", "updated_at", "updated"),
    "channel": ("contact_type", "channel"),
    "priority": ("priority",),
    "resolved": ("resolved_at", "resolved"),
    "closed": ("closed_at", "closed"),
}

CLASSES = {"1": "critical", "2": "serious", "3": "ordinary", "4": "ordinary", "5": "ordinary"}
CHANNELS = {
    "phone": "phone",
    "ivr": "phone",
    "email": "email",
    "e_mail": "email",
    "self_service": "portal",
    "portal": "portal",
    "web": "portal",
    "chat": "chat",
    "virtual_agent": "chat",
    "monitoring": "monitoring",
    "event": "monitoring",
}
FATES = ("imported", "replaced", "quiet", "stale")
LOG = "a log: its rows follow the tickets, and the changes from row to row are the events"
DOUBTFUL = (
    "tells of tickets several times, which is a row for each update or lists put together: without a column"
    " sys_mod_count nobody can know which"
)
ASK = (
    "export sys_mod_count with it; else, where there is a row for each update, read it by --from csv --map ticket={}"
    " --map at={} --map state={}, and where lists were put together, leave of each ticket the row that was updated last"
)
NO_STATE = "-100"  # what the log writes where the state is not known
UNKNOWN = frozenset({"", "?", ZERO})


def run(lines: Iterable[str], *, zone: str = "UTC", options: Options = NO_OPTIONS, file: str = "") -> Imported:
    """Ticket events of an incident log; raises InputError with every bad row unless `skip_bad`."""
    findings = Findings(file)
    sheet = sheet_of(lines, findings, options, COLUMNS)
    reader = _Reader(sheet, LocalTimes(zone, word(options, "time_format")), options)
    reader.times.decide(reader.told_times(), file)
    tickets = reader.tickets()
    left_out = findings.settle(flag(options, "skip_bad"))
    is_list = _is_list(reader, list(tickets.values()))
    events = [event for updates in tickets.values() for event in _story(reader, updates, is_list)]
    events.sort(key=lambda event: (event.at, event.received, event.id))
    notes = [
        SNAPSHOT if is_list else LOG,
        _count(reader, tickets, events),
        *reader.notes(),
        *_tallied(reader.tally),
        *left_out,
    ]
    account = sheet.account(SOURCE, **{fate: reader.tally[fate] for fate in FATES})
    return Imported(Evidence(events=tuple(events), sources=(SOURCE,), imports=(account,)), tuple(notes))


def _is_list(reader: "_Reader", tickets: Sequence[Sequence[Update]]) -> bool:
    """Whether the rows are a list and no log; InputError where nothing in them shows which."""
    is_list = is_snapshot(tickets)
    if tickets and not is_list and reader.at["changes"] < 0 and not is_surely_log(tickets):
        named = [reader.sheet.headers[reader.at[name]] for name in ("number", "updated", "state")]
        raise broken(reader.sheet.findings.file, DOUBTFUL, ASK.format(*named))
    return is_list


def _story(reader: "_Reader", updates: Sequence[Update], is_list: bool) -> list[TicketEvent]:
    """The events of one ticket; of one that a log shows only at its end, those of its last stamps."""
    is_ended = not is_list and is_end_only(updates)
    reader.tally["end_only"] += is_ended
    if is_list or is_ended:
        return snapshot_of(updates, SOURCE, reader.tally, reader.ends)
    return events_of(updates, SOURCE, reader.tally, is_counted=reader.at["changes"] >= 0)


class _Reader:
    def __init__(self, sheet: Sheet, times: LocalTimes, options: Options) -> None:
        self.sheet, self.times = sheet, times
        self.words = _words(options)
        self.tally: Counter[str] = Counter()
        self.service = word(options, "service")
        named = word(options, "service_field") or word(options, "service_column")
        self.service_at = sheet.required(named) if named else -1
        self.at = {name: sheet.column(*names) for name, names in COLUMNS.items()}
        sheet.required(*COLUMNS["number"])
        if self.at["updated"] < 0:
            sheet.required(*COLUMNS["opened"])
        self.sla_at = sheet.column("made_sla")
        self.late: set[str] = set()

    def told_times(self) -> Iterator[Told]:
        """Every time of the file as it is written."""
        for line, name in product(self.sheet.lines, ("opened", "updated", "resolved", "closed")):
            if cell := self._cell(line, name):
                yield line.number, self.sheet.headers[self.at[name]], cell

    def tickets(self) -> dict[str, list[Update]]:
        """The updates of each ticket in the order of the file."""
        found: dict[str, list[Update]] = {}
        for line in self.sheet.lines:
            if update := self._update(line):
                found.setdefault(update.ticket, []).append(update)
                self._see_verdict(line, update.ticket)
        return found

    @property
    def ends(self) -> frozenset[Kind]:
        """Of which ends the file has a column."""
        return frozenset(kind for kind in (Kind.RESOLVED, Kind.CLOSED) if self.at[kind.value] >= 0)

    def notes(self) -> list[str]:
        """What was assumed about words, columns and times."""
        absent = [names[0] for name, names in COLUMNS.items() if self.at[name] < 0]
        used = {*self.at.values(), self.service_at}
        ignored = [name for place, name in enumerate(self.sheet.headers) if place not in used]
        notes = [*self.sheet.notes(), *self.times.notes(), *self.words.notes()]
        notes += [f"columns missing and done without: {', '.join(absent)}"] if absent else []
        notes += [f"columns not used: {', '.join(ignored)}"] if ignored else []
        if self.late:
            notes.append(f"made_sla says false for {len(self.late)} tickets: the source's own verdict, not used")
        return notes

    def _update(self, line: Line) -> Update | None:
        before = len(self.sheet.findings.problems)
        update = Update(
            ticket=self._ticket(line),
            line=line.number,
            state=self._state(line),
            changes=self._number(line, "changes"),
            reopenings=self._number(line, "reopenings"),
            opened=self._time(line, "opened"),
            updated=self._time(line, "updated"),
            resolved=self._time(line, "resolved"),
            closed=self._time(line, "closed"),
            priority=self._cell(line, "priority"),
            class_=self._class(line),
            channel=self._channel(line),
            service=self._service(line),
            word=self._cell(line, "state"),
            kind=self.words.kind(self._cell(line, "state")),
        )
        placed_by = "updated" if self.at["updated"] >= 0 else "opened"
        if not self._cell(line, placed_by):
            self._bad(line, placed_by, "is unknown: the row has no place in time")
        return update if len(self.sheet.findings.problems) == before else None

    def _cell(self, line: Line, name: str) -> str:
        place = self.at[name]
        cell = line.cells[place].strip() if place >= 0 else ""
        return "" if cell in UNKNOWN else cell

    def _ticket(self, line: Line) -> str:
        return self._text(line, self._cell(line, "number"), self.at["number"], required=True)

    def _text(self, line: Line, cell: str, place: int, required: bool) -> str:
        try:
            return str(text(required).parse(cell))
        except Unfit as unfit:
            self.sheet.findings.bad(line.number, self.sheet.headers[place], unfit.message, unfit.hint)
            return ""

    def _state(self, line: Line) -> str:
        cell = self._cell(line, "state")
        if cell == NO_STATE or (not cell and self.at["state"] >= 0):
            self.tally["stateless"] += 1
        try:
            return self.words.state(cell) if cell and cell != NO_STATE else ""
        except Unfit as unfit:
            self._bad(line, "state", unfit.message, unfit.hint)
            return ""

    def _class(self, line: Line) -> str:
        try:
            return self.words.class_of(self._cell(line, "priority"))
        except Unfit as unfit:
            self._bad(line, "priority", unfit.message, unfit.hint)
            return ""

    def _channel(self, line: Line) -> str:
        return self.words.channel(self._cell(line, "channel"))

    def _service(self, line: Line) -> str:
        cell = line.cells[self.service_at].strip() if self.service_at >= 0 else ""
        return self.service if cell in UNKNOWN else self._text(line, cell, self.service_at, required=False)

    def _time(self, line: Line, name: str) -> int | None:
        cell = self._cell(line, name)
        try:
            return self.times.seconds(cell) if cell else None
        except Unfit as unfit:
            self._bad(line, name, unfit.message, unfit.hint)
            return None

    def _number(self, line: Line, name: str) -> int:
        cell = self._cell(line, name)
        if cell and not (cell.isdecimal() and len(cell) < 10):
            self._bad(line, name, f"{shown(cell)} is not a count")
            return 0
        return int(cell or 0)

    def _see_verdict(self, line: Line, ticket: str) -> None:
        if self.sla_at >= 0 and line.cells[self.sla_at].strip().lower() == "false":
            self.late.add(ticket)

    def _bad(self, line: Line, name: str, message: str, hint: str = "") -> None:
        column = self.sheet.headers[self.at[name]] if self.at[name] >= 0 else COLUMNS[name][0]
        self.sheet.findings.bad(line.number, column, message, hint)


def _words(options: Options) -> DeskWords:
    known = (*dict.fromkeys(STATES.values()), *OTHER_NAMES)
    found = desk_words(options, STATES, CLASSES, CHANNELS, known)
    return replace(found, states={theirs: OTHER_NAMES.get(ours, ours) for theirs, ours in found.states.items()})


SENTENCES = {
    "told_again": "rows of tickets that a later row tells of again, the one that was updated last counts: {}",
    "end_only": "tickets that the log shows only when they were finished, taken by their last stamps, the rest could"
    " not be checked: {}",
    "undated_end": "finished tickets without a date of their end, which was at their last edit or before; late then, it"
    " could not be checked: {}",
    "undatable": "finished tickets without any date of their end, of which only the report is known: {}",
    "closed_alone": "closed tickets of a file without a column of resolutions, resolved by then; late then, it could"
    " not be checked: {}",
    "open_resolved": "open tickets with a former resolved_at or closed_at, the state counts: {}",
    "stateless": "rows without a known state, read as if the state stayed: {}",
    "moved": "rows dated before their ticket was opened, what they changed set to the opening: {}",
    "unordered": "tickets with updates whose counter runs against their time, the time was followed: {}",
    "stale": "rows that fall back to an open state with an older counter and no new reopening, stale, left out: {}",
    "unraised": "finished tickets that went on without a raised reopen count, read as reopened by the provider: {}",
    "unseen_reopening": "rises of the reopen count while no row shows the ticket finished, no event made: {}",
    "began_reopened": "tickets whose first row already counts a reopening, no event made for it: {}",
    "same_class": "changes of priority within a class, no event made: {}",
    "late_start": "tickets whose first update has another state than New, read as taken then: {}",
    "began_before": "tickets whose log begins in the middle, with another state than New, reached at their first row or"
    " before; what that stopped late could not be checked: {}",
    "taken_waiting": "tickets that went from New straight to a wait for others, read as acknowledged, then paused: {}",
    "resolved_from_column": "resolutions without a row of their own, taken from resolved_at: {}",
    "closed_from_column": "closings without a row of their own, taken from closed_at: {}",
    "closed_unresolved": "tickets closed without any resolution that the log knows: {}",
    "resolved_shifted": "values of resolved_at outside what the rows allow, moved to the nearest row: {}",
    "resolved_differs": "tickets with another resolved_at than their last change to Resolved, the change counts: {}",
    "closed_differs": "tickets with another closed_at than their last change to Closed, the change counts: {}",
    "opened_differs": "tickets with several values of opened_at, the earliest row's counts: {}",
    "unopened": "tickets without opened_at, their first row counts as the report: {}",
    "back_to_resolved": "changes from Closed back to Resolved, no event made: {}",
    "quiet": "rows that change nothing a clock listens to: {}",
}


def _tallied(tally: Counter[str]) -> list[str]:
    return [sentence.format(tally[name]) for name, sentence in SENTENCES.items() if tally[name]]


def _count(reader: _Reader, tickets: Mapping[str, object], events: list[TicketEvent]) -> str:
    kinds = _counted(Counter(event.kind.value for event in events))
    rows = len(reader.sheet.lines)
    return f"{rows} rows of {len(tickets)} tickets became {len(events)} events" + (f": {kinds}" if kinds else "")


def _counted(words_: Counter[str]) -> str:
    return ", ".join(f"{name} {count}" for name, count in sorted(words_.items()))


IMPORTER = Importer(run, OPTIONS)
