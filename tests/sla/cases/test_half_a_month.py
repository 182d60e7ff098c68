"""A figure covers exactly the stretch above it; a stretch that is no whole period has no verdict and no money."""

from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gwarant.cli.inputs import contracts_of, evidence_of
from gwarant.pictures.opening import lead
from gwarant.sla.assessment import Assessment, assess
from gwarant.sla.availability.figure import Verdict
from gwarant.sla.contract.parse import parse
from gwarant.sla.evidence.jsonl import read_lines
from gwarant.sla.measures import MeasureVerdict
from gwarant.sla.measures.codes import NO_VALUE, REACHES_IN

HERE = Path(__file__).parent / "17-half-a-month"
HOUR = 3_600_000
MEASURES = "measures: [{id: m, agg: external, of: {as: ratio}, per: calendar_month, target: {ge: 99}}]\n"


@cache
def judged(period: str) -> Assessment:
    return assess(contracts_of([str(HERE / "contract.yaml")]), evidence_of([str(HERE / "evidence.jsonl")]), period)


@pytest.mark.parametrize(("period", "down"), [("2026-03-01..2026-03-15", 10), ("2026-03-16..2026-03-31", 0)])
def test_each_half_shows_its_own_figure_without_a_verdict_or_money(period: str, down: int) -> None:
    (row,) = judged(period).availability
    assert row.figure.verdict is Verdict.PART
    assert (row.figure.start, row.figure.end) == (judged(period).period.start * 1000, judged(period).period.end * 1000)
    assert (row.figure.time.down, row.value_for_money, row.note is None) == (down * HOUR, None, False)


@given(st.integers(1, 30))
def test_two_parts_sum_to_the_month(day: int) -> None:
    cut = date(2026, 3, day)
    first, second = judged(f"2026-03-01..{cut}"), judged(f"{cut + timedelta(days=1)}..2026-03-31")
    whole = judged("2026-03").availability[0].figure
    parts = [one.availability[0].figure for one in (first, second)]
    assert sum(one.time.down for one in parts) == whole.time.down
    assert sum(one.end - one.start for one in parts) == whole.end - whole.start


def test_a_stretch_that_holds_a_whole_month_judges_it_and_shows_the_rest_as_a_part() -> None:
    rows = judged("2026-02-10..2026-04-20").availability
    assert [(one.figure.verdict is Verdict.PART) for one in rows] == [True, False, True]
    assert rows[1].figure.verdict is judged("2026-03").availability[0].figure.verdict


def test_a_whole_month_is_judged_as_ever() -> None:
    (row,) = judged("2026-03").availability
    assert (row.figure.verdict, row.note) == (Verdict.BREACHED, None)


@pytest.mark.parametrize(
    ("fixed", "english", "polish"),
    [
        ("10", "The one ticket deadline was kept.", "Dotrzymano jedynego terminu zgłoszenia."),
        ("15", "The one ticket deadline was broken.", "Nie dotrzymano jedynego terminu zgłoszenia."),
    ],
)
def test_the_first_sentence_of_a_month_never_hides_a_broken_figure_behind_kept_deadlines(
    fixed: str, english: str, polish: str
) -> None:
    tickets = """classes: [{id: a}]
clocks: [{id: fix, stop: resolved}]
targets: {a: {fix: [4h, office]}}
"""
    text = (HERE / "contract.yaml").read_text(encoding="utf-8") + tickets
    line = '{"type": "ticket", "id": "%s", "at": "2026-03-02T%s:00:00+01:00", "ticket": "A", "kind": "%s", %s}\n'
    lines = (HERE / "evidence.jsonl").read_text(encoding="utf-8")
    lines += line % ("e1", "09", "reported", '"by": "customer", "class": "a"')
    lines += line % ("e2", fixed, "resolved", '"person": "p"')
    found = assess([parse(text).required()], read_lines(lines), "2026-03")
    beside = "Of availability, measures and duties 1 of 1 was broken (Availability, main)."
    assert lead(found, "en") == f"{english} {beside}"
    assert lead(found, "pl") == f"{polish} Dostępność, wskaźniki i obowiązki: naruszono 1 z 1 (Dostępność, main)."


@pytest.mark.parametrize(("period", "value"), [("2026-03-01..2026-03-15", 50), ("2026-03-16..2026-03-31", 100)])
def test_a_measure_shows_its_own_figure_of_the_part_too(period: str, value: int) -> None:
    text = (HERE / "contract.yaml").read_text(encoding="utf-8")
    line = '{"type": "value", "id": "v%d", "measure": "m", "from": "2026-03-%02dT00:00:00+01:00", '
    line += '"to": "2026-03-%02dT00:00:00+01:00", "good": %d, "total": 100}'
    rows = [line % (1, 1, 16, 50), line % (2, 16, 29, 100)]
    found = assess([parse(text + MEASURES).required()], read_lines(rows), period)
    (measured,) = found.measures
    assert (measured.value, measured.verdict, measured.value_for_money) == (value, MeasureVerdict.PART, None)


@pytest.mark.parametrize("period", ["2026-03-01..2026-03-15", "2026-03-16..2026-03-31", "2026-03-10..2026-04-10"])
def test_of_a_month_that_the_stretch_cuts_no_amount_is_shown(period: str) -> None:
    """Not that of the breaches either that it saw: with the measure's half of the month is owed, and half is wrong."""
    text = (HERE / "contract.yaml").read_text(encoding="utf-8") + MEASURES
    text += "remedies: {c: {of: m, kind: flat, amount: 500}, a: {of: up, kind: flat, amount: 50}}\n"
    line = '{"type": "value", "id": "v", "measure": "m", "from": "2026-03-01T00:00:00+01:00", '
    line += '"to": "2026-03-31T00:00:00+02:00", "good": 50, "total": 100}'
    rows = [*(HERE / "evidence.jsonl").read_text(encoding="utf-8").splitlines(), line]
    whole = assess([parse(text).required()], read_lines(rows), "2026-03")
    assert [one.computed for one in whole.ledger] == [550]
    assert not assess([parse(text).required()], read_lines(rows), period).ledger


def test_a_value_that_reaches_in_from_before_is_told_and_none_is_said_to_be_missing() -> None:
    text = (HERE / "contract.yaml").read_text(encoding="utf-8")
    line = '{"type": "value", "id": "v", "measure": "m", "from": "2026-03-11T00:00:00+01:00", '
    line += '"to": "2026-04-01T00:00:00+02:00", "good": 100, "total": 100}'
    (measured,) = assess([parse(text + MEASURES).required()], read_lines([line]), "2026-03-16..2026-03-31").measures
    assert (measured.value, REACHES_IN(values=1) in measured.remarks) == (None, True)
    assert NO_VALUE() not in measured.remarks


QUARTER = (
    (HERE / "contract.yaml").read_text(encoding="utf-8").replace("period: calendar_month", "period: calendar_quarter")
)
LEAVE = "triggers: {leave: {if: {outage_over: 4h, of: up}, right: terminate, use_within: P60D}}\n"
SHARE = MEASURES.replace("calendar_month", "calendar_quarter")


@cache
def quarterly(period: str) -> Assessment:
    value = (
        '{"type":"value","id":"v1","measure":"m","from":"2026-03-01T00:00:00+01:00","to":"2026-03-02T00:00:00+01:00",'
    )
    lines = [*(HERE / "evidence.jsonl").read_text(encoding="utf-8").splitlines(), value + '"good":9,"total":10}']
    return assess([parse(QUARTER + LEAVE + SHARE).required()], read_lines(lines), period)


def test_a_month_of_a_quarter_is_a_part_of_it() -> None:
    february, march = quarterly("2026-02"), quarterly("2026-03")
    assert (february.availability[0].figure.verdict, march.availability[0].figure.verdict) == (
        Verdict.PART,
        Verdict.BREACHED,
    )
    assert february.measures[0].verdict is MeasureVerdict.PART
    assert march.measures[0].verdict is not MeasureVerdict.PART
    assert (february.is_broken, march.is_broken) == (False, True)
    assert "broken" not in lead(february, "en")


def test_a_month_of_a_quarter_below_its_target_breaks_nothing_and_an_outage_by_itself_gives_its_right() -> None:
    text = QUARTER.replace("2026-01-01", "2026-03-01")
    lines = (HERE / "evidence.jsonl").read_text(encoding="utf-8").splitlines()
    text = text.replace("calendar_quarter", "calendar_year")
    silent, telling = (assess([parse(text + one).required()], read_lines(lines), "2026-03") for one in ("", LEAVE))
    assert silent.availability[0].figure.point < 99
    assert (silent.availability[0].figure.verdict, silent.is_broken) == (Verdict.PART, False)
    assert [one.id for one in telling.rights] == ["leave"]
