"""What the customer is asked now: questions that nobody answered, and declared pauses that only their word ends."""

from collections.abc import Sequence

from gwarant.sla.clocks.pauses import openings
from gwarant.sla.contract.model import Contract
from gwarant.sla.contract.model.desk import Pause, Trigger
from gwarant.sla.evidence.model import Kind, TicketEvent
from gwarant.tickets.lifecycle import WHETHER, is_aside, status_after
from gwarant.tickets.models import Status

QUESTIONS = (Kind.ASKED, Kind.QUOTED)
BY_THE_CUSTOMER = (Trigger.CLIENT_REPLY, Trigger.CONTACT)  # stops of a pause that wait for the customer


def asked_now(events: Sequence[TicketEvent], contract: Contract | None) -> list[TicketEvent]:
    """The events by which the customer is asked something, the last first; as the events stand, in their order."""
    if is_aside(events):
        return []
    questions = _unanswered(events)
    declared = [event for event in _declared(events, contract) if event not in questions] if contract else []
    return sorted([*questions, *declared], key=lambda one: (one.at, one.id), reverse=True)


def waits_for_customer(pause: Pause) -> bool:
    """Whether the pause ends with a word of the customer."""
    return pause.stop in BY_THE_CUSTOMER


def begins_with_question(pause: Pause) -> bool:
    return pause.start is Trigger.QUESTION_SENT


def _unanswered(events: Sequence[TicketEvent]) -> list[TicketEvent]:
    """The questions and quotes since the ticket last waited for nothing."""
    status, found = Status.NEW, list[TicketEvent]()
    for event in (one for one in events if one.kind not in WHETHER):
        status = status_after(event.kind, status, event.by)
        if status is not Status.WAITING:
            found = []
        elif event.kind in QUESTIONS:
            found.append(event)
    return found


def _declared(events: Sequence[TicketEvent], contract: Contract) -> list[TicketEvent]:
    """What opened a pause that waits for the customer and is open still."""
    found = (openings(pause, events) for pause in contract.pauses if waits_for_customer(pause))
    return [opened for rows in found for opened, closed in rows if closed is None]
