"""The gate before the product: who is turned away is told so at once, so that a thread is always left for whoever asks.

Whether the process answers (`/healthz`) and what lies there as a file wait for nobody; they are read, never sent to.
"""

import re
from collections.abc import Callable, Iterable, Iterator, MutableMapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import cache
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.db import connections
from django.template.loader import render_to_string
from django.utils import translation

from gwarant.files.sizes import MB
from gwarant.web.admission.arriving import Limits, Lost, Room
from gwarant.web.admission.gate import Gate, Refused, Turn
from gwarant.web.admission.server import Application, Door, Environ, Told, text
from gwarant.web.files.upload import AT_ALL, READ_ON
from gwarant.web.middleware import ALIVE
from gwarant.web.sender import place_of

SAFE = ("GET", "HEAD", "OPTIONS")
READ = ("GET", "HEAD")
PERSON = "gwarant.person"  # in the environment: who the product found to be signed in
ASIDE = "gwarant.aside"  # in the environment: whatever is done within it holds nobody's turn
KNOWN = 10_000  # sessions of which it is known whose they are
AGAIN = {Refused.PERSON: 5, Refused.FULL: 10, Refused.WAITED: 10}  # seconds


def with_gate(product: Application, gate: Gate) -> Application:
    """The product behind the gate.

    Whose a session is, the product tells when it answered; until then it is nobody's, and counts as its place.
    """
    known: dict[str, str] = {}

    def application(environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        path = environ.get("PATH_INFO", "")
        if path == ALIVE or path.startswith(settings.STATIC_URL):
            if environ["REQUEST_METHOD"] in READ:
                return product(environ, start_response)
            start_response("405 Method Not Allowed", [("Allow", ", ".join(READ)), ("Content-Length", "0")])
            return []
        sends = environ["REQUEST_METHOD"] not in SAFE
        place, session = place_of(environ), _session(environ)
        turn = gate.enter(known.get(session, place), place, sends=sends)
        if isinstance(turn, Refused):
            return _refused(turn, sends, environ, start_response)
        environ[ASIDE] = lambda: _aside(gate, turn)
        answer: Iterable[bytes] = ()
        try:
            answer = product(environ, start_response)
        finally:
            _learn(known, session, environ.get(PERSON))
            if not getattr(answer, "streaming", False):
                gate.leave(turn)
        return _Streamed(answer, gate, turn) if getattr(answer, "streaming", False) else answer

    return application


@contextmanager
def _aside(gate: Gate, turn: Turn) -> Iterator[None]:
    gate.rest(turn)
    try:
        yield
    finally:
        gate.resume(turn)


def aside(environ: MutableMapping[str, Any]) -> AbstractContextManager[None]:
    """What is done within it waits for others and holds nobody's turn; whoever uses it bounds how often at once."""
    found: AbstractContextManager[None] = environ[ASIDE]() if ASIDE in environ else nullcontext()
    return found


def _learn(known: dict[str, str], session: str, person: str | None) -> None:
    known.pop(session, None)
    if session and person is not None:
        known[session] = f"person {person}"
        while len(known) > KNOWN:
            known.pop(next(iter(known), ""), None)


class _Streamed:
    """An answer that is made as it is sent, such as a download: meanwhile it holds a thread, and nothing else."""

    is_streamed = True

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
    told = _told(environ, status, sends, AGAIN[why])
    start_response(f"{status.value} {status.phrase}", told.headers)
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [told.body]


def _told(environ: Environ, status: HTTPStatus, sends: bool, again: int) -> Told:
    body = _page(translation.get_language_from_request(WSGIRequest(environ)), status, sends)
    headers = [
        ("Content-Type", "text/html; charset=utf-8"),
        ("Content-Length", str(len(body))),
        ("Retry-After", str(again)),
        ("Cache-Control", "no-store"),
    ]
    return Told(status.value, headers, body)


def page_door() -> Door:
    """How bodies of pages are taken in: as much as the form of files gives back, and of more the begin."""
    form = int(settings.ENV.form_size) * MB
    limits = Limits(AT_ALL * form + settings.DATA_UPLOAD_MAX_MEMORY_SIZE, READ_ON * form)
    return Door(limits, Room(256, 64), refused_body)


def refused_body(lost: Lost, environ: Environ) -> Told:
    """Why a body is not taken: what was sent is not read further, and the line is cut."""
    cut = ("Connection", "close")
    if lost is Lost.LONG:
        return text(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "far more than may be sent", cut)
    statuses = {Lost.SLOW: HTTPStatus.REQUEST_TIMEOUT, Lost.PLACE: HTTPStatus.TOO_MANY_REQUESTS}
    told = _told(environ, statuses.get(lost, HTTPStatus.SERVICE_UNAVAILABLE), True, AGAIN[Refused.FULL])
    return Told(told.status, [*told.headers, cut], told.body)


@cache
def _page(lang: str, status: HTTPStatus, sends: bool) -> bytes:
    with translation.override(lang):
        told = {
            "code": status.value,
            "is_theirs": status is HTTPStatus.TOO_MANY_REQUESTS,
            "is_slow": status is HTTPStatus.REQUEST_TIMEOUT,
            "sends": sends,
        }
        return render_to_string("busy.html", told).encode()
