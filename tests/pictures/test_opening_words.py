"""What stands where nothing was missed, and what an assessment begins with: no more than could be judged."""

import json
import re
from dataclasses import replace
from typing import Any

import pytest
from django.utils.translation import override

from gwarant.pictures.faces import Tone, face
from gwarant.pictures.figure_names import bounds_told
from gwarant.pictures.names import names_under
from gwarant.pictures.opening import lead, none_missed
from gwarant.pictures.summary import promised_remarks
from gwarant.pictures.verdict import outcome_of, verdict
from gwarant.reports.headline import frozen, headline_of, read_back
from gwarant.reports.lead import lead as headed
from gwarant.reports.paper.blocks import Cell
from gwarant.reports.paper.cells import faced
from gwarant.reports.paper.drawing import Beside, Ground, drawn_of
from gwarant.sla.assessment import assess
from gwarant.sla.assessment.codes import NO_PROOFS
from gwarant.sla.assessment.model import Assessment
from gwarant.sla.availability.figure import Correction, Refusal
from gwarant.sla.contract.model import Contract
from gwarant.sla.evidence.model import Evidence
from tests.sla.assessment.cast import contract, outages, proof, rows, ticket

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


@pytest.mark.parametrize(("lang", "said"), [("en", "Availability is unknown."), ("pl", "Dostępność jest nieznana.")])
def test_the_first_sentences_of_a_report_name_an_availability_that_nobody_knows(lang: str, said: str) -> None:
    _, _, told = judged(UP)
    assert lead(told, lang).endswith(said)


def test_of_a_quarter_the_months_are_named_in_which_it_is_unknown() -> None:
    found = assess([contract(UP)], rows(KEPT, DOWN), "2026-Q1")
    assert "Availability is unknown in January 2026, February 2026." in lead(found, "en")
    assert "Dostępność jest nieznana w tych miesiącach: styczeń 2026, luty 2026." in lead(found, "pl")


def test_a_broken_promise_is_named_by_its_system_and_month_and_by_no_id() -> None:
    paying = contract(UP)
    found = assess([paying], rows(KEPT, DOWN), "2026-Q1")
    said = lead(found, "en", names_under([paying]))
    assert "1 of 1 was broken (Availability, Shop, March 2026)." in said
    assert "shop-up" not in said


@pytest.mark.parametrize("more", [UP, REPORT, UP + "\n" + REPORT])
@pytest.mark.parametrize("period", ["2026-03", "2026-Q1"])
@pytest.mark.parametrize("seen", [[], [DOWN]])
def test_the_page_and_the_mail_tell_the_facts_that_the_report_tells(
    more: str, period: str, seen: list[list[str]]
) -> None:
    found = assess([contract(more)], rows(KEPT, *seen), period)
    head = read_back(json.loads(json.dumps(frozen(headline_of(found, found.period.end, False)))))
    with override("en"):
        shown = headed(head)
    assert shown == re.sub(r" \([^)]*\)", "", lead(found, "en"))


def test_nothing_is_called_kept_as_a_whole_where_a_part_of_it_is_unknown() -> None:
    found = replace(outcome_of(judged(UP, DOWN)[2]), judged=0, met=0, beside=1, beside_met=1)
    assert verdict(found, "en") == "Of availability, measures and duties nothing was broken."
    said = verdict(replace(found, undetermined=1), "en")
    assert (
        said == "Of availability, measures and duties nothing that could be judged was broken. Availability is unknown."
    )


def test_a_headline_that_was_frozen_without_the_months_is_read() -> None:
    told = frozen(headline_of(judged(UP)[2], 0, False))
    del told["unknown_in"], told["unchecked_beside"]
    assert read_back(told).unknown_in == ()


def drawn(found: Assessment, paying: list[Contract], seen: Evidence, lang: str = "en") -> Any:
    beside = Beside(
        lang=lang,
        number="C-1",
        revision=2,
        customer="Shop",
        house="House",
        stated_at=1775500000,
        command="",
        head="",
        causes={},
    )
    return drawn_of(Ground(found, tuple(paying), seen), beside)


def test_the_report_of_a_quarter_says_of_each_class_by_which_version_it_was_judged() -> None:
    paying = [contract(""), contract("", since="2026-02-01", version=2)]
    seen = rows(ticket("A", "2026-01-05T10:00", 5), ticket("B", "2026-03-05T10:00", 5))
    told = str(drawn(assess(paying, seen, "2026-Q1"), paying, seen, "pl"))
    assert ("Critical · wersja 1" in told, "Critical · wersja 2" in told) == (True, True)


def test_a_revision_is_no_version_of_the_contract() -> None:
    paying, seen, told = judged(UP, DOWN)
    assert drawn(told, [paying], seen, "pl")["footer"] == "C-1 · marzec 2026 · korekta 2"


def test_no_id_of_a_row_or_promise_and_no_bounds_that_say_nothing_stand_in_the_report() -> None:
    paying, seen, told = judged(UP, DOWN)
    said = str(drawn(told, [paying], seen)["parts"])
    assert ("shop-up" in said, "Evidence" in said, "100.0000% – 100" in said) == (False, False, False)
    assert "✕ Breached" in said
    paying, seen, told = judged(UP)
    assert bounds_told(told.availability[0], "en") == ""


def test_a_duty_without_a_clause_has_no_empty_column_and_its_note_is_a_sentence() -> None:
    paying, seen, told = judged(REPORT, proof("report", "2026-03-10T10:00"))
    data = drawn(told, [paying], seen)
    (table,) = [one for part in data["parts"] for one in part["blocks"] if "Duty" in one.get("titles", ())]
    assert {len(row) for row in table["rows"]} == {len(table["widths"])} == {4}
    paying, seen, told = judged(REPORT)
    data = drawn(told, [paying], seen)
    (notes,) = [part for part in data["annex"] if part["title"] == "Data quality and notes"]
    assert all(text[0].isupper() and text.endswith(".") for one in notes["blocks"] for text in one["texts"][1:])


def test_what_still_runs_is_not_in_the_green_of_what_was_kept() -> None:
    assert faced(face(Tone.FINE, "running", "en")).tone == ""
    assert faced(face(Tone.FINE, "met", "en")) == Cell("✓ Met", "fine")


def test_a_figure_is_corrected_in_the_report_without_the_id_of_the_row() -> None:
    one = judged(UP, DOWN)[2].availability[0]
    fix = Correction("x-17", "measured_wrongly", 0, "p", "q", one.figure, one.figure)  # type: ignore[arg-type]
    refused = Refusal("x-18", 0, 1, NO_PROOFS())
    changed = replace(one, figure=replace(one.figure, corrections=(fix,), refused=(refused,)))
    for lang in ("en", "pl"):
        said = " ".join(promised_remarks(changed, "Europe/Warsaw", lang, ids=False))
        assert ("x-17" in said, "x-18" in said) == (False, False)
        assert "x-17" in " ".join(promised_remarks(changed, "Europe/Warsaw", lang))
