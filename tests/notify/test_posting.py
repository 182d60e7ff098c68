"""Where a message may be posted to: to the whole internet by HTTPS, and inside only where the house said so."""

import socket

import pytest

from gwarant.notify.channels.envelope import DeliveryFailed
from gwarant.notify.channels.web import is_public, place_of, post

PUBLIC = ("93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946", "::ffff:93.184.216.34")
PRIVATE = (
    "127.0.0.1",
    "0.0.0.0",
    "10.0.0.1",
    "172.16.9.9",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "224.0.0.1",
    "255.255.255.255",
    "::1",
    "::",
    "fe80::1%eth0",
    "fd00::1",
    "ff02::1",
    "::ffff:127.0.0.1",
    "64:ff9b::7f00:1",
    "2002:7f00:1::",
)


@pytest.mark.parametrize("address", PUBLIC)
def test_an_address_of_the_whole_internet_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("address", PRIVATE)
def test_an_address_of_a_network_is_not(address: str) -> None:
    assert not is_public(address)


@pytest.mark.parametrize(
    "url",
    [
        "http://ntfy.sh/x",
        "https:///x",
        "file:///etc/passwd",
        "gopher://a/",
        "https://me:secret@ntfy.sh/x",
        "https://ntfy.sh:0x50/x",
        "https://ntfy.sh/a b",
        "https://ntfy.sh/a\r\nHost: b",
        "https://exa mple/x",
        "//ntfy.sh/x",
        "",
    ],
)
def test_what_is_no_address_to_post_to_is_refused(url: str) -> None:
    with pytest.raises(ValueError):
        place_of(url)


def test_a_place_names_host_port_and_path() -> None:
    assert (place_of("https://NTFY.sh/x?auth=1").at, place_of("https://ntfy.sh/x?auth=1").path) == (
        "ntfy.sh:443",
        "/x?auth=1",
    )


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "127.1", "0x7f000001", "2130706433", "[::1]", "[::ffff:127.0.0.1]"]
)
def test_however_it_is_written_our_own_machine_is_not_knocked_at(host: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as ours:
        ours.settimeout(0)
        with pytest.raises(DeliveryFailed):
            post(place_of(f"https://{host}:{ours.getsockname()[1]}/"), b"", "text/plain")
        with pytest.raises(BlockingIOError):
            ours.accept()


def test_every_address_behind_a_name_has_to_be_public(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, 443)) for one in ("93.184.216.34", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: answers)
    with pytest.raises(DeliveryFailed, match="not public") as caught:
        post(place_of("https://both.example/"), b"", "text/plain")
    assert caught.value.permanent
