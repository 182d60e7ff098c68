"""What clients claim and nobody has decided."""

from collections.abc import Iterator

from django.db.models import Exists, F, OuterRef, Q

from gwarant.reports.claims.models import AmountStep, Channel
from gwarant.sla.evidence.model import AmountStatus

ENDS = Q(channel=Channel.DESK) | Q(status=AmountStatus.WAIVED.value)  # what the house says, or that they give it up


def waiting() -> Iterator[AmountStep]:
    """The claims without an answer, those first whose last day is the nearest."""
    same = {name: OuterRef(name) for name in ("contract", "month", "remedy", "incident")}
    later = AmountStep.objects.filter(ENDS, **same, pk__gt=OuterRef("pk"))
    found = AmountStep.objects.filter(~Exists(later), status=AmountStatus.CLAIMED.value)
    related = found.select_related("contract", "customer", "by")
    yield from related.order_by(F("decide_until").asc(nulls_last=True), "pk")
