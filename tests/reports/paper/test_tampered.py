"""Whatever somebody makes of a report is found, given the house's key and the chain of a later day."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from papers import Papers, made, without_chain
from sweeps import IS_WHOLE, drawn
from tampering import Chaining, all_anew, behind_a_gap, edited, forger, set_anew, ways, without

from gwarant.cli.verifying import NOT_REACHED, Given, Verdict, carried_by, verified
from gwarant.demo.cast import World
from gwarant.ledger.anchor import Known
from gwarant.reports.checked import chained
from gwarant.reports.checked.carried import Carried, hash_of
from gwarant.sla.evidence.jsonl import read_lines
from gwarant.sla.problem import InputError

pytestmark = [pytest.mark.together, pytest.mark.sweep]
# whose key it is and what it said of a cause, which nothing in the report follows from: the house alone can know
OF_THE_HOUSE = ("key", "said")


@pytest.fixture
def papers(house: World) -> Papers:
    return made(house)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def read(pdf: bytes, folder: Path) -> Carried:
    file = folder / "report.pdf"
    file.write_bytes(pdf)
    return carried_by(str(file))


def is_found(pdf: bytes, given: Given, folder: Path) -> bool:
    """Whether the verdict is that it does not hold, or that it is no report at all."""
    try:
        return not verified(read(pdf, folder), given).holds
    except InputError:
        return True


def failing(found: Verdict) -> dict[str, tuple[str, ...]]:
    return {one.what: one.differs for one in found.checks if not one.holds}


def test_honest_reports_hold_whatever_is_known_beside(papers: Papers, folder: Path) -> None:
    for given in (Given(), papers.early, without_chain(papers.early)):
        found = verified(read(papers.first, folder), given)
        assert (failing(found), found.code) == ({}, 0)
    for given in (Given(), papers.late):
        found = verified(read(papers.revised, folder), given)
        assert (failing(found), found.code) == ({}, 0)


def test_a_head_to_which_the_carried_chain_does_not_lead_is_open_and_no_fault(papers: Papers, folder: Path) -> None:
    """One behind its end, one that nobody knows, and those between which and what was stated rows are hidden."""
    nowhere, above = Known("0" * 64), Known("0" * 64, "SHOP", 5)
    first, revised = read(papers.first, folder), read(papers.revised, folder)
    for report, heads in (
        (first, papers.late.heads),
        (first, (nowhere,)),
        (first, (above,)),
        (first, (*papers.early.heads, nowhere)),
        (revised, papers.early.heads),
    ):
        found = verified(report, Given((), heads))
        assert (failing(found), found.code, found.holds) == ({}, NOT_REACHED, False)
        assert "--chain" in found.open[0].why
    assert not verified(first, Given((), (nowhere,), papers.early.chain)).holds


@pytest.mark.parametrize("of", ["first", "revised"] if IS_WHOLE else ["first"])
@pytest.mark.parametrize("by", ["a forger", "the house itself"])
def test_every_way_is_found(papers: Papers, folder: Path, by: str, of: str) -> None:
    """A forger by the pinned key alone; the house by what it gave out before, whatever its key seals."""
    pdf, noted = (papers.first, papers.early) if of == "first" else (papers.revised, papers.late)
    honest = read(pdf, folder)
    key, given = (forger(), Given(noted.keys)), (papers.key, Given((), noted.heads, noted.chain))
    sealer, known = key if by == "a forger" else given
    tried = drawn(ways(honest), f"tampering by {by}", kind=lambda one: one.kind)
    tried = [one for one in tried if by == "a forger" or one.kind not in OF_THE_HOUSE]
    lost = [one for one in tried if not is_found(one.make(pdf, honest, sealer), known, folder)]
    for kind, count in Counter(one.kind for one in tried).items():
        print(f"{of} report, by {by} | {kind} | {count - sum(one.kind == kind for one in lost)} of {count} found")
    assert "\n".join(map(str, lost)) == ""


def test_without_key_and_head_it_says_what_it_cannot_know(papers: Papers, folder: Path) -> None:
    found = verified(read(papers.first, folder))
    told = " ".join(found.unknown)
    for words in ("--key", "--head", "--chain", "last revision"):
        assert words in told
    assert "--key" not in " ".join(verified(read(papers.first, folder), papers.early).unknown)


def test_an_older_revision_is_not_passed_off_as_the_last(papers: Papers, folder: Path) -> None:
    first = read(papers.first, folder)
    assert failing(verified(first, papers.late)) == {
        "no later revision was stated": ("revision 2 was stated after it: this report is not the last one",)
    }
    assert "--chain" in " ".join(verified(first, without_chain(papers.early)).unknown)


def test_a_day_that_the_house_rewrote_itself_is_found_by_a_head_that_somebody_noted(
    papers: Papers, folder: Path
) -> None:
    honest = read(papers.first, folder)
    forged = read(set_anew(all_anew(honest, edited(_closing(honest))), papers.key), folder)
    assert failing(verified(forged, Given(papers.early.keys))) == {}
    assert "the chain was written anew since" in str(failing(verified(forged, Given((), papers.early.heads))))


def test_rows_rewritten_before_hidden_ones_do_not_hold_by_the_true_head(papers: Papers, folder: Path) -> None:
    forged = read(set_anew(_without_the_answer(read(papers.first, folder), behind_a_gap), papers.key), folder)
    by_head = verified(forged, without_chain(papers.early))
    assert (failing(by_head), by_head.code) == ({}, NOT_REACHED)
    assert "the exported chain is another one" in str(failing(verified(forged, papers.early)))


def test_the_head_of_a_revision_proves_it_though_what_it_revises_stands_before_hidden_rows(
    papers: Papers, folder: Path
) -> None:
    """Its row names the statement before it; of one that a former release wrote, the export has to show that."""
    revised = read(papers.revised, folder)
    by_head = verified(revised, without_chain(papers.late))
    assert (failing(by_head), by_head.code) == ({}, 0)
    extract = chained.extract_of(revised.chain, read_lines(revised.evidence[1].decode().splitlines()))
    found = chained.stated(extract, "SHOP-2026-01", "2026-06", hash_of(revised.assessment))
    assert found.own is not None
    assert found.own.former == hash_of(revised.former).removeprefix("sha256:")
    (head,) = papers.late.heads
    assert chained.proves(extract, head, found)
    assert not chained.proves(extract, head, replace(found, own=replace(found.own, former="")))


def test_another_statement_before_a_revision_is_found(papers: Papers, folder: Path) -> None:
    revised = read(papers.revised, folder)
    other = replace(revised, former=revised.former.replace(b'"breached":1', b'"breached":2', 1))
    assert other != revised
    found = failing(verified(read(set_anew(other), folder), without_chain(papers.late)))
    assert "what was stated before it is what the chain says" in found


def test_a_row_that_the_chain_has_and_the_report_lacks_is_named(papers: Papers, folder: Path) -> None:
    forged = read(set_anew(_without_the_answer(read(papers.first, folder))), folder)
    found = failing(verified(forged, Given(chain=papers.early.chain)))
    assert any("the report lacks it" in one for one in found["no row of the contract is missing"])


def _closing(report: Carried) -> int:
    lines = report.evidence[1].splitlines()
    return next(at for at, one in enumerate(lines) if b'"type": "closing"' in one)


def _without_the_answer(report: Carried, chaining: Chaining | None = None) -> Carried:
    """The report without the row of a reply, with all figures and hashes that follow."""
    lines = report.evidence[1].splitlines()
    return all_anew(report, without(next(at for at, one in enumerate(lines) if b'"replied"' in one)), chaining)
