"""Measures in an assessment: over their own periods, held against their targets, priced."""

from decimal import Decimal

import pytest

from gwarant.pictures.facts import tell_all
from gwarant.sla.assessment import assess, to_document
from gwarant.sla.assessment.codes import INTERIM
from gwarant.sla.measures import Measured
from gwarant.sla.measures.codes import FEW_CASES
from tests.sla.assessment.cast import ELSEWHERE, UP, contract, judged, outages, proof, rows, ticket, value


def measures(text: str, period: str, *lines: list[str], more: str = "") -> list[Measured]:
    return list(judged(f"{more}measures: {{m: {{{text}}}}}\n", period, *lines).measures)


PROMPT = ticket("T-1", "2026-03-02T10:00", 30)
LATE = ticket("T-2", "2026-03-03T10:00", 90)
USUAL = ticket("T-3", "2026-03-04T10:00", 120, "usual")
SHARE = "agg: share_within_target, of: {clock: response}, target: {ge: 95}"


def test_the_share_of_readings_that_were_met() -> None:
    row = measures(SHARE, "2026-03", PROMPT, LATE, USUAL)[0]
    assert row.value is not None
    assert (round(row.value, 2), row.cases, row.verdict, row.unit) == (Decimal("66.67"), 3, "breached", "percent")
    assert tell_all(row.evidence, "en") == ["T-1/response/1", "T-2/response/1", "T-3/response/1"]


def test_a_share_of_one_class_alone() -> None:
    text = "agg: share_within_target, of: {clock: response, class: usual}, target: {ge: 95}"
    assert [(one.value, one.verdict) for one in measures(text, "2026-03", PROMPT, LATE, USUAL)] == [(100, "met")]


def test_a_month_without_a_case_is_not_judged() -> None:
    assert [(one.value, one.verdict) for one in measures(SHARE, "2026-04", PROMPT)] == [(None, "not_judged")]


def test_too_few_cases_are_reported_and_not_judged() -> None:
    row = measures(f"{SHARE}, min_count: 4", "2026-03", PROMPT, LATE, USUAL)[0]
    assert (row.verdict, row.value_for_money) == ("not_judged", None)
    assert row.remarks == (FEW_CASES(cases=3, needed=4),)


@pytest.mark.parametrize(("agg", "figure"), [("agg: mean", 80), ("agg: percentile, percentile: 50", 90)])
def test_the_time_used_in_minutes(agg: str, figure: int) -> None:
    row = measures(f"{agg}, of: {{clock: response}}, target: {{le: 85}}", "2026-03", PROMPT, LATE, USUAL)[0]
    assert (row.value, row.unit) == (figure, "minutes")
    assert row.verdict == ("met" if figure <= 85 else "breached")


def test_reported_and_reopened_tickets_are_counted() -> None:
    again = ticket(
        *("T-9", "2026-03-02T10:00", 10, "critical"),
        {"kind": "resolved", "at": "2026-03-03T10:00:00+01:00"},
        {"kind": "reopened", "at": "2026-03-09T10:00:00+01:00", "by": "customer"},
    )
    assert measures("agg: count", "2026-03", PROMPT, again)[0].value == 2
    for limit, figure in (("P1W", 1), ("P5D", 0)):
        text = f"agg: count, of: {{event: reopened, reopened_within: {limit}}}"
        assert measures(text, "2026-03", PROMPT, again)[0].value == figure


def test_breached_readings_are_counted() -> None:
    text = "agg: count, of: {event: breached, clock: response}, target: {le: 0}"
    assert [(one.value, one.verdict) for one in measures(text, "2026-03", PROMPT, LATE)] == [(1, "breached")]


OUTAGES = "agg: count, of: {event: outage, availability: shop-up, longer_than: 30m}, target: {le: 1}"


def test_outages_longer_than_a_limit_are_counted() -> None:
    up = outages(
        "2026-03-01", "2026-04-01", *[(f"2026-03-{day:02}T10:00", 31) for day in (2, 4)], ("2026-03-08T10:00", 30)
    )
    row = measures(OUTAGES, "2026-03", up, more=UP)[0]
    assert (row.value, row.verdict) == (2, "breached")


def test_a_count_of_outages_is_not_kept_while_a_day_was_not_watched() -> None:
    row = measures(OUTAGES, "2026-03", outages("2026-03-01", "2026-03-31"), more=UP)[0]
    assert (row.value, row.verdict) == (0, "undetermined")


def test_a_second_target_for_an_availability() -> None:
    up = outages("2026-03-01", "2026-04-01", ("2026-03-02T10:00", 60))
    text = "agg: availability, of: {availability: shop-up}, target: {ge: 99.95}"
    row = measures(text, "2026-03", up, more=UP)[0]
    assert row.verdict == "breached"
    assert row.value is not None
    assert round(row.value, 3) == Decimal("99.865")


def test_a_rolling_mean_of_three_months() -> None:
    down = [(f"2026-{month:02}-10T10:00", minutes) for month, minutes in ((1, 0.02 * 44640), (2, 0.04 * 40320))]
    up = outages("2026-01-01", "2026-04-01", *down)
    text = "agg: availability, of: {availability: shop-up}, average: 3, target: {ge: 98.5}"
    for month, figure in (("2026-01", 98), ("2026-02", 97), ("2026-03", 98)):
        assert [one.value for one in measures(text, month, up, more=UP)] == [figure]


def test_a_quarter_is_interim_until_it_ends() -> None:
    text = f"{SHARE}, per: calendar_quarter"
    interim, whole = (measures(text, month, PROMPT, LATE)[0] for month in ("2026-02", "2026-03"))
    assert (interim.note, interim.value_for_money) == (INTERIM(over="calendar_quarter"), None)
    assert (whole.note, whole.period, whole.cases) == (None, "2026-Q1", 2)


def test_a_broken_measure_is_priced_by_its_figure() -> None:
    money = "remedies: {credit: {of: m, kind: bands, bands: [{ge: 60, lt: 95, pct: 10}, {lt: 60, pct: 50}]}}\n"
    found = judged(f"measures: {{m: {{{SHARE}}}}}\n{money}", "2026-03", PROMPT, LATE, USUAL)
    assert found.months[0].remedies.total == Decimal("100.00")


def test_an_amendment_cuts_a_measure() -> None:
    text = f"measures: {{m: {{{SHARE}}}}}\n"
    both = [contract(text), contract(text, "2026-03-03", version=2)]
    found = assess(both, rows(PROMPT, LATE), "2026-03").measures
    assert [(one.contract, one.value) for one in found] == [("P-1@1", 100), ("P-1@2", 0)]


def test_months_that_reached_the_cap_are_counted() -> None:
    money = """
remedies: {late: {of: {clock: response}, kind: flat, amount: 80}}
remedy_rules: {settle: price_reduction, caps: [{per: month, amount: 100}]}
measures: {capped: {agg: at_cap, of: {cap: month}, per: calendar_quarter, target: {le: 0}}}
"""
    more = ticket("T-5", "2026-03-05T10:00", 90)
    for evidence, verdict in (([LATE], "met"), ([LATE, more], "breached")):
        assert [one.verdict for one in judged(money, "2026-Q1", *evidence).measures] == [verdict]


def test_a_feed_of_another_name_is_read() -> None:
    text = "agg: external, of: {feed: gateway}, target: {ge: 99}"
    row = measures(text, "2026-03", value("v", "gateway", "2026-03-01", "2026-04-01", good=995, total=1000))[0]
    assert (row.value, row.verdict, row.cases) == (Decimal("99.5"), "met", 1000)


def test_a_duty_fails_the_measure_of_its_month() -> None:
    text = f"duties: {{act: {{every: P1M, if_late: {{fails: [m]}}}}}}\nmeasures: {{m: {{{SHARE}}}}}\n"
    failed = judged(text, "2026-03", PROMPT, ELSEWHERE).measures[0]
    kept = judged(text, "2026-03", PROMPT, proof("act", "2026-03-20T10:00")).measures[0]
    assert (failed.value, failed.verdict) == (0, "breached")
    assert (kept.value, kept.verdict) == (100, "met")


def test_the_document_holds_the_measure_in_plain_words() -> None:
    found = to_document(judged(f"measures: {{m: {{{SHARE}}}}}\n", "2026-03", PROMPT))["measures"][0]
    assert (found["id"], found["value"], found["verdict"], found["start"]) == (
        "m",
        "100",
        "met",
        "2026-02-28T23:00:00Z",
    )
