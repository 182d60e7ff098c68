"""A step about an amount as a row of evidence, and the rows held against their steps."""

import re
from collections.abc import Iterator, Sequence

from gwarant.ledger.models import Row
from gwarant.ledger.tables import Original
from gwarant.reports.claims.models import AmountStep
from gwarant.sla.evidence.jsonl import row_line
from gwarant.sla.evidence.model import AmountDecision, AmountStatus
from gwarant.tickets.evidence import stamp

SOURCE = "gwarant"
UID = re.compile(r"[^:]+:a([0-9]{1,18})")


def row_of(one: AmountStep) -> AmountDecision:
    """Who did what about which part of the month."""
    return AmountDecision(
        id=one.uid,
        at=stamp(one.at),
        received=stamp(one.at),
        month=one.month,
        status=AmountStatus(one.status),
        remedy=one.remedy,
        incident=one.incident,
        amount=None if one.amount is None else one.amount.normalize() + 0,
        by=one.side,
        person=one.by.opaque,
        ref=one.ref,
        contract=one.contract.number,
        source=f"{SOURCE}/{one.channel}",
    )


def originals(uids: Sequence[str]) -> dict[str, Original]:
    """The steps, with the words that were said."""
    numbers = [int(found[1]) for uid in uids if (found := UID.fullmatch(uid))]
    own = AmountStep.objects.filter(pk__in=numbers).select_related("customer", "contract", "by")
    return {one.uid: Original(row_line(row_of(one)), one.text) for one in own}


def unwritten(customer_id: int) -> Iterator[str]:
    """Steps that stand in no row."""
    own = AmountStep.objects.filter(customer_id=customer_id).select_related("customer").order_by("pk")
    wanted = [one.uid for one in own]
    rows = Row.objects.filter(customer_id=customer_id, type="amount", uid__in=wanted)
    written = set(rows.values_list("uid", flat=True)) if wanted else set()
    yield from (uid for uid in wanted if uid not in written)
