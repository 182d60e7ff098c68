"""Published agreements as contracts: each is read, names its source, and its faults are those of the document."""

import re
from functools import cache
from operator import attrgetter
from pathlib import Path

import pytest
from sweeps import drawn

from gwarant.packages import library
from gwarant.sla.contract.lint import RULES, lint
from gwarant.sla.contract.parse import Parsed, parse
from gwarant.sla.problem import Severity

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / "examples" / "contracts" / "real").glob("*.yaml"))
DOCUMENT = (ROOT / "docs" / "reference" / "real-agreements.md").read_text(encoding="utf-8")
FAULTS = {
    "band-gap",
    "band-overlap",
    "band-empty",
    "band-promise",
    "value-on-boundary",
    "band-rising",
    "bands-without-figure",
    "band-unreachable",
    "days-around-the-clock",
    "days-of-open-hours",
    "outside-idle",
    "response-after-workaround",
    "response-after-resolution",
    "workaround-after-resolution",
    "severe-slower",
    "workaround-raises",
    "interval-too-coarse",
    "one-outage-breaks",
    "outage-unseen",
    "maintenance-beyond-window",
    "rounding-hides-target",
    "allowance-differs",
    "cap-empty",
    "cap-hides-band",
    "cap-nowhere",
    "total-without-end",
    "claim-without-deadline",
    "remedy-without-target",
    "carry-without-periods",
    "carry-contradicts",
    "settle-mismatch",
    "damages-contradict",
    "right-unreachable",
    "right-without-breach",
    "key-without-effect",
}
"""What contradicts itself or cannot be counted with; what is left open is no fault, because not all was published."""


def rows(heading: str) -> list[list[str]]:
    """The cells of the rows of the table under the heading, without its two head rows."""
    part = DOCUMENT.partition(f"\n## {heading}\n")[2].partition("\n## ")[0]
    lines = [line for line in part.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


@cache
def parsed(path: Path) -> Parsed:
    return parse(path.read_text(encoding="utf-8"), path.name, library())


def header(path: Path) -> str:
    return path.read_text(encoding="utf-8").partition("apiVersion:")[0]


NAMED = attrgetter("name")
READ = drawn(FILES, "agreements", name=NAMED)


@pytest.mark.sweep
@pytest.mark.parametrize("path", READ, ids=NAMED)
def test_it_is_read_without_an_error(path: Path) -> None:
    assert parsed(path).contract is not None
    assert [one for one in parsed(path).problems if one.severity is Severity.ERROR] == []


@pytest.mark.parametrize("path", FILES, ids=NAMED)
def test_it_says_where_it_was_published_what_is_held_and_what_is_not(path: Path) -> None:
    said = header(path)
    assert re.search(r"^# Source: https?://\S+", said, re.MULTILINE)
    missing = [
        word for word in ("Held", "Not held", "Chosen by us") if not re.search(rf"^# {word}: \S", said, re.MULTILINE)
    ]
    assert missing == []


@pytest.mark.sweep
@pytest.mark.parametrize("path", READ, ids=NAMED)
def test_every_error_is_of_a_rule_that_the_document_lists(path: Path) -> None:
    listed = {cells[1].strip("`") for cells in rows("What the linter finds") if cells[0] == path.name[:3]}
    found = {one.code for one in lint(parsed(path)) if one.severity is Severity.ERROR}
    assert found - listed == set()


@pytest.mark.sweep
def test_the_linter_finds_the_faults_that_the_document_lists_and_no_others() -> None:
    faults = ((path.name[:3], one) for path in READ for one in lint(parsed(path)) if one.code in FAULTS)
    found = {(record, one.code) for record, one in faults if one.severity is not Severity.NOTE}
    records = {path.name[:3] for path in READ}
    listed = {(cells[0], cells[1].strip("`")) for cells in rows("What the linter finds") if cells[0] in records}
    assert found == listed


def test_every_rule_of_a_fault_is_a_rule() -> None:
    assert FAULTS - RULES.keys() == set()


def test_the_document_lists_every_contract_and_no_other() -> None:
    linked = [name for cells in rows("Records") for name in re.findall(r"contracts/real/([\w.-]+\.yaml)", cells[2])]
    assert sorted(linked) == [path.name for path in FILES]


def test_a_contract_stands_in_the_row_of_its_record() -> None:
    wrong = [cells[:3] for cells in rows("Records") if "](" in cells[2] and f"/{cells[0]}_" not in cells[2]]
    assert wrong == []


def test_the_records_are_sorted_by_their_number() -> None:
    for heading in ("Records", "What the linter finds"):
        numbers = [cells[0] for cells in rows(heading)]
        assert numbers == sorted(numbers)
        assert numbers
