"""A server that hangs, drips, lies or never ends takes no more than the rules allow, and fails with its own code."""

import gzip
import socket
import tracemalloc
from time import sleep

import pytest
from loopback import Server, Talk, leading_to, ok, saying, serving

from gwarant.safe_http import HttpFailed, Policy, Request, fetch
from gwarant.safe_http.line import Clock

MOST = 10_000


def policy_for(server: Server, *, may_cut: bool = False, patience: float = 0.3, whole: float = 0.6) -> Policy:
    return Policy(inside=(server.at,), patience=patience, whole=whole, most=MOST, may_cut=may_cut, redirects=3)


def code_of(talk: Talk, patience: float = 0.3, whole: float = 0.6) -> str:
    with serving(talk) as server, pytest.raises(HttpFailed) as caught:
        fetch(Request(url=server.url()), policy_for(server, patience=patience, whole=whole))
    return caught.value.code


def dripping(first: bytes, drop: bytes) -> Talk:
    """Always a little in time, never an end."""

    def talk(sock: socket.socket, _request: bytes) -> None:
        sock.sendall(first)
        while True:
            sock.sendall(drop)
            sleep(0.02)

    return talk


def pouring(first: bytes, more: bytes) -> Talk:
    def talk(sock: socket.socket, _request: bytes) -> None:
        sock.sendall(first)
        while True:
            sock.sendall(more)

    return talk


def hanging(first: bytes = b"") -> Talk:
    def talk(sock: socket.socket, _request: bytes) -> None:
        sock.sendall(first)
        sock.recv(1)

    return talk


@pytest.mark.parametrize("first", [b"", b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhel"])
def test_one_that_hangs(first: bytes) -> None:
    assert code_of(hanging(first)) == "slow"


@pytest.mark.parametrize(
    ("first", "drop"),
    [
        (b"", b"H"),
        (b"HTTP/1.1 200 OK\r\nX-Long: ", b"a"),
        (b"HTTP/1.1 200 OK\r\n", b"A: b\r\n"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n", b"a"),
        (b"HTTP/1.1 200 OK\r\n\r\n", b"a"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\na\r\n"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n", b"A: b\r\n"),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    ],
)
def test_one_that_drips_ends_with_the_whole_time(first: bytes, drop: bytes) -> None:
    """Each drop comes within the patience, so only the whole time can end it."""
    assert code_of(dripping(first, drop), patience=30, whole=0.3) in ("slow", "malformed")


@pytest.mark.parametrize(
    ("first", "more"),
    [
        (b"HTTP/1.1 200 OK\r\nX-Long: ", b"a" * 60_000),
        (b"HTTP/1.1 200 OK\r\n", b"A: b\r\n" * 1000),
        (b"HTTP/1.1 200 OK\r\n", b"A: " + b"b" * 10_000 + b"\r\n"),
        (b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 1000),
        (b"", b"HTTP/1.1 100 Continue\r\nA: b\r\n\r\n" * 1000),
    ],
)
def test_headers_that_never_end(first: bytes, more: bytes) -> None:
    assert code_of(pouring(first, more), 5, 10) in ("too_long", "malformed")


@pytest.mark.parametrize(
    ("first", "more"),
    [
        (b"HTTP/1.1 200 OK\r\n\r\n", b"a" * 60_000),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999\r\n\r\n", b"a" * 60_000),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"ffff\r\n" + b"a" * 0xFFFF + b"\r\n"),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffff\r\n", b"a" * 60_000),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\na\r\n" * 5000),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n", b"A: b\r\n" * 5000),
    ],
)
def test_a_body_that_never_ends(first: bytes, more: bytes) -> None:
    assert code_of(pouring(first, more), 5, 10) == "too_long"


@pytest.mark.parametrize("size", [MOST + 1, 50_000_000])
def test_what_unpacks_to_a_mountain_is_left_in_time(size: int) -> None:
    bomb = ok(gzip.compress(bytes(size)), "Content-Encoding: gzip")
    tracemalloc.start()
    try:
        assert code_of(saying(bomb), 5, 10) == "too_long"
        assert tracemalloc.get_traced_memory()[1] < 10_000_000
    finally:
        tracemalloc.stop()


def test_a_body_of_the_most_is_taken() -> None:
    for said in (ok(b"a" * MOST), ok(gzip.compress(b"a" * MOST), "Content-Encoding: gzip")):
        with serving(saying(said)) as server:
            assert fetch(Request(url=server.url()), policy_for(server)).body == b"a" * MOST


def test_a_longer_one_may_be_cut() -> None:
    with serving(pouring(b"HTTP/1.1 200 OK\r\n\r\n", b"a" * 5000)) as server:
        assert fetch(Request(url=server.url()), policy_for(server, may_cut=True)).body == b"a" * MOST


@pytest.mark.parametrize(
    "said",
    [
        b"",
        b"\r\n",
        b"hello",
        b"SSH-2.0-OpenSSH_9.2\r\n",
        b"220 mail.example ESMTP\r\n",
        b"HTTP/2 200\r\n\r\n",
        b"HTTP/1.1 999 What\r\n\r\n",
        b"HTTP/1.1 101 Switching\r\n\r\n",
        b"HTTP/1.1 103 Early\r\n\r\n",
        b"HTTP/1.1 abc OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nshort",
        b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\nabc",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\nab\r\n0\r\n\r\n",
        ok(b"no gzip at all", "Content-Encoding: gzip"),
        ok(gzip.compress(b"hello", mtime=0)[:-3], "Content-Encoding: gzip"),
        ok(gzip.compress(b"hello", mtime=0) + b"tail", "Content-Encoding: gzip"),
        ok(b"x", "Content-Encoding: br"),
        ok(b"x", "Content-Encoding: gzip, gzip"),
    ],
)
def test_what_is_no_http_or_cut_short(said: bytes) -> None:
    assert code_of(saying(said)) == "malformed"


def test_one_that_hangs_up_at_once() -> None:
    def talk(sock: socket.socket, _request: bytes) -> None:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")

    assert code_of(talk) in ("unreachable", "malformed")


def test_nobody_there() -> None:
    with socket.create_server(("127.0.0.2", 0)) as closed:
        at = f"127.0.0.2:{closed.getsockname()[1]}"
    with pytest.raises(HttpFailed) as caught:
        fetch(Request(url=f"http://{at}/"), Policy(inside=(at,)))
    assert (caught.value.code, caught.value.is_final) == ("unreachable", False)


def test_no_wait_is_longer_than_what_is_left_of_the_whole() -> None:
    assert 0 < Clock(30, 5).left() <= 5
    assert Clock(2, 5).left() == 2
    with pytest.raises(HttpFailed):
        Clock(30, 0).left()


def test_redirects_share_one_time() -> None:
    def talk(sock: socket.socket, _request: bytes) -> None:
        sleep(0.2)
        sock.sendall(leading_to("/on"))

    assert code_of(talk, patience=5, whole=0.3) == "slow"


def test_a_name_server_that_does_not_answer() -> None:
    def resolve(_host: str, _port: int) -> list[str]:
        sleep(1)
        return []

    with pytest.raises(HttpFailed) as caught:
        fetch(Request(url="https://x.example/"), Policy(patience=0.1, whole=0.2), resolve)
    assert caught.value.code == "slow"


def test_a_name_that_nobody_knows() -> None:
    def resolve(_host: str, _port: int) -> list[str]:
        raise socket.gaierror(-2, "Name or service not known")

    for one in (resolve, lambda *_: []):
        with pytest.raises(HttpFailed) as caught:
            fetch(Request(url="https://x.example/"), Policy(), one)
        assert (caught.value.code, caught.value.is_final) == ("not_found", False)


def test_one_that_does_not_read_what_it_is_sent() -> None:
    with socket.create_server(("127.0.0.2", 0)) as deaf:
        at = f"127.0.0.2:{deaf.getsockname()[1]}"
        request = Request(url=f"http://{at}/", method="POST", body=bytes(50_000_000))
        with pytest.raises(HttpFailed) as caught:
            fetch(request, Policy(inside=(at,), patience=0.2, whole=0.4))
    assert caught.value.code == "slow"


def test_what_a_server_said_is_in_no_message() -> None:
    for said in (
        b"hush\r\n\r\n",
        b"HTTP/1.1 hush\r\n\r\n",
        leading_to("ftp://hush/"),
        ok(b"x", "Content-Encoding: hush"),
    ):
        with serving(saying(said)) as server, pytest.raises(HttpFailed) as caught:
            fetch(Request(url=server.url()), policy_for(server))
        assert "hush" not in str(caught.value)
