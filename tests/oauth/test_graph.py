"""A message handed over through Microsoft Graph, against a server that takes the documented form only."""

import socket
import ssl
from base64 import b64decode
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes
from email import policy as email_policy

import pytest
from loopback import serving
from providers import GRAPH, NOW, OUTLOOK, Microsoft

from gwarant.oauth import MicrosoftApp, SignInFailed, Token, ask, send_by_graph
from gwarant.safe_http import Policy

Tls = tuple[ssl.SSLContext, str]
DESK = "desk+mail@house.example"
MESSAGE = "From: desk@house.example\r\nTo: ola@shop.example\r\nSubject: Zażółć\r\n\r\nJaźń\r\n".encode()
TOKEN = Token(access="good", expires_at=NOW + timedelta(hours=1))


def graph(tokens: dict[str, str], taken: list[bytes]) -> Callable[[socket.socket, bytes], None]:
    """`POST /v1.0/users/{address}/sendMail`, text/plain, base64 of a MIME message, a token for Graph: 202."""

    def status(request: bytes) -> int:
        head, _, body = request.partition(b"\r\n\r\n")
        first, *lines = head.decode().split("\r\n")
        headers = {name.lower(): value for name, value in (one.split(": ", 1) for one in lines)}
        if tokens.get(headers.get("authorization", "").removeprefix("Bearer ")) != GRAPH:
            return 401
        if first.split(" ")[0] != "POST" or headers.get("content-type") != "text/plain":
            return 415
        if first.split(" ")[1] != "/v1.0/users/desk%2Bmail@house.example/sendMail":
            return 404
        try:
            message = b64decode(body, validate=True)
        except ValueError:
            return 400
        if not message_from_bytes(message, policy=email_policy.default)["To"]:
            return 400
        taken.append(message)
        return 202

    def talk(sock: socket.socket, request: bytes) -> None:
        sock.sendall(f"HTTP/1.1 {status(request)} X\r\nrequest-id: 7a-b\r\nContent-Length: 0\r\n\r\n".encode())

    return talk


def test_a_message_goes_out_byte_for_byte(microsoft: Microsoft, app: MicrosoftApp, policy: Policy, tls: Tls) -> None:
    token, taken = ask(replace(app, scope=GRAPH), NOW, policy), list[bytes]()
    with serving(graph(microsoft.tokens, taken), context=tls[0]) as server:
        assert send_by_graph(DESK, MESSAGE, token, policy, server.url("").rstrip("/")) == "7a-b"
    assert taken == [MESSAGE]


def test_a_token_for_imap_does_not_send(microsoft: Microsoft, app: MicrosoftApp, policy: Policy, tls: Tls) -> None:
    token, taken = ask(replace(app, scope=OUTLOOK), NOW, policy), list[bytes]()
    with serving(graph(microsoft.tokens, taken), context=tls[0]) as server, pytest.raises(SignInFailed) as caught:
        send_by_graph(DESK, MESSAGE, token, policy, server.url("").rstrip("/"))
    assert (caught.value.code, taken) == ("login_refused", [])


@pytest.mark.parametrize("user", ["boss@house.example", "../me", "desk+mail@house.example/sendMail?x=", "a b"])
def test_an_address_stays_one_part_of_the_path(policy: Policy, tls: Tls, user: str) -> None:
    with serving(graph({"good": GRAPH}, []), context=tls[0]) as server, pytest.raises(SignInFailed) as caught:
        send_by_graph(user, MESSAGE, TOKEN, policy, server.url("").rstrip("/"))
    assert caught.value.code == "no_mailbox"


@pytest.mark.parametrize(
    ("status", "code", "is_passing"),
    [
        (200, "refused", False),
        (302, "refused", False),
        (400, "refused", False),
        (401, "login_refused", False),
        (403, "consent_missing", False),
        (404, "no_mailbox", False),
        (413, "too_long", False),
        (429, "throttled", True),
        (500, "unavailable", True),
        (503, "unavailable", True),
    ],
)
def test_what_graph_refuses_is_told(policy: Policy, tls: Tls, status: int, code: str, is_passing: bool) -> None:
    def talk(sock: socket.socket, _request: bytes) -> None:
        sock.sendall(f"HTTP/1.1 {status} X\r\nLocation: https://127.0.0.2:1/\r\nContent-Length: 0\r\n\r\n".encode())

    with serving(talk, context=tls[0]) as server, pytest.raises(SignInFailed) as caught:
        send_by_graph(DESK, MESSAGE, TOKEN, policy, server.url("").rstrip("/"))
    assert (caught.value.code, caught.value.is_passing, caught.value.said) == (code, is_passing, str(status))


def test_a_message_that_graph_would_not_take_is_not_sent(policy: Policy) -> None:
    with pytest.raises(SignInFailed) as caught:
        send_by_graph(DESK, bytes(4 << 20), TOKEN, policy, "https://127.0.0.2:1")
    assert caught.value.code == "too_long"


def test_three_megabytes_go_through(policy: Policy, tls: Tls) -> None:
    taken, message = list[bytes](), MESSAGE + b"a" * 3_000_000
    with serving(graph({"good": GRAPH}, taken), context=tls[0]) as server:
        send_by_graph(DESK, message, TOKEN, policy, server.url("").rstrip("/"))
    assert taken == [message]
