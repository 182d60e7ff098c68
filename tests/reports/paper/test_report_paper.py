"""The report of a closed month: whole, checkable, the same bytes again."""

import json
from datetime import datetime
from io import BytesIO
from typing import Any

import pytest
from june import CLOSED, HOUR, late_ticket
from pypdf import PdfReader

from gwarant.contracts.models import Contract
from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.cast import World
from gwarant.monitoring.corrections.models import Correction, CorrectionStep
from gwarant.reports.actions import close
from gwarant.reports.files import file_names
from gwarant.reports.month import Month, month_of
from gwarant.reports.paper.paper import attached_to, beside_of, data_of, paper_of
from gwarant.reports.paper.typeset import Attached


@pytest.fixture
def month(house: World) -> Month:
    """June of the shop, closed."""
    with scoped(ENGINE):
        late_ticket(house)
        contract = Contract.objects.get(number="SHOP-2026-01")
        close(contract, "2026-06", by=house.olga, now=CLOSED)
        return month_of(contract, "2026-06", "pl", CLOSED + HOUR)


def files_of(month: Month, lang: str) -> tuple[Attached, ...]:
    assert month.report is not None
    beside = beside_of(month, month.report, lang)
    return attached_to(month, month.report, beside, data_of(month, month.report, lang))


@pytest.mark.parametrize("lang", ["pl", "en"])
def test_it_is_one_file_with_everything_attached_and_the_same_again(month: Month, engine: None, lang: str) -> None:
    assert month.report is not None
    pdf = paper_of(month, month.report, lang)
    assert paper_of(month, month.report, lang) == pdf
    inside = PdfReader(BytesIO(pdf))
    for one in files_of(month, lang):
        assert inside.attachments[one.name] == [one.text.encode()]
    meta = inside.root_object["/Metadata"].get_data()
    assert b"<pdfaid:part>3</pdfaid:part>" in meta
    assert b"<pdfuaid:part>1</pdfuaid:part>" in meta


def test_it_says_the_verdict_the_breaches_with_their_cause_and_how_it_is_computed(month: Month, engine: None) -> None:
    assert month.report is not None
    told = json.dumps(data_of(month, month.report, "pl"), ensure_ascii=False)
    for words in (
        "SHOP-1",
        "A full disk.",
        "zamknięto".capitalize(),
        "gwarant assess SHOP-2026-01-1.json",
        "Załącznik",
        "Na ten czas nie zapowiedziano żadnych prac planowych.",
    ):
        assert words in told
    assert "Ben" not in told


def test_what_is_attached_is_what_the_printed_command_reads(month: Month, engine: None) -> None:
    assert month.report is not None
    names = file_names(month)
    found = {one.name: one.text for one in files_of(month, "en")}
    others = {names.assessment, names.envelope, names.evidence, names.chain, names.pages}
    assert {*others, *(name for name, _ in names.wordings)} == set(found)
    assert found[names.assessment] == month.report.assessment + "\n"


def test_what_needs_a_decision_stands_in_page_and_data_and_what_waits_beside_the_evidence_as_well(
    month: Month, house: World, engine: None
) -> None:
    assert month.report is not None
    shop, start = house.services["SHOP", "shop"], CLOSED - 20 * 24 * HOUR
    own: dict[str, Any] = {
        "customer": month.contract.customer,
        "contract": month.contract,
        "service": shop,
        "reason": "client_fault",
    }
    one = Correction.objects.create(**own, **told_at(start), asked_at=CLOSED - HOUR, asked_by=house.olga)
    data = data_of(month, month.report, "pl")
    (part,) = [part for part in data["parts"] if part["title"] == "Wymaga decyzji"]
    rows = [[cell["text"] for cell in row] for row in part["blocks"][0]["rows"]]
    assert [row[1] for row in rows if "drugiej osoby" in row[0]] == ["Softhouse Example sp. z o.o."]
    assert "decision.approval" in {found["what"]["code"] for found in data["decisions"]}
    told: dict[str, Any] = {"customer": month.contract.customer, "number": 1, "by": house.marek, "at": CLOSED + HOUR}
    CorrectionStep.objects.create(correction=one, act="approved", **told)  # after the statement
    assert data_of(month, month.report, "pl") == data
    Correction.objects.create(**own, **told_at(start), asked_at=CLOSED + HOUR, asked_by=house.olga)
    assert data_of(month, month.report, "pl") == data


def told_at(start: datetime) -> dict[str, Any]:
    return {"start_at": start, "end_at": start + HOUR, "needs_consent": True, "text": "Later."}
