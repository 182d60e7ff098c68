"""Bands of figures that run upwards, and of shortfalls."""

from collections.abc import Callable

import pytest

from gwarant.sla.contract.lint import lint
from gwarant.sla.contract.parse import Parsed

Small = Callable[..., Parsed]


def found_in(small: Small, target: str, bands: str, agg: str = "count", on: str = "value") -> list[tuple[str, str]]:
    more = f"measures: {{again: {{agg: {agg}, per: calendar_month, target: {{{target}}}}}}}\n"
    if agg == "share_within_target":
        more = more.replace("agg: share_within_target", "agg: share_within_target, of: {clock: response}")
    remedy = f"  r: {{of: again, kind: bands, bands_on: {on}, bands: [{bands}]}}\nremedy_rules"
    return [(one.code, one.message) for one in lint(small(("remedy_rules", remedy), more=more))]


def test_bands_of_a_count_run_upwards(small: Small) -> None:
    assert found_in(small, "le: 1", "{gt: 1, le: 3, amount: 10}, {gt: 3, amount: 20}") == []
    assert found_in(small, "le: 1", "{gt: 1, lt: 3, amount: 10}, {gt: 3, le: 9, amount: 20}") == [
        ("band-gap", "exactly 3 breaks the promise and belongs to no band"),
        ("band-gap", "above 9 breaks the promise and belongs to no band"),
    ]


@pytest.mark.parametrize(
    ("bound", "first", "message"),
    [
        ("le: 1", "ge: 1", "exactly 1 keeps the promise, and the bands say otherwise"),
        ("lt: 1", "gt: 1", "exactly 1 breaks the promise, and the bands say otherwise"),
    ],
)
def test_who_is_right_at_the_promised_figure_itself(small: Small, bound: str, first: str, message: str) -> None:
    assert found_in(small, bound, f"{{{first}, amount: 10}}") == [("value-on-boundary", message)]


def test_bands_of_a_share_end_at_a_hundred(small: Small) -> None:
    bands = "{ge: 90, lt: 95, amount: 10}, {lt: 90, amount: 20}"
    assert found_in(small, "ge: 95", bands, "share_within_target") == []


def test_bands_of_an_outside_ratio_are_percentages(small: Small) -> None:
    assert found_in(small, "le: 5", "{gt: 5, le: 100, amount: 10}", "external") == []


def test_bands_of_a_shortfall_begin_where_the_promise_breaks(small: Small) -> None:
    bands = "{le: 5, amount: 10}, {gt: 5, amount: 20}"
    assert found_in(small, "ge: 95", bands, "share_within_target", "shortfall") == []
    assert found_in(small, "ge: 95", "{gt: 0, le: 95, amount: 10}", "share_within_target", "shortfall") == []


def test_a_gap_in_a_shortfall_is_named_in_points(small: Small) -> None:
    bands = "{gt: 0, lt: 5, amount: 10}, {gt: 5, amount: 20}"
    assert found_in(small, "ge: 95", bands, "share_within_target", "shortfall") == [
        ("band-gap", "exactly 5 breaks the promise and belongs to no band")
    ]


def test_a_shortfall_that_pays_only_from_a_point_on_differs_from_the_promise(small: Small) -> None:
    assert found_in(small, "ge: 95", "{ge: 1, amount: 10}", "share_within_target", "shortfall") == [
        ("band-promise", "the promise breaks at 0 and the bands begin at 1")
    ]


def test_a_greater_shortfall_pays_more(small: Small) -> None:
    bands = "{le: 5, amount: 20}, {gt: 5, amount: 10}"
    assert found_in(small, "ge: 95", bands, "share_within_target", "shortfall") == [
        ("band-rising", "above 5 is worse than above 0 to 5 and pays less")
    ]


def test_bands_without_an_end_at_the_promise_say_so(small: Small) -> None:
    assert found_in(small, "ge: 95", "{ge: 0, amount: 10}", "share_within_target") == [
        ("band-promise", "the promise breaks at 95 and the bands have no end there")
    ]
