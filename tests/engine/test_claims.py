"""Due rows are taken one by one, once, and a bad one waits while the others go on."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.db.models import QuerySet

from gwarant.database import rounds
from gwarant.engine.claims import LEASE, PUSHED_BACK, each_due
from gwarant.engine.models import Heartbeat
from gwarant.engine.sweeps import LANES
from gwarant.engine.tally import FAILED

NOW = datetime(2026, 6, 1, 8, 0, tzinfo=UTC)
pytestmark = pytest.mark.usefixtures("engine")


def due() -> QuerySet[Heartbeat]:
    return Heartbeat.objects.filter(at__lte=NOW).order_by("at")


def rows(*names: str) -> None:
    for n, name in enumerate(names):
        Heartbeat.objects.create(name=name, at=NOW - timedelta(minutes=n))


def run(act: Callable[[str], object], lease: timedelta = LEASE) -> int:
    return each_due("test", due(), "at", act, lease=lease, now=NOW)


def test_the_oldest_is_done_first() -> None:
    rows("young", "old")
    seen: list[str] = []
    assert run(lambda pk: seen.append(pk) or True) == 2
    assert seen == ["old", "young"]


def test_a_round_ends_when_its_time_is_over_and_the_rest_is_due_in_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    rows("one", "two", "three")
    monkeypatch.setattr(rounds, "ROUND", -1.0)
    assert [run(lambda pk: True) for _ in range(4)] == [1, 1, 1, 0]


def test_who_comes_back_to_much_that_fell_due_says_first_that_it_lives() -> None:
    assert [lane for lane in LANES if "heartbeat" in lane] == [("heartbeat",)]


def test_a_row_that_another_engine_has_taken_is_left_alone() -> None:
    rows("one", "two")
    seen: list[str] = []

    def act(pk: str) -> bool:
        seen.append(pk)
        return bool(Heartbeat.objects.filter(name="one").update(at=NOW + LEASE))

    assert run(act) == 1
    assert seen == ["two"]


def test_an_engine_that_died_in_between_leaves_the_row_due_when_the_lease_ends() -> None:
    rows("one")

    class Killed(BaseException):
        pass

    def act(pk: str) -> None:
        raise Killed

    with pytest.raises(Killed):
        run(act)
    assert Heartbeat.objects.get().at == NOW + LEASE


def test_a_row_that_fails_waits_for_an_hour_and_the_others_are_done(caplog: pytest.LogCaptureFixture) -> None:
    rows("fine", "bad")
    before = FAILED["test"]

    def act(pk: str) -> bool:
        if pk == "bad":
            raise ValueError("broken row")
        return True

    assert run(act) == 1
    assert Heartbeat.objects.get(name="bad").at == NOW + PUSHED_BACK
    assert "row bad failed" in caplog.text
    assert FAILED["test"] == before + 1


def test_what_the_action_wrote_stands() -> None:
    rows("one")
    later = NOW + timedelta(days=1)
    assert run(lambda pk: Heartbeat.objects.filter(pk=pk).update(at=later)) == 1
    assert Heartbeat.objects.get().at == later
    assert run(lambda pk: True) == 0


def test_without_a_lease_the_moment_stays_until_the_action_moves_it() -> None:
    rows("one")
    seen = []
    run(lambda pk: seen.append(Heartbeat.objects.get(pk=pk).at), timedelta(0))
    assert seen == [NOW]


def test_without_a_lease_a_row_that_fails_waits_all_the_same() -> None:
    rows("bad")

    def act(pk: str) -> None:
        raise ValueError("broken row")

    run(act, timedelta(0))
    assert Heartbeat.objects.get().at == NOW + PUSHED_BACK
