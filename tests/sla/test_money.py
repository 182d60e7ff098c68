from decimal import Decimal as D
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gwarant.sla.contract.model.frame import MoneyRule, Rounding
from gwarant.sla.money import decimal, floored, percent_of, rounded, total

RULES = st.builds(MoneyRule, round=st.sampled_from(list(Rounding)), scale=st.integers(0, 4))


@pytest.mark.parametrize(
    ("amount", "mode", "expected"),
    [
        ("0.125", "half-up", "0.13"),
        ("0.125", "half-even", "0.12"),
        ("0.135", "half-even", "0.14"),
        ("0.129", "down", "0.12"),
        ("0.121", "up", "0.13"),
        ("-0.125", "half-up", "-0.13"),
        ("-0.129", "down", "-0.12"),
        ("7", "up", "7.00"),
    ],
)
def test_an_amount_is_rounded_by_the_rule(amount, mode, expected):
    assert str(rounded(D(amount), MoneyRule(round=Rounding(mode)))) == expected


def test_the_scale_is_kept_whatever_the_decimal_context():
    assert str(decimal(123456789012345678901234567890123, 2)) == "1234567890123456789012345678901.23"
    assert str(rounded(5, MoneyRule(scale=0))) == "5"


def test_a_percentage_is_exact():
    assert percent_of(D("0.1"), D("33.33")) == Fraction(3333, 100000)


def test_a_sum_with_an_unknown_part_is_unknown():
    assert total([D("1.10"), Fraction(1, 3)]) == Fraction(43, 30)
    assert total([D("1.10"), None]) is None
    assert total([]) == 0


@given(st.fractions(), RULES)
def test_rounding_moves_by_less_than_one_unit_and_never_depends_on_the_sign(amount, rule):
    unit = Fraction(1, 10**rule.scale)
    assert abs(Fraction(rounded(amount, rule)) - amount) < unit
    assert Fraction(rounded(-amount, rule)) == -Fraction(rounded(amount, rule))
    assert 0 <= amount - Fraction(floored(amount, rule)) < unit


@given(st.fractions(), st.fractions(), RULES)
def test_rounding_keeps_the_order(one, other, rule):
    low, high = sorted((one, other))
    assert rounded(low, rule) <= rounded(high, rule)
