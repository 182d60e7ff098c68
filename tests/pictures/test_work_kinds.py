"""Who bore which work, on the sheet and on the page."""

import io

import pytest
from rich.cells import cell_len
from rich.console import Console

from gwarant.pictures.kinds import kinds_told
from gwarant.pictures.names import Names
from gwarant.pictures.page import assessment_page
from gwarant.pictures.terminal import assessment
from gwarant.sla.assessment import Assessment, assess
from gwarant.sla.contract.parse import parse
from gwarant.sla.evidence.jsonl import read_lines
from gwarant.sla.hours import Statement

CONTRACT = """
apiVersion: sla/v1
kind: Contract
metadata: {id: C, version: 1, status: signed, signed: {date: 2025-12-01}}
effective: {from: 2026-01-01}
defaults: {timezone: UTC, currency: PLN}
parties: {provider: {name: P}, client: {name: C}}
fee: {monthly: 1000}
hours:
  pool: {amount: 10h}
  rates: {above: 150}
"""
KINDS = (
    "  work: [{id: warranty, charge: never}, {id: small_fix, at_most: 8h}, {id: consulting, charge: rate, rate: 50}]\n"
)


def judged(more: str = KINDS, pool: str = "amount: 10h") -> Assessment:
    works = enumerate(["small_fix", "support", "warranty", "consulting"], 12)
    lines = [
        f'{{"type": "time", "id": "{day}", "from": "2026-01-{day}T08:00:00Z", "to": "2026-01-{day}T18:00:00Z", '
        f'"work": "{work}"}}'
        for day, work in works
    ]
    return assess([parse(CONTRACT.replace("amount: 10h", pool) + more).required()], read_lines(lines), "2026-01")


def statement(one: Assessment) -> Statement:
    found = one.months[0].hours
    assert found is not None
    return found


def printed(one: Assessment, width: int, lang: str) -> str:
    file = io.StringIO()
    Console(file=file, width=width).print(assessment(one, width, lang))
    return file.getvalue()


def test_each_kind_has_its_times_and_its_amount() -> None:
    assert kinds_told(statement(judged()), "PLN", "en") == [
        ("Small fix", "10 h", "8 h", "2 h", "PLN 0.00"),
        ("Support", "10 h", "10 h", "–", "PLN 1,200.00"),
        ("Warranty", "10 h", "–", "–", "Not charged"),
        ("Consulting", "10 h", "10 h", "–", "PLN 500.00"),
    ]


def test_where_all_work_is_the_pools_no_kinds_are_told() -> None:
    assert kinds_told(statement(judged(more="")), "PLN", "en") == []


def test_the_page_and_the_sheet_show_them_in_both_languages() -> None:
    for lang, word in (("en", "Quoted apart"), ("pl", "Do osobnej wyceny")):
        assert word in printed(judged(), 80, lang)
        assert word in str(assessment_page(judged(), lang, Names()))


def test_unlimited_hours_are_called_so() -> None:
    assert "unlimited" in printed(judged(pool="unlimited: true"), 80, "en")


@pytest.mark.parametrize("width", [40, 80, 120])
@pytest.mark.parametrize("lang", ["en", "pl"])
def test_no_line_is_too_wide(width: int, lang: str) -> None:
    assert max(cell_len(line) for line in printed(judged(), width, lang).splitlines()) <= width
