"""Servers on loopback that say what a test has them say, byte for byte, and a door at which nobody may knock."""

import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from threading import Thread

Talk = Callable[[socket.socket, bytes], None]  # what a server does with a request that has come


@dataclass
class Server:
    """What came, whole requests with their bodies, and where it listens."""

    host: str
    port: int = 0
    taken: list[bytes] = field(default_factory=list)
    scheme: str = "http"

    @property
    def at(self) -> str:
        return f"{self.host}:{self.port}"

    def url(self, path: str = "/") -> str:
        return f"{self.scheme}://{self.at}{path}"


def read_request(sock: socket.socket) -> bytes:
    """A request with its body."""
    found = b""
    while b"\r\n\r\n" not in found:
        piece = sock.recv(65_536)
        if not piece:
            return found
        found += piece
    head, _, body = found.partition(b"\r\n\r\n")
    length = next((int(one[15:]) for one in head.split(b"\r\n") if one.lower().startswith(b"content-length:")), 0)
    while len(body) < length:
        body += sock.recv(65_536)
    return head + b"\r\n\r\n" + body


def saying(*content: bytes) -> Talk:
    """Send these bytes and hang up."""

    def talk(sock: socket.socket, _request: bytes) -> None:
        for one in content:
            sock.sendall(one)

    return talk


def ok(body: bytes = b"hello", *headers: str) -> bytes:
    """A whole answer."""
    head = ["HTTP/1.1 200 OK", f"Content-Length: {len(body)}", *headers, "", ""]
    return "\r\n".join(head).encode() + body


def leading_to(url: str, status: int = 302) -> bytes:
    return f"HTTP/1.1 {status} Elsewhere\r\nLocation: {url}\r\nContent-Length: 0\r\n\r\n".encode("latin-1")


@contextmanager
def serving(
    talk: Talk,
    host: str = "127.0.0.2",
    context: ssl.SSLContext | None = None,
    reads: Callable[[socket.socket], bytes] = read_request,
    port: int = 0,
) -> Iterator[Server]:
    """A server, a thread for each who calls; everything that it does ends with the block."""
    found = Server(host, scheme="https" if context else "http")
    lines: list[socket.socket] = []

    def answer(raw: socket.socket) -> None:
        with suppress(OSError), context.wrap_socket(raw, server_side=True) if context else raw as sock:
            lines.append(sock)
            request = reads(sock)
            if request:
                found.taken.append(request)
                talk(sock, request)

    def listen(listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                raw = listener.accept()[0]
                lines.append(raw)
                thread = Thread(target=answer, args=(raw,), daemon=True)
                threads.append(thread)
                thread.start()

    threads: list[Thread] = []
    with socket.create_server((host, port)) as listener:
        found.port = listener.getsockname()[1]
        listening = Thread(target=listen, args=(listener,), daemon=True)
        listening.start()
        try:
            yield found
        finally:
            for one in (listener, *lines):
                with suppress(OSError):
                    one.shutdown(socket.SHUT_RDWR)
            for thread in (listening, *threads):
                thread.join(5)


@contextmanager
def nobody_knocks() -> Iterator[int]:
    """The port of a door on this machine, of both versions; whoever called there, even to hang up at once, is seen."""
    with socket.create_server(("127.0.0.1", 0)) as door:
        port = int(door.getsockname()[1])
        doors = [door]
        with suppress(OSError):
            doors.append(socket.create_server(("::1", port), family=socket.AF_INET6))
        try:
            yield port
            knocked = [one.getsockname()[0] for one in doors if _knocked(one)]
            assert knocked == [], f"somebody called at {knocked}"
        finally:
            for one in doors:
                one.close()


def _knocked(door: socket.socket) -> bool:
    door.setblocking(False)
    try:
        door.accept()[0].close()
    except BlockingIOError:
        return False
    return True
