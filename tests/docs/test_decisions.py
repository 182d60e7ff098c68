"""Decisions are numbered, say why and what follows, and fit on a page."""

import re
from pathlib import Path

import pytest

ADR = sorted((Path(__file__).parents[2] / "docs" / "adr").glob("*.md"))
A_PAGE = 60


def test_they_are_numbered_without_a_gap() -> None:
    assert [int(one.name[:4]) for one in ADR] == list(range(1, len(ADR) + 1))


@pytest.mark.parametrize("page", ADR, ids=lambda one: one.stem)
def test_a_decision_has_its_parts_and_its_number(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert text.startswith(f"# {int(page.name[:4])}. ")
    parts = re.findall(r"^\*\*(\w+)\.\*\*", text, re.MULTILINE)
    assert [one for one in parts if one != "Options"] == ["Context", "Choice", "Consequences"]
    assert len(text.splitlines()) <= A_PAGE
