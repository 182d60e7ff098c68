"""Push by ntfy, against a server that takes and answers."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from types import SimpleNamespace

import pytest
from letters import NOW, clocked, plain

from gwarant.notify.channels.envelope import NO_ENTRY
from gwarant.notify.media.push import MEDIUM, check, opened, render
from gwarant.notify.medium import DeliveryFailed, Parcel, Reader

READER = Reader("", "en", "House")


@dataclass
class Ntfy:
    """A server on loopback that keeps what it is sent and answers as it is told."""

    status: int = 200
    taken: list[tuple[str, dict[str, object]]] = field(default_factory=list)
    port: int = 0

    @property
    def topic(self) -> str:
        return f"http://127.0.0.1:{self.port}/quiet-otter"

    def ways(self, *inside: str) -> SimpleNamespace:
        return SimpleNamespace(url="https://care.house.example", inside_hosts=inside or (f"127.0.0.1:{self.port}",))


@pytest.fixture
def ntfy() -> Iterator[Ntfy]:
    found = Ntfy()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            found.taken.append((self.path, json.loads(body)))
            self.send_response(found.status)
            self.send_header("Location", "http://127.0.0.1:1/")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    found.port = server.server_address[1]
    Thread(target=server.serve_forever, daemon=True).start()
    yield found
    server.shutdown()
    server.server_close()


def parcel(address: str, payload: object = None) -> Parcel:
    return Parcel("SHOP-42:1:7", address, "en", payload or {"message": "Hello", "subject": "Hello"}, NOW)  # type: ignore[arg-type]


def test_a_message_reaches_its_topic(ntfy: Ntfy) -> None:
    letter = clocked("en")
    payload = render(letter, READER, ntfy.ways())
    opened(ntfy.ways(), NO_ENTRY)(parcel(ntfy.topic, payload))

    ((path, told),) = ntfy.taken
    assert path == "/"
    assert told == {
        "topic": "quiet-otter",
        "title": "House",
        "message": letter.subject,
        "priority": 4,
        "tags": ["warning"],
        "click": "https://care.house.example/desk/tickets/SHOP-42",
    }


def test_what_was_said_stays_at_home() -> None:
    assert "It works" not in json.dumps(render(plain("en"), READER, Ntfy().ways()))


@pytest.mark.parametrize(("status", "is_final"), [(302, True), (401, True), (404, True), (429, False), (503, False)])
def test_what_the_server_refuses_is_told_and_nothing_is_followed(ntfy: Ntfy, status: int, is_final: bool) -> None:
    ntfy.status = status
    with pytest.raises(DeliveryFailed) as caught:
        opened(ntfy.ways(), NO_ENTRY)(parcel(ntfy.topic))

    assert (caught.value.permanent, str(status) in caught.value.message) == (is_final, True)
    assert len(ntfy.taken) == 1


def test_a_host_of_our_own_network_is_not_knocked_at_unless_it_was_named(ntfy: Ntfy) -> None:
    with pytest.raises(DeliveryFailed) as caught:
        opened(ntfy.ways("ntfy.house.example"), NO_ENTRY)(parcel(ntfy.topic.replace("http:", "https:")))

    assert caught.value.permanent
    assert ntfy.taken == []


def test_a_network_of_our_own_may_be_named(ntfy: Ntfy) -> None:
    opened(ntfy.ways("127.0.0.0/8"), NO_ENTRY)(parcel(ntfy.topic))

    assert len(ntfy.taken) == 1


def test_a_server_that_is_away_is_tried_again(ntfy: Ntfy) -> None:
    with pytest.raises(DeliveryFailed) as caught:
        opened(ntfy.ways("127.0.0.1"), NO_ENTRY)(parcel("http://127.0.0.1:1/topic"))

    assert not caught.value.permanent


@pytest.mark.parametrize(
    "address", ["", "quiet-otter", "https://ntfy.sh", "https://ntfy.sh/", "http://ntfy.sh/x", "ftp://a/b"]
)
def test_an_address_that_is_no_topic_is_refused_as_it_is_typed(address: str) -> None:
    assert "ntfy.sh" in check(address, Ntfy().ways())


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1", "169.254.169.254", "10.1.2.3", "192.168.1.1", "0.0.0.0", "[::1]", "[fd00::1]", "[64:ff9b::a00:1]"],
)
def test_a_server_of_a_private_network_is_refused_as_it_is_typed(host: str) -> None:
    assert "network that is not public" in check(f"https://{host}/otter", Ntfy().ways())
    assert check(f"https://{host}/otter", Ntfy().ways(host)) == ""


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST", "push.localhost"])
def test_the_machine_itself_is_refused_as_it_is_typed(host: str) -> None:
    assert "network that is not public" in check(f"https://{host}:8443/otter", Ntfy().ways("127.0.0.0/8"))
    assert check(f"https://{host}:8443/otter", Ntfy().ways(host.lower())) == ""


@pytest.mark.parametrize("host", ["0x7f.1", "127.1", "2130706433", "0177.0.0.1", "127.0.0.1."])
def test_another_spelling_of_an_address_is_refused_as_it_is_typed(host: str) -> None:
    assert check(f"https://{host}/otter", Ntfy().ways())


@pytest.mark.parametrize("host", ["ntfy.sh", "93.184.216.34", "[2606:2800:220:1::1]", "ntfy.house.example"])
def test_a_name_is_looked_up_only_when_a_message_is_sent(host: str) -> None:
    assert check(f"https://{host}/otter", Ntfy().ways()) == ""


def test_a_topic_may_bring_a_token_and_lie_below_a_path(ntfy: Ntfy) -> None:
    opened(ntfy.ways(), NO_ENTRY)(parcel(f"http://127.0.0.1:{ntfy.port}/push/otter?auth=abc"))

    assert [(path, told["topic"]) for path, told in ntfy.taken] == [("/push/?auth=abc", "otter")]


def test_the_medium_asks_for_an_address() -> None:
    assert MEDIUM.own
