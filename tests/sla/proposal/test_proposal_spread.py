"""The spread of a saving over the client's own months."""

from datetime import date, timedelta
from decimal import Decimal as D
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from proposal_world import changed, proposed, worked
from sweeps import examples

from gwarant.sla.contract.model.frame import MoneyRule
from gwarant.sla.evidence.jsonl import read_lines
from gwarant.sla.proposal.curve import MICRO
from gwarant.sla.proposal.past import demand, whole_months
from gwarant.sla.proposal.price import cases
from gwarant.sla.proposal.sample import RESAMPLES, _curves, run, spread

BUSY = worked(18, 22, 20, 16, 25, 19)
CARRY = ("amount: 10h}", "amount: 10h, carry: {periods: 2, cap: 50%}}")
QUARTER = ("amount: 10h}", "amount: 30h, per: calendar_quarter, carry: {periods: 1}}")
DEAR = (
    "above: 150",
    "above: 150, included: 90, multipliers: [{when: Sat or Sun, x: 1.5}, {when: holiday, x: 2, drains: pool}]",
)
ENDLESS = ("amount: 10h}", "unlimited: true}")


def cased(lines, contract, until=date(2026, 6, 30)):
    months = whole_months([contract], until)
    return list(cases(contract, (), demand(read_lines(lines).entries, months), months))


def test_the_spread_is_told_with_the_number_of_resamples():
    found = proposed(BUSY).spread
    assert found.resamples == RESAMPLES == 1000
    assert found.low <= found.median <= found.high
    assert 0 < found.stays <= 100


def test_the_same_evidence_gives_the_same_spread_and_other_evidence_another():
    assert proposed(BUSY) == proposed(BUSY)
    assert proposed(BUSY).evidence != proposed([*BUSY, *worked(1, first=8)]).evidence


def test_equal_months_leave_nothing_to_chance():
    found = proposed(worked(20, 20, 20, 20)[:8], until=date(2026, 4, 30))
    assert found.spread.low == found.spread.median == found.spread.high == found.saving == D("700.00")
    assert found.spread.stays == 100


@pytest.mark.parametrize(("months", "told"), [(1, False), (2, False), (3, True)])
def test_fewer_than_three_months_have_no_spread(months, told):
    found = proposed(
        worked(*[20] * months), until=[date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31)][months - 1]
    )
    assert (found.spread is not None) is told
    assert found.saving is not None


def test_months_that_pass_hours_on_are_said_to_be_dependent():
    assert not proposed(BUSY).spread.dependent
    assert proposed(BUSY, changed(CARRY)).spread.dependent
    assert proposed(BUSY, changed(QUARTER)).spread.dependent


@pytest.mark.parametrize("change", [CARRY, QUARTER, DEAR, ENDLESS, ("  pool: {amount: 10h}\n", "")])
def test_the_past_in_its_own_order_costs_what_its_statements_say(change):
    for case in cased([*BUSY, *worked(7, 3, first=9)], changed(change)):
        stated = sum(one.amount for one in case.statements)
        assert abs(D(run(case, _curves(case), range(6))) / MICRO - stated) < D("0.10")


def test_small_pasts_are_spread_as_all_their_sequences_are():
    """Three months have 27 sequences; a thousand draws come near to their share in which the larger pool wins."""
    found = cased(worked(9, 14, 24), changed(CARRY), date(2026, 3, 31))
    fees = [int(case.alternative.fee) * 3 * MICRO for case in found]
    wins = 0
    for drawn in product(range(3), repeat=3):
        costs = [fee + run(case, _curves(case), drawn) for case, fee in zip(found, fees, strict=True)]
        wins += costs[1] == min(costs)
    told = spread(found, 0, 1, 7, MoneyRule())
    assert abs(float(told.stays) - 100 * wins / 27) < 6


@settings(max_examples=examples(25))
@given(st.lists(st.integers(0, 40), min_size=3, max_size=6), st.sampled_from([CARRY, DEAR]))
def test_more_hours_in_the_pool_never_cost_more_beside_the_fee(hours, change):
    until = date(2026, len(hours) + 1, 1) - timedelta(days=1)
    found = cased([*worked(*hours), *worked(1, first=12)], changed(change), until)
    amounts = [sum(one.amount for one in case.statements) for case in found]
    assert amounts == sorted(amounts, reverse=True)
    assert all(run(case, _curves(case), range(len(hours))) >= 0 for case in found)
