"""Pings are answered before the framework begins: no session, no cookie, no page. Thousands may come in a second."""

from collections.abc import Callable, Iterable
from http import HTTPStatus
from io import BytesIO
from typing import Any

from django.conf import settings

from gwarant.monitoring.beats.asked import AWAY, BODY, Answer, Asked, asked_by
from gwarant.monitoring.beats.queue import Intake
from gwarant.web.admission.arriving import Limits, Lost, Room
from gwarant.web.admission.gate import PINGS
from gwarant.web.admission.server import Door, Told
from gwarant.web.moment import precisely
from gwarant.web.sender import place_of, sender_of

PLACE = "/ping/"
METHODS = ("GET", "HEAD", "POST")
NO_METHOD = Answer(HTTPStatus.METHOD_NOT_ALLOWED, "GET, HEAD or POST")
LINES = {status.value: f"{status.value} {status.phrase}" for status in HTTPStatus}
HEADERS = (
    ("Content-Type", "text/plain; charset=utf-8"),
    ("Access-Control-Allow-Origin", "*"),
    ("Cache-Control", "no-store"),
    ("Ping-Body-Limit", str(BODY)),
)
SLOWLY, LONG = Answer(408, "not stored, send it at once"), Answer(413, "not stored, too long")
READS = 4_000_000  # bytes of a body; of more nothing is read
Environ = dict[str, Any]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]
INTAKE = Intake(precisely)


def with_pings(
    product: Application,
    take: Callable[[Asked], Answer] = INTAKE.take,
    note: Callable[[Asked, str], None] = INTAKE.note,
    room: Room | None = None,
) -> Application:
    """The product, and before it the answer to pings; a host that serves files alone takes none.

    Where there is no room, or one place has its share of it, whoever sent it is told to try again; what the address
    says is noted nevertheless, so that no job is thought silent that told.
    """
    places = room or Room(PINGS, PINGS * 3 // 4)

    def application(environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        if not _is_ping(environ):
            return product(environ, start_response)
        place = place_of(environ)
        if places.enter(place) is not None:
            told = _noted(environ, place, note)
        else:
            try:
                path = environ["PATH_INFO"][len(PLACE) :]
                told = answered(environ["REQUEST_METHOD"], path, environ, environ["wsgi.input"].read, take)
            finally:
                places.leave(place)
        told_as = _as_sent(told)
        start_response(LINES[told.status], told_as.headers)
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [told_as.body]

    return application


def ping_door(
    note: Callable[[Asked, str], None] = INTAKE.note,
    lose: Callable[[], None] = INTAKE.lose,
    lose_apart: Callable[[Asked], None] = INTAKE.lose_apart,
) -> Door:
    """How bodies of pings are taken in: apart from those of pages, so that neither takes the other's room."""

    def refused(lost: Lost, environ: Environ) -> Told:
        if lost in (Lost.SLOW, Lost.LONG):
            return _as_sent(SLOWLY if lost is Lost.SLOW else LONG, ("Connection", "close"))
        if environ.get("CONTENT_LENGTH"):
            return _as_sent(_noted(environ, place_of(environ), note), ("Connection", "close"))
        if lost is Lost.FULL:
            lose()  # whether it would have come to its end nobody knows
        else:
            _noted(environ, place_of(environ), lambda asked, _place: lose_apart(asked))
        return _as_sent(AWAY, ("Connection", "close"))

    return Door(Limits(BODY, READS), Room(256, 64), refused)


def _is_ping(environ: Environ) -> bool:
    is_of_files = settings.FILES_HOST and environ.get("HTTP_HOST") == settings.FILES_HOST
    return str(environ.get("PATH_INFO", "")).startswith(PLACE) and not is_of_files


def _noted(environ: Environ, place: str, note: Callable[[Asked, str], None]) -> Answer:
    """What the address says is kept without a wait, and without the words that came with it."""
    path, empty = environ["PATH_INFO"][len(PLACE) :], BytesIO().read

    def take(asked: Asked) -> Answer:
        note(asked, place)
        return AWAY

    return answered(environ["REQUEST_METHOD"], path, environ, empty, take)


def _as_sent(answer: Answer, *more: tuple[str, str]) -> Told:
    body = answer.text.encode()
    allowed = [("Allow", ", ".join(METHODS))] if answer is NO_METHOD else []
    return Told(answer.status, [*HEADERS, *allowed, ("Content-Length", str(len(body))), *more], body)


def answered(
    method: str, path: str, environ: Environ, read: Callable[[int], bytes], take: Callable[[Asked], Answer]
) -> Answer:
    """What comes of a request for the path behind `/ping/`; of its body `read` gives at most so many bytes."""
    if method not in METHODS:
        return NO_METHOD
    body = read(BODY) if method == "POST" else b""
    agent = environ.get("HTTP_USER_AGENT", "")
    asked = asked_by(path, environ.get("QUERY_STRING", ""), sender_of(environ), agent, body)
    return asked if isinstance(asked, Answer) else take(asked)
