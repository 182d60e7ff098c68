"""Taking a ticket, its class, who works on it, which contract judges it."""

from datetime import datetime

from django.utils.translation import gettext as _

from gwarant.accounts.models import User
from gwarant.contracts.models import ContractVersion
from gwarant.contracts.terms import version_for
from gwarant.customers.models import Service
from gwarant.sla.evidence.model import Kind
from gwarant.tickets import letters, people
from gwarant.tickets.actions.performing import perform
from gwarant.tickets.classes import check_class, knows_class
from gwarant.tickets.models import Ticket
from gwarant.tickets.recording import Attempt, record


def acknowledge(ticket: Ticket, *, by: User, now: datetime, seen: int | None = None, key: str = "") -> Ticket:
    """Somebody takes the ticket; where nobody had it who can still work on it, they become its assignee."""
    attempt = Attempt(by, now, seen, key)

    def deed(own: Ticket) -> None:
        own.assignee = own.assignee if own.assignee and own.assignee.may_change else by
        record(own, Kind.ACKNOWLEDGED, attempt)
        people.tell_reporter(own, letters.acknowledged(own, by), now)

    return perform(ticket, attempt, deed)


def assign(
    ticket: Ticket, to: User | None, *, by: User, now: datetime, seen: int | None = None, key: str = ""
) -> Ticket:
    """Give the ticket to somebody of the house, or to nobody."""
    attempt = Attempt(by, now, seen, key)

    def deed(own: Ticket) -> None:
        own.assignee = to
        text = _("Given to %(name)s.") % {"name": to.name} if to else _("Given back: nobody works on it.")
        record(own, Kind.NOTED, attempt, body=text, is_public=False)
        if to is not None and to != by:
            people.tell_house(own, letters.assigned(own, by), now)

    return perform(ticket, attempt, deed)


def classify(
    ticket: Ticket, class_id: str, *, by: User, now: datetime, reason: str = "", seen: int | None = None, key: str = ""
) -> Ticket:
    """Change the class; the clocks are recomputed from the report with the new target."""
    attempt = Attempt(by, now, seen, key)

    def deed(own: Ticket) -> None:
        check_class(own.version, class_id)
        if class_id != own.class_id:
            record(own, Kind.CLASSIFIED, attempt, body=reason, class_id=class_id)
            people.tell_reporter(own, letters.classified(own, by), now)

    return perform(ticket, attempt, deed)


def covering(ticket: Ticket) -> ContractVersion | None:
    """The wording that a waiting ticket falls under; none while it has a class that the wording does not know."""
    found = version_for(ticket.customer_id, ticket.service, ticket.reported_at)
    return found if found is not None and knows_class(found, ticket.class_id) else None


def adopt(ticket: Ticket, *, by: User | None, now: datetime, service: Service | None = None) -> Ticket:
    """Put a ticket without a contract under the one that was in force when it was received, if there is one."""

    def deed(own: Ticket) -> None:
        own.service = service or own.service
        own.version = own.version or covering(own)
        own.save(update_fields=["service", "version"])

    return perform(ticket, Attempt(by, now), deed)
