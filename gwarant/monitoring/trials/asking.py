"""Having a place look once, now: its next prober that asks for targets does, and hands over what it found."""

import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import msgspec
from django.db import transaction
from django.db.models import QuerySet

from gwarant.accounts.models import User
from gwarant.database.scope import ENGINE, scoped
from gwarant.database.seal import SealBroken, open_, seal
from gwarant.monitoring.leasing import alive
from gwarant.monitoring.models import Place, Prober, Trial
from gwarant.monitoring.moments import moment_of
from gwarant.prober.checks import settings_of
from gwarant.prober.model import Answer
from gwarant.prober.protocol import Trial as Told
from gwarant.prober.protocol import Tried, plain

WAITS = timedelta(seconds=20)  # for which a prober may take a trial up
KEPT = timedelta(hours=1)
AT_ONCE = 5  # trials that a prober takes up with one answer


def ask(place: Place, kind: str, settings: Mapping[str, Any], timeout: int, *, by: User, now: datetime) -> int:
    """Have the place look; the trial's number. Raises SettingsRefused."""
    told = msgspec.json.encode(settings)
    settings_of(kind, told)
    name = f"trial {secrets.token_hex(16)}"
    with scoped(ENGINE):
        Trial.objects.filter(asked_at__lt=now - KEPT).delete()
        row = {"kind": kind, "timeout": timeout, "name": name, "sealed": seal(name, told)}
        return Trial.objects.create(place=place, asked_at=now, asked_by=by, **row).pk


def answer_to(trial: int) -> Answer | None:
    """What the look found; None while nobody has looked."""
    with scoped(ENGINE):
        found = Trial.objects.filter(pk=trial).values_list("answer", flat=True).first()
    return msgspec.msgpack.decode(bytes(found), type=Answer) if found else None


def end(trial: int) -> None:
    """Nobody waits for it any more."""
    with scoped(ENGINE):
        Trial.objects.filter(pk=trial).delete()


def looking_from(now: int) -> QuerySet[Place]:
    """The places with a prober that is heard (`now` in milliseconds)."""
    heard = Prober.objects.filter(retired_at=None, seen_at__gt=moment_of(now - alive()))
    return Place.objects.filter(is_active=True, pk__in=heard.values("place")).order_by("name", "key")


def for_prober(prober: Prober, now: int) -> tuple[Told, ...]:
    """The trials of its place that wait: they are its from now on. In the engine's scope."""
    at = moment_of(now)
    waiting = Trial.objects.filter(place=prober.place_id, prober=None, asked_at__gt=at - WAITS)
    if not waiting.exists():
        return ()
    with transaction.atomic():
        found = list(waiting.select_for_update(skip_locked=True).order_by("pk")[:AT_ONCE])
        Trial.objects.filter(pk__in=[one.pk for one in found]).update(prober=prober)
    return tuple(told for one in found if (told := _told(one)) is not None)


def take(prober: Prober, body: bytes) -> dict[str, int]:
    """What a prober found of a trial that it was given; anything else is nobody's. In the engine's scope."""
    tried = msgspec.msgpack.decode(body, type=Tried)
    packed = msgspec.msgpack.encode(plain(tried.answer))
    own = Trial.objects.filter(pk=max(0, min(tried.trial, 2**62)), prober=prober, answer=b"")
    return {"taken": own.update(answer=packed)}


def _told(one: Trial) -> Told | None:
    try:
        settings = open_(one.name, bytes(one.sealed))
    except SealBroken:
        return None
    return Told(id=one.pk, kind=one.kind, timeout=one.timeout, settings=settings)
