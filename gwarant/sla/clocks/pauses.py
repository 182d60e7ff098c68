"""The stretches for which a clock stands still, each with its reason, its author and its evidence."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from gwarant.sla.calendar import Calendar
from gwarant.sla.clocks.codes import PAUSE
from gwarant.sla.clocks.reading import SegmentKind
from gwarant.sla.contract.model.desk import Pause, Trigger
from gwarant.sla.evidence.model import Kind, Role, TicketEvent
from gwarant.sla.facts import Told
from gwarant.sla.terms import Terms

_OPENERS = frozenset({Kind.PAUSED, Kind.ASKED, Kind.ATTEMPTED})


@dataclass(frozen=True)
class Stillness:
    """A stretch `[start, end)` in which a clock stands still, in UTC seconds; `is_open` while nothing has ended it.

    One with `counts_if_refused` is a wait for an answer: a "no" makes it count from its start on.
    """

    start: int
    end: int
    why: Told
    person: str
    role: Role
    ref: str
    is_open: bool = False
    kind: SegmentKind = SegmentKind.PAUSED
    counts_if_refused: bool = False


def pauses_of(
    clock: str, events: Sequence[TicketEvent], terms: Terms, calendar: Calendar, as_of: int
) -> list[Stillness]:
    """The pauses that stop the clock, as asked until they are decided."""
    found: list[Stillness] = []
    if not any(event.kind in _OPENERS for event in events):
        return found
    for pause in terms.contract.pauses:
        applies = Pause.clock_ids(pause.applies)
        if not applies or clock in applies:
            found += (_capped(one, pause, terms, calendar) for one in _stretches(pause, events, as_of))
    kept = (one for one in found if one.start < one.end or one.is_open)
    return sorted(kept, key=lambda one: (one.start, one.end, one.why))


def _stretches(pause: Pause, events: Sequence[TicketEvent], as_of: int) -> Iterator[Stillness]:
    asked = list(openings(pause, events))
    refused = _refused(pause, events, [opened for opened, _ in asked]) if pause.approve else frozenset()
    for opened, closed in asked:
        if opened.id not in refused:
            end, why = as_of if closed is None else closed, PAUSE(reason=pause.id, label=pause.label)
            yield Stillness(opened.at, end, why, opened.person, opened.by, opened.ref or opened.id, closed is None)


def openings(pause: Pause, events: Sequence[TicketEvent]) -> Iterator[tuple[TicketEvent, int | None]]:
    """What opened the pause each time, and when it was closed."""
    opened: TicketEvent | None = None
    for event in events:
        if opened is None and event.kind in _OPENERS and opens(pause, event, events):
            opened = event
        elif opened is not None and closes(pause, event):
            yield opened, event.at
            opened = None
    if opened is not None:
        yield opened, None


def awaits_consent(pause: Pause, events: Sequence[TicketEvent]) -> Iterator[TicketEvent]:
    """The openings that the provider made and the client has not agreed to."""
    asked = [opened for opened, _ in openings(pause, events)]
    agreed = _decided(pause, [one for one in events if one.by is Role.CUSTOMER], asked)
    yield from (one for one in asked if one.by is not Role.CUSTOMER and not agreed.get(one.id))


def undecided(pause: Pause, events: Sequence[TicketEvent]) -> Iterator[TicketEvent]:
    """The openings by the provider about which the client has said neither yes nor no."""
    asked = [opened for opened, _ in openings(pause, events)]
    said = _decided(pause, events, asked)
    yield from (one for one in asked if one.by is not Role.CUSTOMER and said.get(one.id) is None)


def _refused(pause: Pause, events: Sequence[TicketEvent], asked: Sequence[TicketEvent]) -> frozenset[str]:
    """The openings that were refused."""
    return frozenset(opening for opening, approved in _decided(pause, events, asked).items() if approved is False)


def _decided(pause: Pause, events: Sequence[TicketEvent], asked: Sequence[TicketEvent]) -> Mapping[str, bool | None]:
    """By opening what was decided: a decision names its pause or concerns the last one asked, the latest holds."""
    decided: dict[str, bool | None] = {}
    for event in events:
        if event.kind is Kind.PAUSE_DECIDED and event.reason in ("", pause.id):
            before = [one for one in asked if one.at <= event.at]
            named = [one for one in before if event.ref and event.ref in (one.id, one.ref)]
            decided |= {one.id: event.approved for one in (named or before)[-1:]}
    return decided


def opens(pause: Pause, event: TicketEvent, events: Sequence[TicketEvent]) -> bool:
    if event.kind is Kind.PAUSED:
        return event.reason == pause.id
    if event.automatic or event.by is not Role.PROVIDER:
        return False
    match pause.start:
        case Trigger.QUESTION_SENT:
            return event.kind is Kind.ASKED and event.reason in ("", pause.id)
        case Trigger.SECOND_ATTEMPT:
            return event.kind is Kind.ATTEMPTED and _attempts_before(event, events) >= 1
    return False


def closes(pause: Pause, event: TicketEvent) -> bool:
    if event.kind is Kind.RESUMED:
        return event.reason in ("", pause.id)
    if event.kind in (Kind.RESOLVED, Kind.CLOSED):
        return True
    if pause.stop not in (Trigger.CLIENT_REPLY, Trigger.CONTACT):
        return False
    return _is_heard(event) or (pause.stop is Trigger.CONTACT and event.kind is Kind.CALLED and event.is_human)


def _is_heard(event: TicketEvent) -> bool:
    """Whether the customer said something; a decision on a pause or a new one is no answer to what was asked."""
    is_formal = event.kind in (Kind.PAUSED, Kind.PAUSE_DECIDED)
    return event.is_of_customer and not event.automatic and not is_formal


def _attempts_before(event: TicketEvent, events: Sequence[TicketEvent]) -> int:
    """Attempts since the customer was last heard."""
    count = 0
    for one in events:
        if one is event:
            return count
        if one.kind is Kind.ATTEMPTED:
            count += one.by is Role.PROVIDER and not one.automatic
        elif _is_heard(one) or (one.kind is Kind.CALLED and one.is_human):
            count = 0
    return count


def _capped(one: Stillness, pause: Pause, terms: Terms, calendar: Calendar) -> Stillness:
    """A pause ends at its cap, unless the contract says what else happens there."""
    if pause.cap is None or pause.then:
        return one
    end = terms.moment(pause.cap, calendar, one.start)
    return replace(one, end=end, is_open=False) if end < one.end else one
