"""Taking due rows one by one, so that two engines never do the same and one bad row stops nothing."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from gwarant.database.rounds import in_round
from gwarant.engine.lost import is_lost, passes
from gwarant.engine.tally import FAILED

log = logging.getLogger("gwarant.engine")
BATCH = 50
LEASE = timedelta(seconds=5)
PUSHED_BACK = timedelta(hours=1)


def each_due(
    sweep: str,
    due: QuerySet[Any],
    column: str,
    act: Callable[[int], object],
    *,
    lease: timedelta = LEASE,
    take: Callable[[int, datetime, datetime], bool] | None = None,
    goes_on: Callable[[], bool] = lambda: True,
    now: datetime,
) -> int:
    """Act on each row whose moment in `column` has come; how many were acted on.

    Whoever moves the moment from what was seen to the end of a short lease has the row; the action writes the next
    moment. An engine that dies in between leaves the row due again when the lease ends. Without a lease the moment
    stays, and the action itself must see that another engine was first. `take` moves the moment itself, where something
    is to be noted with it. Once it does not go on, or after a round, the rest waits for the next round, which sees what
    came in between.
    """
    done = 0
    for pk, seen in in_round(due.values_list("pk", column)[:BATCH]):
        if not goes_on():
            break
        held = now + lease if lease else seen
        if not (take(pk, seen, held) if take else _move(due, pk, column, seen, held)):
            continue
        try:
            done += bool(act(pk))
        except Exception as error:
            if is_lost(error):
                raise
            _move(due, pk, column, held, seen if passes(error) else later(sweep, pk, error, now))
    return done


def later(sweep: str, pk: int | str, error: Exception, now: datetime) -> datetime:
    """When a row that failed is tried again."""
    FAILED[sweep] += 1
    log.error("%s: row %s failed and waits for an hour", sweep, pk, exc_info=error)
    return now + PUSHED_BACK


def _move(due: QuerySet[Any], pk: int, column: str, seen: datetime, to: datetime) -> bool:
    return bool(due.model._default_manager.filter(pk=pk, **{column: seen}).update(**{column: to}))
