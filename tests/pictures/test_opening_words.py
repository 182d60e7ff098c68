"""What stands where nothing was missed, and what an assessment begins with: no more than could be judged."""

import pytest

from gwarant.pictures.opening import none_missed
from gwarant.reports.paper.drawing import Beside, Ground, drawn_of
from gwarant.sla.assessment import assess
from gwarant.sla.assessment.model import Assessment
from gwarant.sla.contract.model import Contract
from gwarant.sla.evidence.model import Evidence
from tests.sla.assessment.cast import contract, outages, rows, ticket

UP = "availability: {shop-up: {service: shop, target: {ge: 99.95}, probe: {every: 60s}}}"
REPORT = "duties: {report: {every: P1M, label: Monthly report}}"
MARCH = ("2026-03-01T00:00", "2026-04-01T00:00")
DOWN = outages(*MARCH, ("2026-03-10T10:00", 7200))
KEPT = ticket("A", "2026-03-05T10:00", 5)


def judged(more: str, *lines: list[str]) -> tuple[Contract, Evidence, Assessment]:
    paying, seen = contract(more), rows(KEPT, *lines)
    return paying, seen, assess([paying], seen, "2026-03")


def paper(found: tuple[Contract, Evidence, Assessment], lang: str = "en") -> str:
    """All that the report of it says."""
    paying, seen, told = found
    beside = Beside(
        lang=lang,
        number="C-1",
        revision=1,
        customer="Shop",
        house="House",
        stated_at=1775500000,
        command="gwarant assess",
        head="",
        causes={},
    )
    return str(drawn_of(Ground(told, (paying,), seen), beside))


@pytest.mark.parametrize("lang", ["en", "pl"])
def test_a_broken_availability_stands_beside_no_word_that_nothing_was_broken(lang: str) -> None:
    said = paper(judged(UP, DOWN), lang)
    assert ("No promise was broken" in said, "Nie naruszono żadnego" in said) == (False, False)
    assert {"en": "No ticket deadline was missed.", "pl": "Nie przekroczono żadnego terminu zgłoszenia."}[lang] in said
    assert {"en": "Ticket deadlines missed", "pl": "Przekroczone terminy zgłoszeń"}[lang] in said


def test_where_no_deadline_was_judged_none_is_called_kept() -> None:
    found = assess([contract("")], rows(), "2026-03")
    assert none_missed(found, "en") == "No ticket deadline was judged."
