"""The annex and the difference from the command line."""

import json
from collections.abc import Callable
from operator import itemgetter
from pathlib import Path

import pytest
from sweeps import drawn
from typer.testing import CliRunner, Result

from gwarant.cli.main import app

EXAMPLES = Path(__file__).parents[2] / "examples" / "contracts"
PREMIUM = EXAMPLES / "premium-shop.yaml"
Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(tmp_path)
    return lambda *words: CliRunner().invoke(app, ["contract", *(str(word) for word in words)])


@pytest.fixture
def dearer(tmp_path: Path) -> Path:
    """The same contract a version later, with another fee."""
    text = PREMIUM.read_text(encoding="utf-8").replace("monthly: 9000.00, parts", "monthly: 9500.00, parts")
    text = text.replace("readiness: 5400.00", "readiness: 5900.00").replace("version: 3", "version: 4")
    (tmp_path / "next.yaml").write_text(text, encoding="utf-8")
    return tmp_path / "next.yaml"


def test_the_annex_is_in_the_language_of_the_contract_unless_told(run: Run) -> None:
    assert "## § 8. Terminy *[§4 tekstu umowy]*" in run("render", PREMIUM).output
    assert "## Article 8. Promised times *[§4 of the signed text]*" in run("render", PREMIUM, "--lang", "en").output


def test_the_annex_of_a_contract_that_names_no_language_is_in_english_unless_told(run: Run, tmp_path: Path) -> None:
    text = PREMIUM.read_text(encoding="utf-8").replace("  language: pl\n", "")
    (tmp_path / "silent.yaml").write_text(text, encoding="utf-8")
    assert "## Article 8." in run("render", "silent.yaml").output
    assert "## § 8." in run("render", "silent.yaml", "--lang", "pl").output


def test_the_annex_has_a_table_of_targets_bands_and_holidays(run: Run) -> None:
    said = run("render", PREMIUM, "--lang", "pl").output
    assert (
        "| Klasa | Czas reakcji | Przywrócenie lub obejście | Czas naprawy | Informacja o postępie | Wycena |" in said
    )
    assert "| Od 99,5% do poniżej 99,9% | 5% |" in said
    assert "| 24 grudnia 2026 |" in said
    assert "| 24 grudnia 2027 |" in said
    assert "| 11 listopada 2028 |" in said
    assert "| 11 listopada 2026 |" not in said
    assert "| 25 grudnia 2028 |" not in said


def test_the_annex_names_the_hash_that_show_names(run: Run) -> None:
    shown = json.loads(run("show", PREMIUM, "--json").output)["hash"].removeprefix("sha256:")
    assert shown in run("render", PREMIUM).output


def test_a_name_that_ends_in_html_makes_a_page_without_anything_beside_it(run: Run, tmp_path: Path) -> None:
    assert run("render", PREMIUM, "-o", "annex.html").exit_code == 0
    page = (tmp_path / "annex.html").read_text(encoding="utf-8")
    assert page.startswith('<!doctype html><html lang="pl">')
    assert not any(sign in page for sign in ("<script", "<link", "<img", "url(", "http"))


def test_a_blank_is_marked(run: Run, tmp_path: Path) -> None:
    (tmp_path / "blank.yaml").write_text(run("new", "--package", "basic").output, encoding="utf-8")
    assert "\\[do uzupełnienia\\]" in run("render", "blank.yaml", "--lang", "pl").output
    run("render", "blank.yaml", "--lang", "pl", "-o", "blank.html")
    assert "<mark>[do uzupełnienia]</mark>" in (tmp_path / "blank.html").read_text(encoding="utf-8")


def test_an_annex_needs_each_figure_and_names_those_that_are_left_open(run: Run, tmp_path: Path) -> None:
    text = run("new", "--package", "basic").output + "targets:\n  critical: {response: [null, office]}\n"
    (tmp_path / "open.yaml").write_text(text, encoding="utf-8")
    found = run("render", "open.yaml")
    assert found.exit_code == 2
    assert "blank: targets.critical.response.value: to be filled in" in found.output
    assert "has no annex yet: its sentences need the figures that are left open" in found.output


def test_what_a_contract_writes_is_text_and_no_markup(run: Run, tmp_path: Path) -> None:
    text = PREMIUM.read_text(encoding="utf-8").replace("name: Sklep S.A.", 'name: "<b>*Sklep*</b> | S.A."')
    (tmp_path / "odd.yaml").write_text(text, encoding="utf-8")
    run("render", "odd.yaml", "-o", "odd.html")
    assert "<b>" not in (tmp_path / "odd.html").read_text(encoding="utf-8")
    assert "\\<b\\>\\*Sklep\\*" in run("render", "odd.yaml").output


def test_a_file_that_cannot_be_read_is_refused_with_its_place(run: Run) -> None:
    found = run("render", "none.yaml")
    assert found.exit_code == 2
    assert "none.yaml" in found.output


def test_a_difference_is_told_in_sentences_and_ends_with_1(run: Run, dearer: Path) -> None:
    found = run("diff", PREMIUM, dearer, "--lang", "pl")
    assert found.exit_code == 1
    assert "UM-2026-014, wersja 3 → UM-2026-014, wersja 4" in found.output
    assert "2 zmiany: Wynagrodzenie i płatności (2)." in found.output
    assert "było: Miesięczne wynagrodzenie (abonament) wynosi 9 000,00 zł netto." in found.output
    assert "jest: Miesięczne wynagrodzenie (abonament) wynosi 9 500,00 zł netto." in found.output


def test_no_difference_is_said_and_ends_with_0(run: Run) -> None:
    found = run("diff", PREMIUM, PREMIUM)
    assert found.exit_code == 0
    assert "Nothing changes in the terms." in found.output


def test_a_difference_as_json_names_the_fields(run: Run, dearer: Path) -> None:
    found = json.loads(run("diff", PREMIUM, dearer, "--json").output)
    assert found["former"] == {"id": "UM-2026-014", "version": 3}
    assert found["effective"] == "2026-12-01"
    assert found["sections"] == {"Fee and payment": 2}
    assert [(one["path"], one["kind"]) for one in found["changes"]] == [
        ("fee.monthly", "changed"),
        ("fee.parts.readiness", "changed"),
    ]


LANGUAGES = ("pl", "en")
ROWS = [(file, lang) for file in sorted(EXAMPLES.rglob("*.yaml")) for lang in LANGUAGES]


@pytest.mark.sweep
@pytest.mark.parametrize(
    ("file", "lang"), drawn(ROWS, "annex", kind=itemgetter(1), name=lambda row: f"{row[0].stem} {row[1]}")
)
def test_every_example_can_be_rendered_and_compared(run: Run, file: Path, lang: str) -> None:
    assert run("render", file, "--lang", lang).exit_code == 0
    assert run("diff", file, PREMIUM, "--lang", lang).exit_code in (0, 1)
