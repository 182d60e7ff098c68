"""A customer's evidence as the core reads it."""

from datetime import datetime, timedelta

from django.db.models import Q

from gwarant.ledger.models import Row
from gwarant.ledger.reading import read_rows, stand_in
from gwarant.ledger.unreadable import came_across
from gwarant.sla.evidence.model import Evidence

LOOKS = ("check", "state", "looks")
BESIDE = ("sealed", "statement")  # say which bytes looks and what was stated have; read by verification alone
ANY_TIME = ("closing", "agreement", "exclusion", "void")  # said of a month, a wording, a stretch, a row, at any time
BEYOND = timedelta(days=7)  # an outage at the end of a period is judged whole
UNTIL_CLOSED = timedelta(days=31)  # a month may be closed until the next one ends, and decisions count until then


def before(until: datetime) -> Q:
    """The rows that are read for what ends at the moment: whatever is remembered of it depends on exactly these."""
    later = Q(at__lt=until + BEYOND, type__in=LOOKS) | Q(at__lt=until + UNTIL_CLOSED, type="exclusion")
    return (Q(at__lt=until) | later | Q(type__in=ANY_TIME)) & ~Q(type__in=BESIDE)


def evidence_of(
    customer_id: int, until: datetime | None = None, written: datetime | None = None, block: int | None = None
) -> Evidence:
    """What happened to the customer, sealed or not yet; with `until` only what happened before it.

    With `written` only what had been written down before that moment, and the closings of the moment itself; with
    `block` of that only what the chain holds up to this block: what was on its way at the moment is in a later one.

    Looks at services reach a few days further, because an assessment judges an outage at its period's end whole.
    A row that cannot be read hides no other: an `unread` row stands for it.
    """
    rows = Row.objects.filter(customer_id=customer_id).exclude(type__in=BESIDE)
    if until is not None:
        rows = rows.filter(before(until))
    if written is not None:
        there = Q(received_at__lt=written)
        there = there if block is None else there & Q(seal__block__number__lte=block)
        rows = rows.filter(there | Q(received_at=written, type="closing"))
    reader = read_rows(rows)
    if reader.bad:
        came_across(customer_id, reader.bad.keys())
        lost = Row.objects.filter(pk__in=reader.bad).order_by("pk")
        reader.rows["unread"] += [stand_in(row) for row in lost]
    return reader.reading().evidence
