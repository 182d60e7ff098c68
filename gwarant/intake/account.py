"""The account of all messages: each has one outcome, and they add up."""

from collections.abc import Mapping
from datetime import datetime

from django.db.models import Count, QuerySet

from gwarant.intake.models import Outcome, RawMail


def account(rows: QuerySet[RawMail] | None = None) -> Mapping[str, int]:
    """How many messages had each outcome, every outcome named, and `received`, which is their sum."""
    found = RawMail.objects.all() if rows is None else rows
    counts = dict(found.order_by().values_list("outcome").annotate(n=Count("pk")))
    told = {one.value: counts.get(one.value, 0) for one in Outcome}
    return {"received": sum(counts.values()), **told}


def since(moment: datetime) -> QuerySet[RawMail]:
    """What came from the moment on."""
    return RawMail.objects.filter(received_at__gte=moment)
