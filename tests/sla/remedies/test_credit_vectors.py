"""Worked examples from published agreements; each case names its source."""

import json
from decimal import ROUND_DOWN
from decimal import Decimal as D
from fractions import Fraction
from pathlib import Path

import pytest
from remedies_world import FREE_RULES, MARCH, H, late, measured, pay, per_unit

from gwarant.sla.contract.model.money import (
    Band,
    Base,
    Cap,
    Combine,
    Remedy,
    RemedyKind,
    RemedyOf,
    RemedyRules,
)
from gwarant.sla.contract.values import Seconds
from gwarant.sla.remedies.codes import NO_BAND

FILE = Path(__file__).parents[2] / "vectors" / "credits.json"
CASES = {case["id"]: case for case in json.loads(FILE.read_text())}
HUNDRED = {("monthly", "2026-03"): D(100)}


def given(case_id):
    return CASES[case_id]["inputs"], CASES[case_id]["expected"]


def below(*steps):
    """Bands written as "below 99.9 pays 10", the last one open downwards."""
    floors = [D(limit) for limit, _ in steps[1:]]
    lower = [*floors, None]
    return tuple(Band(ge=ge, lt=D(lt), pct=D(pct)) for (lt, pct), ge in zip(steps, lower, strict=True))


def percent(bands, value):
    remedy = Remedy(id="r", of=RemedyOf(promise="shop-up"), kind=RemedyKind.BANDS, bands=bands)
    return pay([remedy], [measured(str(value))], bases=HUNDRED).total


def uptime(down, whole, digits="0.0001"):
    share = 100 - Fraction(100 * down, whole)
    return (D(share.numerator) / D(share.denominator)).quantize(D(digits), ROUND_DOWN)


TIERS = {
    "CV016": below(("99.9", 10), ("99", 25), ("95", 100)),
    "CV017": below(("99", 10), ("98", 25), ("95", 100)),
    "CV019": below(("99.99", 10), ("99.0", 30), ("95.0", 100)),
    "CV021": below(("99.99", 10), ("99", 25), ("95", 100)),
    "CV027": below(("99.9", 3), ("99", 5), ("98", 10), ("97", 20), ("95", 40)),
}


@pytest.mark.parametrize("case_id", TIERS)
def test_tiers(case_id):
    inputs, expected = given(case_id)
    assert [percent(TIERS[case_id], value) for value in inputs["uptime"]] == expected["credit_pct"]


def test_a_month_with_an_hour_down():
    inputs, expected = given("CV001")
    value = uptime(inputs["downtime_minutes"], inputs["month_minutes"], "0.01")
    assert str(value) == expected["uptime_pct"]
    assert percent(below(("99.9", 10)), value) == expected["credit_pct"]


def test_ten_minutes_down_keep_the_promise():
    inputs, expected = given("CV014")
    value = uptime(inputs["down"], inputs["minutes"])
    assert (percent(below(("99.9", 10)), value) == 0) is expected["met"]


def test_the_mean_of_error_rates():
    inputs, expected = given("CV018")
    value = uptime(inputs["slots_at_100pct_error"], inputs["slots"])
    assert (str(value), percent(TIERS["CV016"], value)) == (expected["uptime_pct"], expected["credit_pct"])


def test_a_quarter_with_inclusive_bounds():
    inputs, expected = given("CV024")
    bands = (Band(gt=D("99.0"), le=D("99.9"), pct=D(10)), Band(lt=D("99.0"), pct=D(25)))
    found = [percent(bands, uptime(down, inputs["quarter_minutes"], "0.000001")) for down in inputs["down"]]
    assert found == expected["credit_pct"]


@pytest.mark.parametrize(
    ("case_id", "bands"),
    [
        ("CV025", (Band(gt=D("99.0"), le=D("99.9"), pct=D(10)), Band(lt=D("99.0"), pct=D(25)))),
        ("CV030", (Band(ge=D("99.9"), pct=D(0)), Band(ge=D("95.1"), le=D("99.8"), pct=D(5)))),
    ],
)
def test_a_hole_between_tiers_pays_nothing_and_is_noted(case_id, bands):
    value = given(case_id)[0]["uptime"]
    remedy = Remedy(id="r", of=RemedyOf(promise="shop-up"), kind=RemedyKind.BANDS, bands=bands)
    settled = pay([remedy], [measured(value)], bases=HUNDRED)
    assert settled.total == 0
    assert settled.notes[0]["why"] == NO_BAND(value=D(value))


def test_time_given_back_to_availability():
    inputs, expected = given("CV026")
    value = uptime(inputs["B"] - inputs["C"], inputs["A"])
    assert percent(below(("99.95", 10)), value) == expected["credit_pct"]


def test_one_scale_with_a_credit_column_for_each_package():
    """The third column is left out: the steps around its 20 % are not known."""
    inputs, expected = given("CV034")
    columns = {"start": ("99.5", "99.2", 3), "isp": ("99.5", "99.2", 12)}
    for name, (upper, lower, pct) in columns.items():
        bands = (Band(ge=D(lower), lt=D(upper), pct=D(pct)),)
        assert percent(bands, inputs["uptime"]) == expected[name]


def test_bands_by_shortfall_are_bands_of_the_value():
    inputs, expected = given("CV036")
    bands = (
        Band(ge=D("98.9"), lt=D("99.9"), pct=D(5)),
        Band(gt=D("94.9"), lt=D("98.9"), pct=D(10)),
        Band(le=D("94.9"), pct=D(15)),
    )
    assert [percent(bands, value) for value in inputs["actual"]] == expected["credit_pct"]


MINUTE = 60
UNITS = [
    ("CV043", per_unit(1800, "down", pct=D(2)), 118 * MINUTE, 6),
    ("CV046", per_unit(1800, "nearest", pct=D(5)), 214 * MINUTE, 35),
    ("CV047", per_unit(1800, "nearest", pct=D(5)), 30 * MINUTE, 5),
    ("CV049", per_unit(H, pct=D("2.5")), 180 * MINUTE, "7.5"),
    ("CV051", per_unit(1800, pct=D(5)), 31 * MINUTE, 10),
    ("CV052", per_unit(H, pct=D(5), free=Seconds(H)), 140 * MINUTE, 10),
    ("CV063", per_unit(H, pct=D(5), free=Seconds(9000)), 270 * MINUTE, 10),
]


@pytest.mark.parametrize(("case_id", "remedy", "seconds", "credit"), UNITS)
def test_units(case_id, remedy, seconds, credit):
    expected = CASES[case_id]["expected"]
    assert D(expected["credit_pct"]) == D(credit)
    assert pay([remedy], [late(seconds)], bases=HUNDRED).total == D(credit)


@pytest.mark.parametrize(
    ("case_id", "remedy", "seconds"),
    [
        ("CV045", per_unit(1800, "down", pct=D(2)), 1800 * MINUTE),
        ("CV048", per_unit(1800, "nearest", pct=D(5)), 12 * H),
        ("CV053", per_unit(1800, pct=D(5)), 11 * H),
    ],
)
def test_a_cap_at_the_whole_fee(case_id, remedy, seconds):
    rules = RemedyRules(caps=(Cap(per="month", pct=D(100)),))
    settled = pay([remedy], [late(seconds)], rules, HUNDRED)
    expected = CASES[case_id]["expected"]
    assert settled.total == expected["credit_pct"]
    assert settled.uncapped == expected.get("uncapped", settled.uncapped)
    assert len(settled.lines[0].units) == expected.get("units", len(settled.lines[0].units))


def test_an_amount_in_money():
    inputs, expected = given("CV049")
    bases = {("monthly", "2026-03"): D(inputs["fee"])}
    assert pay([per_unit(H, pct=D("2.5"))], [late(3 * H)], bases=bases).total == D(expected["credit"])
    inputs, expected = given("CV054")
    bases = {("monthly", "2026-03"): D(inputs["fee"])}
    remedy = per_unit(H, "down", pct=D(1), free=Seconds(2592))
    assert pay([remedy], [late(inputs["down_h"] * H)], bases=bases).total == D(expected["floor_credit"])


def test_days_of_fee_as_the_dearer_of_two_remedies():
    inputs, expected = given("CV064")
    day = Remedy(id="d", of=RemedyOf(clock="down"), kind=RemedyKind.FLAT, amount=D(100), pay_after=Seconds(30 * MINUTE))
    hours = per_unit(H, "down", amount=D(100))
    rules = RemedyRules(combine=Combine(same_incident="highest"), caps=(Cap(per="month", amount=D(700)),))
    found = [pay([day, hours], [late(length * MINUTE)], rules).total for length in inputs["outage_min"]]
    assert found == [D(credit) for credit in expected["credit"]]


def test_hours_counted_from_the_next_full_hour():
    inputs, expected = given("CV089")
    bases = {("contract_total", "2026-03"): D(inputs["item_net"])}
    breach = late(130 * MINUTE, start="2026-03-10 11:00")
    for mode, penalty in (("down", "penalty_full"), ("up", "penalty_started")):
        remedy = per_unit(H, mode, pct=D("0.2"), base=Base(fee="contract_total"))
        assert pay([remedy], [breach], bases=bases).total == D(expected[penalty])


def test_a_share_of_the_whole_contract_for_each_day():
    inputs, expected = given("CV092")
    bases = {("contract_total", "2026-03"): D(inputs["total_gross"])}
    remedy = per_unit(24 * H, pct=D("0.01"), base=Base(fee="contract_total"))
    found = [pay([remedy], [late(days * 24 * H)], bases=bases).total for days in inputs["days"]]
    assert found == [D(penalty) for penalty in expected["penalty"]]


def test_a_small_sum_is_not_paid():
    """Both texts pay above one dollar only: the least sum that is paid is 1.01."""
    rules = RemedyRules(min=D("1.01"))
    inputs, expected = given("CV020")
    flat = [
        Remedy(id="r", of=RemedyOf(clock="down"), kind=RemedyKind.FLAT, amount=D(sum_)) for sum_ in inputs["credits"]
    ]
    assert [pay([remedy], [late(60)], rules).total > 0 for remedy in flat] == expected["issued"]
    inputs, expected = given("CV028")
    remedy = Remedy(
        id="r", of=RemedyOf(promise="shop-up"), kind=RemedyKind.BANDS, bands=(Band(ge=D(95), lt=D(99), pct=D(3)),)
    )
    totals = [
        pay([remedy], [measured(inputs["uptime"])], rules, {("monthly", "2026-03"): D(fee)}).total
        for fee in inputs["fees"]
    ]
    assert totals == [D(credit or 0) for credit in expected["credit"]]


def test_credits_of_different_promises_stack():
    inputs, expected = given("CV075")
    remedies = [
        Remedy(id="a", of=RemedyOf(clock="up"), kind=RemedyKind.FLAT, pct=D(inputs["availability_pct"])),
        Remedy(id="b", of=RemedyOf(clock="repair"), kind=RemedyKind.FLAT, pct=D(inputs["ttr_pct"]) / 2),
    ]
    breaches = [
        late(60, clock="up", incident="outage"),
        late(60, clock="repair", incident="T-1"),
        late(60, clock="repair", incident="T-2"),
    ]
    assert pay(remedies, breaches, FREE_RULES, HUNDRED).total == expected["total_pct"]


def test_two_tickets_sum_to_what_is_computed_and_not_to_what_is_printed():
    inputs, expected = given("CV076")
    breaches = [late(int(D(hours) * H), incident=hours) for hours in inputs["tickets_h"]]
    settled = pay([per_unit(60, amount=D(1))], breaches, month=MARCH)
    assert settled.total == expected["computed_min"] != expected["printed_min"]
