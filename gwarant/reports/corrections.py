"""Corrections held against the ledger: those that count have a row there, and no other row says that one counts."""

import re
from collections.abc import Iterable, Iterator, Sequence

from gwarant.ledger.models import Row
from gwarant.ledger.tables import Original
from gwarant.monitoring.corrections.evidence import rows_of, words_of
from gwarant.monitoring.corrections.models import AGAINST_US, TAKEN_BACK, WAS_DOWN, Correction, Stands
from gwarant.sla.evidence.jsonl import row_line

UID = re.compile(r"[^:]+:x([0-9]{1,18})(:.+)?")


def originals(uids: Sequence[str]) -> dict[str, Original]:
    """The corrections that count, with the words that were said."""
    numbers = [int(found[1]) for uid in uids if (found := UID.fullmatch(uid))]
    counting = _counting(Correction.objects.filter(pk__in=numbers)) if numbers else ()
    return {row.id: Original(row_line(row), words_of(one)) for one in counting for row in rows_of(one)}


def unwritten(customer_id: int) -> Iterator[str]:
    """Corrections that count and stand in no row."""
    own = [one for one in _counting(Correction.objects.filter(customer_id=customer_id)) if one.reason not in AGAINST_US]
    yield from _missing(customer_id, own, "exclusion")


def unwritten_windows(customer_id: int) -> Iterator[str]:
    """The same of windows that shall not leave the count."""
    own = Correction.objects.filter(customer_id=customer_id, reason=TAKEN_BACK)
    yield from _missing(customer_id, list(_counting(own)), "maintenance")


def unwritten_states(customer_id: int) -> Iterator[str]:
    """The same of what was down though it was measured as up."""
    own = Correction.objects.filter(customer_id=customer_id, reason=WAS_DOWN)
    yield from _missing(customer_id, list(_counting(own)), "state")


def by_itself(customer_id: int) -> Iterator[str]:
    """Corrections that one person alone decided: the house's second person is never the one who asked."""
    for one in _counting(Correction.objects.filter(customer_id=customer_id)):
        if one.said["approved"].by_id == one.asked_by_id:
            yield f"{one.uid} was approved by the person who asked for it"


def _missing(customer_id: int, own: Sequence[Correction], type_: str) -> Iterator[str]:
    wanted = [row.id for one in own for row in rows_of(one)]
    rows = Row.objects.filter(customer_id=customer_id, type=type_, uid__in=wanted)
    written = set(rows.values_list("uid", flat=True)) if own else set()
    yield from (uid for uid in wanted if uid not in written)


def _counting(found: Iterable[Correction]) -> Iterator[Correction]:
    related = found.select_related("customer", "contract", "service", "asked_by", "window__customer")  # type: ignore[attr-defined]
    for one in related.prefetch_related("steps__by").order_by("pk"):
        if one.stands is Stands.COUNTS:
            yield one
