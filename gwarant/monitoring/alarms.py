"""Whoever leads the house hears, once for each time, that a prober is silent or fails all it looks at; and its end."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet

from gwarant.accounts.models import StaffRole, User
from gwarant.monitoring.leasing import alive, held
from gwarant.monitoring.letters import ProberBack, ProberFails, ProberSees, ProberSilent
from gwarant.monitoring.models import Monitor, Prober
from gwarant.notify.actions import tell
from gwarant.notify.news import About, News
from gwarant.notify.told import Told

PATIENCE = timedelta(seconds=30)  # for which it fails everything before anybody is told
APART = timedelta(microseconds=1)  # whose silence has the same moment were told together, and are back together


def silent() -> timedelta:
    """How long a prober is not heard until somebody is told: its lease is over, and it has missed to ask many times."""
    return timedelta(milliseconds=held() * 3 // 2)


def missing(now: datetime) -> Iterator[tuple[Prober, str]]:
    """Probers that are silent while something is to be looked at from there, and those that fail all they look at."""
    there = Prober.objects.filter(retired_at=None, place__is_active=True).select_related("place").order_by("pk")
    for one in there.filter(Q(seen_at__lt=now - silent()) | Q(fails_since__lt=now - PATIENCE)):
        if one.seen_at < now - silent() and Monitor.objects.watched_from(one.place).exists():
            yield one, "silent"
        elif one.fails_since is not None:
            yield one, "fails all it looks at"


def losing(now: datetime) -> QuerySet[Prober]:
    """Probers that told in the last day of looks that they had made and could not keep."""
    there = Prober.objects.filter(retired_at=None, place__is_active=True, lost_at__gt=now - timedelta(days=1))
    return there.select_related("place").order_by("pk")


def run_once(now: datetime) -> int:
    """Tell of what has begun or is over; how many probers."""
    there = Prober.objects.filter(retired_at=None, place__is_active=True).select_related("place")
    missed = there.filter(seen_at__lt=now - silent(), silence_told_at=None)
    if missed.exists() and (told_together := _all_silent(there, now)):
        return told_together
    told = [
        *(_silent(one, now + number * APART) for number, one in enumerate(missed, 1)),
        *(_back(one, now) for one in there.filter(seen_at__gt=F("silence_told_at"))),
        *(_fails(one, now) for one in there.filter(fails_since__lt=now - PATIENCE, fails_told_at=None)),
        *(_sees(one, now) for one in there.filter(fails_since=None).exclude(fails_told_at=None)),
    ]
    return sum(told)


def _all_silent(there: "QuerySet[Prober]", now: datetime) -> int:
    """Several that were heard and are all silent have our own server in common: one alarm for all; how many.

    It names the one that is silent longest.
    """
    heard = [one for one in there.filter(silence_told_at=None).order_by("seen_at", "pk") if _is_wanted(one, now)]
    hushed = timedelta(milliseconds=alive())  # none of whom is heard for so long are silent together
    if len(heard) < 2 or any(one.seen_at > now - hushed for one in heard):
        return 0
    first, *others = heard
    told = ProberSilent(minutes=_minutes(first, now), together=len(heard), **_facts(first, now))
    with transaction.atomic():
        if not _once(first, "silence_told_at", None, now, told, now):
            return 0
        Prober.objects.filter(pk__in=[one.pk for one in others]).update(silence_told_at=now)
    return len(heard)


def _minutes(one: Prober, now: datetime) -> int:
    return int((now - one.seen_at).total_seconds() // 60)


def _is_wanted(one: Prober, now: datetime) -> bool:
    """Silence matters where something is to be looked at, and was so long enough ago for a prober to begin."""
    return Monitor.objects.watched_from(one.place).filter(changed_at__lt=now - silent()).exists()


def _silent(one: Prober, now: datetime) -> bool:
    if not _is_wanted(one, now):
        return False
    told = ProberSilent(minutes=_minutes(one, now), **_facts(one, now))
    return _once(one, "silence_told_at", None, now, told, now)


def _back(one: Prober, now: datetime) -> bool:
    """It is heard again; those that were told with it have as long as new ones until anybody calls them silent."""
    with transaction.atomic():
        others = Prober.objects.filter(silence_told_at=one.silence_told_at).exclude(pk=one.pk)
        told = ProberBack(together=others.count(), **_facts(one, now))
        if not _once(one, "silence_told_at", one.silence_told_at, None, told, now):
            return False
        others.update(silence_told_at=None, seen_at=now)
    return True


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
    since = now - timedelta(milliseconds=alive())
    others = Prober.objects.filter(place=one.place, retired_at=None, seen_at__gt=since).exclude(pk=one.pk)
    watched = Monitor.objects.watched_from(one.place)
    seeing = Prober.objects.filter(retired_at=None, place__is_active=True, seen_at__gt=since, fails_since=None)
    elsewhere = watched.filter(places__in=seeing.exclude(place=one.place).values("place")).distinct()
    place = {"place": one.place.name, "key": one.place.key, "prober": one.pk}
    return place | {"monitors": watched.count(), "elsewhere": elsewhere.count(), "others": others.count()}
