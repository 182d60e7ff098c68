"""Fractions of one where percentages are asked for are warned of; small percentages that are meant are not."""

from pathlib import Path

import pytest

from gwarant.cli.inputs import wording_of
from gwarant.sla.contract.lint import lint
from gwarant.sla.contract.parse import parse
from gwarant.sla.problem import Problem

ROOT = Path(__file__).parents[3]
TEXT = (Path(__file__).parent / "18-fractions-for-percent/contract.yaml").read_text(encoding="utf-8")
FLAT = "credit: {of: up, kind: flat, pct: 0.05, base: {fee: monthly, of: same_month}}"


def found(text: str) -> dict[str, Problem]:
    return {one.path: one for one in lint(parse(text, "c.yaml")) if one.code == "fraction-for-percent"}


def test_the_promise_and_what_is_paid_are_both_named_with_what_was_probably_meant() -> None:
    problems = found(TEXT)
    assert set(problems) == {"availability.up.target", "remedies.credit.pct"}
    assert "99.9" in problems["availability.up.target"].hint
    assert "5 %" in problems["remedies.credit.pct"].hint


def test_percentages_are_left_alone() -> None:
    assert found(TEXT.replace("0.999", "99.9").replace("0.05", "5")) == {}


@pytest.mark.parametrize(
    ("remedy", "paths"),
    [
        ("{of: up, kind: bands, bands: [{ge: 0.99, lt: 0.999, pct: 0.05}, {lt: 0.99, pct: 0.1}]}", 3),
        ("{of: up, kind: bands, bands: [{ge: 99, lt: 99.9, pct: 5}, {lt: 99, pct: 10}], cap: {pct: 0.2}}", 1),
        ("{of: up, kind: bands, bands: [{ge: 99, lt: 99.9, pct: 5}, {lt: 99, pct: 10}]}", 0),
    ],
)
def test_bands_and_caps_are_looked_at_too(remedy: str, paths: int) -> None:
    problems = found(TEXT.replace("0.999", "99.9", 1).replace(FLAT, f"credit: {remedy}"))
    assert len(problems) == paths


@pytest.mark.parametrize("pct", ["0.1", "0.5", "0.01"])
def test_a_penalty_for_each_day_may_be_a_tenth_of_a_percent(pct: str) -> None:
    daily = f"late: {{of: {{clock: fix}}, kind: per_unit, unit: 24h, pct: {pct}, base: {{fee: monthly}}}}"
    assert found(TEXT.replace("0.999", "99.9").replace(FLAT, daily)) == {}


def test_a_share_of_calls_is_a_percentage_and_a_mean_is_not() -> None:
    measures = "measures: [{id: m, agg: external, of: {as: %s}, per: calendar_month, target: {ge: 0.99}}]\nremedies"
    plain = TEXT.replace("0.999", "99.9").replace("0.05", "5")
    assert set(found(plain.replace("remedies", measures % "ratio", 1))) == {"measures.m.target"}
    assert found(plain.replace("remedies", measures % "mean", 1)) == {}


@pytest.mark.parametrize("file", sorted((ROOT / "examples/contracts").rglob("*.yaml"))[::3], ids=lambda one: one.stem)
def test_what_real_agreements_say_is_left_alone(file: Path) -> None:
    assert [one for one in lint(wording_of(str(file))) if one.code == "fraction-for-percent"] == []
