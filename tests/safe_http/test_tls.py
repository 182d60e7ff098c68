"""HTTPS: the certificate has to be one for the name that was asked, not for the address that was called."""

import socket
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from certificates import serving_as
from loopback import leading_to, ok, saying, serving

from gwarant.safe_http import Answer, HttpFailed, Policy, Request, fetch

BEGAN = datetime.now(UTC) - timedelta(days=10)  # noqa: TID251 - TLS reads the clock of this machine


def asked(port: int, host: str, ca: Path, redirects: int = 0) -> Answer:
    policy = Policy(inside=("127.0.0.2/32",), ports=(port, 80), ca=str(ca), patience=2, whole=4, redirects=redirects)
    if redirects:
        policy = replace(policy, may_be_plain=True)
    return fetch(Request(url=f"https://{host}:{port}/"), policy, lambda *_: ["127.0.0.2"])


def test_the_name_is_told_and_its_certificate_checked(tmp_path: Path) -> None:
    context = serving_as(tmp_path, "host.example", ("host.example",), BEGAN)
    told: list[str] = []
    context.sni_callback = lambda _sock, name, _context: told.append(name)
    with serving(saying(ok()), context=context) as server:
        assert asked(server.port, "host.example", tmp_path / "host.example.pem").body == b"hello"
    assert told == ["host.example"]


@pytest.mark.parametrize(("host", "days"), [("other.example", 30), ("host.example", 5)])
def test_a_certificate_for_another_name_or_time_is_refused(tmp_path: Path, host: str, days: int) -> None:
    context = serving_as(tmp_path, "host.example", ("host.example", "127.0.0.2"), BEGAN, days)
    with serving(saying(ok()), context=context) as server:
        with pytest.raises(HttpFailed) as caught:
            asked(server.port, host, tmp_path / "host.example.pem")
        assert (caught.value.code, server.taken) == ("tls", [])


def test_a_certificate_that_nobody_vouches_for_is_refused(tmp_path: Path) -> None:
    with serving(saying(ok()), context=serving_as(tmp_path, "host.example", ("host.example",), BEGAN)) as server:
        serving_as(tmp_path, "stranger", ("host.example",), BEGAN)
        with pytest.raises(HttpFailed) as caught:
            asked(server.port, "host.example", tmp_path / "stranger.pem")
        assert (caught.value.code, server.taken) == ("tls", [])


def test_what_was_secret_on_the_way_stays_so(tmp_path: Path) -> None:
    context = serving_as(tmp_path, "host.example", ("host.example",), BEGAN)
    with serving(saying(leading_to("http://host.example/")), context=context) as server:
        with pytest.raises(HttpFailed) as caught:
            asked(server.port, "host.example", tmp_path / "host.example.pem", redirects=1)
        assert (caught.value.code, caught.value.message.endswith("from https to http")) == ("redirects", True)


@pytest.mark.parametrize(("said", "code"), [(b"220 mail.example ESMTP\r\n" * 9, "tls"), (b"", "slow")])
def test_one_that_speaks_no_tls_or_hangs_in_it(tmp_path: Path, said: bytes, code: str) -> None:
    serving_as(tmp_path, "host.example", ("host.example",), BEGAN)

    def talk(sock: socket.socket, _request: bytes) -> None:
        sock.sendall(said)
        while sock.recv(65_536):
            pass

    with serving(talk, reads=lambda _sock: b"nothing") as server:
        policy = Policy(inside=(server.at,), ca=str(tmp_path / "host.example.pem"), patience=0.5, whole=1)
        with pytest.raises(HttpFailed) as caught:
            fetch(Request(url=f"https://{server.at}/"), policy)
    assert caught.value.code == code
