"""Where a message may be posted to: to the whole internet by HTTPS, and inside only where the house said so.

How an address is read and what is public is `safe_http`'s, and tried there.
"""

import socket

import pytest

from gwarant.notify.channels.envelope import DeliveryFailed
from gwarant.notify.channels.web import place_of, post


@pytest.mark.parametrize(
    "url",
    [
        "http://ntfy.sh/x",
        "https:///x",
        "file:///etc/passwd",
        "gopher://a/",
        "https://me:secret@ntfy.sh/x",
        "https://ntfy.sh:0x50/x",
        "https://ntfy.sh:25/x",
        "http://10.1.2.3/x",
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
        with pytest.raises((DeliveryFailed, ValueError)):
            post(place_of(f"https://{host}:{ours.getsockname()[1]}/"), b"", "text/plain")
        with pytest.raises(BlockingIOError):
            ours.accept()


def test_every_address_behind_a_name_has_to_be_public(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, 443)) for one in ("93.184.216.34", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: answers)
    with pytest.raises(DeliveryFailed, match="not public") as caught:
        post(place_of("https://both.example/"), b"", "text/plain")
    assert caught.value.permanent
