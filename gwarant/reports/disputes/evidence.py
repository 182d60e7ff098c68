"""A dispute and its answer as rows of evidence, and the rows held against them."""

import re
from collections.abc import Iterator, Sequence
from datetime import datetime

from gwarant.accounts.models import User
from gwarant.ledger.models import Row
from gwarant.ledger.tables import Original
from gwarant.monitoring.moments import milliseconds_of
from gwarant.reports.disputes.models import Dispute, DisputeAnswer
from gwarant.sla.evidence.jsonl import row_line
from gwarant.sla.evidence.model import ObjectionAct, ObjectionRecord

SOURCE = "gwarant"
UID = re.compile(r"[^:]+:d([0-9]{1,18})(?::answer)?")


def raised(one: Dispute) -> ObjectionRecord:
    """What the client said."""
    return _row(one, one.uid, one.raised_at, ObjectionAct.RAISED, one.raised_by)


def answered(one: DisputeAnswer) -> ObjectionRecord:
    """What the house answered."""
    return _row(one.dispute, one.uid, one.at, ObjectionAct(one.act), one.by, of=one.dispute.uid, ref=one.ref)


def _row(
    one: Dispute, uid: str, at: datetime, act: ObjectionAct, by: User, of: str = "", ref: str = ""
) -> ObjectionRecord:
    moment = milliseconds_of(at)
    return ObjectionRecord(
        id=uid,
        at=moment,
        received=moment,
        contract=one.contract.number,
        act=act,
        month=one.month,
        ticket=one.ticket,
        clock=one.clock,
        cycle=one.cycle,
        link=one.link,
        remedy=one.remedy,
        incident=one.incident,
        figure=one.figure,
        of=of,
        ref=ref,
        person=by.opaque,
        source=SOURCE,
    )


def words_of(one: DisputeAnswer) -> str:
    """The words that the row is salted and hashed with: why, and who decided it where it was not the house."""
    return "\n\n".join(part for part in (one.text, one.decided_by) if part)


def originals(uids: Sequence[str]) -> dict[str, Original]:
    """What was disputed and answered, with the words that were said."""
    numbers = {int(found[1]) for uid in uids if (found := UID.fullmatch(uid))}
    told = {}
    for one in Dispute.objects.told().filter(pk__in=numbers):
        told[one.uid] = Original(row_line(raised(one)), one.text)
        if hasattr(one, "answer"):
            one.answer.dispute = one
            told[one.answer.uid] = Original(row_line(answered(one.answer)), words_of(one.answer))
    return told


def unwritten(customer_id: int) -> Iterator[str]:
    """Those that stand in no row."""
    own = Dispute.objects.filter(customer_id=customer_id).select_related("customer", "answer").order_by("pk")
    wanted = [one.uid for one in own] + [f"{one.uid}:answer" for one in own if hasattr(one, "answer")]
    rows = Row.objects.filter(customer_id=customer_id, type="objection", uid__in=wanted)
    written = set(rows.values_list("uid", flat=True)) if wanted else set()
    yield from (uid for uid in wanted if uid not in written)
