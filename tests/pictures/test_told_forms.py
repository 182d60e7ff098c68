"""Forms of words in the annex: one of something, and what a paper without fee, hours or VAT must not say."""

import pytest

from gwarant.packages import library
from gwarant.pictures.told import tell
from gwarant.sla.contract.parse import parse

CONTRACT = """
apiVersion: sla/v1
kind: Contract
metadata: {id: C, version: 1, status: draft}
effective: {from: 2026-01-01}
defaults: {timezone: UTC, currency: USD}
parties: {provider: {name: P}, client: {name: C}}
fee: {monthly: 1000}
calendars: {always: {week: 24/7}}
services: {shop: {}}
availability: {shop-up: {service: shop, over: always, target: {ge: 99.9}}}
"""
STEPS = """remedies: {credit: {of: shop-up, kind: per_step, step: STEP, pct: 2}}
remedy_rules: {settle: price_reduction}
"""


def told(lang: str, *changes: tuple[str, str], more: str = "") -> str:
    text = CONTRACT + more
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    contract = parse(text, "c.yaml", library()).required()
    return " ".join(one.text for section in tell(contract, lang) for one in section.told)


@pytest.mark.parametrize(
    ("step", "english", "polish"),
    [
        ("1", "2% of the monthly fee of the month of the breach for each started point by", "każdy rozpoczęty punkt"),
        ("0.5", "for each started 0.5 points by which", "każde rozpoczęte 0,5 p.p. odchylenia wyniku"),
    ],
)
def test_a_single_point_is_told_as_one(step: str, english: str, polish: str) -> None:
    steps = STEPS.replace("STEP", step)
    assert english in told("en", more=steps)
    assert polish in told("pl", more=steps)


@pytest.mark.parametrize(
    ("probe", "said"),
    [
        ("", "it counts as down when that place sees it down."),
        ("probe: {locations: 3, down_when: 1}, ", "when at least one of 3 places sees it down."),
        ("probe: {locations: 3, down_when: 2}, ", "when at least 2 of 3 places see it down."),
    ],
)
def test_places_agree_with_their_number(probe: str, said: str) -> None:
    assert said in told("en", ("over: always,", f"over: always, {probe}"))


@pytest.mark.parametrize(
    ("unit", "english", "polish"),
    [
        ("1h", "Time worked is charged by the started hour.", "do każdej rozpoczętej godziny."),
        ("1m", "Time worked is charged by the started minute.", "do każdej rozpoczętej minuty."),
        ("15m", "Time worked is charged in started units of 15 minutes.", "jednostki: 15 minut."),
    ],
)
def test_a_single_hour_or_minute_is_told_by_its_noun(unit: str, english: str, polish: str) -> None:
    hours = f"hours: {{round: {{unit: {unit}}}, rates: {{above: 75}}}}\n"
    assert english in told("en", more=hours)
    assert polish in told("pl", more=hours)


def test_without_a_word_on_hours_nothing_is_said_of_charging_them() -> None:
    assert "Time worked" not in told("en")
    assert "The fee includes no hours of work." in told("en")


def test_where_nothing_is_paid_by_the_month_no_fee_includes_anything() -> None:
    said = told("en", ("monthly: 1000", "monthly: 0"), more="hours: {rates: {above: 75}}\n")
    assert "There is no monthly fee." in said
    assert "No hours of work are included. Each hour costs USD 75.00 net." in said


def test_the_standard_rate_of_vat_is_polish_unless_the_contract_says_so() -> None:
    assert "VAT is charged" not in told("en")
    assert "VAT is charged at the rate “reduced”." in told("en", ("monthly: 1000", "monthly: 1000, vat: reduced"))
    polish = ("timezone: UTC, currency: USD", "timezone: Europe/Warsaw, currency: PLN")
    assert "VAT is charged at the standard rate." in told("en", polish, ("{name: C}", "{name: C, nip: 5260250274}"))


@pytest.mark.parametrize(
    ("law", "said", "not_said"),
    [("US-NY", "Amounts do not include taxes", "value added tax"), ("PL", "net of value added tax", "taxes that")],
)
def test_value_added_tax_is_named_where_there_is_one(law: str, said: str, not_said: str) -> None:
    words = told("en", ("metadata:", f"law: {law}\nmetadata:"))
    assert said in words
    assert not_said not in words


def test_a_contract_whose_fee_bears_a_rate_of_vat_speaks_of_vat() -> None:
    assert "net of value added tax" in told("en", ("{monthly: 1000}", "{monthly: 1000, vat: reduced}"))


@pytest.mark.parametrize(
    ("lang", "said"), [("en", "The contract names no monthly fee."), ("pl", "Umowa nie określa miesięcznego wyn")]
)
def test_an_annex_without_a_fee_has_no_blank_for_it_and_none_for_a_currency(lang: str, said: str) -> None:
    words = told(lang, ("fee: {monthly: 1000}\n", ""), (", currency: USD", ""))
    assert said in words
    assert "[" not in words


def test_a_fee_of_which_a_share_is_paid_is_still_to_be_filled_in() -> None:
    words = told("en", ("fee: {monthly: 1000}\n", ""), more=STEPS.replace("STEP", "1"))
    assert "The monthly fee is [to be filled in]." in words
