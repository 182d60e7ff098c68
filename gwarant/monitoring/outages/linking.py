"""Which tickets may be about the same outage: what a client reported while the system was down, and what we saw."""

from datetime import timedelta

from django.db.models import Q, QuerySet

from gwarant.monitoring.outages.models import Outage
from gwarant.tickets.authors import MONITORING
from gwarant.tickets.models import Ticket

BEFORE = timedelta(minutes=15)  # a client may notice before the quorum does
AFTER = timedelta(hours=1)  # and write when it is over
MOST = 10


def same_outage(ticket: Ticket) -> list[Ticket]:
    """Of a ticket that monitoring opened the reports of its time about its system; of a report such tickets."""
    if ticket.service_id is None:
        return []
    found = _reports(ticket) if ticket.channel == MONITORING else _seen(ticket)
    return list(found.exclude(pk=ticket.pk).order_by("reported_at", "pk")[:MOST])


def _reports(ticket: Ticket) -> QuerySet[Ticket]:
    outage = ticket.outages.filter(service=ticket.service_id).order_by("pk").first()
    own = Ticket.objects.counted().filter(service=ticket.service_id, merged_into=None).exclude(channel=MONITORING)
    if outage is None:
        return own.none()
    own = own.filter(reported_at__gte=outage.detected_at - BEFORE)
    return own if outage.ended_at is None else own.filter(reported_at__lte=outage.ended_at + AFTER)


def _seen(ticket: Ticket) -> QuerySet[Ticket]:
    at = ticket.reported_at
    lasted = Q(ended_at=None) | Q(ended_at__gte=at - AFTER)
    outages = Outage.objects.filter(lasted, service=ticket.service_id, detected_at__lte=at + BEFORE)
    return Ticket.objects.filter(pk__in=outages.values("ticket"))
