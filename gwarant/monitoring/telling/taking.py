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
        is_first = Source.objects.select_for_update().get(pk=source.pk).heard_at is None
        monitors, unmatched = _monitors(source.key), 0
        touched: set[int | None] = set()
        for one in states:
            row, had = _kept(source, one, monitors, now)
            unmatched += row.monitor_id is None
            touched |= {row.monitor_id, had}
        if is_first:
            Source.objects.filter(pk=source.pk).update(heard_at=now)
        settle([one for one in monitors if is_first or one.pk in touched], now)
    return unmatched


def adopt(monitor: Monitor, now: datetime) -> None:
    """It was made, changed, paused or retired: what fires goes to whom it is now, and what waits to this one.

    Of one that is paused or retired nothing stands any more.
    """
    is_reported = monitor.kind == REPORTED
    with scoped(ENGINE), transaction.atomic():
        own = set(monitor.reported.filter(is_firing=True).values_list("source__key", flat=True))
        keys = own | ({monitor.settings["source"]} if is_reported else set())
        touched = {monitor.pk} if is_reported else set()
        for source in Source.objects.select_for_update().filter(key__in=keys).order_by("key"):
            touched |= _sort_out(source)
        if is_reported and monitor.is_active:
            settings = Settings(**monitor.settings)
            waiting = Reported.objects.filter(source__key=settings.source, monitor=None)
            fits = waiting.filter(labels__contains=settings.labels)
            fits.update(monitor=monitor, customer=monitor.customer_id)
        settle(list(Monitor.objects.filter(pk__in=touched).order_by("pk")), now)


def _sort_out(source: Source) -> set[int]:
    """Give each state that fires to the monitor that takes it now; who has one more or one less."""
    monitors, touched = _monitors(source.key), set()
    for row in source.states.filter(is_firing=True).select_related("monitor", "source"):
        taker = _taker(row.labels, monitors, row)
        if taker != row.monitor:
            touched |= {one.pk for one in (taker, row.monitor) if one is not None and one.kind == REPORTED}
            _give(row, taker)
            row.save(update_fields=["monitor", "customer"])
    return touched


def settle(monitors: Sequence[Monitor], now: datetime) -> None:
    """Each is down while one of its states fires, and unknown until its source has told anything at all."""
    firing = set(Reported.objects.filter(monitor__in=monitors, is_firing=True).values_list("monitor", flat=True))
    heard = set(Source.objects.exclude(heard_at=None).values_list("key", flat=True))
    stood = dict(Standing.objects.filter(monitor__in=monitors).values_list("monitor", "state"))
    turns = []
    for one in monitors:
        state, code = (Stands.DOWN, "firing") if one.pk in firing else (Stands.UP, "")
        if not one.is_active or one.settings["source"] not in heard:
            state, code = Stands.UNKNOWN, "unheard" if one.is_active else "paused"
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


def _kept(source: Source, told: State, monitors: Sequence[Monitor], now: datetime) -> tuple[Reported, int | None]:
    """The state as it is told now, and whose it was before; one that fires is whose it would be were it new."""
    known = source.states.select_related("monitor", "source").filter(fingerprint=told.fingerprint)
    row = known.filter(is_firing=True).first()
    if row is None and not told.is_firing:
        row = known.filter(starts_at=told.starts_at).first()  # its end is told once more
    had, is_new = (row.monitor_id, False) if row else (None, True)
    if row is None:
        row = Reported(source=source, fingerprint=told.fingerprint, starts_at=told.starts_at, received_at=now)
    if is_new or told.is_firing:
        _give(row, _taker(told.labels, monitors, row))
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
    return row, had


def _give(row: Reported, taker: Monitor | None) -> None:
    row.monitor, row.customer_id = taker, taker.customer_id if taker else None


def _taker(labels: Mapping[str, str], monitors: Sequence[Monitor], row: Reported) -> Monitor | None:
    """The most exact that takes states with the labels; else the one that has the row, if it is only paused."""
    fits = (one for one in (*monitors, *_paused(row)) if one.settings["labels"].items() <= labels.items())
    return next(fits, None)


def _paused(row: Reported) -> Sequence[Monitor]:
    had = row.monitor
    if had is None or had.kind != REPORTED or had.is_active or had.retired_at:
        return ()
    return (had,) if had.settings["source"] == row.source.key else ()
