"""Each kind of check against real servers on loopback, which answer well, badly or not at all."""

import json
import socket
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event, Thread
from typing import Any

import dns.flags
import dns.message
import dns.rrset
import pytest
from certificates import certificate, key_pem_of, pem_of, serving_as
from loopback import leading_to, nobody_knocks, ok, saying, serving
from one_look import Look, looked

from gwarant.prober.checks import KINDS, SettingsRefused, settings_of
from gwarant.prober.model import Answer
from gwarant.prober.tools import Tools
from gwarant.sla.evidence.model import State

NOW = datetime.now(UTC)  # noqa: TID251 - TLS reads the clock of this machine


def of(answer: Answer) -> tuple[State, str]:
    return answer.state, str(answer.code)


def test_a_page_that_answers_well_is_up_with_its_phases_and_its_address(look: Look) -> None:
    with serving(saying(ok())) as server:
        found = look("http", url=server.url())
    assert of(found) == (State.UP, "200")
    assert found.address == "127.0.0.2"
    assert found.phases.connect > 0
    assert found.phases.first > 0
    assert found.said == ""


@pytest.mark.parametrize(
    ("wanted", "reason"),
    [
        ({"status": ["204"]}, "200"),
        ({"contains": ["bye"]}, "text"),
        ({"lacks": ["hell"]}, "text"),
        ({"header": [{"name": "X-Cache"}]}, "header"),
        ({"json": [{"path": "$.status", "value": "ok"}]}, "json"),
        ({"version": "2"}, "protocol"),
    ],
)
def test_a_condition_that_is_not_met_is_down_with_its_name(look: Look, wanted: dict[str, object], reason: str) -> None:
    with serving(saying(ok())) as server:
        found = look("http", url=server.url(), **wanted)
    assert of(found) == (State.DOWN, reason)
    assert found.said == "hello"


def test_an_error_of_the_server_is_down_with_its_status_and_its_first_words(look: Look) -> None:
    with serving(saying(b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 4\r\n\r\noops")) as server:
        found = look("http", url=server.url())
    assert of(found) == (State.DOWN, "502")
    assert found.said == "oops"


def test_a_server_that_hangs_is_down_when_its_time_is_over(look: Look) -> None:
    until = Event()
    with serving(lambda _sock, _request: until.wait(5) and None) as server:
        found = look("http", url=server.url(), timeout=200)
        until.set()
    assert of(found) == (State.DOWN, "timeout")
    assert 190_000 < found.phases.total < 2_000_000


def test_a_server_that_drips_is_down_when_its_time_is_over(look: Look) -> None:
    until = Event()

    def drip(sock: socket.socket, _request: bytes) -> None:
        sock.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
        while not until.wait(0.02):
            sock.sendall(b".")

    with serving(drip) as server:
        found = look("http", url=server.url(), timeout=300)
        until.set()
    assert of(found) == (State.DOWN, "timeout")


def test_a_server_that_says_more_bytes_than_it_sends_is_down(look: Look) -> None:
    with serving(saying(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nshort")) as server:
        assert of(look("http", url=server.url())) == (State.DOWN, "cut")


def test_a_server_that_says_nothing_or_no_http_is_down(look: Look) -> None:
    with serving(saying(b"")) as server:
        assert of(look("http", url=server.url())) == (State.DOWN, "cut")
    with serving(saying(b"220 mail.example ESMTP\r\n")) as server:
        assert of(look("http", url=server.url())) == (State.DOWN, "protocol")


def test_an_answer_without_end_is_read_so_far_and_judged_by_what_came(look: Look) -> None:
    many = b"x" * 100_000

    def pour(sock: socket.socket, _request: bytes) -> None:
        sock.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            sock.sendall(many)

    with serving(pour) as server:
        assert of(look("http", url=server.url())) == (State.UP, "200")
        assert of(look("http", url=server.url(), contains=["end"])) == (State.DOWN, "text")


def test_redirects_are_followed_as_far_as_is_said_and_no_circle_is_endless(look: Look) -> None:
    with serving(saying(ok(b"there"))) as last, serving(saying(leading_to(last.url()))) as first:
        assert of(look("http", url=first.url(), contains=["there"])) == (State.UP, "200")
        assert of(look("http", url=first.url(), redirects=0)) == (State.DOWN, "302")
        assert of(look("http", url=first.url(), redirects=0, status=["302"])) == (State.UP, "302")
    with serving(saying(b"HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 0\r\n\r\n")) as circle:
        assert of(look("http", url=circle.url())) == (State.DOWN, "redirects")
        assert len(circle.taken) == 4


@pytest.mark.parametrize(
    "sent", [{"headers": {"X-Key": "k"}}, {"method": "POST", "body": "secret"}], ids=["key", "body"]
)
def test_what_is_sent_along_is_led_to_no_other_server(look: Look, sent: dict[str, Any]) -> None:
    with serving(saying(ok())) as last, serving(saying(leading_to(last.url()))) as first:
        found = look("http", url=first.url(), **sent)
        assert of(found) == (State.DOWN, "redirects")
        assert found.said == f"leads to {last.url()}: what we send would be sent to another server"
        assert (len(first.taken), last.taken) == (1, [])
        assert of(look("http", url=first.url(), headers={"accept-language": "pl"})) == (State.UP, "200")
    answers = iter([b"HTTP/1.1 302 Found\r\nLocation: /here\r\nContent-Length: 0\r\n\r\n", ok()])
    with serving(lambda sock, _request: sock.sendall(next(answers))) as own:
        assert of(look("http", url=own.url(), **sent)) == (State.UP, "200")


def test_a_redirect_leads_to_no_other_protocol(look: Look) -> None:
    with serving(saying(leading_to("file:///etc/passwd"))) as server:
        found = look("http", url=server.url())
    assert found.state is State.DOWN
    assert "root" not in found.said


def test_what_is_sent_is_what_was_asked_for(look: Look) -> None:
    with serving(saying(ok())) as server:
        look("http", url=server.url("/in"), method="POST", body="a=ż\0", headers={"X-Key": "k", "User-Agent": "me"})
        look("http", url=server.url("/ścieżka?q=ż"), headers={"X-Name": "żółw"})
    assert server.taken[1].startswith(b"GET /%C5%9Bcie%C5%BCka?q=%C5%BC HTTP/1.1\r\n")
    assert "X-Name: żółw\r\n".encode() in server.taken[1]
    request = server.taken[0]
    assert request.startswith(b"POST /in HTTP/1.1\r\n")
    assert b"X-Key: k\r\n" in request
    assert b"User-Agent: me\r\n" in request
    assert request.endswith("\r\n\r\na=ż\0".encode())


def test_a_request_with_a_handle_that_another_one_had_sends_and_judges_its_own(look: Look) -> None:
    with serving(saying(ok(b"one"))) as first, serving(saying(ok(b"two"))) as second:
        assert of(look("http", url=first.url("/a").replace("//", "//me:pass@"), contains=["one"])) == (State.UP, "200")
        found = look("http", url=second.url("/b"), contains=["one"])
        assert (of(found), found.said) == ((State.DOWN, "text"), "two")
        assert of(look("http", url=second.url("/c"), method="HEAD")) == (State.UP, "200")
        assert of(look("http", url=first.url("/d"), timeout=4_000)) == (State.UP, "200")
    assert b"Authorization: Basic" in first.taken[0]
    assert [one.split(b" HTTP")[0] for one in (*first.taken, *second.taken)] == [
        b"GET /a",
        b"GET /d",
        b"GET /b",
        b"HEAD /c",
    ]
    assert b"Authorization" not in b"".join((*first.taken[1:], *second.taken))


def test_a_slow_answer_is_degraded(look: Look) -> None:
    def late(sock: socket.socket, _request: bytes) -> None:
        Event().wait(0.1)
        sock.sendall(ok())

    with serving(late) as server:
        assert of(look("http", url=server.url(), slow=50)) == (State.DEGRADED, "slow")
        assert of(look("http", url=server.url(), slow=5_000)) == (State.UP, "200")


def test_a_good_certificate_is_told_and_one_that_is_not_trusted_is_down(look: Look, tmp_path: Path) -> None:
    context = serving_as(tmp_path, "server", ("127.0.0.2",), NOW - timedelta(days=20), days=30)
    trusted = (tmp_path / "server.pem").read_text()
    with serving(saying(ok()), context=context) as server:
        port = server.port
        found = look("http", url=server.url(), authorities=trusted)
        line = look("tls", host="127.0.0.2", port=port, authorities=trusted)
        assert of(look("http", url=server.url())) == (State.DOWN, "tls")
        assert of(look("tls", host="127.0.0.2", port=port)) == (State.DOWN, "tls")
        assert look("tls", host="127.0.0.2", port=port, verify=False).state is State.UP
    assert of(found) == (State.UP, "200")
    assert found.certificate == line.certificate
    assert found.certificate is not None
    assert found.certificate.ends - found.certificate.begins == 30 * 86_400
    assert found.certificate.warns_at() == found.certificate.ends - 10 * 86_400
    assert found.phases.secure > 0


@pytest.mark.parametrize(("names", "days"), [(("10.0.0.1",), 30), (("127.0.0.2",), 1)])
def test_a_certificate_of_another_name_or_that_has_ended_is_down(
    look: Look, tmp_path: Path, names: tuple[str, ...], days: int
) -> None:
    context = serving_as(tmp_path, "bad", names, NOW - timedelta(days=20), days=days)
    with serving(saying(ok()), context=context) as server:
        found = look("http", url=server.url(), authorities=(tmp_path / "bad.pem").read_text())
    assert of(found) == (State.DOWN, "tls")
    assert found.said


def test_a_name_that_leads_nowhere_and_a_port_where_nobody_listens_are_down(look: Look) -> None:
    assert of(look("http", url="http://nowhere.invalid/")) == (State.DOWN, "resolve")
    assert of(look("tcp", host="nowhere.invalid", port=80)) == (State.DOWN, "resolve")
    assert of(look("ping", host="nowhere.invalid")) == (State.DOWN, "resolve")
    for kind, settings in {"http": {"url": "http://żółw.invalid/ścieżka"}, "tls": {"host": "żółw.invalid"}}.items():
        assert of(look(kind, **settings)) == (State.DOWN, "resolve")
    with socket.create_server(("127.0.0.2", 0)) as taken:
        port = taken.getsockname()[1]
    assert of(look("http", url=f"http://127.0.0.2:{port}/")) == (State.DOWN, "refused")
    assert of(look("tcp", host="127.0.0.2", port=port)) == (State.DOWN, "refused")


def test_an_address_that_the_prober_may_not_call_is_unknown_and_nobody_is_called(shut_tools: Tools) -> None:
    with nobody_knocks() as port:
        for kind, wanted in [
            ("http", {"url": f"http://127.0.0.1:{port}/"}),
            ("http", {"url": f"http://localhost:{port}/"}),
            ("http", {"url": f"http://[::1]:{port}/"}),
            ("http", {"url": f"http://2130706433:{port}/"}),
            ("tcp", {"host": "127.0.0.1", "port": port}),
            ("tcp", {"host": "localhost", "port": port, "expect": "x"}),
            ("tls", {"host": "::1", "port": port}),
            ("ping", {"host": "127.0.0.1"}),
            ("dns", {"name": "example.com", "server": "127.0.0.1", "port": port}),
        ]:
            assert of(looked(kind, wanted, shut_tools)) == (State.UNKNOWN, "not_allowed"), wanted


def test_a_line_is_up_and_what_is_said_on_it_is_asked_for(look: Look) -> None:
    with serving(saying(b"220 mail.example ESMTP\r\n"), reads=lambda _sock: b"-") as server:
        assert of(look("tcp", host="127.0.0.2", port=server.port)) == (State.UP, "")
        assert of(look("tcp", host="127.0.0.2", port=server.port, expect="220 ")) == (State.UP, "")
        found = look("tcp", host="127.0.0.2", port=server.port, expect="250 ")
    assert of(found) == (State.DOWN, "text")
    assert found.said.startswith("220 mail")


def test_a_line_on_which_something_is_said_first(look: Look) -> None:
    with serving(saying(b"+PONG\r\n"), reads=lambda sock: sock.recv(64)) as server:
        found = look("tcp", host="127.0.0.2", port=server.port, send="PING\r\n", expect="+PONG")
    assert of(found) == (State.UP, "")
    assert server.taken == [b"PING\r\n"]


def test_a_line_on_which_nothing_is_said_is_down_when_its_time_is_over(look: Look) -> None:
    until = Event()
    with serving(lambda _sock, _request: until.wait(5) and None, reads=lambda _sock: b"-") as server:
        found = look("tcp", host="127.0.0.2", port=server.port, expect="x", timeout=200)
        until.set()
    assert of(found) == (State.DOWN, "timeout")


def test_this_machine_answers_a_ping_where_it_may_be_sent(look: Look) -> None:
    found = look("ping", host="127.0.0.1", packets=2)
    assert of(found) in {
        (State.UP, ""),
        (State.UNKNOWN, "fault"),
    }  # without the right to send it is unknown, never down


def name_server(answers: dict[str, list[str]], cut: bool = False) -> tuple[int, socket.socket]:
    """A name server on loopback until its socket is closed; its datagrams are cut where that is said."""
    line = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    line.bind(("127.0.0.1", 0))

    def reply(wire: bytes, whole: bool) -> bytes:
        query = dns.message.from_wire(wire)
        name = query.question[0].name
        answer = dns.message.make_response(query)
        found = answers.get(name.to_text(omit_final_dot=True), [])
        if not whole:
            answer.flags |= dns.flags.TC
        elif found:
            answer.answer.append(dns.rrset.from_text(name, 60, "IN", query.question[0].rdtype, *found))
        else:
            answer.set_rcode(dns.rcode.NXDOMAIN)
        return answer.to_wire()

    def serve() -> None:
        while True:
            try:
                wire, peer = line.recvfrom(4096)
            except OSError:
                return
            line.sendto(reply(wire, not cut), peer)

    Thread(target=serve, daemon=True).start()
    return line.getsockname()[1], line


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"name": "shop.example"}, (State.UP, "NOERROR")),
        ({"name": "shop.example", "holds": ["192.0.2.1"]}, (State.UP, "NOERROR")),
        ({"name": "shop.example", "holds": ["192.0.2.9"]}, (State.DOWN, "answer")),
        ({"name": "żółw.example", "record": "MX", "holds": ["10 poczta.żółw.example"]}, (State.UP, "NOERROR")),
        ({"name": "żółw.example", "record": "MX", "holds": ["20 poczta.żółw.example."]}, (State.DOWN, "answer")),
        ({"name": "none.example"}, (State.DOWN, "NXDOMAIN")),
        ({"name": "none.example", "code": "NXDOMAIN"}, (State.UP, "NXDOMAIN")),
    ],
)
def test_a_name_server_answers_with_the_records_that_it_should(
    look: Look, wanted: dict[str, object], found: tuple[State, str]
) -> None:
    turtle = ("xn--w-uga1v8h.example", ["10 Poczta.xn--w-uga1v8h.example."])  # letters of any size are the same name
    port, line = name_server(dict([("shop.example", ["192.0.2.1", "192.0.2.2"]), turtle]))
    with line:
        assert of(look("dns", server="127.0.0.1", port=port, **wanted)) == found


def test_a_name_server_that_says_nothing_is_down(look: Look) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as line:
        line.bind(("127.0.0.1", 0))
        found = look("dns", name="a.example", server="127.0.0.1", port=line.getsockname()[1], timeout=100)
    assert of(found) == (State.DOWN, "timeout")


@pytest.mark.parametrize(
    ("kind", "text", "told"),
    [
        ("ftp", b"{}", "there are http, tls, tcp, dns, ping"),
        ("http", b"{}", "url"),
        ("http", b'{"url": "ftp://a"}', "no address of a page"),
        ("http", b'{"url": "https://a", "status": ["9"]}', "no status"),
        ("http", b'{"url": "https://a", "json": [{"path": "x"}]}', "no path"),
        ("http", b'{"url": "https://a", "json": [{"path": "$.x", "op": "like"}]}', "compares nothing"),
        ("http", b'{"url": "https://a", "retries": 3}', "retries"),
        ("tcp", b'{"host": "a", "port": 70000}', "from 1 to 65535"),
        ("ping", b'{"host": "a", "packets": 3, "lost": 3}', "fewer"),
        ("dns", b'{"name": "a", "server": "ns.example"}', "by its number"),
        ("dns", b'{"name": "a..b"}', "no name"),
        ("dns", '{"name": "faß.example"}'.encode(), "name: the name in 'faß.example' may mean two hosts"),
        ("dns", b'{"name": "a", "holds": ["shop.example"]}', "holds: 'shop.example' is no such record; write it as"),
        ("tls", b"nonsense", "malformed"),
        ("http", b'{"url": "http://[a"}', "no address of a page"),
        ("http", b'{"url": "https://a", "slow": -1}', "slow: 0 for never"),
        ("tcp", b'{"host": "a", "port": 1, "slow": -1}', "slow: 0 for never"),
        ("ping", b'{"host": "a b", "slow": -1}', "host: 'a b' is no host.*slow: 0 for never"),
        ("tls", b'{"host": "a", "authorities": "us"}', "authorities: it is no certificate in PEM; paste it whole"),
        ("http", b'{"url": "https://a", "authorities": "us"}', "authorities: it is no certificate in PEM"),
        ("http", b'{"url": "https://a", "headers": {"A": "b", "hu sh": "hush"}}', "^headers: header no. 2 is none"),
        ("http", b'{"url": "https://a", "header": [{"name": "X: y"}]}', "header: 'X: y' is no header"),
        ("http", b'{"url": "https://a", "certificate": "us"}', "certificate: it is no certificate in PEM"),
    ],
)
def test_settings_of_which_no_look_can_be_made_are_refused_with_what_is_wrong(
    kind: str, text: bytes, told: str
) -> None:
    with pytest.raises(SettingsRefused, match=told):
        settings_of(kind, text)


def test_a_certificate_of_our_own_comes_with_its_key_and_no_other() -> None:
    def refused(key: str) -> str:
        with pytest.raises(SettingsRefused) as error:
            settings_of("http", json.dumps(told | {"key": key}).encode())
        return str(error.value)

    told = {"url": "https://a", "certificate": pem_of(certificate("a", ("a",), NOW))}
    assert refused("") == "key: it is missing: a certificate is shown with its key alone"
    assert refused("k").startswith("key: it is no key in PEM without a passphrase; paste it whole")
    assert refused(key_pem_of("b")) == "key: it is the key of another certificate"
    assert settings_of("http", json.dumps(told | {"key": key_pem_of("a")}).encode()).key


def test_every_kind_says_what_it_is_in_its_settings() -> None:
    assert all(one.settings.__doc__ for one in KINDS.values())
