"""What the web server calls: a request comes in whole, and only then a thread works on it.

Requests whose bodies are on their way hold no thread, however many they are; whether the process answers is said here.
"""

import asyncio
import sys
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http import HTTPStatus
from io import BytesIO
from typing import Any

from gwarant.web.admission.arriving import Limits, Lost, Room, received
from gwarant.web.sender import place_of

Environ = dict[str, Any]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]
Headers = list[tuple[str, str]]
BODILESS = ("GET", "HEAD", "OPTIONS")
TEXT = ("Content-Type", "text/plain; charset=utf-8")


@dataclass(frozen=True)
class Told:
    """An answer as it is sent."""

    status: int
    headers: Headers
    body: bytes


@dataclass(frozen=True)
class Door:
    """How bodies are taken in below a path, and what is answered where one is not; this may have to wait."""

    limits: Limits
    room: Room
    refused: Callable[[Lost, Environ], Told]


class Server:
    """The product behind its doors; `at_once` is the path that says that the process answers, `files` need no body."""

    def __init__(
        self, product: Application, doors: Mapping[str, Door], *, threads: int, at_once: str, files: str
    ) -> None:
        self._product, self._doors, self._at_once, self._files = product, doors, at_once, files
        self._threads = ThreadPoolExecutor(threads, "request")

    async def __rsgi__(self, scope: Any, protocol: Any) -> None:
        """Answer one request."""
        told = self._told_at_once(scope.method, scope.path)
        if told is None:
            told = await self._answered(scope, protocol)
        if told is not None:
            protocol.response_bytes(told.status, told.headers, b"" if scope.method == "HEAD" else told.body)

    def _told_at_once(self, method: str, path: str) -> Told | None:
        if path != self._at_once and not path.startswith(self._files):
            return None
        if method not in ("GET", "HEAD"):
            return text(HTTPStatus.METHOD_NOT_ALLOWED, "GET or HEAD", ("Allow", "GET, HEAD"), ("Connection", "close"))
        return text(HTTPStatus.OK, "ok\n", ("Cache-Control", "no-store")) if path == self._at_once else None

    async def _answered(self, scope: Any, protocol: Any) -> Told | None:
        environ, loop = environ_of(scope), asyncio.get_running_loop()
        if scope.method in BODILESS:
            environ["CONTENT_LENGTH"] = "0"
            return await loop.run_in_executor(self._threads, worked, self._product, environ, protocol, loop)
        door = next(door for path, door in self._doors.items() if scope.path.startswith(path))
        length, place = _length(environ), place_of(environ)
        came = await received(protocol, door.limits, length=length, room=door.room, place=place)
        if isinstance(came, Lost):
            return await loop.run_in_executor(self._threads, door.refused, came, environ)
        environ["wsgi.input"] = came.file
        environ["CONTENT_LENGTH"] = str(came.size)
        with came.file:
            return await loop.run_in_executor(self._threads, worked, self._product, environ, protocol, loop)


def worked(product: Application, environ: Environ, protocol: Any, loop: asyncio.AbstractEventLoop) -> Told | None:
    """What the product answers; nothing where that was sent already, piece by piece, by this thread."""
    begun: list[tuple[str, Headers]] = []
    answer = product(environ, lambda status, headers, *_: begun.append((status, headers)))
    try:
        status, headers = int(begun[0][0].split(" ", 1)[0]), begun[0][1]
        if not getattr(answer, "is_streamed", False):
            return Told(status, headers, b"".join(answer))
        sent = protocol.response_stream(status, headers)
        for piece in answer:
            if not asyncio.run_coroutine_threadsafe(_taken(sent, piece), loop).result():
                break
        return None
    finally:
        close = getattr(answer, "close", None)
        if close:
            close()


async def _taken(sent: Any, piece: bytes) -> bool:
    """Whether somebody is still there for the piece."""
    try:
        await sent.send_bytes(piece)
    except RuntimeError:  # of the web server, whose own names are loaded nowhere else: the line is closed
        return False
    return True


def text(status: HTTPStatus, words: str, *more: tuple[str, str]) -> Told:
    """An answer of a few words."""
    body = words.encode()
    return Told(status.value, [TEXT, ("Content-Length", str(len(body))), *more], body)


def environ_of(scope: Any) -> Environ:
    """The request as the product reads it, without a body. A name with an underscore would pass for another one."""
    host, _, port = scope.server.rpartition(":")
    environ: Environ = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": scope.path.encode().decode("latin-1"),
        "QUERY_STRING": scope.query_string,
        "SERVER_NAME": host.strip("[]"),
        "SERVER_PORT": port,
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "REMOTE_ADDR": scope.client.rpartition(":")[0].strip("[]"),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.input": BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }
    if scope.authority:
        environ["HTTP_HOST"] = scope.authority
    for name, value in scope.headers.items():
        if "_" in name:
            continue
        key = name.upper().replace("-", "_")
        key = key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{key}"
        between = "; " if key == "HTTP_COOKIE" else ","
        environ[key] = f"{environ[key]}{between}{value}" if key in environ and key != "HTTP_HOST" else value
    return environ


def _length(environ: Environ) -> int | None:
    told = environ.get("CONTENT_LENGTH", "")
    return int(told) if told.isdecimal() else None
