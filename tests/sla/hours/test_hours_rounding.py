from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gwarant.sla.contract.model.money import HoursRounding, Toward, TravelRounding
from gwarant.sla.contract.values import Seconds
from gwarant.sla.hours.rounding import charged_seconds, dealt, floored_steps, whole_units

RULE = HoursRounding(unit=Seconds(900), min=Seconds(1800), travel=TravelRounding(unit=Seconds(3600)))


@pytest.mark.parametrize(
    ("minutes", "mode", "units"),
    [(15, "up", 1), (16, "up", 2), (29, "down", 1), (22, "nearest", 1), (23, "nearest", 2), (0, "up", 0)],
)
def test_units_of_a_quarter(minutes, mode, units):
    assert whole_units(minutes * 60, 900, Toward(mode)) == units


def test_half_a_unit_is_nearest_to_the_next():
    assert whole_units(450, 900, Toward.NEAREST) == 1
    assert whole_units(449, 900, Toward.NEAREST) == 0


@pytest.mark.parametrize(
    ("minutes", "work", "charged"), [(5, "support", 30), (31, "support", 45), (5, "travel", 60), (61, "travel", 120)]
)
def test_travel_has_its_own_rule(minutes, work, charged):
    assert charged_seconds(minutes * 60, work, RULE) == charged * 60


def test_travel_without_a_rule_is_rounded_as_all_work():
    assert charged_seconds(300, "travel", HoursRounding(unit=Seconds(900))) == 900


@given(st.integers(1, 10**6), st.integers(0, 5000), st.integers(0, 9000))
def test_rounding_up_never_charges_less_than_was_worked(real, unit, least):
    rule = HoursRounding(unit=Seconds(unit), min=Seconds(least))
    assert real <= charged_seconds(real, "support", rule) <= max(real + unit, least)


@given(st.integers(0, 10**6), st.lists(st.integers(1, 10**5), min_size=1))
def test_dealt_seconds_sum_to_the_whole(total, weights):
    parts = dealt(total, weights)
    assert sum(parts) == total
    assert all(
        abs(part - Fraction(total * weight, sum(weights))) < 1 for part, weight in zip(parts, weights, strict=True)
    )


@given(st.lists(st.integers(1, 10**5), min_size=1), st.integers(0, 10**4))
def test_a_part_is_never_charged_less_than_worked_when_the_whole_is_not(weights, extra):
    parts = dealt(sum(weights) + extra, weights)
    assert all(part >= weight for part, weight in zip(parts, weights, strict=True))


@given(st.lists(st.fractions(min_value=0, max_value=1000)))
def test_steps_stay_within_a_second_of_the_exact_sum(exact):
    assert 0 <= sum(exact) - sum(floored_steps(exact)) < 1
