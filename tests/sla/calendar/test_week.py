"""Weeks as text, as data, and what is refused."""

import pytest
import reckoning as slow
from hypothesis import given
from hypothesis import strategies as st

from gwarant.sla.calendar import CalendarError, Week, seconds_of_day, time_text

weeks = st.lists(st.lists(slow.windows(), max_size=3).map(tuple), min_size=7, max_size=7).map(lambda d: Week(tuple(d)))


@given(weeks)
def test_a_week_reads_back_from_its_text(week):
    assert Week.parse(str(week)) == week


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("Mon-Fri 08:00-18:00", "Mon-Fri 08:00-18:00"),
        ("mon-fri 8:00-18:00", "Mon-Fri 08:00-18:00"),
        ("Mon-Fri 08:00-12:00, 12:30-16:30; Sat 10:00-14:00", "Mon-Fri 08:00-12:00, 12:30-16:30; Sat 10:00-14:00"),
        ("Mon,Wed 09:00-17:00", "Mon,Wed 09:00-17:00"),
        ("Mon, Wed: 09:00-17:00", "Mon,Wed 09:00-17:00"),
        ("Fri-Mon 09:00-17:00", "Mon,Fri-Sun 09:00-17:00"),
        ("Mon-Sun 00:00-24:00", "24/7"),
        ("24/7", "24/7"),
        ("closed", "closed"),
        ("Sat 22:00-06:00", "Sat 22:00-06:00"),
        ("Sat 22:00-00:00", "Sat 22:00-24:00"),
        ("Tue 08:00:30-09:00", "Tue 08:00:30-09:00"),
        ("Mon 09:00-12:00, 11:00-13:00, 13:00-14:00", "Mon 09:00-14:00"),
        ("Mon 09:00-12:00; Mon 14:00-15:00", "Mon 09:00-12:00, 14:00-15:00"),
        ("pn-pt 08:00-16:00; sob 10:00-14:00", "Mon-Fri 08:00-16:00; Sat 10:00-14:00"),
        ("śr, nd 08:00-16:00", "Wed,Sun 08:00-16:00"),
        ("Mon–Fri 08:00–16:00", "Mon-Fri 08:00-16:00"),
    ],
)
def test_the_text_of_a_week_has_one_normal_form(text, normal):
    assert str(Week.parse(text)) == normal


def test_a_week_reads_from_data():
    assert Week.of({"mon": [["09:00", "17:00"]], "Sunday": (("22:00", "06:00"),)}) == Week.parse(
        "Mon 09:00-17:00; Sun 22:00-06:00"
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Mon-Fri", "not a line of hours"),
        ("08:00-16:00", "not a line of hours"),
        ("Mox 08:00-16:00", "not a day of the week"),
        ("Mon-Tue-Wed 08:00-16:00", "not a range of days"),
        ("Mon 08:00", "needs an opening and a closing time"),
        ("Mon 08:00-25:00", "the last one is 24:00"),
        ("Mon 08:00-24:01", "the last one is 24:00"),
        ("Mon 08:61-09:00", "the last one is 24:00"),
        ("Mon 8-16", "write HH:MM"),
        ("Mon 08:00-08:00", "a whole day is 00:00-24:00"),
        ("Mon 24:00-06:00", "write 00:00 of the next day"),
    ],
)
def test_a_week_that_cannot_be_read_says_what_is_wrong(text, said):
    with pytest.raises(CalendarError, match=said):
        Week.parse(text)


def test_a_week_has_seven_days():
    with pytest.raises(CalendarError, match="7 days"):
        Week(((),))


@pytest.mark.parametrize("window", [(-1, 5), (86_400, 90_000), (5, 5), (9, 3), (3, 86_403)])
def test_a_window_opens_within_its_day_and_lasts_no_longer_than_one(window):
    with pytest.raises(CalendarError, match="open within the day"):
        Week(((window,), *((),) * 6))


@given(st.integers(0, 86_400))
def test_a_time_of_day_reads_back(seconds):
    assert seconds_of_day(time_text(seconds)) == seconds
