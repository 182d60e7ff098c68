"""Which system a ticket concerns, and which contract judges it. Both are events; the ticket's columns follow them."""

from datetime import datetime

from django.utils.translation import gettext as _

from gwarant.accounts.models import User
from gwarant.contracts.models import ContractVersion
from gwarant.contracts.terms import judging as wording_for
from gwarant.customers.models import Service
from gwarant.sla.evidence.model import Kind
from gwarant.tickets import letters, people
from gwarant.tickets.actions.performing import perform
from gwarant.tickets.classes import knows_class
from gwarant.tickets.models import Status, Ticket
from gwarant.tickets.problem import AlreadyThere, NotCovered
from gwarant.tickets.recording import Attempt, record


def adopt(
    ticket: Ticket,
    *,
    by: User,
    now: datetime,
    service: Service | None = None,
    channel: str = "",
    seen: int | None = None,
    key: str = "",
) -> Ticket:
    """Put a ticket of the queue under the contract that was in force when it was received, for this system or its own.

    AlreadyThere where a contract judges it, NotCovered where none does for it; then nothing has changed.
    """
    attempt = Attempt(by, now, channel, seen, key)

    def deed(own: Ticket) -> None:
        if own.version is not None:
            raise AlreadyThere(_("A contract covers it already. If its system is wrong, correct the system."))
        place = service or own.service
        found = covering(own, place)
        if found is None:
            raise NotCovered(_why_not(own, place))
        if place == own.service:
            adopted(own, found, attempt)
        else:
            assert place is not None  # a system that was chosen
            _moved(own, place, found, attempt)

    return perform(
        ticket, attempt, deed, lambda stands: people.tell_reporter(stands.ticket, letters.adopted(stands), now)
    )


def move(
    ticket: Ticket,
    service: Service,
    reason: str,
    *,
    by: User,
    now: datetime,
    channel: str = "",
    seen: int | None = None,
    key: str = "",
) -> Ticket:
    """Correct the system that a ticket concerns: from its report on the contract judges it that covers it there.

    Where none does it goes to the queue; AlreadyThere for the system that it has.
    """
    attempt = Attempt(by, now, channel, seen, key)

    def deed(own: Ticket) -> None:
        if own.service == service:
            raise AlreadyThere(_("It concerns that system already."))
        found = covering(own, service)
        if found is None and _wording(own, service) is not None:
            raise NotCovered(_why_not(own, service))
        _moved(own, service, found, attempt, reason)

    return perform(
        ticket,
        attempt,
        deed,
        lambda stands: people.tell_reporter(stands.ticket, letters.moved(stands, by, reason), now),
    )


def adopted(ticket: Ticket, version: ContractVersion, attempt: Attempt) -> None:
    """Write down that this contract judges the ticket from now on."""
    ticket.version = version
    record(
        ticket,
        Kind.ADOPTED,
        attempt,
        automatic=attempt.by is None,
        contract=version.contract.number,
    )


def covering(ticket: Ticket, service: Service | None) -> ContractVersion | None:
    """The wording under which the ticket falls with this system; none while it has a class that the wording lacks."""
    found = _wording(ticket, service)
    return found if found is not None and knows_class(found, ticket.class_id) else None


def judging(ticket: Ticket) -> ContractVersion | None:
    """The wording whose classes a ticket may have: the one that judges it, else the one that would."""
    return ticket.version or _wording(ticket, ticket.service)


def is_open(ticket: Ticket) -> bool:
    return ticket.status not in (Status.RESOLVED, Status.CLOSED)


def _moved(
    ticket: Ticket, service: Service, version: ContractVersion | None, attempt: Attempt, reason: str = ""
) -> None:
    ticket.service, ticket.version = service, version
    number = version.contract.number if version else ""
    record(ticket, Kind.MOVED, attempt, body=reason, service_key=service.key, contract=number)


def _wording(ticket: Ticket, service: Service | None) -> ContractVersion | None:
    """The wording in force for the system when the report came, and was received."""
    received = next((event.received_at for event in ticket.log()), ticket.reported_at)
    return wording_for(ticket.customer_id, service, ticket.reported_at, received)


def _why_not(ticket: Ticket, service: Service | None) -> str:
    found = _wording(ticket, service)
    if found is None:
        return _("No contract covered this system when the report came, so it stays in the queue.")
    told = _("The contract %(number)s covers that system but knows no class “%(label)s”. Change the class first.")
    return told % {"number": found.contract.number, "label": ticket.class_id}
