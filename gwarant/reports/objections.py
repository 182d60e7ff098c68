"""Objections and their answers held against the ledger, both ways."""

import re
from collections.abc import Iterator, Sequence

from django.db.models import QuerySet

from gwarant.ledger.models import Row
from gwarant.ledger.tables import Original
from gwarant.monitoring.objections.evidence import answered, raised, words_of
from gwarant.monitoring.objections.models import Objection, ObjectionAnswer
from gwarant.sla.evidence.jsonl import row_line

UID = re.compile(r"[^:]+:o([0-9]{1,18})(?::answer)?")


def originals(uids: Sequence[str]) -> dict[str, Original]:
    """What was objected to and answered, with the words that were said."""
    numbers = {int(found[1]) for uid in uids if (found := UID.fullmatch(uid))}
    told = {}
    for one in Objection.objects.told().filter(pk__in=numbers):
        told[one.uid] = Original(row_line(raised(one)), words_of(one))
    for answer in _answers().filter(objection__in=numbers):
        told[answer.uid] = Original(row_line(answered(answer)), answer.text)
    return told


def unwritten(customer_id: int) -> Iterator[str]:
    """Those that stand in no row."""
    own = Objection.objects.filter(customer_id=customer_id).select_related("customer").order_by("pk")
    wanted = [one.uid for one in (*own, *_answers().filter(customer_id=customer_id).order_by("pk"))]
    rows = Row.objects.filter(customer_id=customer_id, type="objection", uid__in=wanted)
    written = set(rows.values_list("uid", flat=True)) if wanted else set()
    yield from (uid for uid in wanted if uid not in written)


def _answers() -> QuerySet[ObjectionAnswer]:
    related = ("objection__customer", "objection__contract", "objection__service", "correction__customer", "by")
    return ObjectionAnswer.objects.select_related(*related)
