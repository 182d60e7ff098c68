"""A look that somebody waits for: asked of a prober of the place, and handed over once."""

from datetime import timedelta
from typing import Any

import msgspec
import pytest
from loopback import ok, saying, serving

from gwarant.demo.cast import World
from gwarant.monitoring.enrolling import enrol, invite, open_place
from gwarant.monitoring.models import Prober, Trial
from gwarant.monitoring.moments import milliseconds_of
from gwarant.monitoring.trials.asking import WAITS, answer_to, ask, for_prober, looking_from, take
from gwarant.prober.checks import SettingsRefused
from gwarant.prober.model import Answer, Phases
from gwarant.prober.protocol import Trial as Told
from gwarant.prober.protocol import Tried
from gwarant.prober.reach import reach_of
from gwarant.prober.running import tried
from gwarant.prober.tools import tools
from gwarant.sla.evidence.model import State
from gwarant.web.moment import now
from gwarant.web.monitors.trials import NobodyLooked, from_place

pytestmark = pytest.mark.usefixtures("engine")
SECRET = {"url": "https://shop.example/", "headers": {"X-Key": "hush"}}
FOUND = Answer(State.DOWN, "502", Phases(first=7_000), "192.0.2.1", said="Bad\u202eGateway")


def prober(key: str = "waw") -> Prober:
    place = open_place(key, key.title(), now=now())
    return enrol(invite(place, by=None, now=now()), key.encode().ljust(32), "1", now=now())


def body(trial: int, answer: Answer = FOUND) -> bytes:
    return msgspec.msgpack.encode(Tried(trial=trial, answer=answer))


def test_a_prober_of_the_place_is_asked_once_and_what_it_finds_is_there(world: World) -> None:
    own, other = prober(), prober("krk")
    at = milliseconds_of(now())
    trial = ask(own.place, "http", SECRET, 5_000, by=world.ben, now=now())
    assert b"hush" not in bytes(Trial.objects.get().sealed)
    assert for_prober(other, at) == ()
    (told,) = for_prober(own, at)
    assert (told.id, told.timeout, msgspec.json.decode(told.settings)) == (trial, 5_000, SECRET)
    assert for_prober(own, at) == ()
    assert [take(other, body(trial)), answer_to(trial)] == [{"taken": 0}, None]
    assert [take(own, body(trial)), take(own, body(trial))] == [{"taken": 1}, {"taken": 0}]
    found = answer_to(trial)
    assert found is not None
    assert (found.code, found.phases.first, found.said) == ("502", 7_000, "Bad Gateway")


def test_nobody_is_given_what_waited_too_long_and_what_is_no_setting_is_refused(world: World) -> None:
    own = prober()
    ask(own.place, "http", SECRET, 5_000, by=world.ben, now=now() - WAITS - timedelta(seconds=1))
    assert for_prober(own, milliseconds_of(now())) == ()
    with pytest.raises(SettingsRefused):
        ask(own.place, "http", {"url": "moon"}, 5_000, by=world.ben, now=now())
    ask(own.place, "tcp", {"host": "h", "port": 1}, 5_000, by=world.ben, now=now() + timedelta(hours=2))
    assert Trial.objects.count() == 1  # what was asked for long ago is gone
    assert list(looking_from(milliseconds_of(now()))) == [own.place]
    assert list(looking_from(milliseconds_of(now()) + 600_000)) == []


def test_whoever_waits_gets_what_the_place_finds_and_nothing_stays(world: World) -> None:
    own = prober()

    def looks(_seconds: float) -> None:
        for one in for_prober(own, milliseconds_of(now())):
            take(own, body(one.id))

    found = from_place(world.ben, own.place, "http", SECRET, 1_000, rests=looks)
    assert (found.state, found.code) == (State.DOWN, "502")
    assert not Trial.objects.exists()


def test_where_nobody_looks_that_is_said(world: World) -> None:
    with pytest.raises(NobodyLooked):
        from_place(world.ben, prober().place, "http", SECRET, 1_000, beyond=-0.9)
    assert not Trial.objects.exists()


@pytest.mark.parametrize(("kind", "state"), [("tcp", State.UP), ("moon", State.UNKNOWN)])
def test_a_prober_looks_beside_its_grid_and_tells_what_it_cannot_try(kind: str, state: State) -> None:
    found: list[Answer] = []
    with_tools = tools(reach_of(("127.0.0.0/8",)))
    try:
        with serving(saying(ok())) as server:
            settings: dict[str, Any] = {"host": server.host, "port": server.port}
            trial = Told(id=1, kind=kind, timeout=2_000, settings=msgspec.json.encode(settings))
            tried(with_tools, trial, found.append)
            while not found:
                with_tools.poll.turn(0.1)
    finally:
        with_tools.close()
    assert [one.state for one in found] == [state]
