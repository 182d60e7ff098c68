"""Whether a customer may set the class of a ticket, as its contract grants it."""

from enum import StrEnum

from gwarant.contracts.terms import wording_of
from gwarant.sla.contract.classifying import client_may_change, client_sets_first
from gwarant.sla.evidence.model import Kind, Role
from gwarant.tickets.authors import PORTAL
from gwarant.tickets.log import Log
from gwarant.tickets.models import TicketEvent


class ClientMay(StrEnum):
    """What is left to the customer: nothing, the class that nobody of them has said yet, or another one."""

    NOTHING = "nothing"
    SET = "set"
    CHANGE = "change"


def client_may(log: Log) -> ClientMay:
    """By the contract that judges the ticket; without one nothing hangs on the class, and nothing is granted."""
    if log.ticket.version is None:
        return ClientMay.NOTHING
    contract, is_said = wording_of(log.ticket.version), class_is_theirs(log)
    if client_sets_first(contract) and not is_said:
        return ClientMay.SET
    return ClientMay.CHANGE if client_may_change(contract) else ClientMay.NOTHING


def class_is_theirs(log: Log) -> bool:
    """Whether somebody of the customer has said the class: in the portal, with the report or since.

    A mail says none, and what we write down of a call or what monitoring opens is in our words. A class that followed
    from the system alone, when that was named, was not said either.
    """
    pairs = zip((None, *log.events), log.events, strict=False)
    return any(_says_class(before, event) for before, event in pairs)


def _says_class(before: TicketEvent | None, event: TicketEvent) -> bool:
    if event.by != Role.CUSTOMER or event.kind not in (Kind.REPORTED, Kind.CLASSIFIED) or not event.class_id:
        return False
    if event.kind == Kind.REPORTED:
        return event.channel == PORTAL
    follows = before is not None and before.kind == Kind.MOVED and before.received_at == event.received_at
    return not follows
