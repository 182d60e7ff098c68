"""Rights that arise in an assessment; the contracts behind the vectors are real ones."""

from datetime import date

import pytest

from gwarant.pictures.facts import tell_all
from gwarant.sla.assessment import to_document
from gwarant.sla.triggers import Arisen
from tests.sla.assessment.cast import ELSEWHERE, UP, every_day, judged, outages, proof, ticket

LEAVE = "right: terminate, notice: P14D, use_within: P60D"


def told(right: Arisen) -> tuple[str, ...]:
    """What a right arose from, in words."""
    return tuple(tell_all(right.because, "en"))


def rights(condition: str, period: str, *lines: list[str], more: str = UP) -> list[Arisen]:
    return list(judged(f"{more}triggers: {{leave: {{if: {condition}, {LEAVE}}}}}\n", period, *lines).rights)


def monthly(*minutes: float) -> list[str]:
    """Down for so many minutes in each month of 2026."""
    down = [(f"2026-{month:02}-10T00:00", length) for month, length in enumerate(minutes, 1) if length]
    return outages("2026-01-01", f"2026-{len(minutes) + 1:02}-01", *down)


@pytest.mark.parametrize(
    ("minutes", "may"), [([433], True), ([432], False), ([50, 45, 44], True), ([50, 45, 43], False)]
)
def test_long_in_one_month_or_somewhat_in_three_in_a_row(minutes: list[float], may: bool) -> None:
    """Vector CV093: more than 7.2 hours in a month, or more than 43.8 minutes in each of three months in a row."""
    long, row = (
        f"{{downtime_over: {limit}, of: shop-up{more}}}"
        for limit, more in (("432m", ""), ("2628s", ", n: 3, in_a_row: true"))
    )
    found = rights(f"{{any: [{long}, {row}]}}", f"2026-{len(minutes):02}", monthly(*minutes))
    assert bool(found) == may


def test_the_rolling_mean_of_three_months() -> None:
    """Vector CV094: 98.0, 96.0 and 96.5 make 96.83, which is under 97."""
    days = (31, 28, 31)
    minutes = [n * 1440 * (100 - share) / 100 for n, share in zip(days, (98.0, 96.0, 96.5), strict=True)]
    condition = "{below: 97, of: shop-up, average: 3}"
    assert not rights(condition, "2026-02", monthly(*minutes))
    found = rights(condition, "2026-03", monthly(*minutes))
    assert [told(one) for one in found] == [("shop-up March 2026",)]


@pytest.mark.parametrize(
    ("down", "may"),
    [
        ([("2026-03-01T10:00", 31), ("2026-03-10T10:00", 31), ("2026-03-30T10:00", 31)], True),
        ([("2026-03-01T10:00", 31), ("2026-03-10T10:00", 31), ("2026-04-01T10:00", 31)], False),
        ([("2026-03-01T10:00", 25 * 60)], True),
    ],
)
def test_chronic_outages_within_thirty_days(down: list[tuple[str, float]], may: bool) -> None:
    """Vector CV096: three over half an hour in any 30 days, or more than a day in the month."""
    many = "{outage_over: 30m, of: shop-up, n: 3, within: 30, unit: day}"
    long = "{downtime_over: 24h, of: shop-up}"
    up = outages("2026-01-01", "2026-05-01", *down)
    found = [one for month in ("2026-03", "2026-04") for one in rights(f"{{any: [{many}, {long}]}}", month, up)]
    assert bool(found) == may


@pytest.mark.parametrize(("failures", "may"), [(3, False), (4, True)])
def test_more_than_three_failures_in_thirty_days_in_a_row(failures: int, may: bool) -> None:
    """Vector CV097."""
    many = "{outage_over: 0s, of: shop-up, n: 4, within: 30, unit: day}"
    long = "{downtime_over: 24h, of: shop-up, within: 30, unit: day}"
    down = [(f"2026-03-{5 * n + 1:02}T10:00", 300 / failures) for n in range(failures)]
    up = outages("2026-01-01", "2026-04-01", *down)
    assert bool(rights(f"{{any: [{many}, {long}]}}", "2026-03", up)) == may


def test_down_time_is_added_up_over_any_thirty_days() -> None:
    condition = "{downtime_over: 24h, of: shop-up, within: 30, unit: day}"
    for day, may in (("14", True), ("24", False)):
        up = outages("2026-01-01", "2026-05-01", ("2026-03-20T10:00", 1000), (f"2026-04-{day}T10:00", 1000))
        assert bool(rights(condition, "2026-04", up)) == may


@pytest.mark.parametrize(("days", "may"), [(3, False), (15, True)])
def test_a_right_to_substitute_performance_after_fourteen_days(days: int, may: bool) -> None:
    """Vector CV092."""
    late = ticket("T-1", "2026-03-02T10:00", 60 + days * 1440)
    found = rights("{late_over: 14d, of: response}", "2026-03", late)
    assert bool(found) == may


def test_a_right_names_its_reasons_and_the_last_day_of_its_use() -> None:
    found = rights("{miss: shop-up, n: 2, within: 3, unit: month}", "2026-03", monthly(600, 0, 600))
    assert [(one.id, one.right, one.of, one.notice, told(one)) for one in found] == [
        ("leave", "terminate", "client", "P14D", ("shop-up January 2026", "shop-up March 2026"))
    ]
    assert found[0].use_until == date(2026, 5, 30)
    assert found[0].is_open


def test_a_right_is_open_in_later_months_until_it_lapses() -> None:
    up = monthly(0, 600, 0, 0, 0, 0)
    states = [[one.is_open for one in rights("{miss: shop-up}", f"2026-{month:02}", up)] for month in range(1, 7)]
    assert states == [[], [True], [True], [False], [], []]


def test_what_is_not_certain_breaks_no_promise_in_a_row() -> None:
    watched = outages("2026-01-01", "2026-03-20", ("2026-01-10T00:00", 600), ("2026-02-10T00:00", 600))
    assert not rights("{miss: shop-up, n: 3, in_a_row: true}", "2026-03", watched)


def test_breaches_of_a_clock_are_counted_by_class_within_rolling_months() -> None:
    condition = "{miss: response, class: critical, n: 2, within: 2, unit: month}"
    late = [ticket("T-1", "2026-02-03T10:00", 90), ticket("T-2", "2026-03-03T10:00", 600, "usual")]
    assert not rights(condition, "2026-03", *late)
    found = rights(condition, "2026-03", *late, ticket("T-3", "2026-03-20T10:00", 90))
    assert [told(one) for one in found] == [("T-1/response/1", "T-3/response/1")]


def test_slots_of_a_duty_that_were_missed_in_a_row() -> None:
    more = UP + "duties: {backup: {every: P1D}}\n"
    condition = "{miss: backup, n: 2, in_a_row: true}"
    for holes, may in ((["2026-03-10", "2026-03-12"], False), (["2026-03-10", "2026-03-11"], True)):
        proofs = every_day("backup", "2026-01-01", "2026-04-01", holes)
        assert bool(rights(condition, "2026-03", proofs, more=more)) == may


def test_a_cap_that_was_reached_twice() -> None:
    more = """
remedies: {late: {of: {clock: response}, kind: flat, amount: 80}}
remedy_rules: {settle: price_reduction, caps: [{per: month, amount: 80}]}
"""
    lines = [ticket("T-1", "2026-01-05T10:00", 90), ticket("T-2", "2026-03-05T10:00", 90)]
    condition = "{at_cap: month, n: 2, within: 6, unit: month}"
    assert [rights(condition, month, *lines, more=more) != [] for month in ("2026-01", "2026-02", "2026-03")] == [
        False,
        False,
        True,
    ]


def test_all_of_several_conditions_together() -> None:
    both = "{all: [{miss: shop-up}, {miss: response}]}"
    down, late = monthly(0, 600, 0), ticket("T-1", "2026-03-05T10:00", 90)
    assert not rights(both, "2026-02", down)
    assert [told(one) for one in rights(both, "2026-03", down, late)] == [("shop-up February 2026", "T-1/response/1")]


def test_a_measure_that_was_broken_gives_a_right() -> None:
    more = "measures: {share: {agg: share_within_target, of: {clock: response}, target: {ge: 95}}}\n"
    late = [ticket("T-1", "2026-02-05T10:00", 90), ticket("T-2", "2026-03-05T10:00", 90)]
    assert rights("{miss: share, n: 2, in_a_row: true}", "2026-03", *late, more=more)
    assert not rights("{miss: share, n: 2, in_a_row: true}", "2026-02", *late, more=more)


def test_a_quarterly_promise_counts_in_quarters() -> None:
    more = "availability: {shop-up: {service: shop, target: {ge: 99.0}, period: calendar_quarter}}\n"
    up = monthly(3000, 0, 0, 3000, 0, 0)
    found = rights("{miss: shop-up, n: 2, in_a_row: true}", "2026-06", up, more=more)
    assert [told(one) for one in found] == [("shop-up 2026-Q1", "shop-up 2026-Q2")]


def test_the_document_tells_the_right() -> None:
    text = f"{UP}triggers: {{leave: {{if: {{miss: shop-up}}, {LEAVE}}}}}\n"
    found = to_document(judged(text, "2026-01", monthly(600)))["rights"][0]
    assert (found["at"], found["use_until"], found["is_open"]) == ("2026-01-31T22:59:59Z", "2026-04-01", True)


def test_a_proof_in_time_gives_no_right() -> None:
    more = UP + "duties: {review: {every: P1M}}\n"
    proofs = [proof("review", f"2026-{month:02}-20T10:00") for month in (1, 2, 3)]
    assert not rights("{miss: review}", "2026-03", *proofs, more=more)


def test_a_promise_that_a_duty_failed_after_its_month_gives_a_right_in_the_month_of_the_deadline() -> None:
    more = UP + "duties: {report: {every: P1M, due: P15D, if_late: {fails: [shop-up]}}}\n"
    more += "triggers: {plan: {if: {miss: shop-up, n: 2, in_a_row: true}, right: improvement_plan}}\n"
    evidence = [outages("2026-01-01", "2026-06-01"), ELSEWHERE]
    assert judged(more, "2026-02", *evidence).rights == ()
    (right,) = judged(more, "2026-03", *evidence).rights
    assert told(right) == ("shop-up January 2026", "shop-up February 2026")
