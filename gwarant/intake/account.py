"""The account of all messages: each has one outcome, and they add up."""

from collections.abc import Mapping
from datetime import datetime

from django.db.models import Count, QuerySet

from gwarant.intake.models import TAKEN, Outcome, RawMail
from gwarant.tickets.models import Status


def account(rows: QuerySet[RawMail] | None = None) -> Mapping[str, int]:
    """How many messages had each outcome, every outcome named, and `received`, which is their sum."""
    found = RawMail.objects.all() if rows is None else rows
    counts = _counts(found)
    aside = _counts(found.filter(ticket__status=Status.ASIDE, outcome__in=TAKEN))
    told = {one.value: counts.get(one.value, 0) - aside.get(one.value, 0) for one in Outcome}
    told[Outcome.NO_REPORT.value] = sum(aside.values())
    return {"received": sum(counts.values()), **told}


def _counts(rows: QuerySet[RawMail]) -> dict[str, int]:
    return dict(rows.order_by().values_list("outcome").annotate(n=Count("pk")))


def since(moment: datetime) -> QuerySet[RawMail]:
    """What came from the moment on."""
    return RawMail.objects.filter(received_at__gte=moment)
