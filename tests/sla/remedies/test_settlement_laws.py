"""Laws of settlements that hold for any breaches."""

from decimal import Decimal as D
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st
from remedies_world import APRIL, CRITICAL, MARCH, PREMIUM, REPLY, UP, late, measured, pay, per_unit

from gwarant.sla.contract.model.money import Cap, Combine, RemedyRules
from gwarant.sla.remedies import Breach
from gwarant.sla.remedies.per_unit import unit_starts
from gwarant.sla.spans import union

WORDS = st.sampled_from(["highest", "sum"])
CAPS = st.lists(
    st.builds(
        Cap,
        per=st.sampled_from(["month", "contract_year"]),
        pct=st.none() | st.decimals(0, 200, places=3),
        amount=st.none() | st.decimals(0, 3000, places=3),
    ),
    max_size=3,
).map(tuple)
RULES = st.builds(
    RemedyRules,
    combine=st.builds(Combine, same_incident=WORDS, across=WORDS),
    caps=CAPS,
    min=st.decimals(0, 300, places=2),
)
SPANS = st.lists(st.tuples(st.integers(MARCH.start, APRIL.end - 9 * 3600), st.integers(1, 9 * 3600)), max_size=5).map(
    lambda pairs: union((start, start + length) for start, length in pairs)
)


@st.composite
def a_breach(draw) -> Breach:
    incident = draw(st.sampled_from(["T-1", "T-2", "T-3"]))
    clock = draw(st.sampled_from(["obejscie", "reakcja"]))
    spans = draw(SPANS)
    start = spans[0][0] if spans else MARCH.start
    return Breach(incident=incident, at=start, clock=clock, class_="krytyczny", ticket=incident, overrun=spans)


BREACHES = st.lists(a_breach(), max_size=6)
FIGURE = st.decimals(98, 100, places=4)


@given(BREACHES, FIGURE, RULES, st.decimals(0, 9000, places=2))
def test_the_total_is_above_no_cap_and_not_above_what_is_uncapped(breaches, figure, rules, spent):
    settled = pay(PREMIUM, [*breaches, measured(str(figure))], rules, year_to_date=spent)
    assert 0 <= settled.total <= settled.uncapped
    for cap in settled.caps:
        assert settled.total <= cap.room <= cap.limit
        before = spent if cap.per == "contract_year" else D(0)
        assert settled.total == 0 or settled.total + before <= cap.limit


@given(BREACHES, RULES, st.randoms(use_true_random=False))
def test_the_order_of_breaches_does_not_matter(breaches, rules, random):
    mixed = list(breaches)
    random.shuffle(mixed)
    assert pay(PREMIUM, mixed, rules) == pay(PREMIUM, breaches, rules)


@given(BREACHES, RULES)
def test_the_cuts_and_the_total_make_the_uncapped_sum(breaches, rules):
    settled = pay(PREMIUM, breaches, rules)
    kept = sum(line.amount for line in settled.lines if line.kept)
    left = kept - sum(cap.cut for cap in settled.caps)
    assert settled.total == 0 or abs(left - Fraction(settled.total)) < Fraction(1, 100)


@given(BREACHES, RULES)
def test_a_sum_below_the_least_is_not_paid(breaches, rules):
    settled = pay(PREMIUM, breaches, rules)
    assert settled.total == 0 or settled.total >= rules.min


@given(
    SPANS, st.sampled_from(["up", "down", "nearest"]), st.integers(60, 7200), st.integers(0, 7200), st.integers(0, 7200)
)
def test_units_of_the_months_sum_to_those_of_the_whole(spans, mode, unit, free, spared):
    remedy = per_unit(unit, mode, amount=D(1))
    breach = Breach(incident="T-1", at=MARCH.start, clock="down", overrun=spans)
    whole = unit_starts(remedy, breach)
    months = [pay([remedy], [breach], month=month).total for month in (MARCH, APRIL)]
    assert sum(months) == len(whole)
    assert list(whole) == sorted(set(whole))
    assert all(any(start <= moment < end for start, end in spans) for moment in whole)


@given(BREACHES, a_breach(), RULES)
def test_one_more_breach_never_pays_less(breaches, more, rules):
    assert pay(PREMIUM, [*breaches, more], rules).total >= pay(PREMIUM, breaches, rules).total


@given(st.integers(0, 10**6), st.integers(1, 10**5))
def test_a_longer_overrun_never_pays_less(seconds, more):
    short, long = (
        pay([CRITICAL], [late(length, clock="obejscie", class_="krytyczny")]) for length in (seconds, seconds + more)
    )
    assert short.total <= long.total


@given(BREACHES)
def test_the_highest_of_an_incident_is_no_more_than_the_sum(breaches):
    highest, summed = (
        pay([UP, CRITICAL, REPLY], breaches, RemedyRules(combine=Combine(same_incident=word)))
        for word in ("highest", "sum")
    )
    assert highest.total <= summed.total
