"""A prober and a server on loopback: targets come in, looks go out, and a server that is away loses nothing."""

import socket
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from time import monotonic
from typing import Any

import msgspec
import pytest
from loopback import Server, ok, read_request, saying, serving

from gwarant.prober import link as module
from gwarant.prober.clock import Clock
from gwarant.prober.enrolling import EnrolmentFailed, enrol
from gwarant.prober.identity import Identity, keep, kept, key_in, new_key
from gwarant.prober.journal import Journal
from gwarant.prober.link import LOOKS, TARGETS, TRIALS, Link
from gwarant.prober.model import Answer, Look, Target
from gwarant.prober.poll import Poll
from gwarant.prober.protocol import (
    PROBER,
    SHARES,
    SURE,
    Given,
    Lease,
    Taken,
    Trial,
    Tried,
    is_signed,
    looks_of,
    unpacked,
)
from gwarant.prober.reach import Reach
from gwarant.prober.running import run
from gwarant.prober.spool import Spool
from gwarant.sla.evidence.model import State

UTC = 1_796_040_000_000
KEY = new_key()


@dataclass
class House:
    """The server's side: what it gives out, and what it took, batch by batch."""

    targets: tuple[Target, ...]
    is_away: bool = False
    away_since: int = 0
    is_stumbling: bool = False
    stumbled: int = 0
    taken: dict[int, list[Look]] = field(default_factory=dict)
    asked: int = 0
    refused: int = 0
    token: int = 1
    lasts: int = 60_000  # milliseconds that a lease holds
    since: int = 0  # when it was given out
    doubts: bool = False  # the first looks that come, as if they had been long on their way
    tokens: dict[int, dict[int, int]] = field(default_factory=dict)
    trials: tuple[Trial, ...] = ()  # given out with the first answer
    tried: list[Tried] = field(default_factory=list)

    def answer(self, sock: socket.socket, request: bytes) -> None:
        head, _, body = request.partition(b"\r\n\r\n")
        path = head.split()[1].decode()
        headers = dict(line.split(": ", 1) for line in head.decode().split("\r\n")[1:])
        if not is_signed(key_in(KEY).public_key(), headers, path, body, UTC):
            self.refused += 1
            sock.sendall(b"HTTP/1.1 403 No\r\nGwarant-Moment: %d\r\nContent-Length: 0\r\n\r\n" % UTC)
            return
        assert headers[PROBER] == "7"
        if self.is_away:
            sock.sendall(b"HTTP/1.1 503 Away\r\nContent-Length: 0\r\n\r\n")
            return
        if path == LOOKS and self.doubts and SURE not in headers:
            self.refused += 1
            sock.sendall(b"HTTP/1.1 403 No\r\nGwarant-Moment: %d\r\nContent-Length: 0\r\n\r\n" % UTC)
            return
        if path == LOOKS and self._stumbles_on(unpacked(body)[0].number):
            sock.sendall(b"HTTP/1.1 500 Oh\r\nContent-Length: 0\r\n\r\n")
            return
        sock.sendall(ok(msgspec.msgpack.encode(self._said(path, body))))

    def _stumbles_on(self, number: int) -> bool:
        """Of a server that stumbles, always the first batch that came."""
        self.stumbled = self.stumbled or number
        return self.is_stumbling and number == self.stumbled

    def _said(self, path: str, body: bytes) -> Any:
        if path == TARGETS:
            self.asked += 1
            leases = (Lease(0, self.token, UTC + self.lasts, 0, self.since),)
            trials = self.trials if self.asked == 1 else ()
            return Given(mark="1", leases=leases, now=UTC, targets=self.targets, trials=trials)
        if path == TRIALS:
            self.tried.append(msgspec.msgpack.decode(body, type=Tried))
            return {"taken": 1}
        assert path == LOOKS
        batch, rows = unpacked(body)
        assert batch.tokens in ({0: 1}, {0: 2}, {})
        self.tokens[batch.number] = batch.tokens
        self.taken[batch.number] = looks_of(batch, rows)
        return Taken(stored=len(rows), refused=0, now=UTC)

    def looks(self) -> list[Look]:
        return [look for batch in self.taken.values() for look in batch]


def running(server: Server, folder: Path, until: Callable[[], bool], seconds: float = 10, utc: int = UTC) -> None:
    """Run a prober until that is so."""
    end, turns = monotonic() + seconds, count()
    identity = Identity(server=server.url().rstrip("/"), prober="7", place="waw", key=KEY)

    def goes_on() -> bool:
        assert monotonic() < end, f"did not come about in {next(turns)} turns"
        return not until()

    run(identity, folder, Reach(everywhere=True), utc, goes_on)


def page(server: Server, every: int = 1_000, number: int = 1) -> Target:
    settings = msgspec.json.encode({"url": server.url()})
    return Target(id=number, kind="http", every=every, timeout=900, phase=0, settings=settings)


@pytest.fixture(autouse=True)
def quickly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "ASKED", 300)
    monkeypatch.setattr(module, "PACKED", 50)
    monkeypatch.setattr(module, "WAITS", (100,))


def test_what_the_server_gives_out_is_looked_at_and_told(tmp_path: Path) -> None:
    with serving(saying(ok())) as shop:
        house = House((page(shop),))
        with serving(house.answer, reads=read_request) as server:
            running(server, tmp_path, lambda: len(house.looks()) >= 2)
    first, second = sorted(house.looks(), key=lambda look: look.slot)[:2]
    assert (first.target, first.answer.state, first.answer.code) == (1, State.UP, "200")
    assert second.slot - first.slot == 1_000
    assert first.slot % 1_000 == 0


def test_a_server_that_is_away_is_told_everything_when_it_is_back_and_nothing_twice(tmp_path: Path) -> None:
    with serving(saying(ok())) as shop:
        house, spool = House((page(shop),)), tmp_path / "spool"

        def until() -> bool:
            """First it is there, then away until something waits, then there again until nothing does."""
            if not house.away_since and house.taken:
                house.away_since = len(house.taken)
                house.is_away = True
            elif house.is_away and list(spool.iterdir()):
                house.is_away = False
            return not house.is_away and 0 < house.away_since < len(house.taken)

        with serving(house.answer, reads=read_request) as server:
            running(server, tmp_path, until)
    batches = [one.read_bytes() for one in spool.iterdir()]  # what was seen in the last moment
    looks = house.looks() + [look for one in batches for look in looks_of(*unpacked(one))]
    told = sorted(look.slot for look in house.looks())
    assert len(set(told)) == len(told)
    slots = sorted({look.slot for look in looks})  # what was taken in the very last moment may wait to be confirmed
    assert slots == list(range(slots[0], slots[-1] + 1, 1_000))


def test_what_is_other_than_before_is_handed_over_sooner_than_what_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PACKED", 2_000)
    watch, spool, identity = (
        [0],
        Spool(tmp_path),
        Identity(server="http://127.0.0.1:9", prober="7", place="waw", key=KEY),
    )
    link = Link(Poll(), Clock(UTC, lambda: watch[0]), identity, spool, lambda _: None)
    link._asks_at = link._sends_at = UTC + 60_000

    def packed_after(state: State) -> int:
        """How many milliseconds a look of that state waits that comes just after a batch."""
        begun = watch[0]
        link.look(Look(1, UTC + begun, UTC + begun, Answer(state)))
        while link.oldest is not None:
            link.turn()
            watch[0] += 100
        return watch[0] - 100 - begun

    packed_after(State.UP)  # the first of all
    found = [packed_after(one) for one in (State.UP, State.DOWN, State.DOWN, State.UP, State.UP)]
    assert found == [1_900, 400, 1_900, 400, 1_900]
    assert len(spool) == 6


def test_a_prober_whose_machine_has_another_time_goes_by_the_servers(tmp_path: Path) -> None:
    with serving(saying(ok())) as shop:
        house = House((page(shop),))
        with serving(house.answer, reads=read_request) as server:
            running(server, tmp_path, lambda: len(house.looks()) >= 2, utc=UTC - 3_600_000)
    assert house.refused == 1
    assert all(abs(look.slot - UTC) < 30_000 for look in house.looks())
    assert {look.answer.state for look in house.looks()} == {State.UP}


def test_what_slept_beyond_its_leases_waits_for_a_server_that_can_be_reached(tmp_path: Path) -> None:
    poll, clock = Poll(), Clock(UTC)
    identity = Identity(server="http://127.0.0.1:1", prober="7", place="waw", key=KEY)
    link = Link(poll, clock, identity, Spool(tmp_path), lambda given: None)
    assert not link.holds  # nothing was given yet
    link._until = UTC - 1
    assert link.holds
    link._failures = 1
    assert not link.holds
    link.flush()
    poll.close()


def test_a_short_lease_is_asked_for_in_its_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "ASKED", 60_000)
    house = House(())
    house.lasts = 600
    with serving(house.answer) as server:
        running(server, tmp_path, lambda: house.asked == 3)


def test_a_batch_on_which_the_server_stumbles_keeps_no_other_back(tmp_path: Path) -> None:
    with serving(saying(ok())) as shop:
        house = House((page(shop),), is_stumbling=True)
        with serving(house.answer, reads=read_request) as server:
            running(server, tmp_path, lambda: len(house.taken) >= 2)
    assert house.stumbled not in house.taken
    assert [one for one in (tmp_path / "spool").iterdir() if f"{house.stumbled:016x}" in one.name]


def test_what_was_seen_under_a_lease_travels_under_it_although_another_has_begun(tmp_path: Path) -> None:
    with serving(saying(ok())) as shop:
        house, spool = House((page(shop),), token=2), Spool(tmp_path)
        with serving(house.answer, reads=read_request) as server:
            poll, clock = Poll(), Clock(UTC)
            link = Link(
                poll, clock, Identity(server=server.url(), prober="7", place="waw", key=KEY), spool, lambda _: None
            )
            link._tokens, link._states, link._packs_at = {0: 1}, {1: State.UP}, UTC + 60_000
            link.look(Look(1, UTC, UTC, Answer(State.UP, "200")))
            end = monotonic() + 10
            while link.tokens != {0: 2}:
                assert monotonic() < end
                link.turn()
                poll.turn(0.1)
            assert unpacked(spool.read(next(spool.order())) or b"")[0].tokens == {0: 1}
            link.flush()
            poll.close()


def test_a_message_that_was_long_on_its_way_is_sent_again_with_a_clock_that_was_compared(tmp_path: Path) -> None:
    with serving(saying(ok())) as shop:
        house = House((page(shop),), doubts=True)
        with serving(house.answer, reads=read_request) as server:
            running(server, tmp_path, lambda: len(house.taken) >= 1)
    assert house.refused == 1
    assert {look.answer.state for look in house.looks()} == {State.UP}


def test_a_prober_that_was_killed_tells_what_it_missed_under_the_leases_of_then(tmp_path: Path) -> None:
    with serving(saying(ok())) as shop:
        former = Journal(tmp_path)
        former.watch((page(shop, number=SHARES),), (Lease(0, 1, UTC, 0, UTC - 90_000),), UTC - 90_000)
        former.write(UTC - 40_000, [], UTC - 40_000)
        house = House((page(shop, number=SHARES),), since=UTC - 90_000)
        with serving(house.answer, reads=read_request) as server:
            running(server, tmp_path, lambda: any(look.answer.state is State.UP for look in house.looks()))
    slots = sorted(look.slot for look in house.looks())
    assert slots == list(range(slots[0], slots[-1] + 1, 1_000))
    assert len([look for look in house.looks() if look.answer.code == "still"]) > 40
    assert not [look for look in house.looks() if look.answer.code == "late"]


def test_slots_since_a_share_was_given_out_are_told_however_long_the_answer_was_on_its_way(tmp_path: Path) -> None:
    with serving(saying(ok())) as shop:
        house = House((page(shop, number=SHARES),), since=UTC - 3_000)
        with serving(house.answer, reads=read_request) as server:
            running(server, tmp_path, lambda: len(house.looks()) >= 3)
    late = [look for look in house.looks() if look.answer.code == "late"]
    assert [look.slot for look in late[:3]] == [UTC - 3_000, UTC - 2_000, UTC - 1_000]


def test_what_was_seen_lies_on_the_disk_when_the_process_ends(tmp_path: Path) -> None:
    with serving(saying(ok())) as shop:
        house = House((page(shop),))
        with serving(house.answer, reads=read_request) as server:
            running(server, tmp_path, lambda: house.asked > 0 and len(shop.taken) > 1)
    batches = [one.read_bytes() for one in (tmp_path / "spool").iterdir()]
    told = house.looks() + [look for one in batches for look in looks_of(*unpacked(one))]
    assert told
    assert all(zlib.decompress(one) for one in batches)


def test_who_a_prober_is_is_kept_for_its_user_alone(tmp_path: Path) -> None:
    identity = Identity(server="https://sla.example", prober="7", place="waw", key=KEY)
    assert kept(tmp_path / "new") is None
    keep(tmp_path / "new", identity)
    assert kept(tmp_path / "new") == identity
    assert [one.stat().st_mode & 0o777 for one in (tmp_path / "new").iterdir()] == [0o600]


def test_enrolling_where_nobody_is_says_that_the_code_is_still_good() -> None:
    with socket.create_server(("127.0.0.2", 0)) as taken:
        port = taken.getsockname()[1]
    with pytest.raises(EnrolmentFailed) as failed:
        enrol(f"http://127.0.0.2:{port}", "code")
    assert failed.value.hint == "the code is still good"


def test_enrolling_says_what_the_server_says_against_the_code() -> None:
    refusal = b"HTTP/1.1 403 Forbidden\r\nContent-Length: 19\r\n\r\nthis code was used\n"
    with serving(saying(refusal)) as server, pytest.raises(EnrolmentFailed, match="this code was used"):
        enrol(server.url(), "code")
    with serving(saying(ok())) as server, pytest.raises(EnrolmentFailed, match="no Gwarant server"):
        enrol(server.url(), "code")


def test_what_somebody_waits_for_is_looked_at_beside_the_grid_and_told_by_itself(tmp_path: Path) -> None:
    with serving(saying(ok())) as target:
        settings = msgspec.json.encode({"url": target.url()})
        house = House((), trials=(Trial(id=3, kind="http", timeout=900, settings=settings),))
        with serving(house.answer) as server:
            running(server, tmp_path, lambda: bool(house.tried))
    assert [(one.trial, one.answer.state, one.answer.code) for one in house.tried] == [(3, State.UP, "200")]
    assert house.looks() == []
