"""Taking a ticket, its class, who works on it."""

from typing import Unpack

from django.utils.translation import gettext as _

from gwarant.accounts.models import User
from gwarant.sla.evidence.model import Kind, Role
from gwarant.tickets import letters, people
from gwarant.tickets.actions.performing import perform
from gwarant.tickets.actions.placing import judging
from gwarant.tickets.authors import opaque_of
from gwarant.tickets.classes import check_class
from gwarant.tickets.classifying import ClientMay, class_is_theirs, client_may
from gwarant.tickets.log import Log
from gwarant.tickets.models import Ticket
from gwarant.tickets.problem import NotYours
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
    """Set or change the class; the clocks are recomputed from the report with the new target.

    NotYours where a customer does it and the contract does not grant it: see `client_may`.
    """
    attempt = Attempt(**way)

    def deed(own: Log) -> Log:
        if attempt.role is Role.CUSTOMER and client_may(own) is ClientMay.NOTHING:
            raise NotYours(_("By the contract the provider sets the class of this ticket. Write to us if it is wrong."))
        check_class(judging(own), class_id)
        if class_id == own.ticket.class_id and not _says_it_first(own, attempt):
            return own
        return record(own, Kind.CLASSIFIED, attempt, body=reason, class_id=class_id)

    def tell(stands: Standing) -> None:
        if attempt.role is Role.CUSTOMER:
            to_house = letters.classified_by_client(stands, attempt.by, reason)
            to_others = letters.classified(stands, attempt.by)
            people.tell_of_word(stands.ticket, to_house, to_others, by=attempt.by, now=attempt.now)
        else:
            people.tell_reporter(stands.ticket, letters.classified(stands, attempt.by), attempt.now)

    return perform(ticket, attempt, deed, tell)


def _says_it_first(log: Log, attempt: Attempt) -> bool:
    """Whether a customer says the class that it has only been taken for: then it is theirs, and stands in evidence."""
    return attempt.role is Role.CUSTOMER and not class_is_theirs(log)
