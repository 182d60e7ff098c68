"""The past priced under the contract, its sizes and offers."""

import json
from datetime import date
from decimal import Decimal as D
from pathlib import Path

import pytest
from proposal_world import PRESENT, H, changed, proposed, totals, worked

from gwarant.sla.contract.parse import parse
from gwarant.sla.problem import InputError
from gwarant.sla.proposal import Lack, Source

BUSY = worked(18, 22, 20, 16, 25, 19)
VECTORS = Path(__file__).parents[2] / "vectors" / "credits.json"


def test_the_past_is_priced_under_the_contract_and_every_size_of_its_pool():
    """120 h in six months: 10 h of each are in the pool, and 60 h above it at 150 are 1500 a month beside 3000."""
    found = proposed(BUSY)
    assert [(one.source, one.pool // H) for one in found.alternatives] == [
        (Source.PRESENT, 10),
        (Source.SIZE, 20),
        (Source.SIZE, 30),
    ]
    assert [str(one.fee) for one in found.alternatives] == ["3000", "3800.00", "5600.00"]
    assert totals(found) == ["4500.00", "3975.00", "5600.00"]
    assert (found.cheapest, found.saving) == (1, D("525.00"))


def test_a_size_without_a_fee_costs_its_hours_at_the_rate_less_the_discount():
    assert proposed(BUSY).alternatives[2].hours_fee == D("3600.00")


def test_packs_less_a_discount_cost_what_the_price_list_says():
    case = next(case for case in json.loads(VECTORS.read_text()) if case["id"] == "CV108")
    sizes = ", ".join(
        f"{{amount: {hours}h, discount: {off}}}"
        for hours, off in zip(case["inputs"]["hours"], (10, 15, 20, 25), strict=True)
    )
    packs = changed(
        ("  pool: {amount: 10h}\n", ""),
        ("above: 150", "above: 120"),
        ("[{amount: 20h, fee: 1800}, {amount: 30h, discount: 20}]", f"[{sizes}]"),
    )
    found = proposed(BUSY, packs)
    assert [one.hours_fee for one in found.alternatives[1:]] == [D(price) for price in case["expected"]["price"]]


def test_an_offer_is_priced_with_its_own_pool_rounding_and_rates_and_its_sizes():
    offer = changed(
        ("id: SHOP", "id: NEW"),
        ("from: 2026-01-01", "from: 2026-09-01"),
        ("monthly: 3000", "monthly: 3400"),
        ("amount: 10h}\n", "amount: 15h}\n  round: {unit: 3h}\n"),
        ("above: 150", "above: 100"),
    )
    found = proposed(worked(18, 22, 20, 16, 25, 19), offers=(offer,))
    own = found.alternatives[3]
    assert (own.source, own.contract, own.pool) == (Source.OFFER, "NEW@1", 15 * H)
    assert own.months[0].charged == 21 * H
    assert (own.months[0].amount, own.months[0].total) == (D("600.00"), D("4000.00"))
    assert len(found.alternatives) == 6


def test_holidays_of_the_past_count_under_an_offer_that_begins_later():
    dear = ("above: 150", "above: 150, multipliers: [{when: holiday, x: 2}]")
    offer = changed(("from: 2026-01-01", "from: 2028-01-01"), ("amount: 10h}", "amount: 1h}"), dear)
    row = '{"type": "time", "id": "h", "from": "2026-01-06T08:00:00Z", "to": "2026-01-06T10:00:00Z"}'
    january = proposed([row], offers=(offer,), until=date(2026, 1, 31)).alternatives[3].months[0]
    assert january.amount == D("450.00")  # an hour of the pool dearer by 150, an hour above it at 300


def test_the_contract_as_it_stands_wins_a_tie():
    found = proposed(worked(10, 10, 10), until=date(2026, 3, 31))
    assert (found.cheapest, found.saving) == (0, D("0.00"))


@pytest.mark.parametrize(
    ("change", "lacks"),
    [
        (("monthly: 3000", "monthly: null"), [Lack.FEE] * 3),
        ((", parts: {hours: 1000}", ""), [None, Lack.PART, Lack.PART]),
        (("above: 150", "above: null"), [Lack.RATE] * 3),
    ],
)
def test_a_blank_price_is_named_and_never_guessed(change, lacks):
    text = PRESENT.replace("status: signed, signed: {date: 2025-12-01}", "status: draft").replace(*change)
    found = proposed(BUSY, parse(text).required())
    assert [one.lack for one in found.alternatives] == lacks
    assert [one.monthly is None for one in found.alternatives] == [lack is not None for lack in lacks]
    if lacks[0]:
        assert (found.cheapest, found.saving, found.spread) == (None, None, None)


def test_a_size_with_a_fee_is_priced_where_only_the_rate_is_blank_and_nothing_lies_above():
    text = PRESENT.replace("status: signed, signed: {date: 2025-12-01}", "status: draft").replace(
        "above: 150", "above: null"
    )
    found = proposed(worked(12, 12, 12), parse(text).required(), until=date(2026, 3, 31))
    assert [one.lack for one in found.alternatives] == [Lack.RATE, None, Lack.RATE]
    assert (found.cheapest, found.saving, found.spread) == (1, None, None)


def test_an_offer_in_another_currency_is_not_compared():
    offer = changed(("currency: PLN", "currency: EUR"), ("id: SHOP", "id: NEW"))
    assert proposed(BUSY, offers=(offer,)).alternatives[3].lack is Lack.CURRENCY


def test_only_whole_months_up_to_the_day_are_priced():
    assert proposed(BUSY, until=date(2026, 5, 30)).months == ("2026-01", "2026-02", "2026-03", "2026-04")
    assert proposed(BUSY, until=date(2026, 5, 31)).months[-1] == "2026-05"
    late = changed(("from: 2026-01-01", "from: 2026-01-02"))
    assert proposed(BUSY, late).months[0] == "2026-02"


def test_work_that_was_taken_back_and_work_outside_the_months_does_not_count():
    moment = "2026-07-02T08:00:00Z"
    undo = json.dumps({"type": "time", "id": "u", "from": moment, "to": moment, "reverses": "2026-01-02"})
    found = proposed([*BUSY, *worked(10, first=7), undo])
    assert found.alternatives[0].months[0].charged == 8 * H
    assert sum(one.charged for one in found.alternatives[0].months) == 110 * H


def test_the_past_is_priced_under_the_wording_in_force_at_its_end():
    amended = changed(
        ("version: 1", "version: 2"), ("from: 2026-01-01", "from: 2026-04-01"), ("above: 150", "above: 200")
    )
    found = proposed(BUSY, changed(), amended)
    assert len(found.months) == 6
    assert found.alternatives[0].months[0].amount == D("1600.00")


def test_a_size_of_a_quarters_pool_costs_a_third_of_its_fee_a_month():
    quarterly = changed(("amount: 10h}", "amount: 30h, per: calendar_quarter}"))
    found = proposed(BUSY, quarterly)
    assert found.alternatives[1].fee == D("2600.00")
    assert found.alternatives[0].months[0].overage == 0


@pytest.mark.parametrize(
    ("lines", "until", "reason"),
    [
        ([], date(2026, 6, 30), "no time entries"),
        (BUSY, date(2026, 1, 30), "no whole month"),
        (BUSY, date(2025, 1, 1), "whole"),
    ],
)
def test_what_is_not_known_is_not_priced(lines, until, reason):
    with pytest.raises(InputError, match=reason):
        proposed(lines, until=until)


def test_the_trigger_names_the_periods_over():
    found = proposed(worked(20, 20, 5, 20, 5, 20)).trigger
    assert (found.looked, found.over, found.reached) == (
        ("2026-04", "2026-05", "2026-06"),
        ("2026-04", "2026-06"),
        True,
    )
    assert not proposed(worked(20, 20, 20, 5, 5, 20)).trigger.reached


def test_the_trigger_looks_at_the_pool_as_it_was_stated_with_what_was_carried():
    carried = changed(("amount: 10h}", "amount: 10h, carry: {periods: 1}}"))
    assert proposed(worked(5, 15, 10), carried, until=date(2026, 3, 31)).trigger.over == ()


def test_the_trigger_counts_the_pools_own_periods():
    quarterly = changed(("amount: 10h}", "amount: 30h, per: calendar_quarter}"))
    found = proposed(worked(20, 20, 5, 5, 5, 5), quarterly).trigger
    assert (found.looked, found.over, found.reached) == (("2026-Q1", "2026-Q2"), ("2026-Q1",), False)


def test_without_a_condition_there_is_no_trigger():
    assert proposed(BUSY, changed((", periods_over: 2", ""))).trigger is None
