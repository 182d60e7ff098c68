"""Whatever somebody makes of a report is found, given the house's key and the chain of a later day."""

from pathlib import Path

import pytest
from papers import Papers, made, without_chain
from sweeps import drawn
from tampering import all_anew, forger, set_anew, ways, without

from gwarant.cli.verifying import Given, Verdict, carried_by, verified
from gwarant.demo.cast import World
from gwarant.reports.checked.carried import Carried
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
    for given in (Given(), papers.early, without_chain(papers.late)):
        assert failing(verified(read(papers.first, folder), given)) == {}
    for given in (Given(), papers.early, papers.late, without_chain(papers.late)):
        assert failing(verified(read(papers.revised, folder), replace_chain(given, papers))) == {}


def replace_chain(given: Given, papers: Papers) -> Given:
    """An export of before the report was stated says nothing of it."""
    return without_chain(given) if given.chain == papers.early.chain else given


@pytest.mark.parametrize("by", ["a forger", "the house itself"])
def test_every_way_is_found(papers: Papers, folder: Path, by: str) -> None:
    """A forger by the pinned key alone; the house by what it gave out before, whatever its key seals."""
    honest = read(papers.first, folder)
    key, given = (forger(), Given(papers.early.keys)), (papers.key, Given((), papers.early.heads, papers.early.chain))
    sealer, known = key if by == "a forger" else given
    tried = drawn(ways(honest), f"tampering by {by}", kind=lambda one: one.kind)
    tried = [one for one in tried if by == "a forger" or one.kind not in OF_THE_HOUSE]
    lost = [str(one) for one in tried if not is_found(one.make(papers.first, honest, sealer), known, folder)]
    assert "\n".join(lost) == ""


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
    assert "--chain" in " ".join(verified(first, without_chain(papers.late)).unknown)


def test_a_day_that_the_house_rewrote_itself_is_found_by_a_head_that_somebody_noted(
    papers: Papers, folder: Path
) -> None:
    forged = read(set_anew(_without_the_answer(read(papers.first, folder)), papers.key), folder)
    assert failing(verified(forged, Given(papers.early.keys))) == {}
    assert "the chain was written anew since" in str(failing(verified(forged, Given((), papers.early.heads))))


def test_a_row_that_the_chain_has_and_the_report_lacks_is_named(papers: Papers, folder: Path) -> None:
    forged = read(set_anew(_without_the_answer(read(papers.first, folder))), folder)
    found = failing(verified(forged, Given(chain=papers.early.chain)))
    assert any("the report lacks it" in one for one in found["no row of the contract is missing"])


def _without_the_answer(report: Carried) -> Carried:
    """The report without the row of a reply, with all figures and hashes that follow."""
    lines = report.evidence[1].splitlines()
    return all_anew(report, without(next(at for at, one in enumerate(lines) if b'"replied"' in one)))
