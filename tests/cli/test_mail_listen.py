"""A listener whose port somebody else has: by itself it says so and ends, beside other programs it waits."""

import socket
from threading import Thread

import pytest

from gwarant.cli import handing_over
from gwarant.cli.handing_over import listen
from gwarant.engine.stop import Stop
from gwarant.sla.problem import InputError
from gwarant.web.health.listening import greets


def taken() -> tuple[socket.socket, str]:
    line = socket.create_server(("127.0.0.1", 0))
    return line, f"127.0.0.1:{line.getsockname()[1]}"


def test_by_itself_it_says_whose_port_it_cannot_have() -> None:
    other, place = taken()
    with other, pytest.raises(InputError, match="cannot be listened at"):
        listen({"smtp": place}, Stop(), print)


def test_beside_others_it_waits_until_the_port_is_free(monkeypatch: pytest.MonkeyPatch) -> None:
    """One program that cannot begin must not end the pages with it."""
    monkeypatch.setattr(handing_over, "AGAIN", 0.05)
    (other, place), stop, said = taken(), Stop(), list[str]()
    listening = Thread(target=listen, args=({"smtp": place}, stop, said.append), kwargs={"waits": True})
    with other:
        listening.start()
        while not said:
            pass
        assert "trying again" in said[0]
    while f"smtp at {place}" not in said:
        pass
    assert greets(place)
    stop.set()
    listening.join(10)
    assert not listening.is_alive()
