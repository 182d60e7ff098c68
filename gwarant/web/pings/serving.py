"""Pings are answered before the framework begins: no session, no cookie, no page. Thousands may come in a second."""

from collections.abc import Callable, Iterable
from http import HTTPStatus
from threading import BoundedSemaphore
from typing import Any

from django.conf import settings

from gwarant.monitoring.beats.asked import AWAY, BODY, Answer, Asked, asked_by
from gwarant.monitoring.beats.queue import Intake
from gwarant.web.admission.gate import PINGS
from gwarant.web.moment import precisely
from gwarant.web.sender import sender_of

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
Environ = dict[str, Any]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]
INTAKE = Intake(precisely)


def with_pings(product: Application, take: Callable[[Asked], Answer] = INTAKE.take, most: int = PINGS) -> Application:
    """The product, and before it the answer to pings; a host that serves files alone takes none.

    Of more than `most` at once the rest are told to try again, so that pings never hold all threads.
    """
    room = BoundedSemaphore(most)

    def application(environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if not path.startswith(PLACE) or (settings.FILES_HOST and environ.get("HTTP_HOST") == settings.FILES_HOST):
            return product(environ, start_response)
        method = environ["REQUEST_METHOD"]
        answer = AWAY
        if room.acquire(blocking=False):
            try:
                answer = answered(method, path[len(PLACE) :], environ, environ["wsgi.input"].read, take)
            finally:
                room.release()
        body = answer.text.encode()
        start_response(LINES[answer.status], [*HEADERS, ("Content-Length", str(len(body)))])
        return [] if method == "HEAD" else [body]

    return application


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
