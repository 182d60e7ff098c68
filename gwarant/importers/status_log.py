"""A monitor's status log: a CSV row with time, service and state, read as changes or as single checks."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from gwarant.importers.imported import Imported, Importer
from gwarant.importers.local_time import LocalTimes, Told
from gwarant.importers.option import ANY, NO_OPTIONS, TABLE, Options, flag, length, plain, refuse, word
from gwarant.importers.sheet import Findings, Line, Sheet, sheet_of
from gwarant.importers.status_words import StatusWords, told_states
from gwarant.sla.evidence.model import Check, Evidence, State, StateInterval
from gwarant.sla.evidence.value import LARGEST, Unfit, moment_text, shown, text
from gwarant.sla.problem import InputError, Problem

SOURCE = "status-log"
OPTIONS = (*TABLE, *ANY, "states", "log", "every", "timeout")
COLUMNS = {
    "at": ("at", "time", "timestamp", "date_time", "datetime", "date"),
    "service": ("service", "monitor", "monitor_name", "check", "host", "host_name", "name"),
    "state": ("state", "status", "event"),
    "code": ("http_code", "code", "status_code"),
    "duration": ("total_ms", "duration_ms", "response_time_ms", "response_time"),
}
LOGS = ("changes", "checks")
WHICH = (
    "log: changes if each row is a change of state that holds until the service's next row, "
    "log: checks if each row is one look that says nothing about the time between two rows"
)
ENDS = frozenset({"recovery_time", "to", "timeto", "until", "end", "end_time", "ended", "ended_at", "resolved_at"})
"""Columns with which a row tells a whole stretch."""


def run(lines: Iterable[str], *, zone: str = "UTC", options: Options = NO_OPTIONS, file: str = "") -> Imported:
    """State intervals (`log: changes`) or checks (`log: checks`); raises InputError with every bad row."""
    log, every, timeout = _log(options), every_of(options), length(options, "timeout")
    if timeout and log == "changes":
        refuse("timeout", "belongs to single looks", "leave it out with log: changes")
    findings, times = Findings(file), LocalTimes(zone, word(options, "time_format"))
    reader = _Reader(sheet_of(lines, findings, options, COLUMNS), times, findings, told_states(options))
    times.decide(reader.told_times(), file)
    looks = list(reader.looks())
    left_out = findings.settle(flag(options, "skip_bad"))
    looks.sort(key=lambda look: look.at)
    services = len({look.service for look in looks})
    if log == "changes":
        evidence, notes = changes_of(looks, every, SOURCE)
    else:
        _name(looks, SOURCE)
        evidence, notes = _checks(looks, every, timeout, services)
    made = len(evidence.states) + len(evidence.checks)
    account = reader.sheet.account(SOURCE, imported=made, timeless=len(looks) - made, unwanted=reader.unwanted)
    said = (*notes, *reader.notes(), *times.notes(), *left_out)
    return Imported(replace(evidence, imports=(account,)), said)


@dataclass(slots=True)
class Look:
    """One row of the log; `at` in UTC milliseconds."""

    at: int
    service: str
    state: State
    code: str
    duration: int | None
    id: str = ""


class _Reader:
    def __init__(self, sheet: Sheet, times: LocalTimes, findings: Findings, states: Mapping[str, str]) -> None:
        self.sheet, self.times, self.findings = sheet, times, findings
        self.at, self.service, self.state = (sheet.required(*COLUMNS[name]) for name in ("at", "service", "state"))
        self.code, self.duration = (sheet.column(*COLUMNS[name]) for name in ("code", "duration"))
        if log_end := next((name for name in sheet.headers if plain(name) in ENDS), ""):
            hint = f"--from csv --row state --map from={sheet.headers[self.at]} --map to={log_end} --map state==down"
            message = f"has an end for each row, {shown(log_end)}: each is a stretch and no change of a state"
            raise InputError([Problem(findings.file, 1, 0, "", message, f"read it by {hint}", "import")])
        cells = (line.cells[self.state] for line in sheet.lines)
        self.words = StatusWords(states, sheet.headers[self.state], cells)
        self.unwanted = 0

    def notes(self) -> list[str]:
        """What was dropped, which columns have no use here, how states were read."""
        used = {self.at, self.service, self.state, self.code, self.duration}
        ignored = [name for place, name in enumerate(self.sheet.headers) if place not in used]
        said = [f"columns not used: {', '.join(ignored)}"] if ignored else []
        return [*self.sheet.notes(), *said, *self.words.notes()]

    def told_times(self) -> Iterator[Told]:
        """Every time of the file as it is written."""
        for line in self.sheet.lines:
            yield line.number, self.sheet.headers[self.at], line.cells[self.at]

    def looks(self) -> Iterator[Look]:
        for line in self.sheet.lines:
            if self.words.is_unwanted(line.cells[self.state]):
                self.unwanted += 1
                continue
            found = len(self.findings.problems)
            at = self._cell(line, self.at, self.times.milliseconds)
            service = self._cell(line, self.service, text(required=True).parse)
            state = self._cell(line, self.state, self.words.state)
            code = self._cell(line, self.code, text(required=False).parse) if self.code >= 0 else ""
            duration = self._cell(line, self.duration, _whole) if self.duration >= 0 else None
            if len(self.findings.problems) == found:
                yield Look(at, service, state, code, duration)

    def _cell(self, line: Line, place: int, read: Callable[[str], Any]) -> Any:
        try:
            return read(line.cells[place].strip())
        except Unfit as unfit:
            self.findings.bad(line.number, self.sheet.headers[place], unfit.message, unfit.hint)
            return None


def _whole(cell: str) -> int | None:
    if cell in {"", "?"}:
        return None
    try:
        number = float(cell)
    except ValueError:
        number = -1.0
    if not 0 <= number <= LARGEST:
        raise Unfit(f"{shown(cell)} is not a number of milliseconds")
    return int(number)


def _log(options: Options) -> str:
    log = word(options, "log")
    if log not in LOGS:
        refuse("log", f"{shown(log)} is not a reading of a log" if log else "is missing", f"say {WHICH}")
    return log


def every_of(options: Options) -> int:
    """How often the monitor looked, in seconds; InputError where nobody said."""
    every = length(options, "every")
    if not every:
        refuse("every", "is missing", "say how often the monitor looked, such as every: 5m")
    return every


def _name(looks: list[Look], source: str) -> None:
    seen: Counter[str] = Counter()
    for look in looks:
        name = f"{source}:{look.service}@{moment_text(look.at, 1000)}"
        seen[name] += 1
        look.id = name if seen[name] == 1 else f"{name}#{seen[name]}"


def _checks(looks: list[Look], every: int, timeout: int, services: int) -> tuple[Evidence, list[str]]:
    rows = [
        Check(
            id=look.id,
            at=look.at,
            received=look.at,
            service=look.service,
            state=look.state,
            every=every,
            timeout=timeout,
            code=look.code,
            duration=look.duration,
            source=SOURCE,
        )
        for look in looks
    ]
    rows.sort(key=lambda row: (row.at, row.received, row.id))
    notes = [
        f"{len(looks)} rows became {len(rows)} checks of {services} services, one look each, every {every} seconds",
        *_coverage(looks, every, services),
    ]
    return Evidence(checks=tuple(rows), sources=(SOURCE,)), notes


def _coverage(looks: list[Look], every: int, services: int) -> list[str]:
    if not looks:
        return []
    whole = (looks[-1].at - looks[0].at) * services
    covered = min(1.0, len(looks) * every * 1000 / whole) if whole else 1.0
    hint = "; if each row is a change that holds until the next, say log: changes" if covered < 0.5 else ""
    return [f"such checks cover at most {covered:.1%} of the time between the first and the last row{hint}"]


def changes_of(looks: list[Look], every: int, source: str) -> tuple[Evidence, list[str]]:
    """Each state, in the order of time, until its service's next or the end of the log."""
    _name(looks, source)
    end = looks[-1].at if looks else 0
    by_service: dict[str, list[Look]] = {}
    for look in looks:
        by_service.setdefault(look.service, []).append(look)
    rows, empty = [], 0
    for own in by_service.values():
        for look, until in zip(own, [*(later.at for later in own[1:]), end], strict=True):
            if look.at < until:
                rows.append(_interval(look, until, every, source))
            else:
                empty += 1
    rows.sort(key=lambda row: (row.start, row.received, row.id))
    notes = [
        f"{len(looks)} rows became {len(rows)} intervals of {len(by_service)} services, each state held until the "
        f"service's next row, the last one until the last row of the log, seen every {every} seconds",
    ]
    if rows:
        longest = max(row.end - row.start for row in rows) / 3_600_000
        notes.append(f"the longest state held without another row lasts {longest:.1f} hours")
    if empty:
        notes.append(f"rows that hold for no time, because another of the service or the end stands there: {empty}")
    return Evidence(states=tuple(rows), sources=(source,)), notes


def _interval(look: Look, end: int, every: int, source: str) -> StateInterval:
    return StateInterval(
        id=look.id,
        start=look.at,
        end=end,
        received=end,
        service=look.service,
        state=look.state,
        every=every,
        code=look.code,
        source=source,
    )


IMPORTER = Importer(run, OPTIONS)
