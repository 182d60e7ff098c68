"""A request goes out as it was meant, and an answer comes back whole."""

import gzip
import socket

import pytest
from loopback import Server, leading_to, ok, saying, serving

from gwarant.safe_http import Answer, HttpFailed, Policy, Request, fetch


def policy_for(*servers: Server, redirects: int = 0, most: int = 1 << 20) -> Policy:
    return Policy(inside=tuple(one.at for one in servers), redirects=redirects, most=most, patience=2, whole=4)


def test_a_request_goes_out_with_its_headers_and_body() -> None:
    with serving(saying(ok(b"taken", "X-Id: 7"))) as server:
        request = Request(
            url=server.url("/a?b=1#c"), method="POST", headers={"Accept": "*/*", "X-Key": "k"}, body=b"{}"
        )
        answer = fetch(request, policy_for(server))

    head, _, body = server.taken[0].partition(b"\r\n\r\n")
    assert head.decode().split("\r\n") == [
        "POST /a?b=1 HTTP/1.1",
        f"Host: {server.at}",
        "Accept-Encoding: gzip",
        "Connection: close",
        "User-Agent: Gwarant",
        "Content-Length: 2",
        "Accept: */*",
        "X-Key: k",
    ]
    assert body == b"{}"
    assert (answer.status, answer.body, answer.header("x-ID"), answer.header("none")) == (200, b"taken", "7", "")
    assert answer.seconds >= 0


@pytest.mark.parametrize("method", ["GET", "DELETE", "PUT", "PATCH"])
def test_a_method_is_sent_as_it_is(method: str) -> None:
    with serving(saying(ok())) as server:
        assert fetch(Request(url=server.url(), method=method), policy_for(server)).status == 200
    assert server.taken[0].startswith(f"{method} / ".encode())
    assert (b"Content-Length: 0" in server.taken[0]) == (method in ("PUT", "PATCH"))


def test_a_head_has_no_body() -> None:
    with serving(saying(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\nContent-Encoding: gzip\r\n\r\n")) as server:
        assert fetch(Request(url=server.url(), method="HEAD"), policy_for(server)).body == b""


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("X-A", "b\r\nX-Evil: 1"),
        ("X-A", "b\nX-Evil: 1"),
        ("X-A", "b\x00"),
        ("X-A", "zażółć"),
        ("X-A\r\nX-Evil", "1"),
        ("X A", "1"),
        ("", "1"),
        ("X-A:", "1"),
        ("Host", "other.example"),
        ("host", "other.example"),
        ("Content-Length", "9"),
        ("Transfer-Encoding", "chunked"),
        ("Connection", "keep-alive"),
        ("Expect", "100-continue"),
        ("Proxy-Authorization", "Basic x"),
    ],
)
def test_a_header_that_is_none_or_not_the_callers_is_not_sent(name: str, value: str) -> None:
    with serving(saying(ok())) as server:
        with pytest.raises(HttpFailed) as caught:
            fetch(Request(url=server.url(), headers={name: value}), policy_for(server))
        assert (caught.value.code, server.taken) == ("address", [])


@pytest.mark.parametrize("method", ["get", "CONNECT", "TRACE", "GET / HTTP/1.1\r\nX: y\r\n\r\nGET", ""])
def test_a_method_that_is_none_is_not_sent(method: str) -> None:
    with serving(saying(ok())) as server:
        with pytest.raises(HttpFailed):
            fetch(Request(url=server.url(), method=method), policy_for(server))
        assert server.taken == []


@pytest.mark.parametrize(
    ("said", "body"),
    [
        (b"HTTP/1.1 200 OK\r\n\r\nto the end", b"to the end"),
        (b"HTTP/1.0 200 OK\r\n\r\nto the end", b"to the end"),
        (
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nabc\r\n2\r\nde\r\n0\r\nX: y\r\n\r\n",
            b"abcde",
        ),
        (b"HTTP/1.1 100 Continue\r\n\r\n" + ok(b"after"), b"after"),
        (b"HTTP/1.1 204 None\r\nContent-Encoding: gzip\r\n\r\n", b""),
        (ok(gzip.compress(b"packed" * 9000, mtime=0), "Content-Encoding: gzip"), b"packed" * 9000),
        (ok(gzip.compress(b"", mtime=0), "Content-Encoding: GZIP"), b""),
        (ok(b"as it is", "Content-Encoding: identity"), b"as it is"),
        (ok(b"short") + b"more than it said", b"short"),
        (b"HTTP/1.1 500 Broken\r\nContent-Length: 2\r\n\r\nno", b"no"),
    ],
)
def test_a_body_comes_back_whole(said: bytes, body: bytes) -> None:
    with serving(saying(said)) as server:
        assert fetch(Request(url=server.url()), policy_for(server)).body == body


def test_a_redirect_is_not_followed_unless_it_is_asked_for() -> None:
    with serving(saying(leading_to("/there"))) as server:
        answer = fetch(Request(url=server.url()), policy_for(server))
    assert (answer.status, answer.header("Location"), len(server.taken)) == (302, "/there", 1)


def led(status: int, target: str = "/there", redirects: int = 3, **request: object) -> tuple[Answer, list[bytes]]:
    def talk(sock: socket.socket, request: bytes) -> None:
        sock.sendall(ok() if b" /there" in request else leading_to(target, status))

    with serving(talk) as server:
        asked = Request(url=server.url("/here"), **request)  # type: ignore[arg-type]
        return fetch(asked, policy_for(server, redirects=redirects)), server.taken


@pytest.mark.parametrize(
    ("status", "method", "after"),
    [
        (301, "GET", "GET"),
        (302, "HEAD", "HEAD"),
        (303, "HEAD", "HEAD"),
        (301, "POST", "GET"),
        (302, "POST", "GET"),
        (303, "POST", "GET"),
        (303, "PUT", "GET"),
        (307, "POST", "POST"),
        (308, "PUT", "PUT"),
        (302, "DELETE", "DELETE"),
    ],
)
def test_a_redirect_keeps_or_changes_the_method_as_the_standard_says(status: int, method: str, after: str) -> None:
    body = b"b" if method in ("POST", "PUT") else b""
    answer, taken = led(status, method=method, body=body, headers={"Content-Type": "x/y", "Authorization": "s"})
    assert answer.url.endswith("/there")
    assert taken[1].startswith(f"{after} /there ".encode())
    assert taken[1].endswith(b"\r\n\r\n" + (body if after == method else b""))
    assert (b"Content-Type" in taken[1], b"Authorization: s" in taken[1]) == (after == method, True)


@pytest.mark.parametrize("redirects", [1, 2, 3, 99])
def test_a_circle_of_redirects_ends(redirects: int) -> None:
    with serving(saying(leading_to("/again"))) as server:
        with pytest.raises(HttpFailed) as caught:
            fetch(Request(url=server.url()), policy_for(server, redirects=redirects))
        assert (caught.value.code, len(server.taken)) == ("redirects", 1 + min(redirects, 3))


@pytest.mark.parametrize(
    "target", ["//[", "https://a b/", "ftp://there/", "javascript:1", "\\\\evil\\x", "http://me@x/"]
)
def test_a_redirect_to_what_is_no_address_is_not_followed(target: str) -> None:
    with pytest.raises(HttpFailed) as caught:
        led(302, target)
    assert caught.value.is_final


def test_another_host_is_told_no_secret() -> None:
    headers = {"Authorization": "Bearer s", "Cookie": "s", "X-Api-Key": "s", "Accept": "text/html"}
    with serving(saying(ok()), "127.0.0.3") as other, serving(saying(leading_to(other.url()))) as server:
        fetch(Request(url=server.url(), headers=headers), policy_for(server, other, redirects=1))
    told = other.taken[0].decode()
    assert "Accept: text/html" in told
    assert not any(name in told for name in ("Authorization", "Cookie", "X-Api-Key", "Bearer"))


def test_another_port_is_another_host() -> None:
    with serving(saying(ok())) as other, serving(saying(leading_to(other.url()))) as server:
        fetch(Request(url=server.url(), headers={"Cookie": "s"}), policy_for(server, other, redirects=1))
    assert b"Cookie" not in other.taken[0]


@pytest.mark.parametrize("status", [307, 308])
def test_what_was_sent_is_not_sent_to_another_host(status: int) -> None:
    with serving(saying(ok())) as other, serving(saying(leading_to(other.url(), status))) as server:
        with pytest.raises(HttpFailed) as caught:
            fetch(Request(url=server.url(), method="POST", body=b"s"), policy_for(server, other, redirects=1))
        assert (caught.value.code, other.taken) == ("redirects", [])


def test_what_is_secret_is_not_shown() -> None:
    request = Request(url="https://host/", headers={"Authorization": "hush"}, body=b"hush")
    answer = Answer(status=200, url="https://host/", seconds=0, headers=(("Set-Cookie", "hush"),), body=b"hush")
    assert "hush" not in f"{request!r}{request}{answer!r}{answer}"


def test_a_second_address_is_tried_when_the_first_does_not_take_the_call() -> None:
    with serving(saying(ok())) as server:
        policy = Policy(inside=("127.0.0.0/8",), ports=(server.port,), may_be_plain=True)
        answer = fetch(Request(url=f"http://x.example:{server.port}/"), policy, lambda *_: ["127.0.0.9", "127.0.0.2"])
    assert answer.status == 200
