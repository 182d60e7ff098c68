"""The aggregates by themselves: exact, and against slow and obvious ways of counting."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gwarant.sla.contract.model.promises import Aggregate, Bound, FeedAs, Measure, MeasureOf
from gwarant.sla.evidence.model import MeasureValue
from gwarant.sla.measures import Cases, MeasureVerdict, result_of, verdict_of
from gwarant.sla.measures.clocks import nearest_rank
from gwarant.sla.measures.codes import COVERED
from gwarant.sla.measures.registry import AGGREGATES

HOUR = 3600
SPAN = (0, 10 * HOUR)
RATIO = Measure(id="requests", agg=Aggregate.EXTERNAL, target=Bound(ge=Decimal("99.9")))


def row(n: int, start: int = 0, end: int = 10 * HOUR, **more: object) -> MeasureValue:
    return MeasureValue(id=f"v{n}", measure="requests", start=start, end=end, received=end + n, **more)  # type: ignore[arg-type]


def of(measure: Measure, *values: MeasureValue) -> tuple[Fraction | None, MeasureVerdict]:
    result = result_of(measure, [SPAN], Cases("UTC", values=values))
    return result.value, verdict_of(measure, result)


def test_every_aggregate_has_its_function() -> None:
    assert set(AGGREGATES) == set(Aggregate)


@given(st.lists(st.integers(0, 1000), min_size=1), st.integers(1, 100))
def test_the_nearest_rank_is_the_least_value_that_so_many_do_not_exceed(values: list[int], percent: int) -> None:
    exact = [Fraction(one) for one in values]
    slow = min(v for v in exact if sum(one <= v for one in exact) * 100 >= percent * len(exact))
    assert nearest_rank(exact, Fraction(percent)) == slow


def test_a_ratio_is_the_sum_of_good_over_the_sum_of_total() -> None:
    good, total = Decimal(999), Decimal(1000)
    value, verdict = of(RATIO, row(1, 0, 5 * HOUR, good=good, total=total), row(2, 5 * HOUR, good=good, total=total))
    assert (value, verdict) == (Fraction(999, 10), "met")


def test_an_hour_without_a_row_leaves_a_kept_share_undetermined() -> None:
    result = result_of(RATIO, [SPAN], Cases("UTC", values=[row(1, HOUR, good=Decimal(10), total=Decimal(10))]))
    assert (result.lower, result.upper) == (90, 100)
    assert verdict_of(RATIO, result) == "undetermined"
    assert result.notes == (COVERED(share=Fraction(90)),)


def test_a_share_that_no_missing_hour_could_save_is_broken() -> None:
    rows = row(1, HOUR, good=Decimal(50), total=Decimal(100))
    assert of(RATIO, rows) == (50, "breached")


def test_what_never_came_is_undetermined() -> None:
    assert of(RATIO) == (None, "undetermined")


def test_intervals_count_the_rows_that_hold_the_limit() -> None:
    limit = MeasureOf(feed="requests", as_=FeedAs.INTERVALS, limit=Bound(le=Decimal(5)))
    measure = replace(RATIO, id="errors", of=limit, target=Bound(ge=Decimal(50)))
    rows = [row(n, n * HOUR, (n + 1) * HOUR, value=Decimal(n)) for n in range(10)]
    assert of(measure, *rows) == (60, "met")


def test_a_mean_of_rows_with_a_gap_is_undetermined() -> None:
    measure = replace(RATIO, of=MeasureOf(as_=FeedAs.MEAN), target=Bound(le=Decimal(5)))
    halves = row(1, 0, 5 * HOUR, value=Decimal(2)), row(2, 5 * HOUR, value=Decimal(6))
    assert of(measure, *halves) == (4, "met")
    assert of(measure, halves[0]) == (2, "undetermined")


def test_fewer_cases_than_the_least_count_are_not_judged() -> None:
    measure = replace(RATIO, min_count=11)
    assert of(measure, row(1, good=Decimal(1), total=Decimal(10))) == (10, "not_judged")


@pytest.mark.parametrize(
    ("given_", "verdict"),
    [
        ({"person": "p1", "ref": "survey"}, "met"),
        ({"person": "p1"}, "undetermined"),
        ({"ref": "survey"}, "undetermined"),
    ],
)
def test_a_figure_that_a_person_enters_needs_the_person_and_what_is_attached(
    given_: dict[str, str], verdict: str
) -> None:
    measure = replace(RATIO, agg=Aggregate.MANUAL, evidence="survey", target=Bound(ge=Decimal(4)))
    assert of(measure, row(1, value=Decimal("4.6"), **given_)) == (Fraction("4.6"), verdict)


def test_of_two_entered_figures_the_later_counts() -> None:
    measure = replace(RATIO, agg=Aggregate.MANUAL, target=Bound(ge=Decimal(4)))
    rows = [row(n, value=Decimal(value), person="p1") for n, value in ((1, 5), (2, 3))]
    assert of(measure, *rows) == (3, "breached")


def test_nobody_entered_a_figure_is_undetermined() -> None:
    assert of(replace(RATIO, agg=Aggregate.MANUAL)) == (None, "undetermined")


@given(st.lists(st.integers(0, 10), min_size=1, max_size=5))
def test_the_average_of_periods_is_their_mean_and_a_period_without_rows_leaves_it_open(goods: list[int]) -> None:
    spans = [(n * HOUR, (n + 1) * HOUR) for n in range(len(goods))]
    rows = [row(n, *spans[n], good=Decimal(good), total=Decimal(10)) for n, good in enumerate(goods)]
    result = result_of(RATIO, spans, Cases("UTC", values=rows))
    assert result.value == Fraction(sum(goods) * 10, len(goods))
    if len(goods) > 1:
        partly = result_of(RATIO, spans, Cases("UTC", values=rows[1:]))
        assert verdict_of(RATIO, partly) in ("undetermined", "breached")
        assert not partly.is_complete
