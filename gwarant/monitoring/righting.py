"""Our own clock was ahead and is right again: what was written meanwhile must not stand in the way of what is so.

A prober that claims to have been heard in the future shows it. The database has to agree, so that an engine whose own
clock is behind changes nothing.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.db.models.expressions import RawSQL

from gwarant.monitoring.alarms import APART
from gwarant.monitoring.leasing import held
from gwarant.monitoring.models import Prober, SeenLook, Share, Standing, Watch
from gwarant.monitoring.moments import milliseconds_of
from gwarant.prober.model import Reason
from gwarant.sla.evidence.model import State

AHEAD = timedelta(seconds=30)  # how far the clocks of two machines of an instance may be apart


def run_once(now: datetime) -> bool:
    """Take back what is of the future; whether there was any.

    Looks of then become unknown until their slot comes and is looked at; how things stand is unknown until a prober
    says so; shares are free, and probers have as long as new ones until anybody calls them silent.
    """
    until = now + AHEAD
    if not Prober.objects.filter(_is_ahead("seen_at", until) | _is_ahead("silence_told_at", until)).exists():
        return False
    at, end = milliseconds_of(now), milliseconds_of(until)
    unseen = {"state": State.UNKNOWN.value, "code": Reason.CLOCK.value}
    blank = {"phases": [0] * 5, "address": "", "certificate": "", "late": 0, "received": F("slot")}
    with transaction.atomic():
        SeenLook.objects.filter(slot__gt=end).update(**unseen, **blank)
        Standing.objects.filter(slot__gt=end).update(**unseen, slot=at, since=at, said="", total=0)
        Share.objects.filter(until__gt=end + held()).update(until=at)
        Watch.objects.filter(due_at__gt=until + AHEAD).update(due_at=now)
        Prober.objects.filter(seen_at__gt=until).update(seen_at=now)
        _right_silences(until, now)
    return True


def _is_ahead(column: str, until: datetime) -> Q:
    return Q(**{f"{column}__gt": until, f"{column}__gte": RawSQL("clock_timestamp() + %s", [AHEAD])})


def _right_silences(until: datetime, now: datetime) -> None:
    """Of whose silence somebody was told then is back as soon as it is heard; those told together stay so."""
    ahead = Prober.objects.filter(silence_told_at__gt=until)
    moments = ahead.order_by("silence_told_at").values_list("silence_told_at", flat=True).distinct()
    for number, at in enumerate(moments):
        Prober.objects.filter(silence_told_at=at).update(silence_told_at=now - number * APART)
