"""However somebody spells it, leads there or lets a name change its mind: nobody calls at a door on this machine."""

from collections.abc import Iterator
from contextlib import suppress

import pytest
from loopback import leading_to, nobody_knocks, ok, saying, serving
from test_addresses import NOT_PUBLIC
from test_place import NO_ADDRESS

from gwarant.safe_http import HttpFailed, Policy, Request, fetch

OPEN = Policy(ports=range(1, 65536), may_be_plain=True, redirects=3, patience=1, whole=2)
LISTED = """
localhost LOCALHOST localhost.localdomain ip6-localhost metadata.google.internal 127.0.0.1.nip.example rebind.example
host host.docker.internal kubernetes.default.svc printer.local xn--w-uga1v8h.example żółw.example _srv.example a a.b
"""
NAMES = LISTED.split()
LITERALS = [f"[{one}]" if ":" in one else one for one in NOT_PUBLIC]
HOSTS = list(dict.fromkeys([*NAMES, *LITERALS]))


@pytest.fixture
def port() -> Iterator[int]:
    with nobody_knocks() as found:
        yield found


def to_this_machine(_host: str, _port: int) -> list[str]:
    return ["127.0.0.1"]


def test_there_are_more_than_two_hundred_urls() -> None:
    assert 2 * len(HOSTS) + len(NO_ADDRESS) > 250


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_no_host_that_leads_here_is_called(port: int, scheme: str) -> None:
    """Every name leads here, as an attacker's name server would have it."""
    for host in HOSTS:
        with pytest.raises(HttpFailed) as caught:
            fetch(Request(url=f"{scheme}://{host}:{port}/"), OPEN, to_this_machine)
        assert caught.value.code in ("inside", "address"), host


def test_no_address_in_disguise_is_called(port: int) -> None:
    for url in NO_ADDRESS:
        for host in ("host", "example"):
            with pytest.raises(HttpFailed):
                fetch(Request(url=url.replace(host, f"{host}:{port}", 1)), OPEN, to_this_machine)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]"])
def test_the_systems_own_names_are_checked_too(port: int, host: str) -> None:
    with pytest.raises(HttpFailed) as caught:
        fetch(Request(url=f"http://{host}:{port}/"), OPEN)
    assert caught.value.code == "inside"


@pytest.mark.parametrize("address", [one for one in NOT_PUBLIC if one.count(".") == 3 or ":" in one])
def test_one_closed_address_among_open_ones_closes_the_name(port: int, address: str) -> None:
    with pytest.raises(HttpFailed) as caught:
        fetch(Request(url=f"http://both.example:{port}/"), OPEN, lambda *_: ["93.184.216.34", address])
    assert caught.value.code == "inside"


def test_a_name_is_asked_once_and_that_very_address_called(port: int) -> None:
    """A name server that says something else the second time is not asked a second time."""
    with serving(saying(ok())) as server:
        answers = iter([["127.0.0.2"], ["127.0.0.1"]])
        policy = Policy(inside=("127.0.0.2/32",), may_be_plain=True, ports=(server.port, port))
        answer = fetch(Request(url=f"http://rebind.example:{server.port}/"), policy, lambda *_: next(answers))

    assert (answer.status, len(server.taken), next(answers)) == (200, 1, ["127.0.0.1"])
    assert f"Host: rebind.example:{server.port}\r\n".encode() in server.taken[0]


def test_a_name_that_changes_its_mind_on_the_way_is_checked_again(port: int) -> None:
    with serving(saying(leading_to(f"http://rebind.example:{port}/"))) as server:
        answers = iter([["127.0.0.2"], ["127.0.0.1"]])
        policy = Policy(inside=("127.0.0.2/32",), may_be_plain=True, ports=(server.port, port), redirects=3)
        with pytest.raises(HttpFailed) as caught:
            fetch(Request(url=f"http://rebind.example:{server.port}/"), policy, lambda *_: next(answers))

    assert (caught.value.code, len(server.taken)) == ("inside", 1)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_nobody_is_led_here(port: int, status: int) -> None:
    hosts = iter(HOSTS)

    def talk(sock: object, _request: bytes) -> None:
        sock.sendall(leading_to(f"http://{next(hosts).encode('idna').decode()}:{port}/", status))  # type: ignore[attr-defined]

    def resolve(host: str, _port: int) -> list[str]:
        return ["127.0.0.2" if host == "open.example" else "127.0.0.1"]

    with serving(talk) as server:
        policy = Policy(inside=("127.0.0.2/32",), may_be_plain=True, ports=range(1, 65536), redirects=3)
        for _ in NAMES:
            with pytest.raises(HttpFailed) as caught:
                fetch(Request(url=f"http://open.example:{server.port}/"), policy, resolve)
            assert caught.value.code == "inside"
    assert len(server.taken) == len(NAMES)


def test_a_proxy_that_the_environment_names_is_not_used(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{port}")
    with serving(saying(ok())) as server:
        assert fetch(Request(url=server.url()), Policy(inside=(server.at,))).body == b"hello"


def test_a_name_with_a_hundred_addresses_is_not_called(port: int) -> None:
    many = [f"93.184.{one}.34" for one in range(100)]
    with pytest.raises(HttpFailed) as caught:
        fetch(Request(url=f"http://many.example:{port}/"), OPEN, lambda *_: many)
    assert caught.value.code == "inside"


def test_the_door_sees_who_calls() -> None:
    with pytest.raises(AssertionError), nobody_knocks() as port, suppress(HttpFailed):
        fetch(Request(url=f"http://127.0.0.1:{port}/"), Policy(inside=(f"127.0.0.1:{port}",), patience=0.1, whole=0.1))
