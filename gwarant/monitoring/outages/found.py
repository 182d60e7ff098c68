"""What was seen of an outage: the looks at which its monitors turned."""

from django.db.models import Q

from gwarant.monitoring.models import Turn
from gwarant.monitoring.moments import milliseconds_of
from gwarant.sla.evidence.model import State
from gwarant.tickets.authors import MONITORING
from gwarant.tickets.models import Ticket

MOST = 6


def turns_of(ticket: Ticket) -> list[Turn]:
    """The first looks that found something down in the outages of a ticket that monitoring opened, in their order."""
    if ticket.channel != MONITORING:
        return []
    wanted = Q()
    for one in ticket.outages.order_by("pk")[:MOST]:
        own = Q(monitor__service=one.service_id, slot__gte=milliseconds_of(one.detected_at))
        wanted |= own & Q(slot__lte=milliseconds_of(one.ended_at)) if one.ended_at else own
    found = Turn.objects.filter(wanted, customer=ticket.customer_id, state=State.DOWN.value)
    return list(found.select_related("monitor", "place").order_by("slot", "pk")[:MOST]) if wanted else []
