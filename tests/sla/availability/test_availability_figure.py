from decimal import Decimal
from fractions import Fraction

import pytest
from availability_world import DAY, HOUR, S, figure, looks, promise, state, works

from gwarant.sla.availability import Verdict, display, sigma_percent, value_for_money
from gwarant.sla.contract.model.promises import Undetermined


@pytest.mark.parametrize(
    ("value", "scale", "shown"),
    [
        ("99.9499", 2, "99.94"),
        ("99.99999", 4, "99.9999"),
        ("100", 2, "100.00"),
        ("0.05", 1, "0.0"),
        ("99.9", 0, "99"),
        ("7.0405", 3, "7.040"),
    ],
)
def test_a_percentage_is_cut_off_and_never_rounded_up(value, scale, shown):
    assert display(Fraction(value), scale) == shown
    assert display(Decimal(value), scale) == shown


@pytest.mark.parametrize(
    ("interval", "outages", "sigma"),
    [(20, 5, 0.0007), (30, 5, 0.0011), (60, 5, 0.0021), (60, 20, 0.0042), (300, 5, 0.0106), (300, 20, 0.0211)],
)
def test_the_interval_limits_what_can_be_resolved(interval, outages, sigma):
    assert sigma_percent(interval, outages, 30 * DAY) == pytest.approx(sigma, abs=0.00006)


def test_the_worst_hour_lies_anywhere_and_the_worst_day_is_civil():
    rows = [state("u", 0, 6000), state("d", 6000, 7800), state("u", 7800, 9000), state("d", 9000, 9600)]
    rows += [state("u", 9600, DAY), state("d", DAY, DAY + 1250), state("u", DAY + 1250, DAY + 40_000)]
    rows += [state("d", DAY + 40_000, DAY + 41_250), state("u", DAY + 41_250, 2 * DAY)]
    found = figure(promise(), 2 * DAY, states=rows, days=[(0, DAY * S), (DAY * S, 2 * DAY * S)])
    assert (found.worst_hour.start, found.worst_hour.down_ms) == (6000 * S, 2400 * S)
    assert (found.worst_day.start, found.worst_day.down_ms) == (DAY * S, 2500 * S)


def test_a_period_without_down_time_has_no_worst_hour():
    found = figure(promise(), HOUR, checks=looks("u" * 60), days=[(0, DAY * S)])
    assert (found.worst_hour, found.worst_day) == (None, None)


def test_money_follows_the_point_when_the_bounds_agree():
    found = figure(promise(target="50"), 600, checks=looks("uuuuuuuudd"))
    assert found.verdict is Verdict.MET
    assert {value_for_money(found, policy) for policy in Undetermined} == {Decimal(80)}


def test_money_on_an_undetermined_period_follows_the_contract():
    found = figure(promise(target="80"), 600, checks=looks("uuuuuudduu"))
    assert found.verdict is Verdict.UNDETERMINED
    values = {policy.value: value_for_money(found, policy) for policy in Undetermined}
    assert values == {"point": Decimal(80), "none": None, "lower": Decimal(70)}


def test_a_figure_that_equals_the_target_keeps_it():
    rows = [state("u", 0, 999), state("d", 999, 1000, every=1), state("u", 1000, 1001, every=1)]
    rows[0] = state("u", 0, 999, every=1)
    found = figure(promise(target="99.8", every=1, timeout=1), 1000, states=rows)
    assert (found.lower, found.verdict) == (Fraction("99.8"), Verdict.MET)


def test_the_worked_example_of_the_explanation():
    log = "u" * 120 + "d" * 30 + "u" * 450 + "ddd" + "u" * 297 + "d" + "u" * 299 + " " * 10 + "u" * 230
    found = figure(
        promise(target="99.7", min_outage=120), DAY, checks=looks(log), maintenance=[works(2 * HOUR, 3 * HOUR)]
    )
    minutes = {name: ms / 60 / S for name, ms in vars(found.time).items() if name != "excluded"}
    assert minutes == {"up": 1366, "degraded": 0, "down": 4, "unknown": 10, "out_of_hours": 0}
    assert found.time.excluded == {"maintenance": HOUR * S}
    assert (found.downtime.of, found.downtime.unknown) == (1380 * 60 * S, 10 * 60 * S)
    bounds = [ms / 60 / S for ms in (found.downtime.least, found.downtime.point, found.downtime.most)]
    assert bounds == [2, 3, 18]
    shown = [display(one, 4) for one in (found.lower, found.point, found.upper, found.coverage)]
    assert shown == ["98.6956", "99.7810", "99.8550", "99.2753"]
    assert found.verdict is Verdict.UNDETERMINED


def test_the_worst_hour_may_end_with_an_outage():
    rows = [state("u", 0, 5000), state("d", 5000, 5600), state("u", 5600, 7000), state("d", 7000, 10_000)]
    found = figure(promise(), 12_000, states=[*rows, state("u", 10_000, 12_000)])
    assert (found.worst_hour.start, found.worst_hour.down_ms) == (6400 * S, 3000 * S)
    found = figure(promise(), 10_000, states=[state("d", 0, 3000), state("u", 3000, 4000), state("d", 4000, 7300)])
    assert (found.worst_hour.start, found.worst_hour.end, found.worst_hour.down_ms) == (3700 * S, 7300 * S, 3300 * S)
