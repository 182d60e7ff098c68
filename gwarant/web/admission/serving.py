"""The gate before the product: who is turned away is told so at once, so that a thread is always left for whoever asks.

Whether the process answers (`/healthz`) and what lies there as a file wait for nobody.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.db import connections
from django.template.loader import render_to_string
from django.utils import translation

from gwarant.web.admission.gate import Gate, Refused, Turn
from gwarant.web.middleware import ALIVE
from gwarant.web.sender import sender_of

Environ = dict[str, Any]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]
SAFE = ("GET", "HEAD", "OPTIONS")
AGAIN = {Refused.PERSON: 5, Refused.FULL: 10, Refused.WAITED: 10}  # seconds


def with_gate(product: Application, gate: Gate) -> Application:
    """The product behind the gate."""

    def application(environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if path == ALIVE or path.startswith(settings.STATIC_URL):
            return product(environ, start_response)
        sends = environ["REQUEST_METHOD"] not in SAFE
        place = sender_of(environ)
        turn = gate.enter(_session(environ) or place, place, sends=sends)
        if isinstance(turn, Refused):
            return _refused(turn, sends, environ, start_response)
        answer: Iterable[bytes] = ()
        try:
            answer = product(environ, start_response)
        finally:
            if not getattr(answer, "streaming", False):
                gate.leave(turn)
        return _Streamed(answer, gate, turn) if getattr(answer, "streaming", False) else answer

    return application


class _Streamed:
    """An answer that is made as it is sent, such as a download: meanwhile it holds a thread, and nothing else."""

    def __init__(self, answer: Any, gate: Gate, turn: Turn) -> None:
        self._answer, self._gate, self._turn = answer, gate, turn
        gate.rest(turn)
        connections.close_all()

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._answer)

    def close(self) -> None:
        """Called by the server once all is sent, or nobody takes it any more."""
        try:
            self._answer.close()
        finally:
            self._gate.leave(self._turn)


def _session(environ: Environ) -> str:
    """The session's cookie as it was sent, whoever it is of; empty without one."""
    found = re.search(rf"(?:^|;\s*){re.escape(settings.SESSION_COOKIE_NAME)}=([^;\s]+)", environ.get("HTTP_COOKIE", ""))
    return found[1] if found else ""


def _refused(why: Refused, sends: bool, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
    status = HTTPStatus.TOO_MANY_REQUESTS if why is Refused.PERSON else HTTPStatus.SERVICE_UNAVAILABLE
    body = _page(translation.get_language_from_request(WSGIRequest(environ)), status, sends)
    headers = [
        ("Content-Type", "text/html; charset=utf-8"),
        ("Content-Length", str(len(body))),
        ("Retry-After", str(AGAIN[why])),
        ("Cache-Control", "no-store"),
    ]
    start_response(f"{status.value} {status.phrase}", headers)
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]


@cache
def _page(lang: str, status: HTTPStatus, sends: bool) -> bytes:
    with translation.override(lang):
        told = {"code": status.value, "is_theirs": status is HTTPStatus.TOO_MANY_REQUESTS, "sends": sends}
        return render_to_string("busy.html", told).encode()
