"""One incident of ServiceNow, from its updates in order of time to the events that a clock listens to."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from gwarant.importers.desk_story import OF_THE_CUSTOMER
from gwarant.sla.evidence.model import Kind, Role, TicketEvent

NEW, ACTIVE, RESOLVED, CLOSED = "new", "active", "resolved", "closed"
ASKED = "awaiting_user_info"
WAITS = {
    ASKED: "waiting_client",
    "awaiting_evidence": "waiting_client",
    "awaiting_vendor": "third_party",
    "awaiting_problem": "problem",
    "on_hold": "on_hold",
}
DONE = frozenset({RESOLVED, CLOSED})
AT_ONCE = 60  # seconds in which a ticket is opened and written down
STATES = {
    **{state: state for state in (NEW, ACTIVE, RESOLVED, CLOSED, *WAITS)},
    "in_progress": ACTIVE,
    "work_in_progress": ACTIVE,
    "awaiting_caller": ASKED,
    "awaiting_change": "awaiting_problem",
    "canceled": CLOSED,
    "cancelled": CLOSED,
    "1": NEW,
    "2": ACTIVE,
    "3": "on_hold",
    "6": RESOLVED,
    "7": CLOSED,
    "8": CLOSED,  # as its table has them
}
OTHER_NAMES = {
    "waiting_client": ASKED,
    "third_party": "awaiting_vendor",
    "problem": "awaiting_problem",
    "canceled": CLOSED,
}
"""What other importers call these states."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Update:
    """One row of the log; moments are UTC seconds, None where unknown."""

    ticket: str
    line: int
    state: str
    changes: int
    reopenings: int
    opened: int | None
    updated: int | None
    resolved: int | None
    closed: int | None
    priority: str
    class_: str
    channel: str
    service: str
    word: str = ""  # the state as it is written
    kind: Kind | None = None  # what entering it is beside the state


def events_of(
    updates: Sequence[Update], source: str, tally: Counter[str], *, is_counted: bool = True
) -> list[TicketEvent]:
    """The events of one ticket; what had to be decided on the way is counted in `tally`.

    Where the rows are counted (`is_counted`), the first one of a ticket bears the number 0.
    """
    ordered = sorted(updates, key=lambda one: (one.updated or one.opened or 0, one.changes, one.line))
    tally["unordered"] += any(a.changes > b.changes for a, b in pairwise(ordered))
    tally["opened_differs"] += len({one.opened for one in ordered}) > 1
    story = _Story(ordered[0], source, tally, is_counted)
    for update in ordered:
        story.take(update)
    story.finish(ordered[-1])
    return story.events


class _Story:
    def __init__(self, first: Update, source: str, tally: Counter[str], is_counted: bool) -> None:
        self.first, self.source, self.tally, self.is_counted = first, source, tally, is_counted
        self.events: list[TicketEvent] = []
        self.state, self.class_, self.priority = NEW, first.class_, first.priority
        self.changes, self.reopenings = first.changes, first.reopenings
        self.done_at: dict[str, int] = {}
        self.word = ""
        self.opened = first.updated if first.opened is None else first.opened
        self.now = self.last = self.opened or 0
        tally["unopened"] += first.opened is None
        tally["began_reopened"] += first.reopenings > 0
        tally["late_start"] += first.state not in {"", NEW}
        self.add(Kind.REPORTED, by=Role.CUSTOMER, class_=first.class_, channel=first.channel)
        self.events[0] = replace(self.events[0], seen_from=self.begins_late())

    def begins_late(self) -> int | None:
        """When its first row was written, where updates before it are missing: by the counter, else by the time."""
        first = self.first
        if first.updated is None or first.state in {"", NEW} or first.updated < (self.opened or 0):
            return None
        is_first = first.changes == 0 if self.is_counted else first.updated - (self.opened or 0) <= AT_ONCE
        if is_first:
            return None
        self.tally["began_before"] += 1
        self.tally["late_start"] -= 1
        return first.updated

    def take(self, update: Update) -> None:
        """Tells what one row changed."""
        before = len(self.events)
        if update.updated is not None:
            self.tally["moved"] += update.updated < (self.opened or 0)
            self.last, self.now = self.now, max(self.now, update.updated)
        if self.is_stale(update):
            self.tally["stale"] += 1
            return
        self.classify(update)
        if update.state and update.state != self.state:
            self.change(update)
        elif update.reopenings > self.reopenings:
            self.tally["unseen_reopening"] += 1
        if update.kind and update.word != self.word:
            self.add(update.kind, by=Role.CUSTOMER if update.kind in OF_THE_CUSTOMER else Role.PROVIDER)
        self.word = update.word or self.word
        self.changes, self.reopenings = update.changes, max(self.reopenings, update.reopenings)
        is_told = len(self.events) > before or update is self.first
        self.tally["imported" if is_told else "quiet"] += 1

    def finish(self, last: Update) -> None:
        """Tells what only the columns know, and compares them with the rows."""
        for state, column in ((RESOLVED, last.resolved), (CLOSED, last.closed)):
            self.tally[f"{state}_differs"] += state in self.done_at and column not in {None, self.done_at[state]}
        if last.resolved is not None and last.resolved >= self.now and self.state not in DONE:
            self.end_unseen(RESOLVED, last.resolved)
        if last.closed is not None and last.closed >= self.now and self.state != CLOSED:
            self.resolve_before(last.closed, last)
            self.end_unseen(CLOSED, last.closed)

    def is_stale(self, update: Update) -> bool:
        """Whether a row of an older counter came late and tells of a time before the ticket was finished."""
        falls_back = self.state in DONE and update.state not in {"", *DONE}
        return falls_back and update.reopenings <= self.reopenings and update.changes < self.changes

    def classify(self, update: Update) -> None:
        if not update.class_ or update.priority == self.priority:
            return
        if update.class_ != self.class_:
            self.add(Kind.CLASSIFIED, class_=update.class_)
        else:
            self.tally["same_class"] += 1
        self.class_, self.priority = update.class_, update.priority

    def change(self, update: Update) -> None:
        before, after = self.state, update.state
        if after == CLOSED:
            self.resolve_before(self.now, update)
        self.leave()
        if before in DONE and after not in DONE:
            self.reopen(update)
        elif before == NEW and after not in {ASKED, *DONE}:
            self.tally["taken_waiting"] += after != ACTIVE
            self.add(Kind.ACKNOWLEDGED)
        elif update.reopenings > self.reopenings:
            self.tally["unseen_reopening"] += 1
        self.enter(before, after)

    def leave(self) -> None:
        # The log does not say who ended a wait.
        if self.state in WAITS:
            self.add(Kind.RESUMED, by=Role.SYSTEM, reason=WAITS[self.state])

    def enter(self, before: str, after: str) -> None:
        if after in WAITS:
            self.add(Kind.ASKED if after == ASKED else Kind.PAUSED, reason=WAITS[after])
        if before == CLOSED and after == RESOLVED:
            self.tally["back_to_resolved"] += 1
        elif after in DONE:
            self.end(after)
        self.state = after

    def end(self, state: str) -> None:
        self.add(Kind.RESOLVED if state == RESOLVED else Kind.CLOSED)
        self.state = state
        self.done_at[state] = self.now

    def reopen(self, update: Update) -> None:
        raised = update.reopenings > self.reopenings
        self.tally["unraised"] += not raised
        self.add(Kind.REOPENED, by=Role.CUSTOMER if raised else Role.PROVIDER)

    def resolve_before(self, closing: int, update: Update) -> None:
        if self.state == RESOLVED:
            return
        if update.resolved is None:
            self.tally["closed_unresolved"] += 1
            return
        moment = min(max(update.resolved, self.last), closing)
        self.tally["resolved_shifted"] += moment != update.resolved
        self.end_unseen(RESOLVED, moment)
        self.now = closing

    def end_unseen(self, state: str, moment: int) -> None:
        self.now = moment
        self.tally[f"{state}_from_column"] += 1
        self.leave()
        self.end(state)

    def add(self, kind: Kind, by: Role = Role.PROVIDER, class_: str = "", channel: str = "", reason: str = "") -> None:
        event = TicketEvent(
            id=f"{self.source}:{self.first.ticket}:{len(self.events):04}",
            at=self.now,
            received=self.now,
            ticket=self.first.ticket,
            kind=kind,
            by=by,
            channel=channel,
            service=self.first.service,
            class_=class_,
            reason=reason,
            imported=True,
            source=self.source,
        )
        self.events.append(event)
