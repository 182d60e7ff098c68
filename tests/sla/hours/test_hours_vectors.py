"""Worked examples of hours from published price lists; each case names its source."""

import json
from decimal import Decimal as D
from pathlib import Path

from hours_world import at, make_civil, make_months

from gwarant.sla.contract.model.money import Carry, Hours, HoursRounding, Multiplier, Pool, Rates
from gwarant.sla.contract.values import Seconds
from gwarant.sla.evidence.model import TimeEntry
from gwarant.sla.hours import statements

H = 3600
FILE = Path(__file__).parents[2] / "vectors" / "credits.json"
CASES = {case["id"]: case for case in json.loads(FILE.read_text())}
MONTHS = make_months("2026-07", 3)


def given(case_id):
    return CASES[case_id]["inputs"], CASES[case_id]["expected"]


def worked(seconds, start="2026-07-01 09:00", **more):
    begun = at(start)
    return TimeEntry(id=start, start=begun, end=begun + seconds, received=begun, **more)


def run(terms, *rows):
    return statements(terms, rows, MONTHS, civil=make_civil())


def price(terms, seconds, **more):
    return run(terms, worked(seconds, **more))[0].amount


def unit(minutes, rate, least=0):
    return Hours(round=HoursRounding(unit=Seconds(minutes * 60), min=Seconds(least * 60)), rates=Rates(above=D(rate)))


def pool(hours, periods=1, cap=100):
    return Hours(pool=Pool(amount=Seconds(hours * H), carry=Carry(periods=periods, cap=D(cap))))


def available(month):
    return (month.granted + sum(lot.seconds for lot in month.carried_in)) // H


def test_unused_hours_pass_one_month_forward():
    inputs, expected = given("CV098")
    used = inputs["package"] - inputs["left_july"]
    assert available(run(pool(inputs["package"]), worked(used * H))[1]) == expected["august"]


def test_hours_carried_once_lapse_after_that_month():
    inputs, expected = given("CV099")
    terms = pool(inputs["package"], inputs["carry_months"])
    assert available(run(terms, worked(inputs["used"]["july"] * H))[2]) == expected["september"]


def test_a_share_of_the_plan_rolls():
    """Only plans above 40 hours carry, which a contract says by carrying nothing in a smaller one."""
    inputs, expected = given("CV100")
    rolled = []
    for plan in inputs["plans"]:
        terms = pool(plan["h"], 1 if plan["h"] > 40 else 0, 40)
        rolled.append(sum(lot.seconds for lot in run(terms, worked(plan["used"] * H))[0].carried_out) // H)
    assert rolled == expected["rolled"]


def test_dearer_times():
    inputs, expected = given("CV101")
    times = (Multiplier(when="outside office", x=D("1.5")), Multiplier(when="Sat or Sun or holiday", x=D(2)))
    terms = Hours(rates=Rates(above=D(inputs["rate"]), multipliers=times))
    starts = {"standard": "2026-07-01 09:00", "off": "2026-07-01 19:00", "weekend": "2026-07-04 09:00"}
    for name, start in starts.items():
        assert price(terms, inputs["hours"] * H, start=start) == D(expected[name])


def test_started_quarters_and_a_first_hour_on_site():
    inputs, expected = given("CV105")
    remote, on_site = unit(15, 240, 15), unit(30, 240, 60)
    assert [price(remote, minutes * 60) for minutes in inputs["remote_min"]] == [D(sum_) for sum_ in expected["remote"]]
    assert [price(on_site, minutes * 60) for minutes in inputs["onsite_min"]] == [
        D(sum_) for sum_ in expected["onsite"]
    ]


def test_an_extra_hour_is_charged_when_started():
    inputs, expected = given("CV110")
    assert inputs["extra"] == "1h10m"
    assert price(unit(60, 50), 70 * 60) == D(expected["charge"])


def test_quarters_of_an_hour():
    inputs, expected = given("CV112")
    assert inputs["length"] == ["0:10", "3:30"]
    assert [price(unit(15, 25), minutes * 60) for minutes in (10, 210)] == [D(charge) for charge in expected["charge"]]
