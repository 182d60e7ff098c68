"""The hours of days: every moment of a figure in one state, unknown time never shown as up."""

from drawn import DAY_MS, MARCH, ZONE, figure
from hypothesis import given
from hypothesis import strategies as st

from gwarant.pictures.frame import Frame
from gwarant.pictures.hours_strip import hours_of, lengths_of, located
from gwarant.pictures.hours_strip_svg import hours_svg, hours_text
from gwarant.pictures.month import DayState
from gwarant.sla.availability import Located
from gwarant.sla.spans import Span, Spans, measure, subtract, union

START = MARCH.start * 1000
HOUR = 3_600_000
moments = st.integers(0, 31 * 24 - 1).map(lambda hours: START + hours * HOUR)
spans: st.SearchStrategy[Spans] = st.lists(st.tuples(moments, moments), max_size=6).map(
    lambda found: union((min(one), max(one)) for one in found)
)


def apart(taken: Spans, more: Spans) -> Spans:
    return subtract(more, taken)


@given(spans, spans, spans, spans)
def test_each_moment_has_one_state_and_together_they_are_the_whole(
    closed: Spans, excluded: Spans, unknown: Spans, degraded: Spans
) -> None:
    excluded = apart(closed, excluded)
    unknown = apart(union((*closed, *excluded)), unknown)
    degraded = apart(union((*closed, *excluded, *unknown)), degraded)
    own = figure(located=Located(degraded, unknown, excluded))
    found = located(own, closed)
    heaps: list[Span] = [span for one in found.values() for span in one]
    assert sum(measure(one) for one in found.values()) == own.end - own.start
    assert union(heaps) == (own.period,)
    assert found[DayState.UNKNOWN] == unknown


def test_a_minute_that_nobody_measured_is_drawn_as_such() -> None:
    minute = ((START + 5 * DAY_MS, START + 5 * DAY_MS + 60_000),)
    days = hours_of(figure(located=Located((), minute, ()), outages=()), (), ZONE)
    assert [one.day.day for one in days if DayState.UNKNOWN in one.lengths] == [6]
    assert lengths_of(days, DayState.UNKNOWN) == 60
    drawn = hours_svg(days, "Shop", "en", Frame("h", alone=False))
    assert drawn.count('class="gw-hollow"') == 1
    assert "Fri 6 Mar, up 23 h 59 min, unknown 1 min" in drawn


def test_a_day_of_which_an_hour_is_missing_is_as_high_as_the_others() -> None:
    days = hours_of(figure(outages=()), (), ZONE)
    short = days[28]
    assert (short.day.isoformat(), short.lengths) == ("2026-03-29", {DayState.UP: 23 * 3600})
    assert (short.pieces[0].start, short.pieces[0].end) == (0.0, 1.0)


def test_the_strip_in_words_tells_how_long_each_state_lasted_and_when_it_was_down() -> None:
    told = hours_text(hours_of(figure(), ((START, START + 2 * HOUR),), ZONE), "en")
    assert told == "up: 740 h; outside hours: 2 h; down: 1 h; Sun 8 Mar: 1 h."
