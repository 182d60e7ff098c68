"""What the demo's probers saw lies as real looks do: sealed days, the day that runs, and what was said at a turn."""

from datetime import UTC, date, datetime

from gwarant.demo.cast import World
from gwarant.demo.looks import SPELLS, lay
from gwarant.ledger.models import Row
from gwarant.monitoring.actions import Facts, add_monitor
from gwarant.monitoring.enrolling import open_place
from gwarant.monitoring.evidence import looks_of
from gwarant.monitoring.models import DAY, DayOfLooks, Latency, Prober, SeenLook, Turn
from gwarant.monitoring.moments import milliseconds_of
from gwarant.sla.civil import midnight
from gwarant.sla.evidence.model import State
from gwarant.sla.evidence.unpacking import looks_within

ZONE = "Europe/Warsaw"
FIRST, NOW = date(2026, 6, 8), datetime(2026, 6, 20, 0, 25, tzinfo=UTC)


def test_each_minute_is_there_once_sealed_or_not(house: World, engine: None) -> None:
    service = house.services["SHOP", "shop"]
    home = open_place("home", "Home", now=datetime(2026, 6, 1, tzinfo=UTC))
    facts = Facts(name="Shop", kind="http", settings={"url": "http://127.0.0.1/shop"}, places=(home,))
    monitor = add_monitor(service, facts, by=None, now=datetime(2026, 6, 1, tzinfo=UTC))
    lay([monitor], home, FIRST, ZONE, NOW)
    start, end = midnight(FIRST, ZONE) * 1000 // DAY * DAY, milliseconds_of(NOW)
    rows = looks_of(service, (start, end))
    assert sum(looks_within(row) for row in rows) == (end - start) // 60_000
    assert all(row.received == row.end for row in rows)  # none came late
    assert DayOfLooks.objects.count() == Latency.objects.count() == Row.objects.filter(type="sealed").count() == 13
    assert SeenLook.objects.count() == 25
    assert SeenLook.objects.filter(counts=True).count() == 25
    assert Prober.objects.get().retired_at == NOW
    (down,) = Turn.objects.filter(state=State.DOWN.value)
    assert (down.code, "502 Bad Gateway" in down.said) == ("502", True)


def test_three_months_are_broken_with_a_credit_and_of_one_too_little_is_known() -> None:
    """A month of 30 days at 99.5 percent allows 216 minutes; at 99 percent, below which more is paid, 432."""
    lost = {
        (system, month): sum(minutes for of, *_, minutes, state, _ in spells if of == month and state is State.DOWN)
        for system, spells in SPELLS.items()
        for month in range(6)
    }
    assert [place for place, minutes in lost.items() if minutes > 216] == [("shop", 2), ("shop", 4), ("shop", 5)]
    assert all(lost["shop", month] < 432 for month in (2, 4, 5))
    unknown = [(of, minutes) for of, *_, minutes, state, _ in SPELLS["enrol"] if state is State.UNKNOWN]
    assert [of for of, minutes in unknown if minutes > 216] == [3]
