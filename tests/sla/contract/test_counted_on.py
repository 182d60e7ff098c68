"""How an overrun is counted: a word of `count_on` fits the promise, or is refused at its place."""

import json
from collections.abc import Callable
from dataclasses import replace

import pytest

from gwarant.sla.contract.checks.overruns import FITTING
from gwarant.sla.contract.lint import lint
from gwarant.sla.contract.parse import Parsed, canonical, of_document
from gwarant.sla.contract.resolve import resolve

Small = Callable[..., Parsed]
WORDS = ("clock", "elapsed", "calendar_days", "working_days", "beyond", "whole")
PROMISES = """
measures: {delay: {agg: external, of: {as: mean}, target: {le: 50}}}
duties: {report: {every: P1M, due: 10wd, calendar: office}, backup: {every: P1D}}
"""
OF = {
    "clock": "{clock: response}",
    "duty": "{duty: report}",
    "availability": "up",
    "outage": "{outage: up}",
    "measure": "delay",
}


def wrongs(small: Small, text: str, *more: tuple[str, str]) -> list[tuple[str, str]]:
    parsed = small(("remedy_rules", f"  r: {{{text}}}\nremedy_rules"), *more, more=PROMISES)
    return [(one.path, one.message + " " + one.hint) for one in parsed.errors]


def remedy(kind: str, word: str) -> str:
    pays = "kind: flat" if kind == "measure" else "kind: per_unit, unit: 1d"
    return f"of: {OF[kind]}, {pays}, pct: 1, count_on: {word}"


@pytest.mark.parametrize("kind", OF)
def test_each_promise_takes_the_words_that_say_something_of_it(small: Small, kind: str) -> None:
    office = ("service: shop\n", "service: shop\n    over: office\n")
    for word in WORDS:
        found = wrongs(small, remedy(kind, word), office)
        at = [path for path, _ in found]
        if word in FITTING[kind]:
            assert not found, word
        else:
            assert at[0] == "remedies.r.count_on", word
            assert "says nothing of" in found[0][1]


def test_a_duty_by_its_name_alone_is_a_duty(small: Small) -> None:
    ((path, said),) = wrongs(small, "of: report, kind: per_unit, unit: 1d, pct: 1, count_on: whole")
    assert (path, "count_on: elapsed" in said) == ("remedies.r.count_on", True)


@pytest.mark.parametrize(
    ("of", "mend"), [("{outage: up}", "calendar_days"), ("{duty: backup}", "duties.backup.calendar")]
)
def test_working_days_are_those_of_a_calendar(small: Small, of: str, mend: str) -> None:
    ((path, said),) = wrongs(small, f"of: {of}, kind: per_unit, unit: 1d, pct: 1, count_on: working_days")
    assert path == "remedies.r.count_on"
    assert mend in said


@pytest.mark.parametrize("of", ["up, kind: per_unit, unit: 1h", "delay, kind: flat"])
def test_a_figure_is_broken_at_no_hour(small: Small, of: str) -> None:
    ((path, said),) = wrongs(small, f"of: {of}, pct: 1, starts: next_hour")
    assert (path, "at no hour" in said) == ("remedies.r.starts", True)


def test_what_was_agreed_before_stays_readable(small: Small) -> None:
    good = small(("remedy_rules", "  r: {of: up, kind: per_unit, unit: 1h, pct: 1}\nremedy_rules")).required()
    frozen = resolve(good)
    odd = replace(frozen, remedies=tuple(replace(one, count_on="elapsed") for one in frozen.remedies))
    assert of_document(json.loads(canonical(odd))).errors
    before = replace(odd, resolved=replace(odd.resolved, counting=4))
    assert not of_document(json.loads(canonical(before))).errors


def test_a_wording_that_was_accepted_is_read_whatever_a_later_release_asks_for(small: Small) -> None:
    good = small(("remedy_rules", "  r: {of: up, kind: per_unit, unit: 1h, pct: 1}\nremedy_rules")).required()
    frozen = resolve(good)
    odd = replace(frozen, remedies=tuple(replace(one, count_on="elapsed") for one in frozen.remedies))
    assert of_document(json.loads(canonical(odd)), agreed=True).required() == odd


@pytest.mark.parametrize(
    "text",
    [
        "kind: flat, pct: 1, count_on: elapsed",
        "kind: flat, pct: 1, starts: next_hour",
        "kind: flat, pct: 1, pay_after: 1h, free: 1h",
        "kind: every_n, n: 3, pct: 1, count_on: elapsed",
    ],
)
def test_a_way_to_count_an_overrun_that_nobody_asks_for_has_no_effect(small: Small, text: str) -> None:
    parsed = small(("remedy_rules", f"  r: {{of: {{clock: response}}, {text}}}\nremedy_rules"))
    key = text.rpartition(", ")[2].partition(":")[0]
    assert ("key-without-effect", f"remedies.r.{key}") in {(one.code, one.path) for one in lint(parsed)}
