"""What probers ask: to be known, what to look at, and to take what they saw. Packed in and out (MessagePack)."""

from collections.abc import Callable
from functools import wraps
from typing import Any

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from gwarant.database.scope import ENGINE, scoped
from gwarant.monitoring.enrolling import EnrolmentRefused, enrol
from gwarant.monitoring.giving import give
from gwarant.monitoring.models import Prober
from gwarant.monitoring.moments import milliseconds_of
from gwarant.monitoring.taking import MomentDoubted, take
from gwarant.monitoring.trials import asking as trying
from gwarant.prober.protocol import MOMENT, PROBER, SURE, BatchRefused, Enrolled, Enrolment, Wanted, is_signed
from gwarant.web.moment import now as moment
from gwarant.web.moment import precisely

PACKED = "application/msgpack"


def of_prober(answer: Callable[[Prober, bytes, int, int | None], Any]) -> Callable[[HttpRequest], HttpResponse]:
    """Only what a known prober signed, a moment ago, is answered; in the engine's scope, for it has no person."""

    @csrf_exempt
    @require_POST
    @wraps(answer)
    def view(request: HttpRequest) -> HttpResponse:
        now, body = milliseconds_of(precisely()), request.body
        with scoped(ENGINE):
            prober = _signing(request, body, now)
            if prober is None:
                return _in_doubt("not signed by a prober that is known here, or at a wrong time", now)
            sent = None if SURE in request.headers else int(request.headers[MOMENT])
            try:
                return _packed(answer(prober, body, now, sent))
            except MomentDoubted:
                return _in_doubt("of another moment", now)
            except (BatchRefused, msgspec.DecodeError) as error:
                return _said(400, str(error))

    return view


@csrf_exempt
@require_POST
def enrolment(request: HttpRequest) -> HttpResponse:
    """A prober makes itself known by the code that it was given."""
    now = moment()
    try:
        asked = msgspec.msgpack.decode(request.body, type=Enrolment)
        with scoped(ENGINE):
            prober = enrol(asked.code, asked.key, asked.version, now=now)
    except (EnrolmentRefused, msgspec.DecodeError) as error:
        return _said(403, str(error))
    return _packed(Enrolled(prober=str(prober.pk), place=prober.place.key, now=milliseconds_of(precisely())))


@of_prober
def targets(prober: Prober, body: bytes, now: int, _sent: int | None) -> Any:
    """What to look at, and for how long it is this prober's to do so."""
    return give(prober, msgspec.msgpack.decode(body, type=Wanted), now)


@of_prober
def looks(prober: Prober, body: bytes, now: int, sent: int | None) -> Any:
    """Take what was seen; what came before changes nothing."""
    return take(prober, body, now, sent)


@of_prober
def trials(prober: Prober, body: bytes, _now: int, _sent: int | None) -> Any:
    """Take what a look found that somebody waits for."""
    return trying.take(prober, body)


def _signing(request: HttpRequest, body: bytes, now: int) -> Prober | None:
    name = request.headers.get(PROBER, "")
    if not name.isdecimal() or len(name) > 18:
        return None
    found = Prober.objects.select_related("place").filter(pk=int(name), retired_at=None, place__is_active=True).first()
    if found is None:
        return None
    key = Ed25519PublicKey.from_public_bytes(bytes(found.key))
    return found if is_signed(key, request.headers, request.path, body, now) else None


def _in_doubt(sentence: str, now: int) -> HttpResponse:
    """With our time, by which a prober whose clock is wrong sets it."""
    refusal = _said(403, sentence)
    refusal.headers[MOMENT] = str(now)
    return refusal


def _packed(answer: Any) -> HttpResponse:
    return HttpResponse(msgspec.msgpack.encode(answer), content_type=PACKED)


def _said(status: int, sentence: str) -> HttpResponse:
    return HttpResponse(f"{sentence}\n", status=status, content_type="text/plain; charset=utf-8")
