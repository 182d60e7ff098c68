"""The reference of the contract format and of the linter says everything that there is."""

from pathlib import Path
from typing import Any, get_args, get_origin

import pytest

from gwarant.packages import library
from gwarant.sla.contract.checks.words import WORDS
from gwarant.sla.contract.lint import NOT_JUDGED, RULES, lint
from gwarant.sla.contract.model import Contract
from gwarant.sla.contract.parse import parse
from gwarant.sla.contract.record import bare, keys_of

REFERENCE = Path(__file__).parents[2] / "docs" / "reference"
FORMAT = (REFERENCE / "contract-format.md").read_text(encoding="utf-8")
LINTING = (REFERENCE / "lint-rules.md").read_text(encoding="utf-8")


def records(kind: Any = Contract, seen: frozenset[Any] = frozenset()) -> set[type]:
    kind = bare(kind)
    if get_origin(kind) in (tuple, dict):
        return set().union(*(records(one, seen) for one in get_args(kind) if one is not Ellipsis))
    if (
        kind in seen
        or not getattr(kind, "__module__", "").startswith("gwarant.sla.contract.model")
        or not hasattr(kind, "__dataclass_fields__")
    ):
        return set()
    return {kind}.union(*(records(key.type, seen | {kind}) for key in keys_of(kind)))


def chapter(record: type) -> str:
    heading = "## The contract\n" if record is Contract else f"### {record.__name__}\n"
    return FORMAT.partition(f"\n{heading}")[2].partition("\n#")[0]


@pytest.mark.parametrize("record", sorted(records(), key=lambda one: one.__name__), ids=lambda one: one.__name__)
def test_every_key_of_a_record_is_in_its_chapter(record: type) -> None:
    assert [key.name for key in keys_of(record) if f"| `{key.name}` |" not in chapter(record)] == []


@pytest.mark.parametrize("record", sorted(records(), key=lambda one: one.__name__), ids=lambda one: one.__name__)
def test_every_key_is_described_as_in_the_code(record: type) -> None:
    assert [key.name for key in keys_of(record) if key.doc not in chapter(record)] == []


@pytest.mark.parametrize(("record", "key"), sorted(WORDS, key=str), ids=lambda one: getattr(one, "__name__", one))
def test_every_word_of_a_closed_list_is_named(record: type, key: str) -> None:
    assert [word for word in WORDS[record, key] if f"`{word}`" not in chapter(record) and word] == []


def test_what_is_not_judged_is_listed() -> None:
    assert [
        path for path in NOT_JUDGED if f"`{path}`" not in FORMAT.partition("## What is kept and not judged")[2]
    ] == []


def test_the_worked_contract_has_nothing_to_mend() -> None:
    text = FORMAT.partition("```yaml\n")[2].partition("```")[0]
    parsed = parse(text, "worked.yaml", library())
    assert parsed.problems == ()
    assert {one.code for one in lint(parsed)} == {"override"}


@pytest.mark.parametrize("code", sorted(RULES))
def test_every_rule_is_documented(code: str) -> None:
    part = LINTING.partition(f"\n### {code}\n")[2].partition("\n#")[0]
    assert "```yaml" in part
    assert "- mend: " in part
