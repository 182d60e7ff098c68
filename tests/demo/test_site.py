"""The systems of the demo's customers fail on schedule, each in its own minutes."""

from datetime import UTC, datetime

from gwarant.demo.site import WELL, answer_of
from gwarant.demo.watched import MONITORS


def states(path: str) -> list[tuple[int, float]]:
    answers = [answer_of(path, datetime(2026, 11, 30, 12, minute, tzinfo=UTC)) for minute in range(60)]
    return [(one.status, one.takes) for one in answers]


def test_the_shop_is_down_for_four_minutes_of_each_hour_and_the_records_are_slow_now_and_then() -> None:
    assert sum(status == 502 for status, _ in states("/shop")) == 4
    assert sum(takes > 0.5 for _, takes in states("/records")) == 16
    assert {status for status, _ in states("/booking")} == {200}


def test_every_system_that_is_looked_at_is_there() -> None:
    assert {f"/{service}" for _, service, _, _ in MONITORS} == set(WELL)
