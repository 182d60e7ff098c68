from dataclasses import replace
from decimal import Decimal as D
from fractions import Fraction

import pytest
from hours_world import at, make_civil, make_entry, make_months

from gwarant.sla.contract.model.money import (
    Carry,
    Drains,
    Hours,
    HoursRounding,
    Multiplier,
    Pool,
    Rates,
    Toward,
)
from gwarant.sla.contract.values import Seconds
from gwarant.sla.hours import Draw, Month, Reason, shares, statement, statements
from gwarant.sla.hours.codes import BEFORE_CONTRACT, NO_LENGTH, NO_PRICE, NOT_COUNTED, RECEIVED_BEFORE

H = 3600
MONTHS = make_months("2026-03", 4)
CIVIL = make_civil()
OUT = Multiplier(when="outside biuro", x=D("1.5"))
FREE_DAY = Multiplier(when="Sun or holiday", x=D(2))
TERMS = Hours(
    pool=Pool(amount=Seconds(20 * H), carry=Carry(periods=1, cap=D(50))),
    round=HoursRounding(unit=Seconds(900), min=Seconds(900)),
    rates=Rates(included=D("180.00"), above=D("200.00"), multipliers=(OUT, FREE_DAY)),
    not_charged=("own_defect", "warranty"),
)


def run(*entries, terms=TERMS, months=MONTHS, closings=None):
    return statements(terms, entries, months, civil=CIVIL, closings=closings)


def with_pool(**more):
    return replace(TERMS, pool=replace(TERMS.pool, **more))


def test_an_entry_is_rounded_once_and_drains_the_pool():
    march = run(make_entry("a", "2026-03-03 09:00", 50))[0]
    assert (march.real, march.charged, march.drained, march.overage) == (50 * 60, H, H, 0)
    assert march.lines[0].draws == (Draw("2026-03", H),)
    assert march.amount == D("0.00")


def test_half_of_the_amount_is_carried_and_lapses_after_a_month():
    march, april, may, _ = run(make_entry("a", "2026-03-03 09:00", 8 * 60))
    assert [(draw.lot, draw.seconds // H) for draw in march.expired] == [("2026-03", 2)]
    assert [(lot.name, lot.seconds // H) for lot in april.carried_in] == [("2026-03", 10)]
    assert [(draw.lot, draw.seconds // H) for draw in april.expired] == [("2026-03", 10), ("2026-04", 10)]
    assert [(lot.name, lot.seconds // H) for lot in may.carried_in] == [("2026-04", 10)]


def test_the_oldest_lot_is_used_first():
    entries = make_entry("a", "2026-03-03 09:00", 15 * 60), make_entry("b", "2026-04-07 08:00", 8 * 60)
    april = run(*entries)[1]
    assert april.lines[0].draws == (Draw("2026-03", 5 * H), Draw("2026-04", 3 * H))


def test_newest_first_is_a_word_of_the_contract_and_another_order_is_not():
    entries = make_entry("a", "2026-03-03 09:00", 15 * 60), make_entry("b", "2026-04-07 08:00", 8 * 60)
    assert run(*entries, terms=with_pool(order="newest_first"))[1].lines[0].draws == (Draw("2026-04", 8 * H),)
    with pytest.raises(ValueError, match="oldest_first or newest_first"):
        run(terms=with_pool(order="at_random"))


def test_hours_above_the_pool_are_charged_at_their_rate():
    entries = [make_entry(f"d{n}", f"2026-03-{n:02} 08:00", 600) for n in (2, 3, 4)]
    march = run(*entries)[0]
    assert (march.drained, march.overage) == (20 * H, 10 * H)
    assert march.overage_amount == march.amount == D("2000.00")


def test_an_evening_hour_of_the_pool_costs_the_surcharge_only():
    """One hour each side of closing time: the pool gives two, and the second one costs (1.5 - 1) x 180."""
    march = run(make_entry("a", "2026-03-03 17:00", 120))[0]
    assert march.drained == 2 * H
    assert [(line.part.rate.name, line.part.charged) for line in march.lines] == [("standard", H), ("outside biuro", H)]
    assert [(c.reason, c.seconds, c.price, c.amount) for c in march.charges] == [
        (Reason.SURCHARGE, H, D("90.000"), D("90.00"))
    ]


def test_an_evening_hour_above_the_pool_costs_the_raised_rate():
    terms = with_pool(amount=Seconds(0))
    march = run(make_entry("a", "2026-03-03 18:00", 60), terms=terms)[0]
    assert [(c.reason, c.price, c.amount) for c in march.charges] == [(Reason.OVERAGE, D("300.000"), D("300.00"))]


def test_without_a_value_of_included_hours_the_surcharge_is_on_the_rate_above():
    terms = replace(TERMS, rates=replace(TERMS.rates, included=None))
    assert run(make_entry("a", "2026-03-03 18:00", 60), terms=terms)[0].surcharge_amount == D("100.00")


def test_a_multiplier_may_drain_the_pool_faster_instead():
    fast = replace(OUT, drains=Drains.POOL)
    terms = replace(TERMS, rates=replace(TERMS.rates, multipliers=(fast,)))
    march = run(make_entry("a", "2026-03-03 18:00", 60), terms=terms)[0]
    assert (march.charged, march.drained, march.amount) == (H, 5400, D("0.00"))
    march = run(make_entry("a", "2026-03-03 18:00", 60), terms=replace(terms, pool=None))[0]
    assert (march.overage, march.amount) == (5400, D("300.00"))


def test_the_highest_multiplier_wins():
    emergency = Multiplier(when="emergency", x=D(3))
    terms = replace(TERMS, rates=replace(TERMS.rates, multipliers=(OUT, emergency, FREE_DAY)))
    sunday = make_entry("a", "2026-03-08 10:00", 60)
    assert run(sunday)[0].lines[0].part.rate.name == "Sun or holiday"
    assert run(replace(sunday, emergency=True), terms=terms)[0].lines[0].part.rate.x == 3


def test_a_night_over_the_end_of_the_month_is_rounded_once_and_divided():
    """200 min are charged as 210; the 120 min of March take 126 of them, the 80 min of April 84."""
    march, april, *_ = run(make_entry("a", "2026-03-31 22:00", 200))
    assert (march.real, march.charged) == (120 * 60, 126 * 60)
    assert (april.real, april.charged) == (80 * 60, 84 * 60)


def test_kinds_that_are_not_charged_are_listed_and_cost_nothing():
    march = run(make_entry("a", "2026-03-08 10:00", 60, work="own_defect"))[0]
    assert (march.real, march.charged, march.drained, march.amount) == (H, 0, 0, D("0.00"))
    assert march.lines[0].part.rate.name == "not_charged"


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (make_entry("b", "2026-03-03 09:00", 0), NO_LENGTH()),
        (make_entry("b", "2026-03-03 09:00", -5), NO_LENGTH()),
        (make_entry("b", "2026-02-27 09:00", 60), BEFORE_CONTRACT()),
        (make_entry("a", "2026-03-04 09:00", 60), RECEIVED_BEFORE()),
        (make_entry("b", "2026-03-04 09:00", 0, reverses="x"), NOT_COUNTED(entry="x")),
        (make_entry("b", "2026-03-02 09:00", 0, reverses="a"), NOT_COUNTED(entry="a")),
    ],
)
def test_what_cannot_count_is_refused_and_listed(row, reason):
    march = run(make_entry("a", "2026-03-03 09:00", 60), row)[0]
    assert [refused.entry for refused in march.refused] == [row.id]
    assert march.refused[0].reason == reason
    assert march.charged == H


def test_a_reversal_in_the_same_month_leaves_the_pool_as_if_nothing_had_been():
    entries = [make_entry(f"d{n}", f"2026-03-{n:02} 08:00", 600) for n in (2, 3, 4)]
    undo = make_entry("u", "2026-03-20 09:00", 0, reverses="d2")
    march = run(*entries, undo)[0]
    assert (march.drained, march.overage, march.charged, len(march.lines)) == (20 * H, 0, 20 * H, 4)


def test_a_reversal_in_a_later_month_gives_the_hours_back_there():
    undo = make_entry("u", "2026-04-20 09:00", 0, reverses="a")
    march, april, *_ = run(make_entry("a", "2026-03-03 08:00", 480), undo)
    assert (march.charged, april.charged, april.returned) == (8 * H, -8 * H, 8 * H)
    assert april.lines[0].draws == (Draw("2026-03", -8 * H),)


def test_a_reversal_of_overage_gives_the_money_back_at_the_original_price():
    undo = make_entry("u", "2026-04-20 09:00", 0, reverses="d4")
    march, april, *_ = run(*[make_entry(f"d{n}", f"2026-03-{n:02} 08:00", 600) for n in (2, 3, 4)], undo)
    assert (march.amount, april.amount) == (D("2000.00"), D("-2000.00"))


def test_hours_of_a_lapsed_lot_come_back_to_the_month_of_the_reversal():
    undo = make_entry("u", "2026-05-20 09:00", 0, reverses="a")
    may = run(make_entry("a", "2026-03-03 08:00", 480), undo)[2]
    assert may.lines[0].draws == (Draw("2026-05", -8 * H),)


def test_an_entry_is_taken_back_once_and_a_reversal_never():
    undo = make_entry("u", "2026-03-20 09:00", 0, reverses="a")
    again = replace(undo, id="v", received=undo.received + 1)
    of_undo = replace(undo, id="w", reverses="u", received=undo.received + 2)
    march = run(make_entry("a", "2026-03-03 08:00", 60), undo, again, of_undo)[0]
    assert [row.entry for row in march.refused] == ["v", "w"]
    assert march.charged == 0


def test_a_late_entry_goes_to_the_next_open_month_at_its_original_rate():
    """Worked on a Sunday in March, received after March was closed: April counts it, at the Sunday's rate."""
    closings = {"2026-03": at("2026-04-03 00:00")}
    late = make_entry("a", "2026-03-08 10:00", 60, received="2026-04-03 00:00")
    march, april, *_ = run(late, closings=closings)
    assert (march.charged, april.charged) == (0, H)
    assert (april.lines[0].part.late, april.lines[0].part.rate.name) == (True, "Sun or holiday")
    assert april.surcharge_amount == D("180.00")
    early = replace(late, received=late.received - 1)
    assert run(early, closings=closings)[0].charged == H


def test_a_cut_month_grants_a_part_of_the_amount():
    half = [replace(MONTHS[0], share=Fraction(17, 31)), *MONTHS[1:]]
    assert run(months=half)[0].granted == 39484
    assert run(months=half, terms=with_pool(partial_period="full"))[0].granted == 20 * H


def test_an_amendment_brings_its_own_pool_and_rates_and_keeps_the_lots():
    bigger = replace(TERMS, pool=Pool(amount=Seconds(30 * H)), rates=Rates(above=D("150.00")))
    months = [MONTHS[0], *(replace(month, terms=bigger) for month in MONTHS[1:])]
    april = run(months=months)[1]
    assert (april.granted, april.carried_in[0].seconds) == (30 * H, 10 * H)


def test_alerts_fire_once_at_the_entry_that_reaches_them():
    entries = [make_entry(f"d{n}", f"2026-03-{n:02} 08:00", 480) for n in (2, 3, 4)]
    march = run(*entries)[0]
    assert [(alert.percent, alert.entry) for alert in march.alerts] == [(D(80), "d3"), (D(100), "d4")]
    assert march.alerts[0].at == at("2026-03-03 16:00")


def test_a_blank_rate_leaves_the_amount_open_and_says_so():
    terms = replace(TERMS, pool=None, rates=Rates(above=None))
    march = run(make_entry("a", "2026-03-03 08:00", 60), terms=terms)[0]
    assert (march.overage, march.overage_amount, march.surcharge_amount, march.amount) == (H, None, D("0.00"), None)
    assert NO_PRICE.is_of(march.notes[0])


def test_one_month_is_asked_for_by_name():
    row = make_entry("a", "2026-04-07 09:00", 60)
    one = statement(TERMS, [row], MONTHS, upto=MONTHS[1], civil=CIVIL)
    assert one == run(row)[1]
    with pytest.raises(ValueError, match="not one of the months"):
        statement(TERMS, [], MONTHS, upto=make_months("2027-01", 1)[0], civil=CIVIL)


@pytest.mark.parametrize(
    "months",
    [
        [MONTHS[0], MONTHS[2]],
        [MONTHS[0], MONTHS[0]],
        [Month(name="2026-03", start=5, end=5)],
        [replace(MONTHS[0], share=Fraction(2))],
    ],
)
def test_months_that_do_not_follow_one_another_are_refused(months):
    with pytest.raises(ValueError, match=r"month|must"):
        run(months=months)


def test_rounding_down_may_charge_nothing():
    terms = replace(TERMS, round=HoursRounding(unit=Seconds(900), mode=Toward.DOWN))
    assert run(make_entry("a", "2026-03-03 08:00", 14), terms=terms)[0].charged == 0


def test_the_shares_of_three_entries_of_a_third_sum_to_the_hour():
    terms = replace(with_pool(amount=Seconds(0)), round=HoursRounding(), rates=Rates(above=D(100)))
    march = run(*[make_entry(f"d{n}", f"2026-03-{n:02} 09:00", 20) for n in (2, 3, 4)], terms=terms)[0]
    assert [one.amount for one in shares(march.lines, march.charges)] == [D("33.33"), D("33.34"), D("33.33")]


def test_emergencies_and_planned_work_have_each_their_factor_in_and_outside_the_hours():
    """An hour in the hours and one outside: 150.00 + 200.00 as an emergency, 100.00 + 125.00 when planned."""
    rows = ("emergency and outside biuro", D(2)), ("emergency", D("1.5")), ("outside biuro", D("1.25"))
    rates = Rates(above=D(100), multipliers=tuple(Multiplier(when=when, x=x) for when, x in rows))
    for emergency, costs in ((True, [D("150.00"), D("200.00")]), (False, [D("100.00"), D("125.00")])):
        own = run(make_entry("a", "2026-03-03 17:00", 120, emergency=emergency), terms=Hours(rates=rates))[0]
        assert [cost.amount for cost in own.charges] == costs
