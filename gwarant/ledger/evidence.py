"""A customer's evidence as the core reads it."""

from datetime import datetime, timedelta

from django.db.models import Q

from gwarant.ledger.models import Row
from gwarant.sla.evidence.jsonl import read_lines
from gwarant.sla.evidence.model import Evidence

LOOKS = ("check", "state")
ANY_TIME = ("closing", "agreement")  # what is said about a month or a wording, whenever it is said
BEYOND = timedelta(days=7)  # an outage at the end of a period is judged whole


def before(until: datetime) -> Q:
    """The rows that are read for what ends at the moment: whatever is remembered of it depends on exactly these."""
    return Q(at__lt=until) | Q(at__lt=until + BEYOND, type__in=LOOKS) | Q(type__in=ANY_TIME)


def evidence_of(customer_id: int, until: datetime | None = None) -> Evidence:
    """What happened to the customer, sealed or not yet; with `until` only what happened before it.

    Looks at services reach a few days further, because an assessment judges an outage at its period's end whole.
    """
    rows = Row.objects.filter(customer_id=customer_id)
    if until is not None:
        rows = rows.filter(before(until))
    lines = rows.order_by().values_list("line", flat=True)
    return read_lines(lines.iterator(chunk_size=5000), f"the ledger of customer {customer_id}")
