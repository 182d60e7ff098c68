"""Whether this process answers, whether the instance is ready, and its figures."""

import ipaddress
from collections.abc import Callable
from datetime import datetime
from secrets import compare_digest

import psycopg
from django.conf import settings
from django.db import Error
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from gwarant.database.scope import ENGINE, scoped
from gwarant.engine.status import (
    ALIVE,
    accounts_state,
    engine_age,
    figures,
    is_migrated,
    ledger_state,
    mail_state,
    mailboxes_state,
    probers_state,
    stalled,
)
from gwarant.web.health.exposition import exposition
from gwarant.web.health.listening import want_of_listeners
from gwarant.web.health.room import want_of_files, want_of_room
from gwarant.web.moment import now as moment


@require_safe
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers; nothing else is asked."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@require_safe
@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """Database, tables, engine, its sweeps, room to write, the folder of files; 503 when one is missing.

    What the evidence's last check found, which mailboxes, accounts, listeners and probers fail, and for how long mail
    has waited stands beside them.
    """
    checks = {name: _checked(check, moment()) for name, check in CHECKS.items()}
    is_ready = all(said == "ok" for said in checks.values())
    beside = {"ledger": _checked(_ledger, moment()), "mailboxes": _checked(_mailboxes, moment())}
    beside |= {"accounts": _checked(accounts_state, moment()), "listeners": want_of_listeners(moment()) or "ok"}
    beside |= {"mail": _checked(mail_state, moment()), "probers": _checked(probers_state, moment())}
    told = {"ready": is_ready, "checks": checks, **beside}
    return JsonResponse(told, status=200 if is_ready else 503)


@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    """The figures, for this machine or for who holds the token."""
    if not _may_read(request):
        return HttpResponse("Needs the token of GWARANT_METRICS_TOKEN.\n", status=403, content_type="text/plain")
    with scoped(ENGINE):
        text = exposition(figures(moment()))
    return HttpResponse(text, content_type="text/plain; version=0.0.4; charset=utf-8")


def _checked(check: Callable[[datetime], str], now: datetime) -> str:
    try:
        with scoped(ENGINE):
            return check(now)
    except (Error, psycopg.Error):
        return "the database does not answer"


def _database(now: datetime) -> str:
    is_migrated()
    return "ok"


def _tables(now: datetime) -> str:
    return "ok" if is_migrated() else "migrations are missing: gwarant migrate"


def _engine(now: datetime) -> str:
    age = engine_age(now)
    if age is None:
        return "no engine runs"
    return "ok" if age < ALIVE.total_seconds() else f"no engine said anything for {age:.0f} s"


def _sweeps(now: datetime) -> str:
    told = [f"{name} has not come round for {age:.0f} s" for name, age in stalled(now).items()]
    return ", ".join(told) or "ok"


def _room(now: datetime) -> str:
    return want_of_room(now) or "ok"


def _files(now: datetime) -> str:
    return want_of_files() or "ok"


def _ledger(now: datetime) -> str:
    return ledger_state(now)


def _mailboxes(now: datetime) -> str:
    return mailboxes_state(now)


CHECKS = {
    "database": _database,
    "migrations": _tables,
    "engine": _engine,
    "sweeps": _sweeps,
    "room": _room,
    "files": _files,
}


def _may_read(request: HttpRequest) -> bool:
    """The token opens from anywhere; without one only this machine, and nobody whom a proxy here speaks for."""
    token = settings.ENV.metrics_token
    given = request.headers.get("Authorization", "")
    if token and compare_digest(given.encode(), f"Bearer {token}".encode()):
        return True
    forwarded = any(name in request.headers for name in ("X-Forwarded-For", "Forwarded", "X-Real-Ip"))
    return not forwarded and _is_here(str(request.META.get("REMOTE_ADDR", "")))


def _is_here(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
