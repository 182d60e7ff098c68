"""Down time within any stretch of days: against a slow and obvious way of adding it up."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from gwarant.sla.contract.model.money import Condition
from gwarant.sla.contract.values import Seconds
from gwarant.sla.triggers import Down, History, occasions_of

HOUR, DAY = 3600, 86_400
FIRST = int(datetime(2026, 1, 1, tzinfo=UTC).timestamp())
DOWNS = st.lists(st.tuples(st.integers(0, 40 * 24), st.integers(1, 30)), max_size=12, unique_by=lambda one: one[0])


def apart(rows: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """In time order, those left out that begin before the former has ended; seconds."""
    found: list[tuple[int, int]] = []
    for start, length in sorted(rows):
        since = FIRST + start * HOUR
        if not found or found[-1][1] < since:
            found.append((since, since + length * HOUR))
    return found


@given(DOWNS, st.integers(1, 12), st.integers(0, 20))
def test_down_time_is_added_up_as_trying_every_outage_adds_it(
    rows: list[tuple[int, int]], within: int, hours: int
) -> None:
    downs = apart(rows)
    history = History(
        "UTC", outages={"up": [Down(((start * 1000, end * 1000),), (end - start) * 1000) for start, end in downs]}
    )
    condition = Condition(of="up", downtime_over=Seconds(hours * HOUR), within=within, unit="day")
    expected = []
    for _, at in downs:
        last = datetime.fromtimestamp(at - 1, UTC).replace(hour=0, minute=0, second=0)
        since = int((last - timedelta(days=within - 1)).timestamp())
        if sum(max(0, min(end, at) - max(start, since)) for start, end in downs) > hours * HOUR:
            expected.append(at)
    assert [one.at for one in occasions_of(condition, history)] == expected
