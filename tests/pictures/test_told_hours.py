"""What the annex says of hours: what is free by a class of tickets, and what an hour of the pool costs when dearer."""

import pytest

from gwarant.packages import library
from gwarant.pictures.told import tell
from gwarant.sla.contract.parse import parse

CONTRACT = """
apiVersion: sla/v1
kind: Contract
metadata: {id: C, version: 1, status: draft}
effective: {from: 2026-01-01}
defaults: {timezone: UTC, currency: PLN}
parties: {provider: {name: P}, client: {name: C}}
fee: {monthly: 1000}
classes: {critical: {label: Critical fault}, urgent: {label: Urgent}}
calendars: {office: {week: "Mon-Fri 08:00-18:00", holidays: PL}}
hours:
  rates: {RATES above: 240.00}
"""
DEARER = "multipliers: [{when: outside office, x: 1.5}, {when: Sun or holiday, x: 2, drains: pool}]"


def told(rates: str, more: str = "pool: {amount: 10h}", lang: str = "en") -> str:
    text = CONTRACT.replace("RATES", f"{rates}," if rates else "") + f"  {more}\n"
    contract = parse(text, "c.yaml", library()).required()
    return " ".join(one.text for section in tell(contract, lang) for one in section.told)


@pytest.mark.parametrize(
    ("rates", "price"),
    [
        (DEARER, "the price of an hour above the pool"),
        (f"included: 180.00, {DEARER}", "the value of an included hour"),
    ],
)
def test_an_hour_of_the_pool_at_a_dearer_time_costs_its_raise(rates: str, price: str) -> None:
    said = "An hour of the pool at a time that multiplies the price alone is taken from the pool, and what makes it"
    assert f"{said} dearer is paid beside the fee: {price} times the multiplier less one." in told(rates)


def test_nothing_is_said_of_a_raise_where_none_is_charged() -> None:
    drains = DEARER.replace("x: 1.5", "x: 1.5, drains: pool")
    assert "less one" not in told(drains) + told(DEARER, "pool: null") + told("multipliers: []")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("critical_incident", "Never charged: all work on tickets of the class “Critical fault”."),
        ("class urgent", "Never charged: all work on tickets of the class “Urgent”."),
        ("own_defect", "Never charged: mending the provider's own defects."),
    ],
)
def test_what_is_free_by_a_class_names_it(name: str, said: str) -> None:
    assert said in told("", f"not_charged: [{name}]")


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", "Work done as an emergency and outside office hours: the price of the hour is multiplied by 2."),
        ("pl", "Praca w trybie awaryjnym i poza godzinami pracy: stawkę za godzinę mnoży się przez 2."),
        ("en", "Work done on Sundays and outside office hours, or on public holidays: the price"),
    ],
)
def test_what_must_hold_together_is_told_so(lang: str, said: str) -> None:
    rows = (
        "multipliers: [{when: emergency and outside office, x: 2}, {when: Sun and outside office or holiday, x: 1.5}]"
    )
    assert said in told(rows, lang=lang)
