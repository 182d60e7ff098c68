"""A log of states by `csv`: an event a row, which says in which state it left its ticket, to the ticket's events."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from gwarant.importers.desk_story import DONE, NEW, SENTENCES, STATES, Act, Case, Step, Tally, events_of
from gwarant.importers.desk_words import OFTEN, DeskWords, desk_words
from gwarant.importers.imported import SNAPSHOT
from gwarant.importers.local_time import LocalTimes
from gwarant.importers.option import NOT_WANTED, REST, Options, plain, refuse
from gwarant.importers.sheet import Findings, Line
from gwarant.sla.evidence.model import Kind, Role, TicketEvent
from gwarant.sla.evidence.value import Unfit, text

KEYS = ("ticket", "at", "state", "class", "channel", "service", "person")
REQUIRED = ("ticket", "at", "state")
BY_EVENT = (
    "where columns of this list tell when a ticket was resolved or answered, leave out the state and say"
    " --event reported=COLUMN --event resolved=COLUMN: then these are judged"
)
LOG_SENTENCES = {
    "unmoved": "tickets without a change of state, of which it was not exported when they reached it, taken as reported"
    " and no more: {}",
    "end_first": "tickets whose log begins at their end, so that nobody saw what went before; what their clocks promise"
    " could not be checked: {}",
    "began_before": "tickets whose log begins in the middle, with another state than new where most begin as new; when"
    " they were reported nobody saw, and their clocks could not be checked: {}",
    "late_start": "tickets whose log begins with another state than new, read as reported at their first row; how long"
    " it took to get into that state could not be checked: {}",
}


@dataclass(frozen=True)
class _Entry:
    """One row of the log, read."""

    at: int
    line: int
    state: str
    class_: str
    word: str
    raw: Mapping[str, str]


@dataclass
class StateLog:
    """Reads rows as changes of state and tells the story of each ticket; counts what became of each row."""

    options: Options
    times: LocalTimes
    findings: Findings
    source: str
    tally: Tally = field(default_factory=Tally)
    fates: Counter[str] = field(default_factory=Counter)
    moved: int = 0  # tickets whose rows show a change
    begins_new: bool = False  # whether most tickets begin as new

    def __post_init__(self) -> None:
        self.words: DeskWords = desk_words(self.options, OFTEN, {}, {}, (*STATES, NOT_WANTED))

    def events(self, rows: Iterator[tuple[Line, Mapping[str, str]]]) -> list[TicketEvent]:
        """The events of all tickets, in the order of the format."""
        tickets: dict[str, list[_Entry]] = {}
        for line, raw in rows:
            if self._is_unwanted(raw.get("state", "")):
                self.fates["unwanted"] += 1
            elif entry := self._entry(line, raw):
                tickets.setdefault(raw["ticket"], []).append(entry)
        for entries in tickets.values():
            entries.sort(key=lambda one: (one.at, one.line))
        begun = sum(entries[0].state == NEW for entries in tickets.values())
        self.begins_new = 2 * begun > len(tickets)
        found = [event for name, entries in tickets.items() for event in self._story(name, entries)]
        return sorted(found, key=lambda event: (event.at, event.received, event.id))

    def notes(self) -> list[str]:
        """How words were read, and what was decided on the way."""
        quiet = self.fates["quiet"]
        said = [f"rows that change nothing a clock listens to: {quiet}"] if quiet else []
        kept = [SNAPSHOT, BY_EVENT] if self.is_list else []
        return [*kept, *self.words.notes(), *self.tally.notes(LOG_SENTENCES | SENTENCES), *said]

    def _is_unwanted(self, theirs: str) -> bool:
        states = self.words.states
        return (states.get(plain(theirs)) or states.get(REST)) == NOT_WANTED and plain(theirs) not in self.words.kinds

    def _entry(self, line: Line, raw: Mapping[str, str]) -> _Entry | None:
        before = len(self.findings.problems)
        for key in ("ticket", "service", "person"):
            self._read(line, key, raw, lambda cell, key=key: text(required=key == "ticket").parse(cell))
        at = self._read(line, "at", raw, self.times.seconds)
        state = self._read(line, "state", raw, self.words.state)
        class_ = self._read(line, "class", raw, self._class)
        if len(self.findings.problems) > before:
            return None
        return _Entry(int(str(at)), line.number, str(state), str(class_), raw["state"], raw)

    def _class(self, cell: str) -> str:
        """As it stands, unless an option says what it is."""
        return self.words.class_of(cell) if not cell or self.words.told else cell

    def _read(self, line: Line, key: str, raw: Mapping[str, str], read: object) -> object:
        try:
            return read(raw.get(key, ""))  # type: ignore[operator]
        except Unfit as unfit:
            self.findings.bad(line.number, raw.get(f"column {key}", key), unfit.message, unfit.hint)
            return ""

    def _story(self, name: str, entries: list[_Entry]) -> list[TicketEvent]:
        first = entries[0]
        blind = _blind(entries) or ("began_before" if self.begins_new and first.state != NEW else "")
        steps = [one for one in self._steps(entries) if blind != "unmoved" or one.act is Act.CLASS]
        case = Case(
            ticket=name,
            opened=first.at,
            by=Role.CUSTOMER,
            person="",
            channel=self._channel(first.raw.get("channel", "")),
            service=first.raw.get("service", ""),
            class_=first.class_,
            state=NEW,
            steps=tuple(steps),
        )
        if blind:
            self.tally.add(blind, name)
        elif first.state != NEW:
            self.tally.add("late_start", name)
        self.tally.made = {first.line}
        events = events_of(case, self.source, self.tally)
        if blind:
            events[0] = replace(events[0], snapshot=str(Kind.REPORTED))
        elif first.state != NEW:
            events[0] = replace(events[0], seen_from=first.at)
        self.moved += len({one.state for one in entries}) > 1
        made = len(self.tally.made & {one.line for one in entries})
        self.fates.update(imported=made, quiet=len(entries) - made)
        return events

    @property
    def is_list(self) -> bool:
        """Whether no ticket was seen to move, so that the rows tell states and not when they were reached."""
        return self.moved == 0 < len(self.tally.found.get("unmoved", ()))

    def _steps(self, entries: list[_Entry]) -> Iterator[Step]:
        word, class_ = "", entries[0].class_
        for one in entries:
            person = one.raw.get("person", "")
            if one.word != word:
                value = one.state
                if word or value != NEW:
                    yield Step(at=one.at, place=one.line, act=Act.STATE, by=Role.PROVIDER, person=person, value=value)
                if kind := self.words.kind(one.word):
                    yield Step(at=one.at, place=one.line, act=Act.TOLD, by=Role.PROVIDER, person=person, kind=kind)
            if one.class_ and one.class_ != class_:
                yield Step(at=one.at, place=one.line, act=Act.CLASS, by=Role.PROVIDER, person=person, value=one.class_)
            word, class_ = one.word, one.class_ or class_

    def _channel(self, cell: str) -> str:
        """As it stands, unless an option says what it is."""
        return self.words.channel(cell) if self.words.channels else cell


def _blind(entries: list[_Entry]) -> str:
    """Why rows in their order cannot tell when a ticket reached its first state; empty where they can."""
    states = {one.state for one in entries}
    if len(states) == 1 and NEW not in states:
        return "unmoved"
    return "end_first" if entries[0].state in DONE else ""


def check_keys(columns: Mapping[str, str], constants: Mapping[str, str], events: Mapping[str, str]) -> None:
    """InputError for what a log of states cannot use."""
    given = {**columns, **constants}
    if odd := [key for key in given if key not in KEYS]:
        refuse("columns", f"{', '.join(odd)}: has no effect on a log of states", f"it reads {', '.join(KEYS)}")
    if missing := [key for key in REQUIRED if key not in given]:
        refuse("columns", f"a log of states needs {', '.join(missing)}", "map each to a column")
    if events:
        refuse("events", "has no effect on a log of states, whose rows are the events", "leave out state, or events")
