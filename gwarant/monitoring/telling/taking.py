"""States that came are kept: each once by its print, with its system where a monitor takes it, else for people."""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.db import IntegrityError, connection, transaction

from gwarant.database.scope import ENGINE, scoped
from gwarant.database.seal import open_, seal
from gwarant.monitoring.beats.fold import Stands
from gwarant.monitoring.beats.models import Reported, SeenMessage, Source
from gwarant.monitoring.beats.standing import Turned, turned
from gwarant.monitoring.kinds import REPORTED
from gwarant.monitoring.models import Monitor, Standing
from gwarant.monitoring.telling.reading import State
from gwarant.monitoring.telling.settings import Settings

WINDOW = timedelta(minutes=5)  # by which the moment of a signed message may be off


class Replayed(Exception):
    """The message is old, or was taken before."""


def open_source(key: str, name: str, *, now: datetime) -> str:
    """Let another tool tell of states, or give it another secret; the secret, which is shown this once."""
    secret = secrets.token_urlsafe(32)
    with scoped(ENGINE):
        told = {"name": name, "sealed": seal(_purpose(key), secret.encode()), "is_active": True}
        Source.objects.update_or_create(key=key, defaults=told, create_defaults={**told, "created_at": now})
    return secret


def secret_of(source: Source) -> bytes:
    """What its messages show or are signed with."""
    return open_(_purpose(source.key), bytes(source.sealed))


def once(source: Source, signed: bytes, sent: datetime, now: datetime) -> None:
    """Take note of a signed message. Raises Replayed where it is too old or was there before."""
    if abs(now - sent) > WINDOW:
        raise Replayed
    SeenMessage.objects.filter(at__lt=now - 3 * WINDOW).delete()
    try:
        with transaction.atomic():
            SeenMessage.objects.create(source=source, sha256=sha256(signed).hexdigest(), at=now)
    except IntegrityError as error:
        raise Replayed from error


def take(source: Source, states: Iterable[State], now: datetime) -> int:
    """Keep the states and how their monitors stand; how many no monitor takes. In the engine's scope."""
    with transaction.atomic():
        Source.objects.select_for_update().get(pk=source.pk)
        monitors, unmatched = _monitors(source.key), 0
        touched: set[int] = set()
        for one in states:
            row = _kept(source, one, monitors, now)
            unmatched += row.monitor_id is None
            touched |= {row.monitor_id} if row.monitor_id is not None else set()
        settle([one for one in monitors if one.pk in touched], now)
    return unmatched


def adopt(monitor: Monitor, now: datetime) -> None:
    """What waits and is this monitor's is taken by it; of one that is paused or retired nothing stands any more."""
    with scoped(ENGINE):
        if monitor.is_active:
            settings = Settings(**monitor.settings)
            waiting = Reported.objects.filter(source__key=settings.source, monitor=None)
            fits = waiting.filter(labels__contains=settings.labels)
            fits.update(monitor=monitor, customer=monitor.customer_id)
        settle([monitor], now)


def settle(monitors: Sequence[Monitor], now: datetime) -> None:
    """Each is down while one of its states fires."""
    firing = set(Reported.objects.filter(monitor__in=monitors, is_firing=True).values_list("monitor", flat=True))
    stood = dict(Standing.objects.filter(monitor__in=monitors).values_list("monitor", "state"))
    turns = []
    for one in monitors:
        state, code = (Stands.DOWN, "firing") if one.pk in firing else (Stands.UP, "")
        if not one.is_active:
            state, code = Stands.UNKNOWN, "paused"
        if stood.get(one.pk) != state.value:
            turns.append(Turned(one.pk, one.customer_id, state, code, now))
    with connection.cursor() as cursor:
        turned(cursor, turns, now)


def _purpose(key: str) -> str:
    return f"source {key}"


def _monitors(source: str) -> list[Monitor]:
    """Those that take states of the source, the most exact first."""
    found = Monitor.objects.kept().filter(kind=REPORTED, is_active=True, settings__source=source)
    return sorted(found, key=lambda one: (-len(one.settings["labels"]), one.pk))


def _kept(source: Source, told: State, monitors: Sequence[Monitor], now: datetime) -> Reported:
    known = Reported.objects.filter(source=source, fingerprint=told.fingerprint)
    row = known.filter(is_firing=True).first()
    if row is None and not told.is_firing:
        row = known.filter(starts_at=told.starts_at).first()  # its end is told once more
    if row is None:
        taker = _taker(told.labels, monitors)
        row = Reported(source=source, fingerprint=told.fingerprint, monitor=taker, received_at=now)
        row.customer_id = taker.customer_id if taker else None
        row.starts_at = told.starts_at
    columns: Mapping[str, Any] = {
        "name": told.name,
        "labels": told.labels,
        "words": told.words,
        "is_firing": told.is_firing,
        "ends_at": told.ends_at or row.ends_at,
        "changed_at": now,
    }
    for name, value in columns.items():
        setattr(row, name, value)
    row.save()
    return row


def _taker(labels: Mapping[str, str], monitors: Sequence[Monitor]) -> Monitor | None:
    return next((one for one in monitors if one.settings["labels"].items() <= labels.items()), None)
