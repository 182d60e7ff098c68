"""Money by the hour, by the part of the fee, by the n-th breach, as published agreements print it."""

from dataclasses import replace
from decimal import Decimal as D

import pytest
from published import HOUR, MINUTE, at, contract, covers, given, hours_of, judged, ticket, tickets, total, up_down

from gwarant.sla.contract.lint import lint
from gwarant.sla.contract.parse import dump, parse
from gwarant.sla.evidence.model import DutyProof

RULES = "remedy_rules: {settle: price_reduction%s}\n"
UP = "availability: {up: {service: main, target: {ge: %s}%s}}\n"
CLOCK = """
classes: {a: {}}
clocks: {repair: {stop: resolved}}
targets: {a: {repair: [1h, always]}}
"""


def paid(target, remedy, seconds, rules="", more="", fee="100", period="2026-11", began="2026-11-02"):
    """What an outage of so many seconds pays."""
    sections = UP % (target, more) + f"remedies: {{credit: {{of: up, {remedy}}}}}\n" + RULES % rules
    return total(contract(sections, fee=fee), up_down((began, seconds)), period)


def late(remedy, seconds, rules="", fee="100", reported="2026-11-02 10:00", of="{clock: repair}"):
    """What a repair that is so many seconds late pays."""
    sections = CLOCK + f"remedies: {{credit: {{of: {of}, {remedy}}}}}\n" + RULES % rules
    return total(contract(sections, fee=fee, end="2026-12-31"), tickets(ticket("T-1", reported, seconds)))


@covers("CV043", "CV045")
def test_each_full_half_hour_beyond_a_yearly_budget():
    inputs, expected = given("CV043")
    sections = (
        "availability: {up: {service: main, target: {ge: 98}, period: calendar_year, probe: {min_outage: 901s}}}\n"
        "remedies: {credit: {of: up, kind: per_unit, unit: 30m, round: down, pct: 2, cap: {pct: 100}}}\n" + RULES % ""
    )
    one = contract(sections)
    down = float(hours_of(inputs["counted_down"]) * HOUR)
    # The year has 8,760 h, so the budget is 175.2 h, as the case says; 118 min lie beyond it, 3 full half hours.
    (month,) = [m for m in judged(one, up_down(("2026-05-04", down)), "2026").months if m.remedies.total]
    assert (month.remedies.total, len(month.remedies.lines[0].units)) == (expected["credit_pct"], expected["units"])
    inputs, expected = given("CV045")
    beyond = up_down(("2026-05-04", 175.2 * HOUR + inputs["over_min"] * MINUTE))
    months = [m for m in judged(one, beyond, "2026").months if m.remedies.total]
    assert sum(len(m.remedies.lines[0].units) for m in months) == expected["units"]
    assert max(m.remedies.total for m in months) <= expected["credit_pct"]


HALVES = "kind: per_unit, count_on: whole, unit: 30m, round: nearest, pct: 5"


@covers("CV046", "CV047", "CV048")
@pytest.mark.parametrize("name", ["CV046", "CV047", "CV048"])
def test_the_nearest_half_hour(name):
    inputs, expected = given(name)
    down = float(hours_of(inputs["down"]) * HOUR)
    assert paid("100", HALVES, down, ", caps: [{per: month, pct: 100}]") == expected["credit_pct"]


@covers("CV049")
def test_each_hour_of_a_whole_outage():
    inputs, expected = given("CV049")
    remedy = "kind: per_unit, count_on: whole, unit: 60m, pct: 2.5"
    assert paid("99.9", remedy, inputs["down_min"] * MINUTE) == D(expected["credit_pct"])
    assert paid("99.9", remedy, inputs["down_min"] * MINUTE, fee=inputs["fee"]) == D(expected["credit"])


@covers("CV051", "CV052", "CV053")
def test_started_units_after_a_free_time():
    network = "kind: per_unit, count_on: whole, unit: 30m, pct: 5"
    assert paid("100", network, given("CV051")[0]["down_min"] * MINUTE) == given("CV051")[1]["credit_pct"]
    host = "kind: per_unit, count_on: whole, unit: 1h, free: 1h, pct: 5"
    assert paid("100", host, float(hours_of(given("CV052")[0]["down"]) * HOUR)) == given("CV052")[1]["credit_pct"]
    inputs, expected = given("CV053")
    down = inputs["network_down_h"] * HOUR
    assert paid("100", network, down) == expected["uncapped"]
    assert paid("100", network, down, ", caps: [{per: month, pct: 100}]") == expected["credit_pct"]


@covers("CV054")
def test_hours_beyond_the_guarantee_with_the_rounding_that_the_text_leaves_open():
    inputs, expected = given("CV054")
    remedy = "kind: per_unit, unit: 1h, round: %s, pct: 1"
    down = inputs["down_h"] * HOUR
    assert paid("99.9", remedy % "down", down, fee=inputs["fee"]) == D(expected["floor_credit"])
    assert paid("99.9", remedy % "up", down, fee=inputs["fee"]) == D(20)


@covers("CV057")
def test_days_instead_of_money():
    inputs, expected = given("CV057")
    sections = UP % ("99.5", "") + (
        "remedies: {days: {of: up, kind: extension, unit: 1h, round: down, grants: P1D}}\n"
        "remedy_rules: {settle: term_extension}\n"
    )
    (month,) = judged(contract(sections), up_down(("2026-11-02", inputs["down_h"] * HOUR))).months
    assert (month.remedies.total, str(month.remedies.granted)) == (0, f"P{expected['days']}D")


@covers("CV063")
def test_a_clock_of_hardware_that_begins_later():
    inputs, expected = given("CV063")
    remedy = "kind: per_unit, count_on: whole, unit: 1h, free: 150m, pct: 5"
    assert paid("99.99", remedy, float(inputs["down_from_ticket_h"]) * HOUR) == expected["credit_pct"]


@covers("CV064")
def test_days_of_the_fee_for_each_outage_by_itself():
    inputs, expected = given("CV064")
    sections = UP % ("90", "") + (
        "remedies:\n"
        "  day: {of: {outage: up}, kind: flat, amount: 100, pay_after: 30m}\n"
        "  hours: {of: {outage: up}, kind: per_unit, unit: 1h, round: down, amount: 100}\n"
        "remedy_rules: {settle: price_reduction, caps: [{per: month, amount: 700}]}\n"
    )
    one = contract(sections, fee=inputs["fee"])
    found = [total(one, up_down(("2026-11-02", minutes * MINUTE))) for minutes in inputs["outage_min"]]
    assert found == [D(credit) for credit in expected["credit"]]


@covers("CV040", "CV067", "CV068", "CV069")
@pytest.mark.parametrize(
    ("name", "fee", "target", "remedy"),
    [
        ("CV040", str(D("0.02976") * 720), "99.99", "kind: prorata, count_on: whole"),
        ("CV067", "100", "99.9", "kind: prorata, x: 10"),
        ("CV068", "1000", "99.99", "kind: prorata, count_on: whole, x: 10"),
        ("CV069", "1250", "99.99", "kind: prorata, count_on: whole, x: 100"),
    ],
)
def test_many_times_the_fee_of_the_lost_time(name, fee, target, remedy):
    inputs, expected = given(name)
    hours = D(inputs.get("down_h", inputs.get("down_hours")))
    assert paid(target, remedy, float(hours) * HOUR, fee=fee) == D(expected["credit"])


@covers("CV075")
def test_credits_of_different_promises_add_up():
    inputs, expected = given("CV075")
    sections = (
        UP % ("99.9", "")
        + CLOCK
        + (
            f"remedies:\n  up: {{of: up, kind: flat, pct: {inputs['availability_pct']}}}\n"
            f"  late: {{of: {{clock: repair}}, kind: flat, pct: {inputs['ttr_pct'] / 2}}}\n"
        )
        + RULES % ""
    )
    rows = tickets(ticket("T-1", "2026-11-05", 60), ticket("T-2", "2026-11-06", 60))
    assert (
        total(contract(sections), replace(up_down(("2026-11-02", HOUR)), events=rows.events)) == expected["total_pct"]
    )


@covers("CV076")
def test_a_printed_sum_that_does_not_add_up():
    inputs, expected = given("CV076")
    rows = [ticket(f"T-{n}", f"2026-11-0{n + 2}", float(h) * HOUR) for n, h in enumerate(inputs["tickets_h"])]
    sections = CLOCK + "remedies: {late: {of: {clock: repair}, kind: per_unit, unit: 1m, amount: 1}}\n" + RULES % ""
    found = total(contract(sections), tickets(*rows))
    assert (found == expected["computed_min"]) is expected["text_error"]
    assert found != expected["printed_min"]


TENTH = """
classes: {a: {}}
clocks: {repair: {stop: resolved}}
targets: {a: {repair: [1h, always]}}
remedies:
  tenth: {of: {clock: repair}, kind: every_n, n: 10, within: P12M, pct: 5, base: {fee: monthly, of: contract_year}}
remedy_rules: {settle: price_reduction}
"""


@covers("CV077", "CV078")
def test_the_tenth_breach_costs_a_share_of_the_year():
    def credit(failures, annual):
        rows = [ticket(f"T-{n:02}", f"2026-{n % 9 + 1:02}-{n // 9 + 2:02}", 60) for n in range(failures)]
        return total(contract(TENTH, fee=str(D(annual) / 12)), tickets(*rows), "2026")

    inputs, expected = given("CV077")
    assert credit(inputs["failures"], inputs["annual_fee"]) == D(expected["credit"])
    inputs, expected = given("CV078")
    assert [credit(n, inputs["annual_fee"]) for n in inputs["failures"]] == [D(sum_) for sum_ in expected["credit"]]


@covers("CV079")
def test_bands_of_the_number_of_breaches():
    inputs, expected = given("CV079")
    sections = (
        CLOCK
        + """
measures: {breaches: {agg: count, of: {event: breached, clock: repair}, target: {le: 0}}}
remedies:
  count: {of: breaches, kind: bands, bands: [{ge: 1, lt: 3, pct: 5}, {ge: 3, lt: 5, pct: 10}, {ge: 5, pct: 15}]}
remedy_rules: {settle: price_reduction}
"""
    )
    found = [
        total(contract(sections), tickets(ticket("T-0", "2026-11-01", -60), *_late(count)))
        for count in inputs["breaches"]
    ]
    assert found == expected["credit_pct"]


def _late(count):
    return [ticket(f"T-{n + 1}", f"2026-11-{n + 2:02}", 60) for n in range(count)]


@covers("CV087")
def test_no_report_in_time_is_a_complete_failure():
    inputs, expected = given("CV087")
    sections = """
availability: {up: {service: main, target: {ge: 99}}}
duties: {backup: {every: P1D}, report: {every: P1M, due: P15D, proof: delivered, if_late: {fails: [up]}}}
remedies: {credit: {of: up, kind: bands, bands: [{ge: 50, lt: 99, pct: 5}, {lt: 50, pct: 50}]}}
remedy_rules: {settle: price_reduction}
"""
    one = contract(sections, start="2026-10-01")
    verdicts = []
    for day in inputs["delivered"]:
        proofs = (OTHER,) if day is None else (OTHER, _proof(f"{day} 12:00"))
        verdicts.append(_october(one, replace(up_down(), proofs=proofs)))
    assert [verdict != "done" for verdict in verdicts] == expected["deemed_failed"]


OTHER = DutyProof(id="d0", duty="backup", at=at("2026-10-02"), received=at("2026-10-02"))


def _proof(moment):
    return DutyProof(id="d1", duty="report", at=at(moment), received=at(moment))


def _october(one, evidence):
    report = next(row for row in judged(one, evidence, "2026-11").duties if row.duty == "report")
    return next((str(row.verdict) for row in report.slots if row.slot.start == at("2026-10-01")), "done")


@covers("CV089")
def test_hours_from_the_next_full_hour():
    inputs, expected = given("CV089")
    remedy = "kind: per_unit, unit: 1h, round: %s, pct: 0.2, starts: next_hour"
    seconds = at(f"2026-11-02 {inputs['began']}") - at(f"2026-11-02 {inputs['due']}")
    for round_, penalty in (("down", "penalty_full"), ("up", "penalty_started")):
        found = late(remedy % round_, seconds, fee=inputs["item_net"], reported="2026-11-02 09:20")
        assert found == D(expected[penalty])


DAILY = """
remedies: {late: {of: {clock: repair}, kind: per_unit, unit: 24h, pct: 0.01}}
remedy_rules: {settle: contractual_penalty}
triggers: {leave: {if: {late_over: 14d, of: repair}, right: terminate}}
"""


@covers("CV092")
def test_a_share_of_the_whole_price_for_each_day_and_a_right_after_fourteen():
    """The whole price stands as the fee: the agreement is paid once."""
    inputs, expected = given("CV092")
    one = contract(CLOCK + DAILY, fee=inputs["total_gross"])
    found = [judged(one, tickets(ticket("T-1", "2026-11-02", days * 24 * HOUR))) for days in inputs["days"]]
    assert [row.months[0].remedies.total for row in found] == [D(penalty) for penalty in expected["penalty"]]
    assert [bool(row.rights) for row in found] == expected["right_open"]


def test_the_linter_asks_for_a_cap():
    one = contract(UP % ("99.9", "") + "remedies: {credit: {of: up, kind: per_unit, unit: 1h, pct: 5}}\n" + RULES % "")
    assert "remedies-without-cap" in {row.code for row in lint(parse(dump(one), "case.yaml"))}
