"""What clients claim and nobody has decided."""

from collections.abc import Iterator

from django.db.models import Exists, F, OuterRef

from gwarant.reports.claims.models import AmountStep
from gwarant.sla.evidence.model import AmountStatus

OPEN = (AmountStatus.CLAIMED.value, AmountStatus.ELECTED.value)


def waiting() -> Iterator[AmountStep]:
    """The claims without an answer, those first whose last day is the nearest."""
    same = {name: OuterRef(name) for name in ("contract", "month", "remedy", "incident")}
    later = AmountStep.objects.filter(**same, pk__gt=OuterRef("pk")).exclude(status__in=OPEN)
    found = AmountStep.objects.filter(~Exists(later), status=AmountStatus.CLAIMED.value)
    related = found.select_related("contract", "customer", "by")
    yield from related.order_by(F("decide_until").asc(nulls_last=True), "pk")
