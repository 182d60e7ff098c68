"""Kinds of work with their own charging."""

from dataclasses import replace
from decimal import Decimal as D

import pytest
from hours_contract import H, contract, stated, time
from hours_world import make_civil, make_entry, make_months

from gwarant.sla.contract.model.money import ChargedTo, Hours, HoursRounding, Multiplier, Pool, Rates, WorkKind
from gwarant.sla.contract.values import Seconds
from gwarant.sla.hours import Reason, statements

MONTHS = make_months("2026-03", 3)
KINDS = (
    WorkKind(id="warranty", label="Warranty", charge=ChargedTo.NEVER),
    WorkKind(id="project", charge=ChargedTo.APART),
    WorkKind(id="consulting", charge=ChargedTo.RATE, rate=D(50), round=HoursRounding(unit=Seconds(3600))),
    WorkKind(id="improvement", charge=ChargedTo.POOL, at_most=Seconds(8 * H)),
)
TERMS = Hours(
    pool=Pool(amount=Seconds(10 * H)),
    round=HoursRounding(unit=Seconds(900)),
    rates=Rates(above=D(100)),
    work=KINDS,
)


def run(*rows, terms=TERMS, closings=None):
    return statements(terms, rows, MONTHS, civil=make_civil(), closings=closings)


def with_kind(**more):
    """The terms with another improvement."""
    return replace(TERMS, work=(*KINDS[:-1], replace(KINDS[-1], **more)))


def improved(id, start, hours, **more):
    return make_entry(id, start, int(hours * 60), work="improvement", **{"ticket": "T", **more})


def borne(statement):
    return [(line.part.entry, line.part.charge.value, line.part.charged / H) for line in statement.lines]


def test_work_at_a_rate_leaves_the_pool_alone_and_costs_its_own_price():
    march = run(make_entry("a", "2026-03-03 09:00", 70, work="consulting"))[0]
    assert (march.drained, march.overage, march.charged) == (0, 0, 2 * H)
    assert [(c.reason, c.work, c.price, c.amount) for c in march.charges] == [
        (Reason.WORK, "consulting", D(50), D("100.00"))
    ]
    assert (march.work_amount, march.overage_amount, march.amount) == (D("100.00"), D("0.00"), D("100.00"))


def test_work_that_is_never_charged_is_listed():
    march = run(make_entry("a", "2026-03-03 09:00", 70, work="warranty"))[0]
    assert (march.real, march.charged, march.amount) == (4200, 0, D("0.00"))
    assert [(kind.work, kind.label, kind.real, kind.charged, kind.amount) for kind in march.kinds] == [
        ("warranty", "Warranty", 4200, 0, D("0.00"))
    ]


def test_work_apart_is_shown_with_its_rounded_time_and_never_priced():
    march = run(make_entry("a", "2026-03-03 09:00", 70, work="project"))[0]
    assert (march.charged, march.apart, march.drained, march.amount) == (0, 75 * 60, 0, D("0.00"))
    assert (march.kinds[0].apart, march.kinds[0].amount) == (75 * 60, D("0.00"))


def test_a_kind_of_the_pool_may_have_its_own_price_above_it():
    terms = replace(TERMS, pool=None, work=(WorkKind(id="change", rate=D(70)),))
    march = run(make_entry("a", "2026-03-03 09:00", 60, work="change"), terms=terms)[0]
    assert (march.overage, march.amount) == (H, D("70.00"))


def test_a_small_improvement_is_charged_to_the_pool_and_what_lies_above_is_apart():
    march = run(improved("a", "2026-03-03 09:00", 6), improved("b", "2026-03-04 09:00", 4))[0]
    assert borne(march) == [("a", "pool", 6), ("b", "pool", 2), ("b", "apart", 2)]
    assert (march.drained, march.charged, march.apart) == (8 * H, 8 * H, 2 * H)
    assert march.real == 10 * H


def test_the_limit_is_of_one_ticket_and_lasts_for_its_whole_life():
    rows = (
        improved("a", "2026-03-03 09:00", 6),
        improved("b", "2026-04-08 09:00", 6),
        improved("c", "2026-04-09 09:00", 6),
    )
    april = run(*rows[:2], replace(rows[2], ticket="U"))[1]
    assert borne(april) == [("b", "pool", 2), ("b", "apart", 4), ("c", "pool", 6)]


def test_an_entry_without_a_ticket_stands_alone():
    march = run(improved("a", "2026-03-03 09:00", 8, ticket=""), improved("b", "2026-03-04 09:00", 9, ticket=""))[0]
    assert borne(march) == [("a", "pool", 8), ("b", "pool", 8), ("b", "apart", 1)]


@pytest.mark.parametrize(
    ("beyond", "overage", "amount"),
    [
        (ChargedTo.POOL, 0, "0.00"),
        (ChargedTo.RATE, 0, "100.00"),
        (ChargedTo.NEVER, 0, "0.00"),
        (ChargedTo.APART, 0, "0.00"),
    ],
)
def test_what_lies_above_is_borne_as_the_contract_says(beyond, overage, amount):
    march = run(improved("a", "2026-03-03 09:00", 9), terms=with_kind(beyond=beyond))[0]
    assert (march.overage, march.amount) == (overage, D(amount))
    assert march.drained == (9 if beyond is ChargedTo.POOL else 8) * H


def test_the_entry_that_crosses_the_limit_is_rounded_whole_and_split_after_it():
    march = run(improved("a", "2026-03-03 09:00", 7.5), improved("b", "2026-03-04 09:00", 50 / 60))[0]
    assert [line.part.charged // 60 for line in march.lines] == [450, 30, 30]
    assert [line.part.real // 60 for line in march.lines] == [450, 25, 25]


def test_work_may_be_free_up_to_a_limit_and_paid_above_it():
    terms = with_kind(charge=ChargedTo.NEVER, beyond=ChargedTo.RATE, at_most=Seconds(2 * H))
    march = run(improved("a", "2026-03-03 09:00", 3), improved("b", "2026-03-04 09:00", 1), terms=terms)[0]
    assert borne(march) == [("a", "never", 0), ("a", "rate", 1), ("b", "rate", 1)]
    assert march.amount == D("200.00")


def test_a_limit_over_a_dearer_time_keeps_the_rates_of_each_part():
    """From 12:00 to 21:00 with office hours until 18:00: the ninth hour is an evening's."""
    evening = replace(TERMS.rates, multipliers=(Multiplier(when="outside office", x=D("1.5")),))
    terms = replace(with_kind(beyond=ChargedTo.RATE), rates=evening)
    march = run(improved("a", "2026-03-03 12:00", 9), terms=terms)[0]
    assert [(c.reason, c.seconds // H, c.amount) for c in march.charges] == [
        (Reason.SURCHARGE, 2, D("100.00")),
        (Reason.WORK, 1, D("150.00")),
    ]


def test_a_late_entry_counts_after_those_of_the_closed_month():
    """Worked first and told last: the closed March keeps its split, April has what is left of the limit."""
    closings = {"2026-03": make_months("2026-03", 1)[0].end + 5 * 86_400}
    rows = [improved("b", "2026-03-10 09:00", 6)]
    late = improved("a", "2026-03-03 09:00", 6, received="2026-04-10 09:00")
    march, april, _ = run(*rows, late, closings=closings)
    assert march == run(*rows, closings=closings)[0]
    assert borne(april) == [("a", "pool", 2), ("a", "apart", 4)]


def test_what_was_taken_back_leaves_room_again_from_the_month_of_the_reversal():
    undo = make_entry("u", "2026-04-20 09:00", 0, reverses="a")
    rows = (
        improved("a", "2026-03-03 09:00", 6),
        improved("b", "2026-03-04 09:00", 4),
        improved("c", "2026-04-08 09:00", 6),
    )
    march, april, _ = run(*rows, undo)
    assert borne(march) == [("a", "pool", 6), ("b", "pool", 2), ("b", "apart", 2)]
    assert borne(april)[:2] == [("c", "pool", 4), ("c", "apart", 2)]
    assert april.returned == 6 * H


def test_a_reversal_takes_back_every_part_of_a_split_entry():
    undo = make_entry("u", "2026-04-20 09:00", 0, reverses="a")
    march, april, _ = run(improved("a", "2026-03-03 09:00", 11), undo, terms=with_kind(beyond=ChargedTo.RATE))
    assert (march.amount, april.amount) == (D("300.00"), D("-300.00"))
    assert (april.returned, april.charged) == (8 * H, -11 * H)


def test_a_kind_that_is_not_charged_is_never_charged_whatever_else_is_said_of_it():
    terms = replace(TERMS, not_charged=("improvement",))
    assert run(improved("a", "2026-03-03 09:00", 11), terms=terms)[0].charged == 0


def test_the_amounts_of_the_kinds_sum_to_the_months():
    rows = [
        *(make_entry(f"s{n}", f"2026-03-{n:02} 08:00", 605) for n in (2, 3)),
        make_entry("c", "2026-03-04 09:00", 70, work="consulting"),
        make_entry("d", "2026-03-04 11:00", 77, work="change"),
    ]
    march = run(*rows)[0]
    assert sum(kind.amount for kind in march.kinds) == march.amount
    assert march.amount == march.overage_amount + march.surcharge_amount + march.work_amount


def test_kinds_of_work_stand_in_the_contract_as_people_write_them():
    text = """
    pool: {amount: 10h}
    round: {unit: 15m}
    rates: {above: 100, multipliers: [{when: outside office, x: 1.5}]}
    work:
      - {id: warranty, charge: never}
      - {id: improvement, charge: pool, at_most: 8h, beyond: rate}
      - {id: consulting, charge: rate, rate: 50.00}
    """
    lines = "\n".join(line[4:] for line in text.strip("\n").splitlines())
    rows = [
        time("a", "2026-01-12 08:00", 540, work="improvement", ticket="T"),
        time("b", "2026-01-13 17:00", 120, work="consulting"),
        time("c", "2026-01-14 08:00", 60, work="warranty"),
    ]
    january = stated(rows, "2026-01", contract(lines))[0]
    assert {kind.work: str(kind.amount) for kind in january.kinds} == {
        "improvement": "100.00",
        "consulting": "125.00",
        "warranty": "0.00",
    }
