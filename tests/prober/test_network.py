"""A prober that has lost its own network says unknown; what is down while the references answer is down."""

import json
import socket
from collections.abc import Callable
from contextlib import ExitStack
from time import monotonic

from loopback import Server, ok, saying, serving

from gwarant.prober.clock import Clock
from gwarant.prober.looking import Looking
from gwarant.prober.model import Look, Target
from gwarant.prober.tools import Tools
from gwarant.sla.evidence.model import State

UTC = 1_796_040_000_000


def closed() -> str:
    """An address at which nobody listens."""
    with socket.create_server(("127.0.0.2", 0)) as taken:
        return f"127.0.0.2:{taken.getsockname()[1]}"


def at(address: str, number: int = 1) -> Target:
    settings = json.dumps({"url": f"http://{address}/"}).encode()
    return Target(id=number, kind="http", every=1_000, timeout=500, phase=0, settings=settings)


def seen(tools: Tools, target: Target, references: tuple[str, ...], until: Callable[[list[Look]], bool]) -> list[Look]:
    looks: list[Look] = []
    looking = Looking(tools, Clock(UTC), looks.append)
    looking.doubt_by(references)
    looking.watch((target,), UTC)
    end = monotonic() + 10
    while not until(looks):
        assert monotonic() < end
        looking.turn(50)
    return looks


def one(looks: list[Look]) -> bool:
    return bool(looks)


def test_what_is_down_while_a_reference_answers_is_down(open_tools: Tools) -> None:
    with serving(saying(ok())) as reference:
        (look,) = seen(open_tools, at(closed()), (closed(), reference.at), one)
    assert (look.answer.state, look.answer.code) == (State.DOWN, "refused")


def test_what_is_down_while_no_reference_answers_is_unknown_with_what_was_seen(open_tools: Tools) -> None:
    (look,) = seen(open_tools, at(closed()), (closed(), closed()), one)
    assert (look.answer.state, look.answer.code) == (State.UNKNOWN, "own_network")
    assert look.answer.said


def test_what_is_up_needs_no_reference(open_tools: Tools) -> None:
    with serving(saying(ok())) as shop:
        (look,) = seen(open_tools, at(shop.at), (closed(),), one)
    assert look.answer.state is State.UP


def test_without_references_every_look_is_believed(open_tools: Tools) -> None:
    (look,) = seen(open_tools, at(closed()), (), one)
    assert look.answer.state is State.DOWN


def test_a_network_that_comes_back_is_believed_again(open_tools: Tools) -> None:
    """The reference is away first: the looks of that time are unknown, the later ones down."""
    address, opened = closed(), ExitStack()
    host, port = address.split(":")
    servers: list[Server] = []

    def until(looks: list[Look]) -> bool:
        if looks and not servers:
            listener = socket.create_server((host, int(port)))
            opened.enter_context(listener)
            servers.append(Server(host, int(port)))
        return any(look.answer.state is State.DOWN for look in looks)

    with opened:
        looks = seen(open_tools, at(closed()), (address,), until)
    assert [str(look.answer.state) for look in looks][:1] == ["unknown"]
    assert [look.slot for look in looks] == sorted(look.slot for look in looks)
