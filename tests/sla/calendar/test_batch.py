"""What the batch makes of cases that nobody promised to write well."""

import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sweeps import examples

from gwarant.sla.batch import answer, answer_line, answer_lines

OFFICE = {day: [["08:00", "16:00"]] for day in ("mon", "tue", "wed", "thu", "fri")}
CASE = {
    "id": "a",
    "tz": "Europe/Warsaw",
    "hours": OFFICE,
    "holidays": ["2026-06-04"],
    "op": "add",
    "start": "2026-06-03T15:00:00+02:00",
    "seconds": 7200,
    "pauses": [],
}
SPAN = {"op": "between", "start": "2026-06-03T00:00:00", "end": "2026-06-06T00:00:00"}
NIGHTS = {"hours": {"wed": [["22:00", "06:00"]], "fri": [["20:00", "24:00"]]}, "holidays": []}


def result(**changes):
    given = answer(CASE | changes)
    assert "error" not in given, given
    return given["result"]


def test_an_answer_is_written_in_the_zone_of_the_case():
    assert result() == "2026-06-05T09:00:00+02:00"
    assert result(start="2026-06-03T09:00:00-04:00") == "2026-06-05T09:00:00+02:00"
    assert result(start="2026-06-03T13:00:00Z", tz="America/New_York") == "2026-06-03T11:00:00-04:00"


def test_a_time_without_offset_is_read_in_the_zone():
    assert result(start="2026-06-03T15:00:00") == result()


@pytest.mark.parametrize(
    ("start", "read"),
    [("2026-03-29T02:30:00", "2026-03-29T03:30:00+02:00"), ("2026-10-25T02:30:00", "2026-10-25T02:30:00+02:00")],
)
def test_a_skipped_time_is_read_with_the_offset_before_and_a_repeated_one_as_the_first(start, read):
    always = {"hours": {day: [["00:00", "24:00"]] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}}
    assert result(**always, start=start, seconds=0) == read


def test_a_window_over_midnight_belongs_to_the_day_it_opens():
    assert result(**NIGHTS, **SPAN) == (8 + 4) * 3600


def test_a_holiday_cuts_a_window_at_midnight():
    assert result(**NIGHTS | {"holidays": ["2026-06-04"]}, **SPAN) == (2 + 4) * 3600


def test_overlapping_pauses_are_counted_once():
    pauses = [["2026-06-03T09:00:00", "2026-06-03T11:00:00"], ["2026-06-03T10:00:00", "2026-06-03T12:00:00"]]
    assert result(**SPAN, pauses=pauses) == (16 - 3) * 3600


def test_pauses_hold_back_a_subtraction():
    pauses = [["2026-06-03T10:00:00", "2026-06-03T14:00:00"], ["2026-06-03T13:00:00", "2026-06-03T14:30:00"]]
    assert result(op="sub", pauses=pauses) == "2026-06-03T08:30:00+02:00"


def test_nothing_subtracted_outside_hours_is_the_last_closing():
    assert result(op="sub", start="2026-06-05T07:00:00", seconds=0) == "2026-06-03T16:00:00+02:00"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"op": "multiply"}, "op"),
        ({"op": None}, "op"),
        ({"op": ["add"]}, "op"),
        ({"tz": "Europe/Warsow"}, "tz"),
        ({"tz": "../../etc/passwd"}, "tz"),
        ({"tz": 7}, "tz"),
        ({"hours": {}}, "hours"),
        ({"hours": {"mon": []}}, "hours"),
        ({"hours": []}, "hours"),
        ({"hours": "24/7"}, "hours"),
        ({"hours": {"mon": "09:00-17:00"}}, "hours"),
        ({"hours": {"mon": [["09:00"]]}}, "hours"),
        ({"hours": {"mon": ["0900", "1700"]}}, "hours"),
        ({"hours": {"mon": [[9, 17]]}}, "hours"),
        ({"hours": {"mon": [["09:00", "25:00"]]}}, "hours"),
        ({"hours": {"mon": [["09:60", "17:00"]]}}, "hours"),
        ({"hours": {"mon": [["24:00", "06:00"]]}}, "hours"),
        ({"hours": {"mon": [["24:00", "24:00"]]}}, "hours"),
        ({"hours": {"mon": [["09:00", "24:30"]]}}, "hours"),
        ({"hours": {"mon": [["09:00", "09:00"]]}}, "hours"),
        ({"hours": {"mon": [["-1:00", "09:00"]]}}, "hours"),
        ({"hours": {"monkey": [["09:00", "17:00"]]}}, "hours"),
        ({"holidays": "2026-06-04"}, "holidays"),
        ({"holidays": ["2026-13-04"]}, "holidays"),
        ({"holidays": [20260604]}, "holidays"),
        ({"start": None}, "start"),
        ({"start": 1_780_000_000}, "start"),
        ({"start": "yesterday"}, "start"),
        ({"start": "0001-01-01T00:00:00"}, "start"),
        ({"start": "0001-01-01T00:00:00+14:00"}, "start"),
        ({"start": "9999-12-31T23:59:59-12:00"}, "start"),
        ({"op": "between"}, "end"),
        ({"op": "between", "end": "9999-12-31T23:59:59"}, "end"),
        ({"seconds": None}, "seconds"),
        ({"seconds": "3600"}, "seconds"),
        ({"seconds": True}, "seconds"),
        ({"seconds": 0.5}, "seconds"),
        ({"seconds": -1}, "seconds"),
        ({"seconds": float("nan")}, "seconds"),
        ({"seconds": float("inf")}, "seconds"),
        ({"seconds": 1e18}, "seconds"),
        ({"seconds": 10**400}, "seconds"),
        ({"seconds": [[[]]]}, "seconds"),
        ({"pauses": "none"}, "pauses"),
        ({"pauses": [["2026-06-03T10:00:00"]]}, "pauses"),
        ({"pauses": [["2026-06-03T10:00:00", None]]}, "pauses"),
        ({"pauses": ["2026-06-03T10:00:00", "2026-06-03T11:00:00"]}, "pauses"),
        ({"boundary": "ajar"}, "boundary"),
        ({"op": "sub", "boundary": 1}, "boundary"),
    ],
)
def test_a_bad_field_is_named(changes, field):
    given = answer(CASE | changes)
    assert given["id"] == "a"
    assert given["error"].startswith(f"{field}: ")
    assert len(given["error"]) < 300


@pytest.mark.parametrize(
    "line", ["", "{", "[]", "null", "7", '"add"', "[" * 100_000, "\x00", '{"id": ' + "9" * 5000 + "}"]
)
def test_a_line_that_is_no_case_has_an_error_and_no_id(line):
    given = answer_line(line)
    assert given["id"] is None
    assert given["error"]


def test_a_bad_line_does_not_stop_the_rest():
    lines = ["{bad", json.dumps(CASE), "  ", json.dumps(CASE | {"tz": "Nowhere"})]
    assert [("result" in given) for given in answer_lines(lines)] == [False, True, False]


def test_open_time_that_never_comes_is_said():
    given = answer(CASE | {"hours": {"mon": [["08:00", "16:00"]]}, "holidays": _every_day(2026, 2034)})
    assert "no open time in the five years from 2026-06-03" in given["error"]


def test_a_target_of_lifetimes_ends_with_a_word():
    assert "beyond the years" in answer(CASE | {"seconds": 9 * 10**9})["error"]
    assert "+02:00" in answer(CASE | {"seconds": 10**8})["result"]


def _every_day(first, last):

    return [date.fromordinal(n).isoformat() for n in range(date(first, 1, 1).toordinal(), date(last, 1, 1).toordinal())]


garbage = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.sampled_from(["24:00", "mon"]),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4) | st.just("mon"), inner, max_size=3)
    ),
    max_leaves=6,
)


@settings(max_examples=examples(300), deadline=None)
@given(
    st.dictionaries(st.sampled_from([*CASE, "end", "boundary"]), garbage, max_size=3),
    st.sampled_from(["add", "sub", "between"]),
)
def test_garbage_is_always_answered(changes, operation):
    given = answer(CASE | {"end": "2026-06-09T00:00:00", "op": operation} | changes)
    assert given.keys() in ({"id", "result"}, {"id", "error"})
    json.dumps(given)
