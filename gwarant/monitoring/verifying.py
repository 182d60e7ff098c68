"""Sealed blocks as they lie there: opened, counted again, and what the ledger should say of each."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from hashlib import sha256

from django.db.models import Q

from gwarant.database.rows import in_pieces
from gwarant.ledger.models import Row
from gwarant.monitoring.evidence import STATES, evidence_of, sealed_uid
from gwarant.monitoring.models import DayOfLooks
from gwarant.sla.evidence.model import SealedLooks
from gwarant.sla.evidence.packed import PackRefused, unpack_begun

_NAMED = re.compile(r"[^:]+:l(\d{1,18})\.(\d{1,18})\.(\d{4})(\d\d)(\d\d)\.(\d{1,9}):sealed")


def told_of(uids: Sequence[str]) -> dict[str, SealedLooks]:
    """What would be written of the blocks with these rows, from their bytes as they are now."""
    named = Q(pk__in=[])
    for uid in uids:
        if found := _NAMED.fullmatch(uid):
            monitor, place, year, month, day, number = found.groups()
            named |= Q(monitor=monitor, place=place, day=f"{year}-{month}-{day}", number=number)
    own = DayOfLooks.objects.filter(named).select_related("customer", "monitor__service", "place")
    return {told.id: told for told in (evidence_of(_counted_again(one)) for one in own.iterator(200))}


def unwritten(customer_id: int) -> Iterator[str]:
    """Blocks that stand in no row."""
    rows = Row.objects.filter(customer_id=customer_id, type="sealed")
    written = set(rows.values_list("uid", flat=True))
    own = DayOfLooks.objects.filter(customer_id=customer_id).select_related("customer", "monitor__service", "place")
    for one in in_pieces(own.defer("packed", "receipts").order_by("pk"), 2000):
        if (uid := sealed_uid(one)) not in written:
            yield uid


def _counted_again(block: DayOfLooks) -> DayOfLooks:
    packed = bytes(block.packed)
    block.sha256 = sha256(packed).hexdigest()
    try:
        found = Counter(unpack_begun(packed).state.tolist())
    except PackRefused:
        found = Counter()
    for number, state in enumerate(STATES):
        setattr(block, state, found[number])
    return block
