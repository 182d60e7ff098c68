"""Taking a ticket, its class, who works on it."""

from typing import Unpack

from gwarant.accounts.models import User
from gwarant.sla.evidence.model import Kind
from gwarant.tickets import letters, people
from gwarant.tickets.actions.performing import perform
from gwarant.tickets.actions.placing import judging
from gwarant.tickets.authors import opaque_of
from gwarant.tickets.classes import check_class
from gwarant.tickets.log import Log
from gwarant.tickets.models import Ticket
from gwarant.tickets.recording import Attempt, Way, record
from gwarant.tickets.standing import Standing


def acknowledge(ticket: Ticket, **way: Unpack[Way[User]]) -> Ticket:
    """Somebody takes the ticket; where nobody who is still here had it, they become its assignee."""
    attempt = Attempt(**way)

    def deed(own: Log) -> Log:
        is_held = own.ticket.is_held
        own.ticket.assignee = own.ticket.assignee if is_held else way["by"]
        return record(own, Kind.ACKNOWLEDGED, attempt, assignee="" if is_held else way["by"].opaque)

    return perform(
        ticket,
        attempt,
        deed,
        lambda stands: people.tell_reporter(stands.ticket, letters.acknowledged(stands, attempt.by), attempt.now),
    )


def assign(ticket: Ticket, to: User | None, *, leaver: User | None = None, **way: Unpack[Way[User]]) -> Ticket:
    """Give the ticket to somebody of the house, or to nobody; `leaver`: who worked on it until now, and leaves."""
    attempt = Attempt(**way)

    def deed(own: Log) -> Log:
        own.ticket.assignee = to
        return record(own, Kind.ASSIGNED, attempt, assignee=opaque_of(to), leaver=opaque_of(leaver))

    def tell(stands: Standing) -> None:
        if to is not None and to != attempt.by:
            people.tell_house(stands.ticket, letters.assigned(stands, attempt.by), attempt.now)

    return perform(ticket, attempt, deed, tell)


def classify(ticket: Ticket, class_id: str, *, reason: str = "", **way: Unpack[Way[User]]) -> Ticket:
    """Change the class; the clocks are recomputed from the report with the new target."""
    attempt = Attempt(**way)

    def deed(own: Log) -> Log:
        check_class(judging(own), class_id)
        if class_id == own.ticket.class_id:
            return own
        return record(own, Kind.CLASSIFIED, attempt, body=reason, class_id=class_id)

    return perform(
        ticket,
        attempt,
        deed,
        lambda stands: people.tell_reporter(stands.ticket, letters.classified(stands, attempt.by), attempt.now),
    )
