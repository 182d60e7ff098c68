"""The page of counting versions tells what the code lists."""

from pathlib import Path

from gwarant.sla.counting import CHANGES

PAGE = Path(__file__).parents[2] / "docs/reference/counting-versions.md"


def test_every_version_is_told_as_in_the_code() -> None:
    rows = [line for line in PAGE.read_text().splitlines() if line.startswith("| ") and line[2].isdigit()]
    assert rows == [f"| {number} | {change} |" for number, change in sorted(CHANGES.items())]


def test_versions_are_numbered_without_a_gap() -> None:
    assert sorted(CHANGES) == list(range(1, len(CHANGES) + 1))
