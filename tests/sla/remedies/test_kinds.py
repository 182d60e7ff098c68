"""Steps, lost time, runs of breaches, time in kind; a remedy's own cap; the full hour."""

from dataclasses import replace
from datetime import date
from decimal import Decimal as D
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from remedies_world import APRIL, FREE_RULES, MARCH, H, at, late, measured, pay, per_unit

from gwarant.sla.contract.model.money import Band, Base, Cap, OwnCap, Remedy, RemedyKind, RemedyOf, RemedyRules
from gwarant.sla.contract.model.promises import Bound
from gwarant.sla.contract.values import Period, Seconds
from gwarant.sla.hours import Month
from gwarant.sla.remedies.codes import NO_SHORTFALL, OWN_CAP
from gwarant.sla.spans import union

HUNDRED = {("monthly", "2026-03"): D(100)}
JUNE = Month(name="2026-06", start=at("2026-06-01 00:00"), end=at("2026-07-01 00:00"))


def remedy(kind: str, of: RemedyOf = RemedyOf(clock="down"), **more) -> Remedy:
    return Remedy(id="r", of=of, kind=RemedyKind(kind), **more)


def missed(value: str, target: str = "99.9"):
    return replace(measured(value), target=Bound(ge=D(target)))


UP = RemedyOf(promise="shop-up")


@pytest.mark.parametrize(("mode", "value", "pct"), [("up", "99.65", 3), ("down", "99.65", 2), ("nearest", "99.64", 3)])
def test_each_step_below_the_target_pays(mode, value, pct):
    by_step = remedy("per_step", UP, step=D("0.1"), pct=D(1), round=mode)
    assert pay([by_step], [missed(value)], bases=HUNDRED).total == pct


def test_a_full_point_is_not_made_by_less_than_one():
    """1 % for each full point below 99, half a percent below 90: 97.9 and 88.0 pay two percent."""
    urgent = replace(missed("97.9", "99"), promise="urgent", incident="u")
    other = replace(missed("88.0", "90"), promise="other", incident="o")
    rows = [
        replace(remedy("per_step", RemedyOf(promise="urgent"), step=D(1), pct=D(1), round="down"), id="a"),
        replace(remedy("per_step", RemedyOf(promise="other"), step=D(1), pct=D("0.5"), round="down"), id="b"),
    ]
    assert pay(rows, [urgent, other], bases=HUNDRED).total == 2


def test_a_figure_that_should_be_small_misses_upwards():
    late_share = replace(measured("7.5"), target=Bound(le=D(5)))
    by_step = remedy("per_step", UP, step=D(1), amount=D(10))
    assert pay([by_step], [late_share]).total == 30


def test_bands_may_be_of_the_shortfall():
    bands = (Band(gt=D(0), le=D(1), pct=D(5)), Band(gt=D(1), lt=D(5), pct=D(10)), Band(ge=D(5), pct=D(15)))
    short = remedy("bands", UP, bands=bands, bands_on="shortfall")
    found = [pay([short], [missed(value)], bases=HUNDRED).total for value in ("99.2", "98.7", "94.9")]
    assert found == [5, 10, 15]
    assert pay([short], [measured("99.2")], bases=HUNDRED).notes[0]["why"] == NO_SHORTFALL()


@pytest.mark.parametrize(
    ("x", "fee", "down", "credit"),
    [("10", "1000", 3 * H, "41.67"), ("100", "1250", H, "173.61"), ("10", "100", 5 * H - 2592, "5.94")],
)
def test_the_fee_of_the_lost_time_so_many_times(x, fee, down, credit):
    lost = remedy("prorata", x=D(x))
    month = {("monthly", "2026-06"): D(fee)}
    assert pay([lost], [late(down, start="2026-06-10 10:00")], bases=month, month=JUNE).total == D(credit)


def test_lost_time_belongs_to_the_month_in_which_it_was_lost():
    breach = late(4 * H, start="2026-03-31 21:00")
    whole = remedy("prorata", base=Base(), x=D(720))
    bases = {("monthly", "2026-03"): D(744), ("monthly", "2026-04"): D(720)}
    march, april = (pay([whole], [breach], bases=bases, month=month).total for month in (MARCH, APRIL))
    assert (march, april) == (3 * 720, 1 * 720)


def test_lost_time_of_a_promise_is_a_part_of_its_own_period():
    quarter = replace(missed("99"), period=Fraction(90 * 86_400), overrun=((MARCH.start - 9 * 86_400, MARCH.start),))
    assert pay([remedy("prorata", UP)], [quarter], bases=HUNDRED).total == 10


def test_free_time_comes_before_time_that_is_lost():
    lost = remedy("prorata", free=Seconds(H), x=D(744))
    assert pay([lost], [late(H)], bases=HUNDRED).total == 0
    assert pay([lost], [late(3 * H)], bases=HUNDRED).total == 200


CUTS = st.lists(st.integers(1, 10 * 86_400 - 1), max_size=6, unique=True)


@given(CUTS)
def test_lost_time_is_additive_over_outages_that_are_split(cuts):
    """One outage, or the same one in pieces that touch: the exact sums are equal."""
    begun, length = at("2026-03-25 00:00"), 10 * 86_400
    edges = [0, *sorted(cuts), length]
    pieces = [
        replace(late(60, incident=f"T-{n}"), at=begun + a, overrun=((begun + a, begun + b),), elapsed=())
        for n, (a, b) in enumerate(pairwise(edges))
    ]
    whole = replace(late(60), at=begun, overrun=((begun, begun + length),), elapsed=())
    for month in (MARCH, APRIL):
        found = [pay([remedy("prorata")], rows, bases=BOTH, month=month).lines for rows in (pieces, [whole])]
        assert sum(line.amount for line in found[0]) == sum(line.amount for line in found[1])


BOTH = {("monthly", "2026-03"): D(9000), ("monthly", "2026-04"): D(9000)}


@given(CUTS, st.integers(60, 9000))
def test_units_of_merged_outages_are_never_more_than_those_of_the_pieces(cuts, unit):
    edges = [0, *sorted(cuts), 10 * 86_400]
    begun = at("2026-03-05 00:00")
    spans = [(begun + a, begun + b) for a, b in pairwise(edges)]
    merged = replace(late(60), overrun=union(spans))
    pieces = [replace(late(60, incident=f"T-{n}"), overrun=(span,)) for n, span in enumerate(spans)]
    hours = per_unit(unit, amount=D(1))
    assert pay([hours], [merged]).total == -(-10 * 86_400 // unit) <= pay([hours], pieces).total


def failures(count: int, days: int = 1):
    start = date(2025, 5, 1).toordinal()
    return [
        replace(late(60, incident=f"T-{n}", start=f"{date.fromordinal(start + n * days)} 10:00")) for n in range(count)
    ]


@pytest.mark.parametrize(("count", "times"), [(9, 0), (10, 1), (11, 1), (19, 1), (20, 2), (30, 3)])
def test_every_tenth_breach_pays_once(count, times):
    year = remedy("every_n", n=10, within=Period(months=12), pct=D(5), base=Base(of="contract_year"))
    rows = failures(count)
    whole = replace(MARCH, start=at("2025-05-01 00:00"), end=at("2025-06-01 00:00"))
    bases = {("year:monthly", "2026-03"): D(126_000)}
    assert pay([year], rows, bases=bases, month=whole).total == 6300 * times


def test_a_breach_that_is_too_old_does_not_complete_a_run():
    rolling = remedy("every_n", n=2, within=Period(months=1), amount=D(100))
    first, soon, later = (late(60, incident=d, start=f"{d} 10:00") for d in ("2026-02-28", "2026-03-27", "2026-03-28"))
    assert pay([rolling], [first, soon]).total == 100
    assert pay([rolling], [first, later]).total == 0
    assert pay([replace(rolling, within=None)], [first, later]).total == 100


def test_a_run_pays_in_the_month_that_completes_it():
    pair = remedy("every_n", n=2, amount=D(100))
    rows = [late(60, incident="a", start="2026-03-31 10:00"), late(60, incident="b", start="2026-04-01 10:00")]
    assert [pay([pair], rows, month=month).total for month in (MARCH, APRIL)] == [0, 100]


def test_an_extension_gives_time_and_no_money():
    days = remedy("extension", unit=Seconds(H), grants=Period(days=1), round="down")
    settled = pay([days], [late(8640)])
    assert (settled.total, settled.granted, settled.lines[0].grants) == (0, Period(days=2), "P2D")
    assert pay([days], [late(60)]).granted is None


def test_time_from_several_breaches_adds_up():
    days = remedy("extension", unit=Seconds(H), grants=Period(months=1, days=2))
    settled = pay([days], [late(H), late(2 * H, incident="T-2")])
    assert settled.granted == Period(months=3, days=6)


def test_an_overrun_may_count_from_the_next_full_hour():
    """Due at 10:20 and begun at 13:10: two full hours from 11:00, or three started ones."""
    breach = late(170 * 60, start="2026-03-10 10:20")
    bases = {("monthly", "2026-03"): D(50_000)}
    for mode, penalty in (("down", 200), ("up", 300)):
        assert pay([per_unit(H, mode, pct=D("0.2"), starts="next_hour")], [breach], bases=bases).total == penalty


def test_a_full_hour_is_one_of_local_time():
    breach = replace(late(70 * 60, start="2026-03-10 10:00"), offset=H + H // 2)
    settled = pay([per_unit(H, amount=D(1), starts="next_hour")], [breach])
    assert settled.lines[0].units == (at("2026-03-10 10:30"),)


@pytest.mark.parametrize(
    ("cap", "total"), [(OwnCap(units=3), 30), (OwnCap(amount=D(25)), 25), (OwnCap(pct=D(1)), 90), (None, 150)]
)
def test_a_remedy_has_its_own_cap(cap, total):
    hours = per_unit(H, amount=D(10), cap=cap)
    settled = pay([hours], [late(10 * H), late(5 * H, incident="T-2")])
    assert settled.total == total
    assert settled.uncapped == total
    cut = [note for line in settled.lines for note in line.notes]
    assert cut == [OWN_CAP()] * len(cut)
    assert bool(cut) is (cap is not None)


def test_the_own_cap_cuts_time_in_kind_by_whole_units():
    days = remedy("extension", unit=Seconds(H), grants=Period(days=2), cap=OwnCap(units=7))
    assert pay([days], [late(5 * H), late(5 * H, incident="T-2")]).granted == Period(days=14)


def test_the_own_cap_bounds_percents_of_a_blank_fee():
    settled = pay([per_unit(H, pct=D(2), cap=OwnCap(pct=D(5)))], [late(2 * H), late(2 * H, incident="b")], bases={})
    assert [line.pct for line in settled.lines] == [4, 1]
    assert settled.total is None


def test_the_own_cap_comes_before_the_dearest_is_chosen():
    hours = replace(per_unit(H, amount=D(10), cap=OwnCap(units=2)), id="hours")
    flat = replace(remedy("flat", amount=D(30)), id="flat")
    settled = pay([hours, flat], [late(10 * H)], RemedyRules())
    assert [(line.remedy, line.kept) for line in settled.lines] == [("hours", False), ("flat", True)]


def test_a_cap_for_the_whole_life_leaves_what_is_not_paid_yet():
    rules = replace(FREE_RULES, caps=(Cap(per="total", pct=D(10)),))
    bases = {**HUNDRED, ("total:monthly", "2026-03"): D(1200)}
    flat = remedy("flat", amount=D(90))
    assert pay([flat], [late(60)], rules, bases).total == 90
    assert pay([flat], [late(60)], rules, bases, so_far=D(70)).total == 50
    assert pay([flat], [late(60)], rules, bases, so_far=D(130)).total == 0


@pytest.mark.parametrize(
    ("lacking", "message"),
    [
        (remedy("per_step", UP, pct=D(1)), "per step"),
        (remedy("every_n", pct=D(1)), "every n"),
        (remedy("extension", unit=Seconds(H)), "P1D"),
    ],
)
def test_a_remedy_that_lacks_its_number_is_refused(lacking, message):
    with pytest.raises(ValueError, match=message):
        pay([lacking], [late(H), missed("99")])
