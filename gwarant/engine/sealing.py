"""The sweep that seals new rows of evidence into their customers' chains."""

import logging
from datetime import datetime, timedelta

from gwarant.engine.claims import PUSHED_BACK
from gwarant.engine.lost import is_lost, passes
from gwarant.engine.tally import FAILED
from gwarant.ledger.actions import seal
from gwarant.ledger.book import seal_book
from gwarant.ledger.models import Unsealed

log = logging.getLogger("gwarant.engine")
HOUSE = 0  # no customer has this number
GATHERED = timedelta(seconds=5)
_waiting: dict[int, datetime] = {}


def run_once(now: datetime) -> int:
    """Seal for every customer who has a row that is a few seconds old, and the house's book; how many rows."""
    old = Unsealed.objects.filter(row__received_at__lte=now - GATHERED)
    customers = old.values_list("customer_id", flat=True).distinct().order_by("customer_id")
    return sum(_seal(pk, now) for pk in customers) + _seal(HOUSE, now)


def _seal(customer_id: int, now: datetime) -> int:
    if _waiting.get(customer_id, now) > now:
        return 0
    try:
        return seal(customer_id, now) if customer_id else seal_book(now - GATHERED)
    except Exception as error:
        if is_lost(error):
            raise
        if not passes(error):
            FAILED["sealing"] += 1
            _waiting[customer_id] = now + PUSHED_BACK
            whose = f"customer {customer_id}" if customer_id else "the house's book"
            log.exception("sealing: %s failed and waits for an hour", whose)
        return 0
