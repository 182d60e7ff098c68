from datetime import date

from drawn import DAY_MS, MARCH, ZONE, figure

from gwarant.pictures.month import DayState, days_of
from gwarant.pictures.month_svg import month_text
from gwarant.sla.availability import Located


def states(**changes: object) -> dict[int, DayState]:
    return {day.day.day: day.state for day in days_of(figure(**changes), ZONE)}


def test_a_month_has_a_cell_a_day_and_the_outage_lies_on_its_own() -> None:
    found = states()
    assert len(found) == 31
    assert [day for day, state in found.items() if state is DayState.DOWN] == [8]
    assert found[9] is DayState.UP


def test_what_was_not_measured_is_never_shown_as_up() -> None:
    nothing = Located((), ((MARCH.start * 1000, MARCH.end * 1000),), ())
    assert set(states(located=nothing, outages=()).values()) == {DayState.UNKNOWN}


def test_stretches_with_a_place_colour_their_own_days() -> None:
    start = MARCH.start * 1000
    unknown = ((start + DAY_MS, start + 2 * DAY_MS),)
    located = Located(degraded=((start, start + DAY_MS),), unknown=unknown, excluded=())
    days = days_of(figure(located=located), ZONE)
    assert [day.state for day in days[:3]] == [DayState.DEGRADED, DayState.UNKNOWN, DayState.UP]
    assert days[0].day == date(2026, 3, 1)


def test_the_strip_in_words_names_the_days_that_were_down() -> None:
    assert month_text(days_of(figure(), ZONE), "en") == "30 × up; 1 × down; Sun 8 Mar: 1 h."
