"""Pools by the month, quarter, calendar year and contract year, from the contract's text to the statement."""

from datetime import date
from fractions import Fraction
from itertools import pairwise
from math import ceil

import pytest
from hours_contract import H, contract, judged, seconds, stated, time
from hypothesis import given, settings
from hypothesis import strategies as st
from sweeps import examples

QUARTER = "pool: {per: calendar_quarter, amount: 60h}\nrates: {above: 100}"


def granted(statements):
    return [one.granted for one in statements]


def test_a_quarter_grants_with_its_first_month_and_lapses_with_its_last():
    year = stated([time("a", "2026-02-10 08:00", 600)], "2026", contract(QUARTER))
    assert granted(year) == [60 * H, 0, 0, 60 * H, 0, 0, 60 * H, 0, 0, 60 * H, 0, 0]
    assert [seconds(one.carried_out) // H for one in year[:4]] == [60, 50, 0, 60]
    assert [(draw.lot, draw.seconds // H) for draw in year[2].expired] == [("2026-Q1", 50)]


def test_what_is_above_a_quarters_pool_is_charged_in_the_month_in_which_it_is_worked():
    rows = [time(f"d{n}", f"2026-02-{n:02} 08:00", 600) for n in range(2, 9)]
    january, february, march = stated(rows, "2026-Q1", contract(QUARTER))
    assert (january.overage, february.overage, march.overage) == (0, 10 * H, 0)
    assert str(february.amount) == "1000.00"


def test_a_quarters_hours_live_on_for_a_quarter():
    terms = QUARTER.replace("60h", "60h, carry: {periods: 1, cap: 50%}")
    year = stated([time("a", "2026-01-10 08:00", 600)], "2026", contract(terms))
    assert seconds(year[2].expired) == 20 * H
    assert [seconds(one.carried_in) // H for one in year[3:7]] == [30, 90, 90, 30]


def test_a_calendar_year_that_begins_late_grants_its_share():
    terms = contract("pool: {per: calendar_year, amount: 365h}\nrates: {above: 100}", since="2026-03-01")
    first = stated([time("a", "2026-03-10 08:00", 60)], "2026-03", terms)[0]
    assert first.granted == (365 - 59) * H
    assert first.grants[0].lot == "2026-03-01..2026-12-31"


def test_a_first_period_may_be_granted_in_full():
    text = "pool: {per: calendar_year, amount: 365h, partial_period: full}\nrates: {above: 100}"
    assert (
        stated([time("a", "2026-03-10 08:00", 60)], "2026-03", contract(text, since="2026-03-01"))[0].granted == 365 * H
    )


def test_a_contract_that_says_its_end_grants_the_share_of_its_last_period():
    first, *_ = stated([time("a", "2026-01-10 08:00", 60)], "2026-01", contract(QUARTER, to="2026-02-14"))
    assert first.granted == 60 * H * 45 // 90


def test_a_prepaid_pack_is_valid_for_twelve_months_to_the_day():
    text = "pool: {per: contract_year, amount: 50h}\nrates: {above: 100}"
    pack = contract(text, since="2025-03-15")
    rows = [time("a", "2026-03-14 08:00", 600), time("b", "2026-03-15 08:00", 600)]
    march = stated(rows, "2026-03", pack)[0]
    assert [(lot.name, lot.seconds // H) for lot in march.carried_in] == [("2025-03-15..2026-03-14", 50)]
    assert [(draw.lot, draw.seconds // H) for line in march.lines for draw in line.draws] == [
        ("2025-03-15..2026-03-14", 10),
        ("2026-03-15..2027-03-14", 10),
    ]
    assert [(draw.lot, draw.seconds // H) for draw in march.expired] == [("2025-03-15..2026-03-14", 40)]
    assert (march.granted, seconds(march.carried_out)) == (50 * H, 40 * H)


def test_hours_for_ever_never_lapse_and_no_cap_cuts_them():
    terms = contract("pool: {amount: 10h, carry: {forever: true, cap: 50%}}\nrates: {above: 100}")
    december = stated([time("a", "2026-01-10 08:00", 60)], "2026", terms)[-1]
    assert seconds(december.carried_out) == 119 * H


def test_unlimited_hours_are_all_pool():
    rows = [time(f"d{n}", f"2026-01-{n:02} 08:00", 600) for n in range(2, 30)]
    january = stated(rows, "2026-01", contract("pool: {unlimited: true}\nrates: {above: 100}"))[0]
    assert (january.drained, january.overage, january.granted) == (280 * H, 0, 280 * H)
    assert (january.unlimited, january.alerts, str(january.amount)) == (True, (), "0.00")


def test_an_amendment_within_a_quarter_cuts_it_at_the_change():
    """60 h for 90 days; from 15 February on 90 h: of the first 45 days' lot 30 h go, and 45 h come."""
    bigger = contract(QUARTER.replace("60h", "90h"), 2, "2026-02-15")
    january, first, second, march = stated([time("a", "2026-01-10 08:00", 600)], "2026-Q1", contract(QUARTER), bigger)
    assert (january.granted, seconds(first.expired), second.granted, march.granted) == (60 * H, 30 * H, 45 * H, 0)
    assert seconds(second.carried_in) == 20 * H
    assert second.grants[0].lot == "2026-02-15..2026-03-31"


def test_an_amendment_never_changes_the_months_before_it():
    rows = [time(f"d{n}", f"2026-01-{n:02} 08:00", 600) for n in range(2, 8)]
    before, after = contract(QUARTER), contract(QUARTER, 2, "2026-02-15")
    assert stated(rows, "2026-01", before) == stated(rows, "2026-01", before, after)
    assert seconds(stated(rows, "2026-02", before, after)[0].expired) == 0


def test_a_pool_may_pass_from_the_quarter_to_the_month():
    """What was carried lives to the end of its quarter, under the cap of the wording that holds then."""
    carried = contract(QUARTER.replace("60h", "60h, carry: {periods: 1}"))
    monthly = contract("pool: {amount: 10h}\nrates: {above: 100}", 2, "2026-04-01")
    april, may, june, july = stated([time("a", "2026-01-10 08:00", 60)], "2026-04-01..2026-07-31", carried, monthly)
    assert granted([april, may, june, july]) == [10 * H] * 4
    assert [seconds(one.carried_in) // H for one in (april, may, june, july)] == [59, 10, 10, 0]


@pytest.mark.parametrize("per", ["calendar_month", "calendar_quarter", "calendar_year", "contract_year"])
def test_a_part_of_a_second_is_granted_as_a_whole_one(per):
    text = f"pool: {{per: {per}, amount: 1h}}\nrates: {{above: 100}}"
    terms = contract(text, since="2026-01-17", to="2026-12-31")
    length = {"calendar_month": 31, "calendar_quarter": 90, "calendar_year": 365, "contract_year": 365}[per]
    days = {"calendar_month": 15, "calendar_quarter": 74, "calendar_year": 349, "contract_year": 349}[per]
    january = stated([time("a", "2026-01-20 08:00", 60)], "2026-01", terms)[0]
    assert january.granted == ceil(Fraction(H * days, length))


def test_a_running_quarter_is_not_ended_by_the_period_that_is_asked_for():
    february = stated([time("a", "2026-01-10 08:00", 60)], "2026-02", contract(QUARTER))[0]
    assert (february.expired, seconds(february.carried_out)) == ((), 59 * H)


def test_a_pool_that_carries_for_ages_is_no_error():
    far = contract("pool: {amount: 10h, carry: {periods: 999999}}\nrates: {above: 100}")
    assert judged([time("a", "2026-01-10 08:00", 60)], "2026-01", far).months


PER = st.sampled_from(["calendar_month", "calendar_quarter", "calendar_year", "contract_year"])


@st.composite
def a_pool(draw):
    carry = f"{{periods: {draw(st.integers(0, 2))}, cap: {draw(st.sampled_from([0, 50, 100]))}%}}"
    partial = draw(st.sampled_from(["prorata", "full"]))
    amount = f"{draw(st.integers(1, 90))}h, partial_period: {partial}"
    return f"pool: {{per: {draw(PER)}, amount: {amount}, carry: {carry}}}\nrates: {{above: 100}}"


@settings(max_examples=examples(40))
@given(
    a_pool(),
    a_pool(),
    st.dates(date(2026, 1, 2), date(2026, 12, 30)),
    st.lists(st.dates(date(2026, 1, 1), date(2026, 12, 31)), min_size=1, max_size=9),
)
def test_lots_sum_to_the_balance_whatever_the_period_and_the_change(before, after, change, days):
    rows = [time(f"e{n}", f"{day} 08:00", 900) for n, day in enumerate(days)]
    months = stated(rows, "2026", contract(before, since="2025-11-20"), contract(after, 2, str(change)))
    for month in months:
        income = month.granted + seconds(month.carried_in) + month.returned
        assert income == month.drained + seconds(month.expired) + seconds(month.carried_out)
        assert month.granted == seconds(month.grants)
    for former, month in pairwise(months):
        assert former.carried_out == month.carried_in
    assert sum(month.real for month in months) == 900 * 60 * len(rows)
