"""Servers with several addresses, and servers that speak HTTP/2."""

import socket
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pycurl
import pytest
from certificates import serving_as
from loopback import Server, Talk, ok, saying, serving
from one_look import looked

from gwarant.prober.model import Answer
from gwarant.prober.reach import Reach, reach_of
from gwarant.prober.tools import Tools, tools
from gwarant.prober.transfers import Transfers
from gwarant.sla.evidence.model import State

NOW = datetime.now(UTC)  # noqa: TID251 - TLS reads the clock of this machine
FIRST, SECOND = "127.0.0.2", "127.0.0.3"
FRAME = 9  # bytes before the content of each: length, kind, flags, stream
HEADERS, SETTINGS, DATA = 1, 4, 0


class Named(Transfers):
    """As if a name server said of one host and port that they lead to these addresses, in this order."""

    told = ""

    def handle(self) -> pycurl.Curl:
        handle = super().handle()
        handle.setopt(pycurl.RESOLVE, [self.told])
        return handle


@pytest.fixture
def stack() -> Iterator[ExitStack]:
    with ExitStack() as found:
        yield found


def look_at(port: int, reach: Reach, stack: ExitStack, timeout: int = 5_000) -> Answer:
    """What a prober with that reach finds at a shop of two addresses."""
    own = tools(reach)
    stack.callback(own.close)
    named = Named(own.poll)
    named.told = f"shop.example:{port}:{FIRST},{SECOND}"
    stack.callback(named.close)
    wanted = {"url": f"http://shop.example:{port}/"}
    return looked("http", wanted, replace(own, transfers=named), timeout)


def both(stack: ExitStack) -> tuple[Server, Server]:
    """A server at each of the addresses, on one port."""
    second = stack.enter_context(serving(saying(ok(b"second")), host=SECOND))
    return stack.enter_context(serving(saying(ok(b"first")), host=FIRST, port=second.port)), second


def test_of_several_addresses_the_one_that_answered_is_told(stack: ExitStack) -> None:
    first, second = both(stack)
    found = look_at(first.port, Reach(everywhere=True), stack)
    assert (found.state, found.address, len(first.taken), len(second.taken)) == (State.UP, FIRST, 1, 0)


def test_where_the_first_address_refuses_the_next_one_answers(stack: ExitStack) -> None:
    server = stack.enter_context(serving(saying(ok()), host=SECOND))
    found = look_at(server.port, Reach(everywhere=True), stack)
    assert (found.state, found.code, found.address) == (State.UP, "200", SECOND)


def test_where_the_first_address_is_silent_the_next_one_has_time_left(stack: ExitStack) -> None:
    server = stack.enter_context(serving(saying(ok()), host=SECOND))
    silent = stack.enter_context(socket.socket())
    silent.bind((FIRST, server.port))
    silent.listen(0)
    for _ in range(2):  # the queue is full: whoever calls now hears nothing
        line = stack.enter_context(socket.socket())
        line.setblocking(False)
        line.connect_ex((FIRST, server.port))
    found = look_at(server.port, Reach(everywhere=True), stack, timeout=1_000)
    assert (found.state, found.address) == (State.UP, SECOND)
    assert found.phases.total < 1_000_000


def test_of_several_addresses_only_those_are_called_that_may_be(stack: ExitStack) -> None:
    first, second = both(stack)
    found = look_at(first.port, reach_of([f"{SECOND}/32"]), stack)
    assert (found.state, found.address) == (State.UP, SECOND)
    found = look_at(first.port, Reach(), stack)
    assert (found.state, found.code) == (State.UNKNOWN, "not_allowed")
    assert (len(first.taken), len(second.taken)) == (0, 1)


def test_an_address_that_may_not_be_called_hides_no_other_that_refuses(stack: ExitStack) -> None:
    """Nobody knows what the barred one would have said: unknown."""
    with socket.create_server((SECOND, 0)) as taken:
        port = taken.getsockname()[1]
    found = look_at(port, reach_of([f"{SECOND}/32"]), stack)
    assert (found.state, found.code) == (State.UNKNOWN, "not_allowed")


def until_headers(sock: socket.socket) -> bytes:
    """Frames of HTTP/2 as far as the request."""
    taken, file = b"", sock.makefile("rb")
    taken += file.read(24)  # the preface
    while head := file.read(FRAME):
        taken += head + file.read(int.from_bytes(head[:3], "big"))
        if head[3] == HEADERS:
            return taken
    return taken


def frame(kind: int, flags: int, stream: int, content: bytes = b"") -> bytes:
    return len(content).to_bytes(3, "big") + bytes([kind, flags]) + stream.to_bytes(4, "big") + content


def in_two(status: int, body: bytes) -> tuple[bytes, ...]:
    """An answer of HTTP/2: settings, theirs confirmed, the status by its number in the static table, the text."""
    number = {200: 8, 404: 13, 500: 14}[status]
    whole = frame(SETTINGS, 0, 0) + frame(SETTINGS, 1, 0) + frame(HEADERS, 4, 1, bytes([0x80 | number]))
    return whole, frame(DATA, 1, 1, body)


def patiently(*frames: bytes) -> Talk:
    """Say it, and listen until the other side hangs up, as a server of HTTP/2 does."""

    def talk(sock: socket.socket, _request: bytes) -> None:
        sock.sendall(b"".join(frames))
        while sock.recv(65_536):
            pass

    return talk


@pytest.mark.parametrize(("status", "state", "code"), [(200, State.UP, "200"), (500, State.DOWN, "500")])
def test_a_server_that_speaks_http_2_is_understood(
    stack: ExitStack, tmp_path: Path, open_tools: Tools, status: int, state: State, code: str
) -> None:
    context = serving_as(tmp_path, "two", (FIRST,), NOW - timedelta(days=1))
    context.set_alpn_protocols(["h2"])
    talk = patiently(*in_two(status, b"hello"))
    server = stack.enter_context(serving(talk, context=context, reads=until_headers))
    wanted = {"url": server.url(), "authorities": (tmp_path / "two.pem").read_text(), "version": "2"}
    found = looked("http", {**wanted, "contains": ["hello"]} if status == 200 else wanted, open_tools)
    assert (found.state, found.code) == (state, code)
    assert found.certificate is not None
    assert server.taken[0].startswith(b"PRI * HTTP/2.0")


def test_http_2_that_breaks_off_is_down(stack: ExitStack, tmp_path: Path, open_tools: Tools) -> None:
    context = serving_as(tmp_path, "two", (FIRST,), NOW - timedelta(days=1))
    context.set_alpn_protocols(["h2"])
    server = stack.enter_context(serving(saying(in_two(200, b"")[0]), context=context, reads=until_headers))
    wanted = {"url": server.url(), "authorities": (tmp_path / "two.pem").read_text()}
    found = looked("http", wanted, open_tools)
    assert (found.state, found.code) == (State.DOWN, "cut")
