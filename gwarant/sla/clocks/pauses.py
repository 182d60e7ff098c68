"""The stretches for which a clock stands still, each with its reason, its author and its evidence."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from gwarant.sla.calendar import Calendar
from gwarant.sla.clocks.reading import SegmentKind
from gwarant.sla.contract.model.desk import Pause, Trigger
from gwarant.sla.evidence.model import Kind, Role, TicketEvent
from gwarant.sla.terms import Terms


@dataclass(frozen=True)
class Stillness:
    """A stretch `[start, end)` in which a clock stands still, in UTC seconds; `is_open` while nothing has ended it."""

    start: int
    end: int
    reason: str
    by: str
    ref: str
    is_open: bool = False
    kind: SegmentKind = SegmentKind.PAUSED


def pauses_of(clock: str, events: Sequence[TicketEvent], terms: Terms, calendar: Calendar, as_of: int) -> list[Stillness]:
    """The pauses that stop the clock, as asked until they are decided."""
    found: list[Stillness] = []
    for pause in terms.contract.pauses:
        applies = Pause.clock_ids(pause.applies)
        if not applies or clock in applies:
            found += (_capped(one, pause, terms, calendar) for one in _stretches(pause, events, as_of))
    return sorted((one for one in found if one.start < one.end), key=lambda one: (one.start, one.end, one.reason))


def _stretches(pause: Pause, events: Sequence[TicketEvent], as_of: int) -> Iterator[Stillness]:
    opened: TicketEvent | None = None
    refused = _refusals(pause, events)
    for event in events:
        if opened is None and _opens(pause, event, events):
            opened = event
        elif opened is not None and _closes(pause, event):
            yield from _kept(pause, opened, event.at, False, refused)
            opened = None
    if opened is not None:
        yield from _kept(pause, opened, as_of, True, refused)


def _kept(pause: Pause, opened: TicketEvent, end: int, is_open: bool, refused: list[int]) -> Iterator[Stillness]:
    """The stretch, unless the customer refused it (the first refusal after its opening counts)."""
    if pause.approve and any(opened.at <= at for at in refused[:1]):
        refused.pop(0)
        return
    yield Stillness(opened.at, end, pause.label or pause.id, opened.person or opened.by, opened.ref or opened.id, is_open)


def _refusals(pause: Pause, events: Sequence[TicketEvent]) -> list[int]:
    decisions = (event for event in events if event.kind is Kind.PAUSE_DECIDED and event.reason in ("", pause.id))
    return [event.at for event in decisions if event.approved is False]


def _opens(pause: Pause, event: TicketEvent, events: Sequence[TicketEvent]) -> bool:
    if event.kind is Kind.PAUSED:
        return event.reason == pause.id
    if event.automatic:
        return False
    match pause.start:
        case Trigger.QUESTION_SENT:
            return event.kind is Kind.ASKED and event.reason in ("", pause.id)
        case Trigger.SECOND_ATTEMPT:
            return event.kind is Kind.ATTEMPTED and _attempts_before(event, events) >= 1
    return False


def _closes(pause: Pause, event: TicketEvent) -> bool:
    if event.kind is Kind.RESUMED:
        return event.reason in ("", pause.id)
    if event.kind in (Kind.RESOLVED, Kind.CLOSED):
        return True
    if event.by is not Role.CUSTOMER or event.automatic:
        return pause.stop is Trigger.CONTACT and event.kind is Kind.CALLED and not event.automatic
    return pause.stop in (Trigger.CLIENT_REPLY, Trigger.CONTACT)


def _attempts_before(event: TicketEvent, events: Sequence[TicketEvent]) -> int:
    """Attempts since the customer was last heard."""
    count = 0
    for one in events:
        if one is event:
            return count
        if one.kind is Kind.ATTEMPTED:
            count += 1
        elif one.by is Role.CUSTOMER or one.kind is Kind.CALLED:
            count = 0
    return count


def _capped(one: Stillness, pause: Pause, terms: Terms, calendar: Calendar) -> Stillness:
    if pause.cap is None or pause.then:
        return one
    end = terms.moment(pause.cap, calendar, one.start)
    return Stillness(one.start, end, one.reason, one.by, one.ref) if end < one.end else one
