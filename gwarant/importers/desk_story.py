"""One ticket of a helpdesk that keeps messages and changes apart: from its steps to the events of its clocks."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from gwarant.sla.evidence.model import Kind, Role, TicketEvent

NEW, ACTIVE, RESOLVED, CLOSED, CANCELED, MERGED = "new", "active", "resolved", "closed", "canceled", "merged"
ASKED = "waiting_client"
WAITS = frozenset({ASKED, "third_party", "approval", "on_hold"})
DONE = frozenset({RESOLVED, CLOSED, CANCELED, MERGED})
STATES = (NEW, ACTIVE, *sorted(WAITS), RESOLVED, CLOSED, CANCELED)
OF_THE_CUSTOMER = frozenset({Kind.ACCEPTED, Kind.REJECTED})  # what nobody else does, whoever writes it down
CLOSE_BY = 60  # seconds in which a question and the change to waiting are one act
REACTION = 300  # seconds in which software reacts to what a person wrote


class Act(StrEnum):
    """What a step is."""

    MESSAGE = "message"
    STATE = "state"
    CLASS = "class"
    ASSIGNED = "assigned"
    MERGED = "merged"
    TOLD = "told"  # what a state is beside the state: `kind`


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """What the source tells of a ticket at `at` (UTC seconds); `value` is the state, class, person or ticket."""

    at: int
    place: int
    act: Act
    by: Role
    person: str = ""
    ref: str = ""
    value: str = ""
    kind: Kind = Kind.REPLIED
    channel: str = ""
    is_automatic: bool = False

    @property
    def is_heard(self) -> bool:
        """Whether a human said it in public."""
        is_public = self.act is Act.MESSAGE and self.kind is not Kind.NOTED
        return is_public and not self.is_automatic and self.by is not Role.SYSTEM


@dataclass(frozen=True, kw_only=True, slots=True)
class Case:
    """A ticket as it was opened, and what happened then; `now` and `ended` are what the source says of its present."""

    ticket: str
    opened: int
    by: Role
    person: str
    channel: str
    service: str
    class_: str
    state: str
    steps: tuple[Step, ...]
    now: str = ""
    ended: int | None = None


@dataclass
class Tally:
    """What had to be decided on the way: the tickets by the name of the decision."""

    found: dict[str, list[str]] = field(default_factory=dict)
    made: set[int] = field(default_factory=set)  # the places of the steps of which an event was made

    def add(self, name: str, ticket: str) -> None:
        """Counts a decision about the ticket."""
        self.found.setdefault(name, []).append(ticket)

    def notes(self, sentences: Mapping[str, str]) -> list[str]:
        """A sentence for each decision that was made, in the order of the sentences, with some of the tickets."""
        return [sentence.format(_some(self.found[name])) for name, sentence in sentences.items() if name in self.found]


SENTENCES = {
    "early": "changes dated before their ticket was opened, set to the opening: {}",
    "earlier_messages": "messages older than their ticket, kept at their own time: {}",
    "same_state": "changes from a state to one that is read the same, no event made: {}",
    "same_class": "changes of priority within a class, no event made: {}",
    "assigned": "assignments by somebody else or by software, no acknowledgement made of them: {}",
    "by_software": "changes by software within five minutes of a person's public message, read as that person's: {}",
    "unasked": "waits for the customer where the provider has not the last public word, read as declared pauses: {}",
    "asked_before": "waits for the customer long after the provider's last public message, read as declared pauses: {}",
    "born_waiting": "tickets that were opened in a waiting state, paused from their opening: {}",
    "born_done": "tickets that were opened in a final state, ended at their opening: {}",
    "closed_directly": "tickets closed without having been resolved, read as resolved by the closing: {}",
    "canceled": "tickets canceled, closed without a resolution: {}",
    "back_to_resolved": "changes from closed back to resolved, no event made: {}",
    "merged_nowhere": "merged tickets that do not say into which one, closed without a resolution: {}",
    "ended_unseen": "resolutions that no change tells of, taken from the field of the ticket: {}",
    "other_present": "tickets whose present state is another than their last change says, the changes count: {}",
}


def events_of(case: Case, source: str, tally: Tally) -> list[TicketEvent]:
    """The events of one ticket; what had to be decided on the way is counted in `tally`."""
    story = _Story(case, source, tally)
    story.open()
    for step in sorted(case.steps, key=_order):
        before = len(story.events)
        story.take(step)
        if len(story.events) > before:
            tally.made.add(step.place)
    story.finish()
    return story.events


def _order(step: Step) -> tuple[int, bool, int]:
    return step.at, step.act is not Act.MESSAGE, step.place


class _Story:
    def __init__(self, case: Case, source: str, tally: Tally) -> None:
        self.case, self.source, self.tally = case, source, tally
        self.events: list[TicketEvent] = []
        self.heard = sorted((one for one in case.steps if one.is_heard), key=_order)
        self.state, self.class_, self.since = NEW, case.class_, case.opened
        self.is_taken = False
        self.questions = {word for step in case.steps if step.value == ASKED and (word := self.question(step))}

    def open(self) -> None:
        """The report, and the state in which the ticket was opened."""
        case = self.case
        report = self.step(Act.MESSAGE, case.by, case.person)
        self.add(Kind.REPORTED, report, class_=case.class_, channel=case.channel)
        if case.state in WAITS:
            self.count("born_waiting")
            self.change(self.step(Act.STATE, Role.PROVIDER, value=case.state))
        elif case.state in DONE:
            self.count("born_done")
            self.change(self.step(Act.STATE, Role.PROVIDER, value=case.state))
        else:
            self.state = case.state

    def take(self, step: Step) -> None:
        """Tells what one step changed."""
        match step.act:
            case Act.MESSAGE:
                if step.at < self.case.opened:
                    self.count("earlier_messages")
                kind, reason = (Kind.ASKED, ASKED) if step in self.questions else (step.kind, "")
                self.add(kind, step, channel=step.channel, reason=reason, automatic=step.is_automatic)
            case Act.STATE:
                self.change(self.placed(step))
            case Act.CLASS:
                self.classify(self.placed(step))
            case Act.ASSIGNED:
                self.assign(self.placed(step))
            case Act.TOLD:
                self.add(step.kind, self.placed(step))
            case Act.MERGED:
                self.add(Kind.MERGED, self.placed(step), into=step.value)
                self.state = MERGED

    def finish(self) -> None:
        """What only the fields of the ticket know, and whether they agree with the changes."""
        ended, now = self.case.ended, self.case.now
        if ended is not None and ended >= self.since and self.state not in DONE and now in {"", *DONE}:
            self.count("ended_unseen")
            self.change(self.step(Act.STATE, Role.PROVIDER, at=ended, value=now or RESOLVED))
        elif now and now != self.state:
            self.count("other_present")

    def change(self, step: Step) -> None:
        before, after = self.state, step.value
        if before == after:
            self.count("same_state")
            return
        step = self.caused(step)
        if before in WAITS:
            self.add(Kind.RESUMED, step, reason=before)
        if before in DONE and after not in DONE:
            self.add(Kind.REOPENED, step)
        elif before == NEW and after == ACTIVE:
            self.acknowledge(step)
        self.enter(before, after, step)
        self.state, self.since = after, step.at

    def enter(self, before: str, after: str, step: Step) -> None:
        if after == ASKED:
            self.ask(step)
        elif after in WAITS:
            self.add(Kind.PAUSED, step, reason=after)
        elif after == RESOLVED and before == CLOSED:
            self.count("back_to_resolved")
        elif after == RESOLVED:
            self.add(Kind.RESOLVED, step)
        elif after in DONE:
            self.close(before, after, step)

    def close(self, before: str, after: str, step: Step) -> None:
        if after == CLOSED and before not in DONE:
            self.count("closed_directly")
            self.add(Kind.RESOLVED, step)
        elif after != CLOSED:
            self.count("canceled" if after == CANCELED else "merged_nowhere")
        self.add(Kind.CLOSED, step)

    def ask(self, step: Step) -> None:
        """A wait begins with the question that caused it; where it came later, or was none, a pause is declared."""
        if self.question(step):
            return
        word = self.last_word(step)
        self.count("unasked" if word is None else "asked_before")
        self.add(Kind.PAUSED, step, reason=ASKED, ref=word.ref if word else "")

    def question(self, step: Step) -> Step | None:
        """The provider's message that is one act with the change to waiting."""
        word = self.last_word(step)
        is_one = word is not None and word.kind is Kind.REPLIED and step.at - word.at <= REACTION
        return word if is_one else None

    def last_word(self, step: Step) -> Step | None:
        """The last public message before the change to waiting, where it is the provider's."""
        words = [one for one in self.heard if one.at <= step.at + CLOSE_BY]
        return words[-1] if words and words[-1].by is Role.PROVIDER else None

    def acknowledge(self, step: Step) -> None:
        if step.by is Role.PROVIDER and not self.is_taken:
            self.is_taken = True
            self.add(Kind.ACKNOWLEDGED, step)

    def classify(self, step: Step) -> None:
        if step.value == self.class_:
            self.count("same_class")
            return
        self.class_ = step.value
        self.add(Kind.CLASSIFIED, step, class_=step.value)

    def assign(self, step: Step) -> None:
        if step.by is Role.PROVIDER and step.value == step.person:
            self.acknowledge(step)
        else:
            self.count("assigned")

    def caused(self, step: Step) -> Step:
        """The step, in the name of the person whose message made software take it."""
        from_ = max(self.since, step.at - REACTION)
        spoken = [one for one in self.heard if from_ <= one.at <= step.at]
        if step.by is not Role.SYSTEM or not spoken:
            return step
        self.count("by_software")
        return self.step(step.act, spoken[-1].by, spoken[-1].person, at=step.at, value=step.value, ref=step.ref)

    def placed(self, step: Step) -> Step:
        if step.at >= self.case.opened:
            return step
        self.count("early")
        return replace(step, at=self.case.opened)

    def step(self, act: Act, by: Role, person: str = "", at: int | None = None, value: str = "", ref: str = "") -> Step:
        return Step(
            at=self.case.opened if at is None else at, place=0, act=act, by=by, person=person, value=value, ref=ref
        )

    def count(self, name: str) -> None:
        self.tally.add(name, self.case.ticket)

    def add(
        self,
        kind: Kind,
        step: Step,
        *,
        class_: str = "",
        channel: str = "",
        reason: str = "",
        into: str = "",
        automatic: bool = False,
        ref: str = "",
    ) -> None:
        event = TicketEvent(
            id=f"{self.source}:{self.case.ticket}:{len(self.events):04}",
            at=step.at,
            received=step.at,
            ticket=self.case.ticket,
            kind=kind,
            by=step.by,
            person=step.person,
            automatic=automatic,
            channel=channel,
            service=self.case.service,
            class_=class_,
            reason=reason,
            ref=ref or step.ref,
            into=into,
            imported=True,
            source=self.source,
        )
        self.events.append(event)


def counted(words: Mapping[str, int]) -> str:
    """Words with their counts, in order of the alphabet."""
    return ", ".join(f"{name} {count}" for name, count in sorted(words.items()))


def kinds(events: Sequence[TicketEvent]) -> str:
    """How many events there are of each kind, after a colon; empty without events."""
    found: dict[str, int] = {}
    for event in events:
        found[event.kind.value] = found.get(event.kind.value, 0) + 1
    return f": {counted(found)}" if found else ""


def _some(tickets: Iterable[str]) -> str:
    every = list(tickets)
    names = list(dict.fromkeys(every))
    return f"{len(every)} ({', '.join(names[:3])}{', …' if len(names) > 3 else ''})"
