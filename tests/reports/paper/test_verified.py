"""`gwarant verify`: an honest report holds; whatever is changed in what it carries is found."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from june import CLOSED, HOUR
from tampering import in_other_words, set_anew
from test_report_paper import month  # noqa: F401
from typer.testing import CliRunner

from gwarant import __version__
from gwarant.cli.main import app
from gwarant.cli.verifying import NOT_RECOMPUTED, carried_by, checks_of
from gwarant.cli.verifying import verified as checked
from gwarant.contracts.models import Contract
from gwarant.reports.actions import close
from gwarant.reports.checked.carried import Carried, Lacks, carried, read_json
from gwarant.reports.checked.differing import differences
from gwarant.reports.month import Month, month_of
from gwarant.reports.paper.paper import paper_of
from gwarant.sla.counting import CURRENT

Change = Callable[[Carried], Carried]


@pytest.fixture
def report(month: Month, engine: None, tmp_path: Path) -> Path:  # noqa: F811
    """The report of June as a file."""
    assert month.report is not None
    file = tmp_path / "report.pdf"
    file.write_bytes(paper_of(month, month.report, "pl"))
    return file


def verified(file: Path, *given: str) -> tuple[int, str]:
    found = CliRunner().invoke(app, ["verify", str(file), *given])
    return found.exit_code, found.output


def figures(change: Callable[[dict[str, object]], object]) -> Change:
    def changed(one: Carried) -> Carried:
        document = json.loads(one.assessment)
        change(document)
        told = json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return replace(one, assessment=told.encode() + b"\n")

    return changed


def rows(change: Callable[[list[bytes]], list[bytes]]) -> Change:
    return lambda one: replace(
        one, evidence=(one.evidence[0], b"".join(change(one.evidence[1].splitlines(keepends=True))))
    )


def wording(old: bytes, new: bytes) -> Change:
    def changed(one: Carried) -> Carried:
        assert all(old in text for text in one.wordings.values())
        return replace(one, wordings={name: text.replace(old, new, 1) for name, text in one.wordings.items()})

    return changed


CHANGES: dict[str, Change] = {
    "a breach becomes kept": figures(lambda told: told["kept"][0].update(met=1, breached=0)),  # type: ignore[index]
    "a reading is left out": figures(lambda told: told["readings"].pop()),  # type: ignore[attr-defined]
    "a note is added": figures(lambda told: told.update(notes=[])),
    "a row is left out": rows(lambda lines: lines[1:]),
    "the last row is cut off": rows(lambda lines: lines[:-1]),
    "a row stands twice": rows(lambda lines: [*lines, lines[0].replace(b'"id":"', b'"id":"x')]),
    "a moment is changed": rows(lambda lines: [one.replace(b"2026-06-10", b"2026-06-08") for one in lines]),
    "a promise is changed": wording(b'"1h"', b'"9h"'),
    "another envelope": lambda one: replace(one, envelope=one.envelope.replace(b'"sha256:', b'"sha256:0', 1)),
}


def test_an_honest_report_holds_and_says_what_it_cannot_know(report: Path) -> None:
    code, told = verified(report)
    assert (code, "The report holds." in told, "✕" in told) == (0, True, False)
    assert "last revision" in told


def test_whatever_is_changed_in_it_is_found(report: Path) -> None:
    honest = carried_by(str(report))
    assert all(one.holds for one in checks_of(honest))
    for name, change in CHANGES.items():
        changed = change(honest)
        assert changed != honest, name
        assert not all(one.holds for one in checks_of(changed)), name


def test_what_was_counted_by_other_rules_is_neither_wrong_nor_does_it_hold(report: Path) -> None:
    older = figures(lambda told: told.update(counting=1, notes=[]))(carried_by(str(report)))
    found = checked(older)
    assert "every figure comes out again" not in {one.what for one in found.checks}
    assert [one.code for one in found.open] == [NOT_RECOMPUTED]
    assert "they were counted by version 1" in found.open[0].why
    assert f"release {__version__} would" in found.open[0].why


def test_figures_that_come_out_by_the_rules_of_today_as_well_are_recomputed(report: Path) -> None:
    found = checked(figures(lambda told: told.update(counting=1))(carried_by(str(report))))
    assert {one.what: one.holds for one in found.checks}["every figure comes out again"]
    assert found.open == ()


@pytest.mark.parametrize("version", [0, CURRENT + 1, "5", True, None])
def test_unknown_rules_of_counting_are_refused(report: Path, version: object) -> None:
    other = figures(lambda told: told.update(counting=version))(carried_by(str(report)))
    file = report.with_name("other.pdf")
    file.write_bytes(set_anew(other))
    code, told = verified(file)
    assert (code, "holds" in told, "the versions 1 to" in told) == (2, False, True)


def test_pages_of_another_build_hold_by_their_figures_alone(report: Path) -> None:
    """What they say besides is nobody's word: it is told, and the report does not hold by it."""
    honest = carried_by(str(report))
    for change, code, said in (
        (lambda told: told.update(lead="Wszystko."), 5, "are not checked"),
        (lambda told: told.update(lead="Wszystko.", facts=[], parts=[]), 1, "the pages say it nowhere"),
    ):
        file = report.with_name("other.pdf")
        file.write_bytes(in_other_words(honest, change))
        found = verified(file)
        assert (found[0], said in found[1], "The report holds" in found[1]) == (code, True, False), found[1]


def drawn_otherwise(one: Carried, build: str) -> Carried:
    """The report with a lead that this build does not write, and pages of that build."""
    told = json.loads(one.pages)
    told["drawn"]["lead"] += " And more."
    told["build"] = build or told["build"]
    return replace(one, pages=json.dumps(told).encode())


def test_pages_of_another_build_of_the_same_number_are_held_against_their_own_text(report: Path) -> None:
    honest = carried_by(str(report))
    found = checked(drawn_otherwise(honest, "sha256:other"))
    assert "what was drawn follows from the figures" not in {one.what for one in found.checks}
    assert any("another build wrote these pages" in one.why for one in found.open)
    (own,) = [one for one in checked(drawn_otherwise(honest, "")).checks if "follows from the figures" in one.what]
    assert not own.holds


def test_a_difference_is_quoted_from_where_it_begins() -> None:
    long = "The same words for a long while, and then some more of them, "
    (told,) = differences({"lead": long + "kept."}, {"lead": long + "broken."})
    assert ("kept." in told, "broken." in told, len(told) < 200) == (True, True, True)
    (told,) = differences("a" * 90 + "b", "a" * 90)
    assert "b" in told.partition("says ")[2].partition(", it")[0]


def test_a_month_closed_late_and_its_revision_hold_as_well(month: Month, engine: None, tmp_path: Path) -> None:  # noqa: F811
    contract = Contract.objects.get(number="SHOP-2026-01")
    for name in ("2026-05", "2026-07"):
        close(contract, name, by=None, now=CLOSED + 60 * 24 * HOUR)
    for name, lang in (("2026-05", "pl"), ("2026-06", "en"), ("2026-07", "en"), ("2026-Q2", "pl"), ("2026-Q2", "en")):
        found = month_of(contract, name, lang, CLOSED + 61 * 24 * HOUR)
        assert found.report is not None
        file = tmp_path / f"{name}.pdf"
        file.write_bytes(paper_of(found, found.report, lang))
        head = read_json(carried_by(str(file)).pages)["beside"]["head"]
        code, told = verified(file, "--head", head)
        assert (code, "✕" in told, "✓ what was stated leads to a head" in told) == (0, False, True), told


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"", "is no PDF"), (b"%PDF-1.7 nothing", "is no PDF"), (b"\x00" * 99, "is no PDF")],
    ids=["empty", "cut", "zeros"],
)
def test_what_is_no_report_is_told(tmp_path: Path, content: bytes, said: str) -> None:
    file = tmp_path / "other.pdf"
    file.write_bytes(content)
    code, told = verified(file)
    assert (code, said in told, "Traceback" in told) == (2, True, False)


def test_a_file_that_is_cut_or_not_there_is_told(report: Path, tmp_path: Path) -> None:
    report.write_bytes(report.read_bytes()[:2000])
    assert verified(report)[0] == 2
    assert verified(tmp_path / "none.pdf")[0] == 2


def test_a_file_in_a_folder_of_the_pdf_stays_apart_from_one_of_the_same_name(report: Path) -> None:
    honest = carried_by(str(report))
    (text,) = honest.wordings.values()
    found = checked(replace(honest, wordings={"a/x.json": text, "b/x.json": b"{}"}))
    told = str([one.differs for one in found.checks])
    assert not found.holds
    assert "b/x.json" in told
    assert "a/x.json" not in told


def test_what_cannot_be_the_name_of_a_file_is_read_all_the_same(report: Path) -> None:
    honest = carried_by(str(report))
    (text,) = honest.wordings.values()
    for name in (f"{'x' * 250}/{'y' * 300}.json", "../../x.json", "/"):
        found = checked(replace(honest, wordings={name: text}, evidence=(f"/{name}l", honest.evidence[1])))
        assert found.holds


@pytest.mark.parametrize("name", ["x" * 300 + ".json", "\x1b[2J.json", "a\nb.json"])
def test_a_hostile_name_is_told(name: str) -> None:
    with pytest.raises(Lacks, match="carries a file of a name that no report gives"):
        carried({name: [b"{}"]}, b"")
