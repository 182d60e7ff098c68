"""Whoever leads the house hears, once for each time, that a prober is silent or fails all it looks at; and its end."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q

from gwarant.accounts.models import StaffRole, User
from gwarant.monitoring.giving import ALIVE
from gwarant.monitoring.leasing import HELD
from gwarant.monitoring.letters import ProberBack, ProberFails, ProberSees, ProberSilent
from gwarant.monitoring.models import Monitor, Prober
from gwarant.notify.actions import tell
from gwarant.notify.news import About, News
from gwarant.notify.told import Told

SILENT = timedelta(milliseconds=HELD * 3 // 2)  # its lease is over, and it has missed several times to ask
PATIENCE = timedelta(seconds=30)  # for which it fails everything before anybody is told


def missing(now: datetime) -> Iterator[tuple[Prober, str]]:
    """Probers that are silent while something is to be looked at from there, and those that fail all they look at."""
    there = Prober.objects.filter(retired_at=None, place__is_active=True).select_related("place").order_by("pk")
    for one in there.filter(Q(seen_at__lt=now - SILENT) | Q(fails_since__lt=now - PATIENCE)):
        if one.seen_at < now - SILENT and Monitor.objects.watched_from(one.place).exists():
            yield one, "silent"
        elif one.fails_since is not None:
            yield one, "fails all it looks at"


def run_once(now: datetime) -> int:
    """Tell of what has begun or is over; how many probers."""
    there = Prober.objects.filter(retired_at=None, place__is_active=True).select_related("place")
    told = [
        *(_silent(one, now) for one in there.filter(seen_at__lt=now - SILENT, silence_told_at=None)),
        *(_back(one, now) for one in there.filter(seen_at__gt=F("silence_told_at"))),
        *(_fails(one, now) for one in there.filter(fails_since__lt=now - PATIENCE, fails_told_at=None)),
        *(_sees(one, now) for one in there.filter(fails_since=None).exclude(fails_told_at=None)),
    ]
    return sum(told)


def _silent(one: Prober, now: datetime) -> bool:
    """Silent matters where something is to be looked at, and was so long enough ago for a prober to begin."""
    if not Monitor.objects.watched_from(one.place).filter(changed_at__lt=now - SILENT).exists():
        return False
    minutes = int((now - one.seen_at).total_seconds() // 60)
    told = ProberSilent(minutes=minutes, **_facts(one, now))
    return _once(one, "silence_told_at", None, now, told, now)


def _back(one: Prober, now: datetime) -> bool:
    return _once(one, "silence_told_at", one.silence_told_at, None, ProberBack(**_facts(one, now)), now)


def _fails(one: Prober, now: datetime) -> bool:
    return _once(one, "fails_told_at", None, now, ProberFails(**_facts(one, now)), now)


def _sees(one: Prober, now: datetime) -> bool:
    return _once(one, "fails_told_at", one.fails_told_at, None, ProberSees(**_facts(one, now)), now)


def _once(one: Prober, column: str, before: datetime | None, after: datetime | None, told: Told, now: datetime) -> bool:
    with transaction.atomic():
        if not Prober.objects.filter(pk=one.pk, **{column: before}).update(**{column: after}):
            return False
        leaders = User.objects.filter(staff_role__in=(StaffRole.OWNER, StaffRole.MANAGER), is_active=True)
        key = f"prober:{one.pk}:{(before or now).isoformat()}:{told.code}"
        tell(leaders, News(told=told, kind="prober", about=About.HOUSE), key=key, customer=None, now=now)
    return True


def _facts(one: Prober, now: datetime) -> dict[str, Any]:
    alive = now - timedelta(milliseconds=ALIVE)
    others = Prober.objects.filter(place=one.place, retired_at=None, seen_at__gt=alive).exclude(pk=one.pk)
    watched = Monitor.objects.watched_from(one.place).count()
    place = {"place": one.place.name, "key": one.place.key, "prober": one.pk}
    return place | {"monitors": watched, "others": others.count()}
