"""A report on paper: its hours can be followed entry by entry, few cases are no share, what is missing says so."""

import json
import re
from decimal import Decimal
from typing import Any

import pytest

from gwarant.reports.paper.drawing import Beside, Ground, drawn_of
from gwarant.sla.assessment import assess, seen
from gwarant.sla.contract.model import Contract
from tests.sla.assessment.cast import UP, contract, iso, outages, rows, ticket

POOL = """
hours:
  pool: {amount: 4h}
  round: {unit: 30m}
  rates: {above: 100, included: 80, multipliers: [{when: outside office, x: 1.5}]}
  not_charged: [warranty]
"""
DUTY = "duties: {audit: {every: P1M, label: Audit}}\n"


def work(name: str, at: str, minutes: int, work: str = "support") -> list[str]:
    span = {"from": iso(at), "to": iso(at, minutes)}
    return [json.dumps({"type": "time", "id": name, **span, "person": "p", "work": work, "ticket": "A"})]


WORKED = (
    ticket("A", "2026-03-02T09:00", 5),
    work("day", "2026-03-02T10:00", 100),
    work("night", "2026-03-03T20:00", 60),
    work("free", "2026-03-04T10:00", 45, "warranty"),
    work("over", "2026-03-05T10:00", 170),
)


def drawn(own: Contract, *lines: list[str], lang: str = "en", period: str = "2026-03") -> dict[str, Any]:
    found = rows(*lines)
    told = assess([own], found, period)
    beside = Beside(
        lang=lang,
        number="P-1",
        revision=1,
        customer="Shop",
        house="House",
        head="",
        stated_at=told.period.end + 3 * 86_400,
        command="gwarant assess",
        causes={},
    )
    return drawn_of(Ground(told, (own,), seen([own], found, period)), beside)


def part(data: dict[str, Any], title: str, where: str = "annex") -> list[dict[str, Any]]:
    (found,) = [one["blocks"] for one in data[where] if one["title"] == title]
    return list(found)


def cells(block: dict[str, Any]) -> list[list[str]]:
    return [[cell["text"] for cell in row] for row in block["rows"]]


def test_each_entry_has_its_time_factor_price_and_amount_and_the_amounts_add_up() -> None:
    (table, *_) = [
        one for one in part(drawn(contract(POOL), *WORKED), "Hours, entry by entry") if one["kind"] == "table"
    ]
    day, night, free, over, total = cells(table)
    assert day[1:] == ["A", "Support", "1 h 40 min", "2 h", "2 h from the pool", "–"]
    assert night[4:] == ["1 h", "1 h from the pool; 1 h × (1.5 − 1) × PLN 80.00", "PLN 40.00"]
    assert free[2:] == ["Warranty", "45 min", "0 min", "Not charged", "–"]
    assert over[4:] == ["3 h", "1 h from the pool; 2 h above the pool × PLN 100.00", "PLN 200.00"]
    assert total[3:] == ["6 h 15 min", "6 h", "", "PLN 240.00"]


def test_the_prices_of_the_month_add_up_to_its_charge() -> None:
    blocks = part(drawn(contract(POOL), *WORKED), "Hours", "parts")
    table = next(one for one in blocks if "An hour" in one.get("titles", ()))
    assert [row[1:] for row in cells(table)] == [
        ["2 h", "PLN 100.00", "PLN 200.00"],
        ["1 h", "PLN 40.00", "PLN 40.00"],
        ["", "", "PLN 240.00"],
    ]
    assert "30 min" in next(one["text"] for one in blocks if one["kind"] == "words")


@pytest.mark.parametrize("lang", ["en", "pl"])
def test_the_amounts_of_all_entries_are_the_charge_to_the_cent(lang: str) -> None:
    odd = [work(f"e{n}", f"2026-03-{n:02}T{18 + n % 4}:07", 31 + 13 * n) for n in range(2, 12)]
    data = drawn(contract(POOL.replace("30m", "7m")), *odd, lang=lang)
    (title,) = [one["title"] for one in data["annex"] if one["title"].startswith(("Hours, entry", "Godziny, wpis"))]
    *entries, total = cells(next(one for one in part(data, title) if one["kind"] == "table"))
    assert sum(map(_amount, (row[-1] for row in entries)), Decimal(0)) == _amount(total[-1]) > 0


def _amount(text: str) -> Decimal:
    return Decimal(re.sub(r"[^0-9]", "", text) or "0") / 100


def test_several_months_are_a_row_each_and_are_followed_in_the_annex() -> None:
    data = drawn(contract(POOL), *WORKED, period="2026-Q1")
    (table,) = part(data, "Hours", "parts")
    assert [row[0] for row in cells(table)] == ["January 2026", "February 2026", "March 2026"]
    heads = [one["text"] for one in part(data, "Hours, entry by entry") if one["kind"] == "head"]
    assert len(heads) == 3


def test_of_few_cases_no_share_is_said() -> None:
    few = drawn(contract(""), ticket("A", "2026-03-02T09:00", 5))
    (table,) = part(few, "Promises kept", "parts")
    assert (cells(table)[1][2:], "Share" in table["titles"]) == (["1/1", "✓ Met"], False)
    many = drawn(contract(""), *(ticket(f"T{n}", f"2026-03-{n + 1:02}T09:00", 5) for n in range(10)))
    (table,) = part(many, "Promises kept", "parts")
    assert cells(table)[1][2:4] == ["10/10", "100.0%"]


def test_what_is_promised_and_has_no_evidence_says_so() -> None:
    data = drawn(contract(UP + DUTY + POOL))
    said = json.dumps(data["parts"])
    for words in ("No ticket deadline was judged.", "not measured", "Nothing proves them in this time"):
        assert words in said
    assert "0 could not be read" in json.dumps(data["annex"])


def test_many_figures_of_availability_are_rows_and_their_days_stand_in_the_annex() -> None:
    up = outages("2026-01-01T00:00", "2026-07-01T00:00", ("2026-03-10T10:00", 7200))
    year = drawn(contract(UP), up, period="2026-01-01..2026-06-30")
    (table,) = part(year, "Availability", "parts")
    assert len(table["rows"]) == 6
    days = part(year, "Availability by days, and outages")
    assert sum(one["kind"] == "picture" for one in days) == 6
    assert "picture" in {one["kind"] for one in part(drawn(contract(UP), up), "Availability", "parts")}


def test_a_promise_says_its_worst_breach_and_what_was_left_out_and_why() -> None:
    late = [ticket(name, f"2026-03-0{day}T09:00", minutes) for name, day, minutes in (("A", 2, 90), ("B", 3, 200))]
    told = {"type": "exclusion", "id": "x", "ticket": "C", "reason": "storm", "decided": iso("2026-03-04T12:00")}
    row = [json.dumps({**told, "person": "p", "approved_by": "q", "consent": "c", "ref": "mail"})]
    data = drawn(contract(""), *late, ticket("C", "2026-03-04T09:00", 300), row)
    (table,) = part(data, "Promises kept", "parts")
    assert table["rows"][1][0]["more"] == "the worst 2 h 20 min late · left out: 1 (storm)"
