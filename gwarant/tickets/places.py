"""What is still to be asked about a ticket that names no system."""

from gwarant.contracts.terms import may_be_several
from gwarant.customers.models import active_services
from gwarant.tickets.models import OVER, Ticket

NO = "no"
NAME = "name"  # its contract is known all the same, or none covers any of the customer's systems
CHOOSE = "choose"  # nothing but the system says which contract judges it


def asks_system(ticket: Ticket) -> str:
    """Whether the system of a ticket has still to be named, and what depends on that."""
    if ticket.service is not None or ticket.status in OVER:
        return NO
    if ticket.version is None and may_be_several(ticket.customer_id, ticket.reported_at):
        return CHOOSE
    return NAME if active_services(ticket.customer_id) else NO
