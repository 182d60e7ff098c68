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
from gwarant.monitoring.telling.letters import SourceBack, tell_leaders
from gwarant.monitoring.telling.reading import State
from gwarant.monitoring.telling.settings import Settings

WINDOW = timedelta(minutes=5)  # by which the moment of a signed message may be off


class Replayed(Exception):
    """The message is old, or was taken before."""


def open_source(key: str, name: str, *, now: datetime) -> str:
    """Let another tool tell of states, or give it another secret; the secret, which is shown this once."""
    secret = secrets.token_urlsafe(32)
    with scoped(ENGINE):
        told = {"sealed": seal(_purpose(key), secret.encode()), "is_active": True}
        made = {**told, "name": name, "created_at": now}
        found, is_new = Source.objects.update_or_create(key=key, defaults=told, create_defaults=made)
        if not is_new:
            settle_all(found, now)
    return secret


def retire_source(source: Source, now: datetime) -> None:
    """Listen to it no more: how its monitors stand is unknown, until it is opened again with another secret."""
    with scoped(ENGINE), transaction.atomic():
        Source.objects.filter(pk=source.pk).update(is_active=False, silence_told_at=None)
        settle_all(source, now)


def settle_all(source: Source, now: datetime) -> None:
    """How all of its monitors stand, now that something of the source itself has changed."""
    settle(_monitors(source.key), now)


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


def refuse_message(source: Source, why: str, now: datetime) -> None:
    """Keep that a message of the source could not be read, and why, for whoever sets it up."""
    Source.objects.filter(pk=source.pk).update(refused_at=now, refused=why[:300].replace("\x00", ""))


def take(source: Source, states: Iterable[State], now: datetime) -> int:
    """Keep the states and how their monitors stand; how many no monitor takes. In the engine's scope."""
    with transaction.atomic():
        stood = Source.objects.select_for_update().get(pk=source.pk)
        is_first = stood.heard_at is None or stood.silence_told_at is not None
        monitors, unmatched = _monitors(source.key), 0
        touched: set[int | None] = set()
        for one in states:
            row, had = _kept(source, one, monitors, now)
            unmatched += row.monitor_id is None
            touched |= {row.monitor_id, had}
        heard = {
            "heard_at": stood.heard_at or now,
            "last_at": now,
            "silence_told_at": None,
            "refused_at": None,
            "refused": "",
        }
        Source.objects.filter(pk=source.pk).update(**heard)
        if stood.silence_told_at is not None:
            tell_leaders(stood, SourceBack, now)
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
    """Each is down while one of its states fires, and unknown while its source has told nothing or is silent."""
    firing = set(Reported.objects.filter(monitor__in=monitors, is_firing=True).values_list("monitor", flat=True))
    told = Source.objects.filter(is_active=True).exclude(heard_at=None)
    heard = {key: is_silent is None for key, is_silent in told.values_list("key", "silence_told_at")}
    stood = dict(Standing.objects.filter(monitor__in=monitors).values_list("monitor", "state"))
    turns = []
    for one in monitors:
        state, code = (Stands.DOWN, "firing") if one.pk in firing else (Stands.UP, "")
        why = {None: "unheard", False: "silent", True: ""}[heard.get(one.settings["source"])]
        if not one.is_active or why:
            state, code = Stands.UNKNOWN, why if one.is_active else "paused"
        if stood.get(one.pk) != state.value:
            turns.append(Turned(one.pk, one.customer_id, state, code, now))
    with connection.cursor() as cursor:
        turned(cursor, turns, now)


def labels_told_by(source: Source) -> set[str]:
    """The names of labels that its last states had; none where it never told any."""
    last = source.states.order_by("-changed_at").values_list("labels", flat=True)[:1_000]
    return {name for labels in last for name in labels}


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
