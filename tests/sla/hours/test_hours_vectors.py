"""Worked examples of hours from published price lists, each read as a contract and judged; each names its source."""

import json
from datetime import date, timedelta
from decimal import Decimal as D
from pathlib import Path

import pytest
from hours_contract import H, contract, seconds, stated, time

FILE = Path(__file__).parents[2] / "vectors" / "credits.json"
CASES = {case["id"]: case for case in json.loads(FILE.read_text())}


def given(case_id):
    return CASES[case_id]["inputs"], CASES[case_id]["expected"]


def worked(hours, month="2026-07"):
    """So many hours of a month, twenty a day at the most."""
    first = date.fromisoformat(f"{month}-01")
    days = [min(20, hours - done) for done in range(0, hours, 20)]
    return [time(f"{month}{n}", f"{first + timedelta(days=n)} 01:00", length * 60) for n, length in enumerate(days)]


def pool(hours, carry):
    return contract(f"pool: {{amount: {hours}h, carry: {carry}}}\nrates: {{above: 100}}", since="2026-07-01")


def amounts(hours, *rows):
    """What each of the rows costs alone."""
    return [stated([row], "2026-07", contract(hours))[0].amount for row in rows]


def available(month):
    return (month.granted + seconds(month.carried_in)) // H


def test_unused_hours_pass_one_month_forward():
    inputs, expected = given("CV098")
    terms = pool(inputs["package"], "{periods: 1}")
    rows = worked(inputs["package"] - inputs["left_july"])
    assert available(stated(rows, "2026-08", terms)[0]) == expected["august"]


def test_hours_carried_once_lapse_after_that_month():
    inputs, expected = given("CV099")
    terms = pool(inputs["package"], f"{{periods: {inputs['carry_months']}}}")
    assert available(stated(worked(inputs["used"]["july"]), "2026-09", terms)[0]) == expected["september"]


def test_a_share_of_the_plan_rolls():
    """Only plans above 40 hours carry, which a contract says by carrying nothing in a smaller one."""
    inputs, expected = given("CV100")
    rolled = []
    for plan in inputs["plans"]:
        carry = "{periods: 1, cap: 40%}" if plan["h"] > 40 else "{periods: 0}"
        month = stated(worked(plan["used"]), "2026-07", pool(plan["h"], carry))[0]
        rolled.append(seconds(month.carried_out) // H)
    assert rolled == expected["rolled"]


@pytest.mark.parametrize(
    ("name", "start"), [("standard", "2026-07-01 09:00"), ("off", "2026-07-01 19:00"), ("weekend", "2026-07-04 09:00")]
)
def test_dearer_times(name, start):
    inputs, expected = given("CV101")
    times = "[{when: outside office, x: 1.5}, {when: Sat or Sun or holiday, x: 2}]"
    row = time("a", start, inputs["hours"] * 60)
    assert amounts(f"rates: {{above: {inputs['rate']}, multipliers: {times}}}", row) == [D(expected[name])]


def test_started_quarters_and_a_first_hour_on_site():
    inputs, expected = given("CV105")
    terms = """
rates: {above: 240}
work:
  - {id: remote, charge: rate, round: {unit: 15m, min: 15m}}
  - {id: on_site, charge: rate, round: {unit: 30m, min: 1h}}
"""
    remote = [time("a", "2026-07-01 09:00", minutes, work="remote") for minutes in inputs["remote_min"]]
    on_site = [time("a", "2026-07-01 09:00", minutes, work="on_site") for minutes in inputs["onsite_min"]]
    assert amounts(terms, *remote) == [D(amount) for amount in expected["remote"]]
    assert amounts(terms, *on_site) == [D(amount) for amount in expected["onsite"]]


def test_an_extra_hour_is_charged_when_started():
    inputs, expected = given("CV110")
    assert inputs["extra"] == "1h10m"
    rows = time("a", "2026-07-01 09:00", 70)
    assert amounts("round: {unit: 1h}\nrates: {above: 50}", rows) == [D(expected["charge"])]


def test_quarters_of_an_hour():
    inputs, expected = given("CV112")
    assert inputs["length"] == ["0:10", "3:30"]
    rows = [time("a", "2026-07-01 09:00", minutes) for minutes in (10, 210)]
    assert amounts("round: {unit: 15m}\nrates: {above: 25}", *rows) == [D(charge) for charge in expected["charge"]]
