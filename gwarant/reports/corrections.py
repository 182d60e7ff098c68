"""Corrections held against the ledger: those that count have a row there, and no other row says that one counts."""

import re
from collections.abc import Iterator, Sequence

from django.db.models import QuerySet

from gwarant.ledger.models import Row
from gwarant.ledger.tables import Original
from gwarant.monitoring.corrections.evidence import rows_of, words_of
from gwarant.monitoring.corrections.models import Correction, Stands
from gwarant.sla.evidence.form import form_of
from gwarant.sla.evidence.jsonl import row_line

UID = re.compile(r"[^:]+:x([0-9]{1,18})(:.+)?")


def originals(uids: Sequence[str]) -> dict[str, Original]:
    """The corrections that count, with the words that were said."""
    numbers = [int(found[1]) for uid in uids if (found := UID.fullmatch(uid))]
    counting = _counting(Correction.objects.filter(pk__in=numbers)) if numbers else ()
    return {row.id: Original(row_line(row), words_of(one)) for one in counting for row in rows_of(one)}


def unwritten(customer_id: int) -> Iterator[str]:
    """Corrections that count and stand in no row: what leaves the count, and what counts again."""
    yield from _missing(customer_id, "exclusion")


def unwritten_windows(customer_id: int) -> Iterator[str]:
    """The same of windows that shall not leave the count."""
    yield from _missing(customer_id, "maintenance")


def unwritten_states(customer_id: int) -> Iterator[str]:
    """The same of what was down though it was measured as up."""
    yield from _missing(customer_id, "state")


def by_itself(customer_id: int) -> Iterator[str]:
    """Corrections that one person alone decided: the house's second person is never the one who asked."""
    for one in _counting(Correction.objects.filter(customer_id=customer_id)):
        if one.said["approved"].by_id == one.asked_by_id:
            yield f"{one.uid} was approved by the person who asked for it"


def _missing(customer_id: int, type_: str) -> Iterator[str]:
    own = _counting(Correction.objects.filter(customer_id=customer_id))
    wanted = [row.id for one in own for row in rows_of(one) if form_of(row).name == type_]
    rows = Row.objects.filter(customer_id=customer_id, type=type_, uid__in=wanted)
    written = set(rows.values_list("uid", flat=True)) if wanted else set()
    yield from (uid for uid in wanted if uid not in written)


def _counting(found: QuerySet[Correction]) -> Iterator[Correction]:
    related = found.select_related(
        "customer", "contract", "service", "asked_by", "window__customer", "excluded__customer"
    )
    for one in related.prefetch_related("steps__by").order_by("pk"):
        if one.stands is Stands.COUNTS:
            yield one
