"""What other tools tell us: Alertmanager's webhook, and signed JSON in our own form."""

import hmac
from base64 import b64decode
from binascii import Error as NotBase64
from collections.abc import Callable
from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from gwarant.database.scope import ENGINE, scoped
from gwarant.database.seal import SealBroken
from gwarant.monitoring.beats.models import Source
from gwarant.monitoring.telling import reading
from gwarant.monitoring.telling.reading import LIMIT, MessageRefused, State, is_signed
from gwarant.monitoring.telling.taking import Replayed, once, refuse_message, secret_of, take
from gwarant.web.moment import now

SIGNATURE, MOMENT = "X-Signature", "X-Timestamp"
WEBHOOK = "Alertmanager's webhook, version 4, is read here"
FORM = (
    'this is read: {"states": [{"id": "disk-7", "state": "firing" or "resolved", "starts_at": "2026-11-30T08:00:00Z"}]}'
)
UNKNOWN = "no such source, or not its secret"


@csrf_exempt
@require_POST
def alerts(request: HttpRequest, source: str) -> HttpResponse:
    """Alertmanager's webhook, with the secret as a bearer token or as the password of basic authorization."""
    body = _body(request)
    if body is None:
        return _too_large()
    with scoped(ENGINE):
        found = _source(source)
        if found is None or not hmac.compare_digest(_shown(request), found[1]):
            refused = _said(401, UNKNOWN)
            refused.headers["WWW-Authenticate"] = 'Bearer, Basic realm="alerts"'
            return refused
        return _taken(found[0], body, reading.alertmanager, WEBHOOK)


@csrf_exempt
@require_POST
def states(request: HttpRequest, source: str) -> HttpResponse:
    """Our own form, signed; the same message is taken once."""
    body = _body(request)
    if body is None:
        return _too_large()
    moment, signature, at = request.headers.get(MOMENT, ""), request.headers.get(SIGNATURE, ""), now()
    with scoped(ENGINE):
        found = _source(source)
        if found is None or not is_signed(found[1], moment, body, signature):
            return _said(401, f"{UNKNOWN}: {SIGNATURE} is the HMAC-SHA256 of `{MOMENT}.body`")
        sent = _sent(moment)
        if sent is None:
            return _said(400, f"{MOMENT}: seconds since 1970")
        try:
            once(found[0], moment.encode() + b"." + body, sent, at)
        except Replayed:
            return _said(409, f"{MOMENT} is more than five minutes off, or this very message was taken before")
        return _taken(found[0], body, reading.states, FORM)


def _taken(source: Source, body: bytes, read: Callable[[bytes], tuple[State, ...]], right: str) -> HttpResponse:
    try:
        told = read(body)
    except MessageRefused as error:
        refuse_message(source, str(error), now())
        return _said(400, f"{error}; {right}")
    unmatched = take(source, told, now())
    return JsonResponse({"states": len(told), "unmatched": unmatched})


def _source(key: str) -> tuple[Source, bytes] | None:
    """The source of that key with its secret."""
    found = Source.objects.filter(key=key, is_active=True).first()
    try:
        return (found, secret_of(found)) if found else None
    except SealBroken:
        return None


def _shown(request: HttpRequest) -> bytes:
    """The secret that the request shows."""
    kind, _, rest = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() == "bearer":
        return rest.strip().encode("utf-8", "replace")
    if kind.lower() == "basic":
        try:
            return b64decode(rest, validate=True).partition(b":")[2]
        except (NotBase64, ValueError):
            return b""
    return b""


def _body(request: HttpRequest) -> bytes | None:
    """The body; None where it is too large."""
    body = request.read(LIMIT + 1)
    return body if len(body) <= LIMIT else None


def _sent(moment: str) -> datetime | None:
    return (
        datetime.fromtimestamp(int(moment), UTC) if moment.isascii() and moment.isdigit() and len(moment) < 12 else None
    )


def _too_large() -> HttpResponse:
    return _said(413, f"at most {LIMIT} bytes")


def _said(status: int, sentence: str) -> HttpResponse:
    return HttpResponse(f"{sentence}\n", status=status, content_type="text/plain; charset=utf-8")
