"""Whether who takes mail answers: `/readyz` says when a listener of the settings is silent."""

import socket
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from loopback import saying, serving

from gwarant.web.health import listening
from gwarant.web.health.listening import greets, want_of_listeners

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def nothing_asked() -> None:
    listening._asked.clear()


def named(settings: Any, smtp: str, lmtp: str = "") -> None:
    settings.ENV = replace(settings.ENV, mail_smtp=smtp, mail_lmtp=lmtp)


def test_without_a_listener_in_the_settings_none_is_missed(settings: Any) -> None:
    assert want_of_listeners(NOW) == ""


def test_one_that_greets_is_well_and_one_that_is_stopped_is_named(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listening, "PATIENCE", 0.2)
    greeting = saying(b"220 house.example LMTP\r\n")
    with serving(greeting, reads=lambda _sock: b"-") as well, socket.create_server(("127.0.0.2", 0)) as stopped:
        silent = (
            f"127.0.0.2:{stopped.getsockname()[1]}"  # it takes the connection and says nothing, as SIGSTOP makes it
        )
        named(settings, silent, well.at)
        assert want_of_listeners(NOW) == f"SMTP at {silent} does not answer"
        named(settings, well.at, well.at)
        assert want_of_listeners(NOW + timedelta(seconds=11)) == ""


def test_somebody_else_at_the_port_is_no_listener() -> None:
    with serving(saying(b"HTTP/1.1 400 Bad Request\r\n"), reads=lambda _sock: b"-") as other:
        assert not greets(other.at)


def test_it_is_asked_every_ten_seconds_and_not_by_every_question(settings: Any) -> None:
    with serving(saying(b"220 x\r\n"), reads=lambda _sock: b"-") as well:
        named(settings, well.at)
        for second in range(5):
            assert want_of_listeners(NOW + timedelta(seconds=second)) == ""
    assert len(well.taken) == 1
