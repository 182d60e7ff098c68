"""A block of hours that is bought once: written, told, counted, and what comes after it."""

from decimal import Decimal as D

import pytest
from hours_contract import H, contract, seconds, stated, time
from hypothesis import given, settings
from hypothesis import strategies as st
from sweeps import examples

from gwarant.pictures.summary import pool_facts
from gwarant.pictures.told import tell
from gwarant.sla.assessment.fees import fees_of
from gwarant.sla.contract.lint import lint
from gwarant.sla.contract.parse import parse
from gwarant.sla.hours import Draw
from gwarant.sla.problem import Severity

BLOCK = "pool: {amount: 40h, block: {price: 8000, lasts: P12M}}\nround: {unit: 15m}\nrates: {above: 220}"
TEXT = """
apiVersion: sla/v1
kind: Contract
metadata: {id: B-1, version: 1, status: draft}
effective: {from: 2026-03-10}
defaults: {timezone: Europe/Warsaw, currency: PLN, money: {round: half-up, scale: 2}}
parties: {provider: {name: P}, client: {name: C}}
term: {notice: P1M}
hours: {pool: {amount: 40h, block: {price: 8000, lasts: P12M}}, round: {unit: 15m}, rates: {above: 220}}
"""


def hours_of(lines: list[str], *contracts, months: str = "2026"):
    return {one.month[:7]: one for one in stated(lines, months, *contracts)}


def day(number: int, month: int, length: int) -> str:
    return time(f"w{month}-{number}", f"2026-{month:02}-{number:02} 09:00", length)


def test_a_block_is_granted_once_and_lives_on_from_month_to_month() -> None:
    found = hours_of([day(4, 3, 360), day(7, 5, 600)], contract(BLOCK, since="2026-03-01"))
    assert [(name, one.granted // H) for name, one in found.items() if one.granted] == [("2026-03", 40)]
    assert seconds(found["2026-04"].carried_in) == 34 * H
    assert found["2026-05"].drained == 10 * H
    assert seconds(found["2026-12"].carried_out) == 24 * H
    assert found["2026-05"].amount == D("0.00")


def test_what_comes_after_it_is_used_up_costs_the_rate() -> None:
    found = hours_of(
        [day(4, 3, 780), day(5, 3, 780), day(6, 3, 780), day(9, 3, 240)], contract(BLOCK, since="2026-03-01")
    )
    assert (found["2026-03"].overage, found["2026-03"].amount) == (3 * H, D("660.00"))


def test_it_lapses_with_its_last_day_within_a_month() -> None:
    """Bought on 10 March 2026 for a month: on 9 April it still gives, on the 10th nothing more."""
    own = contract(BLOCK.replace("P12M", "P1M"), since="2026-03-10")
    found = hours_of([day(9, 4, 120), day(10, 4, 60)], own)
    april = found["2026-04"]
    assert (april.drained, april.overage, april.amount) == (2 * H, H, D("220.00"))
    assert april.expired == (Draw("2026-03-10..2026-04-09", 38 * H),)


def test_a_block_without_an_end_stays_until_it_is_used() -> None:
    own = contract(BLOCK.replace(", lasts: P12M", ""), since="2024-03-01")
    last = stated([day(4, 3, 60)], "2026-12", own)[-1]
    assert (seconds(last.carried_out), last.expired) == (39 * H, ())


def test_an_amendment_of_something_else_brings_no_new_block_and_one_that_was_bought_does() -> None:
    first = contract(BLOCK, since="2026-03-01", to="2026-05-31")
    same = contract(BLOCK, version=2, since="2026-06-01", fee="{monthly: 0}")
    more = contract(BLOCK.replace("lasts", "bought: 2026-06-01, lasts"), version=2, since="2026-06-01")
    left = [seconds(hours_of([day(4, 3, 60)], first, then)["2026-06"].carried_out) for then in (same, more)]
    assert left == [39 * H, 79 * H]


def test_a_pool_by_the_month_that_follows_cuts_nothing_of_the_block() -> None:
    first = contract(BLOCK, since="2026-03-01", to="2026-05-31")
    monthly = contract("pool: {per: calendar_month, amount: 5h}\nrates: {above: 220}", version=2, since="2026-06-01")
    found = hours_of([day(4, 3, 60)], first, monthly)
    assert [seconds(found[month].carried_out) for month in ("2026-05", "2026-06", "2026-12")] == [39 * H] * 3


@settings(deadline=None, max_examples=examples(30))
@given(st.lists(st.tuples(st.integers(1, 28), st.integers(3, 12), st.integers(15, 600)), unique_by=lambda one: one[:2]))
def test_what_is_granted_is_used_lapsed_or_left(rows: list[tuple[int, int, int]]) -> None:
    own = contract(BLOCK.replace("P12M", "P4M"), since="2026-03-01")
    found = list(hours_of([day(*row) for row in rows], own).values())
    used = sum(one.drained for one in found)
    lapsed = sum(draw.seconds for one in found for draw in one.expired)
    assert used + lapsed + (seconds(found[-1].carried_out) if found else 0) == (40 * H if found else 0)


def test_it_needs_no_monthly_fee_to_be_signed() -> None:
    signed = TEXT.replace("status: draft", "status: signed, signed: {date: 2026-02-20}")
    for text in (TEXT, signed):
        parsed = parse(text)
        told = [*parsed.problems, *lint(parsed)]
        assert [one for one in told if one.severity in (Severity.ERROR, Severity.BLANK)] == []
    left = parse(TEXT.replace("term:", "fee: {monthly: null}\nterm:"))
    assert [one.path for one in left.problems if one.severity is Severity.BLANK] == ["fee.monthly"]
    by_month = parse(signed.replace(", block: {price: 8000, lasts: P12M}", ""))
    assert "fee.monthly" in str([one.message for one in lint(by_month)])


@pytest.mark.parametrize(
    "key", ["per: calendar_month", "carry: {periods: 1}", "unlimited: true", "partial_period: full"]
)
def test_what_speaks_of_periods_is_refused_beside_a_block(key: str) -> None:
    parsed = parse(TEXT.replace("amount: 40h", f"amount: 40h, {key}"))
    assert [one.path for one in parsed.errors] == [f"hours.pool.{key.partition(':')[0]}"]


def test_the_fees_of_the_whole_contract_are_the_price_of_the_block() -> None:
    own = parse(TEXT.replace("from: 2026-03-10", "from: 2026-03-10, to: 2027-03-09")).required()
    assert dict(fees_of(own)) == {"monthly": D(0), "contract_total": D(8000)}


def test_the_annex_says_what_was_bought_until_when_and_what_comes_after() -> None:
    own = parse(TEXT).required()
    english, polish = (
        " ".join(one.text for section in tell(own, lang) for one in section.told) for lang in ("en", "pl")
    )
    for said in (
        "There is no monthly fee.",
        "The client buys 40 hours of work once, for PLN 8,000.00 net; they are not granted anew in any period.",
        "They can be used for 1 year from the first day of this version, that day counted; what is left then lapses.",
        "Each hour beyond them, also after they were used up or lapsed, costs PLN 220.00 net.",
    ):
        assert said in english
    assert "Nie ma miesięcznego wynagrodzenia" in polish
    assert "Klient kupuje jednorazowo pakiet pracy: 40 godzin, za 8 000,00 zł netto" in polish
    assert "calendar month" not in english
    assert "The fee includes" not in english


def test_without_a_pool_hours_are_charged_and_none_are_over() -> None:
    own = contract("round: {unit: 1h}\nrates: {above: 75}", fee="{monthly: 0}")
    (march,) = stated([day(4, 3, 80)], "2026-03", own)
    assert pool_facts(march, "GBP", "en") == [("Hours charged", "2 h"), ("Charge", "GBP 150.00")]
    used_up = hours_of([day(4, 3, 60)], contract(BLOCK.replace("40h", "1h"), since="2026-03-01"))
    assert [name for name, _ in pool_facts(used_up["2026-03"], "PLN", "en")] == ["Included", "Used", "Over", "Charge"]
    assert [name for name, _ in pool_facts(used_up["2026-04"], "PLN", "en")] == ["Hours charged", "Charge"]
