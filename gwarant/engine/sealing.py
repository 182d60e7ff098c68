"""The sweep that seals new rows of evidence into their customers' chains."""

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from gwarant.database.rounds import in_round
from gwarant.engine.claims import PUSHED_BACK
from gwarant.engine.lost import is_lost, passes
from gwarant.engine.tally import FAILED
from gwarant.ledger.actions import seal_all, waiting_since
from gwarant.ledger.book import seal_book
from gwarant.reports.running import touch

log = logging.getLogger("gwarant.engine")
HOUSE = 0  # no customer has this number
GATHERED = timedelta(seconds=5)
MANY = 500  # customers together: each holds a lock of its own meanwhile
FEW = 500  # rows: whoever has more is sealed alone, and keeps nobody waiting
_waiting: dict[int, datetime] = {}


def run_once(now: datetime) -> int:
    """Seal for every customer who has a row that is a few seconds old, and the house's book; how many rows."""
    waiting = waiting_since(now - GATHERED, [pk for pk in _waiting if _waits(pk, now)])
    few = [pk for pk, rows in waiting.items() if rows <= FEW][:MANY]
    alone = [[pk] for pk, rows in waiting.items() if rows > FEW]
    return sum(_seal(chains, now) for chains in in_round((few, [HOUSE], *alone)))


def _seal(chains: Sequence[int], now: datetime) -> int:
    """Seal them together, so that a few rows of many customers cost little; one by one where that fails."""
    try:
        if chains == [HOUSE]:
            return 0 if _waits(HOUSE, now) else seal_book(now - GATHERED)
        done = seal_all(chains, now) if chains else 0
        if done:
            touch(chains, now)  # what was sealed is read by the months
        return done
    except Exception as error:
        if is_lost(error):
            raise
        if len(chains) > 1:
            return sum(_seal([one], now) for one in chains)
        if not passes(error):
            _let_wait(chains[0], now)
        return 0


def _waits(chain: int, now: datetime) -> bool:
    return _waiting.get(chain, now) > now


def _let_wait(chain: int, now: datetime) -> None:
    FAILED["sealing"] += 1
    _waiting[chain] = now + PUSHED_BACK
    log.exception("sealing: %s failed and waits for an hour", f"customer {chain}" if chain else "the house's book")
