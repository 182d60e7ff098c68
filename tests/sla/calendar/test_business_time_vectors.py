"""The cases of twelve peers' test suites and our own, through the batch interface."""

import json
from datetime import datetime
from pathlib import Path

import pytest

from gwarant.sla.batch import answer, answer_lines

VECTORS = Path(__file__).parents[2] / "vectors"
FILES = ("business_time", "business_time_backward", "business_time_pl")

# What we answer where a peer's expectation is disputed; docs/explanation/business-time.md says why.
OURS = {
    "biz-033": 900,
    "bt-036": 0,
    "bt-037": 0,
    "rt-003": 1800,
    "seatgeek-024": 0,
    "seatgeek-025": 0,
    "zammad-055": "2016-11-09T10:26:36+01:00",
}


def load(name):
    return json.loads((VECTORS / f"{name}.json").read_text(encoding="utf-8"))


ALL = [case for name in FILES for case in load(name)]
AGREED = [case for case in ALL if not case["disputed"]]
DISPUTED = {case["id"]: case for case in ALL if case["disputed"]}


def same(result, expected):
    if isinstance(expected, str):
        return datetime.fromisoformat(result) == datetime.fromisoformat(expected)
    return result == expected


def test_all_three_hundred_cases_are_there():
    assert (len(ALL), len(AGREED)) == (300, 293)


@pytest.mark.parametrize("case", AGREED, ids=lambda case: case["id"])
def test_the_case_is_answered_as_its_source_expects(case):
    given = answer(case)
    assert given["id"] == case["id"]
    assert same(given["result"], case["expected"]), given


@pytest.mark.parametrize("case", [c for c in ALL if "expected_open" in c], ids=lambda case: case["id"])
def test_the_open_boundary_moves_on_to_the_next_opening(case):
    assert same(answer(case | {"boundary": "open"})["result"], case["expected_open"])


def test_every_disputed_case_has_our_answer():
    assert DISPUTED.keys() == OURS.keys()


@pytest.mark.parametrize("name", OURS)
def test_a_disputed_case_is_answered_by_membership_of_instants(name):
    assert answer(DISPUTED[name])["result"] == OURS[name]
    assert same(OURS[name], DISPUTED[name]["brute_force"])
    assert not same(OURS[name], DISPUTED[name]["expected"])


def test_a_window_in_the_repeated_hour_counts_each_instant_within_it():
    case = {"id": "fold", "tz": "Europe/Warsaw", "hours": {"sun": [["02:30", "03:30"]]}, "op": "between"}
    case |= {"start": "2026-10-25T00:00:00+02:00", "end": "2026-10-26T00:00:00+01:00"}
    assert answer(case)["result"] == 5400


def test_the_cases_are_answered_line_by_line_in_order():
    lines = [json.dumps(case) for case in ALL]
    assert [given["id"] for given in answer_lines(lines)] == [case["id"] for case in ALL]
