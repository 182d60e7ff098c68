"""The reference page says what the code does: its examples are read, and no key or kind is missing from it."""

import re
from pathlib import Path

import pytest

from gwarant.sla.evidence.form import FORMS, Form
from gwarant.sla.evidence.jsonl import SCHEMA, read_lines
from gwarant.sla.evidence.model import Kind

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "evidence-format.md"
TEXT = PAGE.read_text(encoding="utf-8")


SECTIONS = {part.split("\n", 1)[0]: part for part in re.split(r"^#+ ", TEXT, flags=re.M)}


def test_every_example_on_the_page_is_read() -> None:
    lines = [line for block in re.findall(r"```jsonl\n(.*?)```", TEXT, re.S) for line in block.splitlines()]
    evidence = read_lines(lines)
    assert all(getattr(evidence, form.part) for form in FORMS)


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_every_key_of_a_row_type_stands_in_its_section(form: Form) -> None:
    told = SECTIONS[form.name]
    assert [key for key in form.fields if f"`{key}`" not in told and key != "id"] == []


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_required_keys_stand_in_bold(form: Form) -> None:
    bold = set(re.findall(r"\*\*`(\w+)`\*\*", SECTIONS[form.name]))
    assert bold == {field.key for field in form.fields.values() if field.name in form.required} - {"id"}


@pytest.mark.parametrize("kind", list(Kind))
def test_every_kind_of_ticket_event_is_explained(kind: Kind) -> None:
    assert f"\n| `{kind.value}` | " in SECTIONS["ticket"]


def test_the_current_version_is_named() -> None:
    assert f"`{SCHEMA}`" in TEXT
