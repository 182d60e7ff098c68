"""A stretch without cases (0 good of 0) is measured and gives no figure; it hides nothing and doubts nothing."""

from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gwarant.cli.inputs import contracts_of, evidence_of
from gwarant.sla.assessment import assess
from gwarant.sla.contract.model.promises import Aggregate, Bound, FeedAs, Measure, MeasureOf
from gwarant.sla.evidence.jsonl import read_lines
from gwarant.sla.evidence.model import MeasureValue
from gwarant.sla.measures import Cases, MeasureVerdict, Result, result_of, verdict_of
from gwarant.sla.measures.codes import COVERED, NO_CASE, NO_CASE_KNOWN
from gwarant.sla.problem import InputError

HERE = Path(__file__).parent / "15-quiet-stretch"
HEADER = '{"type": "header", "schema": "gwarant.evidence/1", "source": "t"}\n'
HOUR = 3600
SPAN = (0, 10 * HOUR)


def _rows(*stretches: tuple[int, int, int, int]) -> list[MeasureValue]:
    """Rows of (from, to, good, total), in hours."""
    return [
        MeasureValue(id=f"v{n}", measure="m", start=a * HOUR, end=b * HOUR, received=b * HOUR, good=good, total=total)
        for n, (a, b, good, total) in enumerate(stretches)
    ]


def _result(form: FeedAs, *stretches: tuple[int, int, int, int]) -> tuple[Result, MeasureVerdict]:
    measure = Measure(
        id="m",
        agg=Aggregate.EXTERNAL,
        of=MeasureOf(as_=form, limit=Bound(ge=Decimal(99))),
        target=Bound(ge=Decimal(99)),
    )
    result = result_of(measure, [SPAN], Cases("UTC", values=_rows(*stretches)))
    return result, verdict_of(measure, result)


def test_the_file_is_read_and_its_day_is_covered() -> None:
    (row,) = evidence_of([str(HERE / "zero.jsonl")]).values
    assert (row.good, row.total) == (0, 0)


@pytest.mark.parametrize("form", FeedAs)
def test_a_period_without_any_case_gives_no_figure_and_is_not_judged(form: FeedAs) -> None:
    result, verdict = _result(form, (0, 10, 0, 0))
    assert (result.value, result.is_complete, result.notes) == (None, True, (NO_CASE(),))
    assert verdict is MeasureVerdict.NOT_JUDGED


@pytest.mark.parametrize("form", FeedAs)
def test_a_quiet_hour_among_others_leaves_the_figure_and_its_verdict(form: FeedAs) -> None:
    busy = ((0, 4, 100, 100), (5, 10, 100, 100))
    gap, quiet = _result(form, *busy), _result(form, *busy, (4, 5, 0, 0))
    assert gap[1] is MeasureVerdict.UNDETERMINED
    assert (quiet[0].value, quiet[1]) == (Fraction(100), MeasureVerdict.MET)


def test_half_of_a_period_quiet_and_half_not_measured_is_undetermined_and_says_so() -> None:
    result, verdict = _result(FeedAs.RATIO, (0, 5, 0, 0))
    assert verdict is MeasureVerdict.UNDETERMINED
    assert result.notes == (NO_CASE_KNOWN(), COVERED(share=Fraction(50)))


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=6), st.integers(0, 9))
def test_a_quiet_stretch_changes_no_figure_and_never_widens_its_range(hours: list[tuple[int, int]], quiet: int) -> None:
    busy = [(hour, hour + 1, good, 9) for hour, good in dict(hours).items()]
    before, after = _result(FeedAs.RATIO, *busy)[0], _result(FeedAs.RATIO, *busy, (quiet, quiet + 1, 0, 0))[0]
    assert before.value == after.value
    if before.value is not None:
        assert (after.lower or 0) >= (before.lower or 0)
        assert (after.upper or 0) <= (before.upper or 0)


@pytest.mark.parametrize(("good", "total"), [(1, 0), (-1, 0), (0, -1), (3, 2)])
def test_what_is_no_part_of_its_total_is_refused_still(good: int, total: int) -> None:
    line = (
        '{"type": "value", "id": "v1", "measure": "requests", "from": "2026-03-01T00:00:00Z",'
        f' "to": "2026-03-02T00:00:00Z", "good": {good}, "total": {total}}}'
    )
    with pytest.raises(InputError) as refused:
        read_lines(HEADER + line)
    assert {one.path for one in refused.value.problems} <= {"good", "total"}


def test_a_month_without_any_case_pays_nothing_and_says_that_there_was_none() -> None:
    line = (
        '{"type": "value", "id": "v", "measure": "requests", "from": "2026-03-01T00:00:00+01:00",'
        ' "to": "2026-04-01T00:00:00+02:00", "good": 0, "total": 0}'
    )
    found = assess(contracts_of([str(HERE / "contract.yaml")]), read_lines(HEADER + line), "2026-03")
    (measured,) = found.measures
    assert (measured.value, measured.verdict, measured.remarks) == (None, MeasureVerdict.NOT_JUDGED, (NO_CASE(),))
    assert not any(one.remedies.lines for one in found.months)
