"""Which system a ticket concerns, and which contract judges it. Both are events; the ticket's columns follow them."""

from typing import Unpack

from django.utils.translation import gettext as _

from gwarant.accounts.models import User
from gwarant.contracts.models import ContractVersion
from gwarant.contracts.terms import judging as wording_for
from gwarant.customers.models import Service
from gwarant.sla.evidence.model import Kind
from gwarant.tickets import letters, people
from gwarant.tickets.actions.performing import perform
from gwarant.tickets.classes import classes_of, knows_class, usual_class
from gwarant.tickets.log import Log
from gwarant.tickets.models import OVER, Ticket
from gwarant.tickets.places import CHOOSE, asks_system
from gwarant.tickets.problem import AlreadyThere, NotCovered
from gwarant.tickets.recording import Attempt, Way, record


def adopt(ticket: Ticket, *, service: Service | None = None, **way: Unpack[Way[User]]) -> Ticket:
    """Put a ticket of the queue under the contract that was in force when it was received, for this system or its own.

    AlreadyThere where a contract judges it, NotCovered where none does for it; then nothing has changed.
    """
    attempt = Attempt(**way)

    def deed(own: Log) -> Log:
        ticket = own.ticket
        if ticket.version is not None:
            raise AlreadyThere(_("A contract covers it already. If its system is wrong, correct the system."))
        place = service or ticket.service
        found = covering(own, place)
        if found is None:
            raise NotCovered(_why_not(own, place))
        if place == ticket.service:
            return adopted(own, found, attempt)
        assert place is not None  # a system that was chosen
        return _moved(own, place, found, attempt)

    return perform(
        ticket, attempt, deed, lambda stands: people.tell_reporter(stands.ticket, letters.adopted(stands), attempt.now)
    )


def move(ticket: Ticket, service: Service, reason: str, **way: Unpack[Way[User]]) -> Ticket:
    """Correct the system that a ticket concerns: from its report on the contract judges it that covers it there.

    Where none does it goes to the queue; AlreadyThere for the system that it has.
    """
    attempt = Attempt(**way)

    def deed(own: Log) -> Log:
        if own.ticket.service == service:
            raise AlreadyThere(_("It concerns that system already."))
        found = covering(own, service)
        if found is None and _wording(own, service) is not None:
            raise NotCovered(_why_not(own, service))
        return _moved(own, service, found, attempt, reason)

    return perform(
        ticket,
        attempt,
        deed,
        lambda stands: people.tell_reporter(stands.ticket, letters.moved(stands, attempt.by, reason), attempt.now),
    )


def name_system(ticket: Ticket, service: Service, **way: Unpack[Way[User]]) -> Ticket:
    """Say which system a ticket concerns that came without one: the contract judges it that covers it there.

    A class that this contract does not know becomes its usual one. AlreadyThere where the system is known.
    """
    attempt = Attempt(**way)

    def deed(own: Log) -> Log:
        if own.ticket.service is not None:
            raise AlreadyThere(_("Its system is known already."))
        found = _wording(own, service)
        placed = _moved(own, service, found, attempt)
        if found is None or knows_class(found, own.ticket.class_id):
            return placed
        usual = usual_class([one.id for one in classes_of(found)])
        return record(placed, Kind.CLASSIFIED, attempt.further, class_id=usual)

    return perform(
        ticket,
        attempt,
        deed,
        lambda stands: people.tell_reporter(stands.ticket, letters.placed(stands, attempt.by), attempt.now),
    )


def adopted(log: Log, version: ContractVersion, attempt: Attempt) -> Log:
    """Write down that this contract judges the ticket from now on."""
    log.ticket.version = version
    number = version.contract.number
    return record(log, Kind.ADOPTED, attempt, automatic=attempt.by is None, contract=number)


def covering(log: Log, service: Service | None) -> ContractVersion | None:
    """The wording under which the ticket falls with this system; none while it has a class that the wording lacks."""
    found = _wording(log, service)
    return found if found is not None and knows_class(found, log.ticket.class_id) else None


def judging(log: Log) -> ContractVersion | None:
    """The wording whose classes a ticket may have: the one that judges it, else the one that would."""
    return log.ticket.version or _wording(log, log.ticket.service)


def is_open(ticket: Ticket) -> bool:
    return ticket.status not in OVER


def _moved(log: Log, service: Service, version: ContractVersion | None, attempt: Attempt, reason: str = "") -> Log:
    log.ticket.service, log.ticket.version = service, version
    number = version.contract.number if version else ""
    return record(log, Kind.MOVED, attempt, body=reason, service_key=service.key, contract=number)


def _wording(log: Log, service: Service | None) -> ContractVersion | None:
    """The wording in force for the system when the report came, and was received."""
    return wording_for(log.ticket.customer_id, service, log.ticket.reported_at, log.received_at)


def _why_not(log: Log, service: Service | None) -> str:
    found = _wording(log, service)
    if found is None and service is None and asks_system(log.ticket) == CHOOSE:
        return _("It is not known yet which system it concerns. Choose the system, and its contract follows.")
    if found is None:
        return _("No contract covered this system when the report came, so it stays in the queue.")
    told = _("The contract %(number)s covers that system but knows no class “%(label)s”. Change the class first.")
    return told % {"number": found.contract.number, "label": log.ticket.class_id}
