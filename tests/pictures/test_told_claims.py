"""What the annex says of the time to claim: days to their end, hours around the clock."""

import pytest

from gwarant.packages import library
from gwarant.pictures.clauses.kinds import Kind, read
from gwarant.pictures.clauses.slip import Slip
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
calendars: {always: {week: 24/7}}
services: {shop: {}}
availability: {shop-up: {service: shop, over: always, target: {ge: 99.9}}}
remedies: {credit: {of: shop-up, kind: flat, pct: 5}}
remedy_rules: {mode: on_claim, settle: price_reduction, claim: {deadline: DEADLINE, anchor: ANCHOR}}
"""


def told(deadline: str, lang: str, anchor: str = "breach") -> str:
    text = CONTRACT.replace("DEADLINE", deadline).replace("ANCHOR", anchor)
    contract = parse(text, "c.yaml", library()).required()
    return " ".join(one.text for section in tell(contract, lang) for one in section.told)


def test_hours_are_told_with_what_they_run_from() -> None:
    english, polish = told("24h", "en"), told("24h", "pl")
    assert "when the client claims them within 24 hours of the breach." in english
    assert "These hours run around the clock" in english
    assert "Rekompensaty należą się na wniosek klienta złożony w ciągu 24 godzin od naruszenia." in polish
    assert "Godziny te biegną nieprzerwanie" in polish
    assert "from the end of the last day of the month" in told("72h", "en", "month_end")


def test_it_is_told_where_a_claim_is_made() -> None:
    assert "A claim is sent to the provider in writing, on paper or electronically." in told("P3D", "en")
    assert "Wniosek składa się dostawcy na piśmie lub elektronicznie." in told("P3D", "pl")
    text = CONTRACT.replace("DEADLINE", "P3D").replace("ANCHOR", "breach")
    text = text.replace("provider: {name: P}", 'provider: {name: P, address: "Długa 1, Gdańsk"}')
    english = " ".join(one.text for part in tell(parse(text, "c", library()).required(), "en") for one in part.told)
    assert "on paper or electronically (address: Długa 1, Gdańsk)." in english


def test_of_days_nothing_is_said_of_hours() -> None:
    assert "within 3 days of the breach" in told("P3D", "en")
    assert "These hours" not in told("P3D", "en")


def test_days_that_could_be_hours_are_refused_with_both_ways_to_write_them() -> None:
    parsed = parse(CONTRACT.replace("DEADLINE", "3d").replace("ANCHOR", "breach"), "c.yaml", library())
    (problem,) = parsed.errors
    assert (problem.path, problem.message) == (
        "remedy_rules.claim.deadline",
        "'3d' could mean two things: write P3D for whole days, 72h for hours",
    )


@pytest.mark.parametrize(
    ("typed", "stated"),
    [
        ("24 godziny", "24h"),
        ("72 hours", "72h"),
        ("14 dni", "P14D"),
        ("30d", "P30D"),
        ("1 month", "P1M"),
        ("2 working days", "2wd"),
        ("5 dni roboczych", "5wd"),
    ],
)
def test_the_form_takes_days_and_hours(typed: str, stated: str) -> None:
    assert read(Kind.WINDOW, typed) == stated


def test_the_form_takes_nothing_else() -> None:
    with pytest.raises(Slip):
        read(Kind.WINDOW, "2nd Tue")


@pytest.mark.parametrize(
    ("claim", "says"),
    [
        ("5wd", ["within 5 working days of the breach.", "counted from Monday to Friday.", "last hour of the last"]),
        ("5wd, calendar: always", ["These working days are counted around the clock."]),
        ("5wd 12:00", ["ends at that hour of the last of them"]),
    ],
)
def test_of_working_days_it_is_told_whose_they_are_and_when_they_end(claim: str, says: list[str]) -> None:
    english = told(claim, "en")
    assert all(one in english for one in says)
    assert "Dnia, od którego biegną, nie wlicza się, a termin upływa" in told(claim, "pl")
