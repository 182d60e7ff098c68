"""Places that come and go: at each instant as many are due as the contract asks for, whichever they are."""

import json
from collections.abc import Iterable

import pytest
from case_files import changed, text

from gwarant.sla.assessment import assess
from gwarant.sla.availability import Figure, Verdict
from gwarant.sla.availability.codes import NO_PLACE, OTHER_PLACES, PLACES_MISSING
from gwarant.sla.contract.parse import parse
from gwarant.sla.evidence.jsonl import read_lines

FOLDER = "12-place-that-came-and-went"
START, TURN, END = "2026-02-28T23:00:00Z", "2026-03-15T23:00:00Z", "2026-03-31T22:00:00Z"


def march(stretches: Iterable[tuple[str, str, str]], places: int = 1, needed: int = 1, state: str = "up") -> Figure:
    """The figure of March from vouched stretches: place, from, to."""
    probe = f"probe: {{every: 1m, locations: {places}, down_when: {needed}}}"
    wording = parse(changed(f"{FOLDER}/contract.yaml", {"probe: {every: 1m}": probe})).required()
    header = text(f"{FOLDER}/moved.jsonl").splitlines()[0]
    rows = [
        {"type": "state", "id": f"s{n}", "from": a, "to": b, "service": "main", "state": state, "place": at}
        for n, (at, a, b) in enumerate(stretches)
    ]
    evidence = read_lines([header, *(json.dumps(row) for row in rows)])
    return assess([wording], evidence, "2026-03").availability[0].figure


def test_a_probe_that_moved_was_one_place_the_whole_month() -> None:
    wording = parse(text(f"{FOLDER}/contract.yaml")).required()
    found = assess([wording], read_lines(text(f"{FOLDER}/moved.jsonl").splitlines()), "2026-03").availability[0].figure
    assert (found.lower, found.point, found.coverage, found.verdict) == (100, 100, 100, Verdict.MET)
    assert found.notes == ()


def test_two_are_asked_for_and_one_of_them_moved() -> None:
    found = march([("waw", START, END), ("krk", START, TURN), ("gda", TURN, END)], places=2, needed=2)
    assert (found.lower, found.coverage, found.notes) == (100, 100, ())
    assert march([("waw", START, END), ("krk", START, TURN), ("gda", TURN, END)], places=2).coverage == 100


def test_a_day_on_which_both_looked_is_no_second_place_and_a_month_is() -> None:
    overlap = march([("waw", START, "2026-03-16T23:00:00Z"), ("krk", TURN, END)])
    assert (overlap.lower, overlap.coverage, overlap.notes) == (100, 100, ())
    both = march([("waw", START, END), ("krk", START, END)])
    assert (both.lower, both.coverage, both.notes) == (100, 100, (OTHER_PLACES(watching=2, named=1),))


def test_where_nobody_took_over_the_time_is_unknown_however_many_places_there_were() -> None:
    found = march([("waw", START, "2026-03-15T11:00:00Z"), ("krk", TURN, END)])
    assert (found.time.unknown, found.point) == (12 * 3_600_000, 100)
    assert found.coverage < 100


def test_of_two_that_are_asked_for_one_at_a_time_leaves_the_other_unknown() -> None:
    moved = [("waw", START, TURN), ("krk", TURN, END)]
    found = march(moved, places=2)
    assert (found.coverage, found.notes) == (0, (PLACES_MISSING(missing=1, of=2),))
    assert march(moved, places=2, needed=2).coverage == 100


def test_a_place_that_takes_over_also_tells_what_was_down() -> None:
    assert march([("waw", START, TURN), ("krk", TURN, END)], state="down").verdict is Verdict.BREACHED


@pytest.mark.parametrize("needed", [1, 2])
def test_a_log_without_a_place_speaks_for_all_also_beside_places_that_came_later(needed: int) -> None:
    found = march([("", START, TURN), ("waw", TURN, END), ("krk", TURN, END)], places=2, needed=needed)
    assert (found.lower, found.coverage) == (100, 100)
    assert found.notes == (NO_PLACE(needed=needed, of=2),)
