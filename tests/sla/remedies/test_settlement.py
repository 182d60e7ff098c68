from dataclasses import replace
from datetime import date
from decimal import Decimal as D
from fractions import Fraction

import pytest
from remedies_world import (
    APRIL,
    BASES,
    CRITICAL,
    FREE_RULES,
    MARCH,
    PREMIUM,
    PREMIUM_RULES,
    REPLY,
    REPORT,
    UP,
    H,
    at,
    late,
    measured,
    pay,
    per_unit,
)

from gwarant.pictures.facts import tell
from gwarant.sla.contract.model.frame import Amounts, MoneyRule, Rounding
from gwarant.sla.contract.model.money import (
    Band,
    Base,
    Cap,
    Claim,
    Combine,
    Remedy,
    RemedyKind,
    RemedyOf,
    RemedyRules,
)
from gwarant.sla.contract.values import Period, Seconds
from gwarant.sla.remedies import KINDS, Breach, Status, correction
from gwarant.sla.remedies.codes import (
    BASE_BLANK,
    BOTH,
    CAP_WITHOUT_FEE,
    DEAREST,
    NEITHER,
    NO_DEADLINE,
    NO_FIGURE,
    NOT_COMPARABLE,
    PAYS_MORE,
    SEVERAL_BANDS,
    SPARED,
    TOO_SMALL,
)

REPORT_LATE = Breach(incident="report 2026-03", at=at("2026-03-20 00:00"), duty="report")


def restore(seconds, **more):
    return late(seconds, clock="obejscie", class_="krytyczny", **more)


def reply(seconds, **more):
    return late(seconds, clock="reakcja", class_="krytyczny", **more)


def test_every_kind_of_the_contract_has_its_rule():
    assert set(KINDS) == set(RemedyKind)


@pytest.mark.parametrize(
    ("value", "total"), [("99.95", 0), ("99.9", 0), ("99.8999", 450), ("99.5", 450), ("99", 900), ("98.9999", 2250)]
)
def test_a_value_pays_by_the_half_open_band_that_holds_it(value, total):
    assert pay([UP], [measured(value)]).total == total


def test_an_undetermined_value_pays_nothing_and_says_so():
    settled = pay([UP], [measured(None)])
    assert (settled.total, settled.lines[0].notes) == (0, (NO_FIGURE(),))


def test_of_overlapping_bands_the_first_written_counts_and_is_noted():
    remedy = replace(UP, bands=(Band(lt=D(99), pct=D(5)), Band(lt=D(98), amount=D(1000))))
    settled = pay([remedy], [measured("97")])
    assert settled.total == 450
    assert settled.notes[0]["why"] == SEVERAL_BANDS(bands=2, value=D(97))
    assert pay([replace(remedy, bands=remedy.bands[::-1])], [measured("97")]).total == 1000


@pytest.mark.parametrize(("minutes", "units"), [(0, 0), (1, 1), (60, 1), (61, 2), (150, 3)])
def test_each_started_hour_pays_a_percent(minutes, units):
    settled = pay([CRITICAL], [restore(minutes * 60)])
    assert settled.total == 90 * units


@pytest.mark.parametrize(("mode", "minutes", "units"), [("down", 119, 1), ("nearest", 89, 1), ("nearest", 90, 2)])
def test_full_and_nearest_units(mode, minutes, units):
    assert pay([per_unit(H, mode, amount=D(10))], [late(minutes * 60)]).total == 10 * units


def test_free_time_comes_before_the_first_unit_and_counting_starts_after_it():
    remedy = per_unit(H, amount=D(10), free=Seconds(1800))
    assert pay([remedy], [late(1800)]).total == 0
    assert pay([remedy], [late(1801)]).lines[0].units == (at("2026-03-10 10:30"),)


def test_an_overrun_beyond_pay_after_counts_whole():
    remedy = per_unit(H, amount=D(10), pay_after=Seconds(2 * H))
    assert pay([remedy], [late(2 * H)]).total == 0
    assert pay([remedy], [late(2 * H + 1)]).total == 30


def test_a_flat_sum_has_its_pay_after():
    settled = pay([REPLY], [reply(900)])
    assert (settled.total, settled.lines[0].notes) == (0, (SPARED(length="15m"),))
    assert pay([REPLY], [reply(901)]).total == 200


def test_units_start_on_the_clocks_calendar_or_in_real_time():
    """Due on Tuesday at 17:30, done on Wednesday at 09:15: office hours 08:00 to 18:00 or every hour."""
    office = (at("2026-03-10 17:30"), at("2026-03-10 18:00")), (at("2026-03-11 08:00"), at("2026-03-11 09:15"))
    breach = replace(late(60), overrun=office, elapsed=((office[0][0], office[1][1]),))
    settled = pay([per_unit(H, amount=D(10))], [breach])
    assert settled.lines[0].units == (at("2026-03-10 17:30"), at("2026-03-11 08:30"))
    assert pay([per_unit(H, amount=D(10), count_on="elapsed")], [breach]).total == 160


def test_each_unit_belongs_to_the_month_in_which_it_starts():
    """Five started hours over midnight at the end of March: three start in March and two in April."""
    breach = restore(270 * 60, start="2026-03-31 21:30")
    march, april = (pay([CRITICAL], [breach], month=month) for month in (MARCH, APRIL))
    assert (march.total, april.total) == (270, 180)


def test_a_breach_of_another_month_does_not_count():
    assert pay([REPLY], [reply(H)], month=APRIL).lines == ()


def test_the_highest_remedy_of_an_incident_counts():
    settled = pay(PREMIUM, [restore(3 * H), reply(H)], PREMIUM_RULES)
    assert (settled.total, settled.uncapped) == (270, 270)
    assert [(line.remedy, line.kept) for line in settled.lines] == [("r-kryt", True), ("r-reak", False)]
    assert settled.lines[1].reason == PAYS_MORE(remedy="r-kryt", incident="T-1")
    assert pay(PREMIUM, [restore(3 * H), reply(H)]).total == 470


def test_several_breaches_of_one_remedy_in_one_incident_stand_together():
    breaches = [reply(H), replace(reply(H, start="2026-03-12 10:00"), cycle=2), restore(3 * H)]
    settled = pay(PREMIUM, breaches, PREMIUM_RULES)
    assert settled.total == 400
    assert tell(settled.lines[1].breach.name, "en") == "reakcja krytyczny T-1"
    assert tell(settled.lines[2].breach.name, "en") == "reakcja krytyczny T-1 cycle 2"


def test_incidents_sum_or_the_dearest_counts():
    breaches = [restore(H), restore(2 * H, incident="T-2"), REPORT_LATE]
    assert pay(PREMIUM, breaches, PREMIUM_RULES).total == 370
    settled = pay(PREMIUM, breaches, RemedyRules(combine=Combine(across="highest")))
    assert settled.total == 180
    assert [line.reason for line in settled.lines if not line.kept] == [DEAREST(incident="T-2")] * 2


def test_a_duty_may_be_named_as_a_promise_or_as_a_duty():
    assert pay([replace(REPORT, of=RemedyOf(promise="report"))], [REPORT_LATE]).total == 100
    assert pay([REPORT], [REPORT_LATE]).total == 100
    assert pay([replace(CRITICAL, of=RemedyOf(clock="obejscie"))], [restore(H)]).total == 90
    assert pay([replace(CRITICAL, of=RemedyOf())], [restore(H)]).lines == ()


def test_the_cap_of_the_month_bites_before_the_cap_of_the_year():
    """40 started hours are 3600; the month allows 2700, the year has 900 left of 9000."""
    settled = pay(PREMIUM, [restore(40 * H)], PREMIUM_RULES, year_to_date=D("8100.00"))
    assert (settled.uncapped, settled.total) == (3600, 900)
    assert [(cap.per, cap.limit, cap.room, cap.cut) for cap in settled.caps] == [
        ("month", 2700, 2700, 900),
        ("contract_year", 9000, 900, 1800),
    ]
    assert pay(PREMIUM, [restore(40 * H)], PREMIUM_RULES, year_to_date=D("9500.00")).total == 0


def test_a_cap_is_not_passed_by_rounding():
    rules = RemedyRules(caps=(Cap(per="month", pct=D("33.335")),))
    settled = pay([REPORT], [REPORT_LATE], rules, {("monthly", "2026-03"): D("100.01")})
    assert settled.total == D("33.33")
    assert settled.caps[0].limit == Fraction(33338334, 10**6) - Fraction(1, 2 * 10**6)


def test_the_sum_is_rounded_once():
    remedy = replace(REPORT, amount=None, pct=D("0.5"))
    breaches = [replace(REPORT_LATE, incident=str(n)) for n in range(3)]
    bases = {("monthly", "2026-03"): D("0.66")}
    assert pay([remedy], breaches, bases=bases).total == D("0.01")
    assert pay([remedy], breaches, bases=bases, money=MoneyRule(round=Rounding.DOWN)).total == D("0.00")


def test_a_smaller_sum_is_not_paid():
    remedy = replace(REPORT, amount=D("9.99"))
    settled = pay([remedy], [REPORT_LATE], PREMIUM_RULES)
    assert (settled.total, settled.uncapped) == (D("0.00"), D("9.99"))
    assert settled.notes == (TOO_SMALL(amount=D("9.99"), least=D("10.00")),)
    assert pay([replace(remedy, amount=D("10.00"))], [REPORT_LATE], PREMIUM_RULES).total == 10


@pytest.mark.parametrize(
    ("base", "key"),
    [
        (Base(fee="readiness"), ("readiness", "2026-03")),
        (Base(of="previous_month"), ("monthly", "2026-02")),
        (Base(of="next_month"), ("monthly", "2026-04")),
        (Base(amounts=Amounts.GROSS), ("monthly:gross", "2026-03")),
    ],
)
def test_the_base_is_a_fee_of_a_month(base, key):
    settled = pay([replace(CRITICAL, base=base)], [restore(H)], bases={key: D(500)})
    assert settled.total == 5
    found = settled.lines[0].base
    assert (":".join(filter(None, (found.name, found.amounts))), found.month) == key


def test_the_month_before_january_is_december():
    january = replace(MARCH, name="2026-01")
    remedy = replace(CRITICAL, base=Base(of="previous_month"))
    assert pay([remedy], [restore(H)], bases={("monthly", "2025-12"): D(500)}, month=january).total == 5


def test_a_blank_fee_leaves_the_sum_open_and_shows_the_percent():
    settled = pay([CRITICAL], [restore(3 * H)], PREMIUM_RULES, {("monthly", "2026-03"): None})
    assert (settled.total, settled.uncapped, settled.lines[0].pct) == (None, None, 3)
    assert settled.notes[0]["why"] == BASE_BLANK(fee="monthly", month="2026-03")
    assert settled.notes[1] == CAP_WITHOUT_FEE(per="month")


def test_percents_of_one_blank_fee_are_compared_and_other_blanks_are_not():
    other = replace(REPLY, amount=None, pct=D(5))
    rows = pay([CRITICAL, other], [restore(3 * H), reply(H)], PREMIUM_RULES, {}).lines
    assert [line.kept for line in rows] == [False, True]
    rows = pay([CRITICAL, REPLY], [restore(3 * H), reply(H)], PREMIUM_RULES, {}).lines
    assert all(line.kept and line.notes[-1] == NOT_COMPARABLE() for line in rows)


def test_a_blank_cap_leaves_the_sum_open():
    assert pay([REPORT], [REPORT_LATE], PREMIUM_RULES, {}).total is None
    assert pay([REPORT], [], PREMIUM_RULES, {}).total == 0


def test_what_is_priced_twice_or_not_at_all_is_noted():
    both = pay([replace(REPORT, pct=D(1))], [REPORT_LATE])
    assert (both.total, both.notes[0]["why"] == BOTH()) == (90, True)
    neither = pay([replace(REPORT, amount=None)], [REPORT_LATE])
    assert (neither.total, neither.notes[0]["why"] == NEITHER()) == (None, True)


def test_a_breach_that_is_listed_twice_pays_once():
    assert pay([REPORT], [REPORT_LATE, REPORT_LATE]).total == 100


def test_a_claim_has_its_last_day():
    rules = RemedyRules(mode="on_claim", claim=Claim(deadline=Period(months=1)))
    settled = pay([REPORT], [REPORT_LATE], rules)
    assert (settled.mode, settled.status, settled.lines[0].claim_until) == (
        "on_claim",
        Status.COMPUTED,
        date(2026, 4, 30),
    )
    rules = replace(rules, claim=Claim(deadline=Period(days=30), anchor="breach"))
    known = replace(REPORT_LATE, claim_from=date(2026, 3, 20))
    assert pay([REPORT], [known], rules).lines[0].claim_until == date(2026, 4, 19)
    unknown = pay([REPORT], [REPORT_LATE], rules)
    assert (unknown.lines[0].claim_until, len(unknown.notes)) == (None, 1)
    assert pay([REPORT], [REPORT_LATE], RemedyRules(mode="on_claim")).notes[0] == NO_DEADLINE()


def test_a_correction_is_the_recomputed_sum_less_what_was_settled():
    assert correction(pay([CRITICAL], [restore(H)]), D("270.00")) == D("-180.00")
    assert correction(pay([CRITICAL], [restore(H)], bases={}), D("270.00")) is None


@pytest.mark.parametrize(
    ("remedy", "rules", "message"),
    [
        (replace(CRITICAL, unit=None), FREE_RULES, "paid per unit"),
        (replace(CRITICAL, base=Base(of="last_month")), FREE_RULES, "previous_month"),
        (CRITICAL, RemedyRules(combine=Combine(across="lowest")), "highest or sum"),
        (CRITICAL, RemedyRules(caps=(Cap(per="quarter", pct=D(1)),)), "contract_year"),
    ],
)
def test_an_unknown_word_is_refused_with_the_known_ones(remedy, rules, message):
    with pytest.raises(ValueError, match=message):
        pay([remedy], [restore(H)], rules)


def test_lines_follow_the_contract_and_then_time():
    breaches = [restore(H, incident="T-9", start="2026-03-20 10:00"), restore(H, incident="T-2"), measured("99")]
    settled = pay(PREMIUM, breaches, PREMIUM_RULES, BASES)
    assert [line.incident for line in settled.lines] == ["2026-03", "T-2", "T-9"]


def test_one_remedy_serves_one_promise():
    other = Remedy(id="r", of=RemedyOf(clock="obejscie", class_=("powazny",)), kind=RemedyKind.FLAT, amount=D(1))
    assert pay([other], [restore(H)]).lines == ()
