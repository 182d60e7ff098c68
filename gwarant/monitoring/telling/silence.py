"""Sources that should tell again and again, and do not: their monitors are unknown, and the house is told once."""

from datetime import datetime, timedelta

from django.db import transaction

from gwarant.monitoring.beats.models import Source
from gwarant.monitoring.telling.letters import SourceSilent, tell_leaders
from gwarant.monitoring.telling.taking import settle_all


def run_once(now: datetime, listening: timedelta) -> int:
    """Tell of those that have fallen silent, once we have listened for as long as each may be; how many."""
    due = Source.objects.filter(is_active=True, silence_told_at=None).exclude(every=None).exclude(last_at=None)
    return sum(_silent(one, now) for one in due.order_by("pk") if _misses(one, now, listening))


def _misses(one: Source, now: datetime, listening: timedelta) -> bool:
    length = timedelta(seconds=one.every or 0)
    return one.last_at is not None and one.last_at < now - length and listening >= length


def _silent(one: Source, now: datetime) -> bool:
    with transaction.atomic():
        still = Source.objects.filter(pk=one.pk, silence_told_at=None, last_at=one.last_at)
        if not still.update(silence_told_at=now):
            return False
        settle_all(one, now)
        tell_leaders(one, SourceSilent, now)
    return True
