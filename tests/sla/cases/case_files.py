"""Small inputs that once came out wrong, each in its folder, as it was handed to us in the collection `cases`."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from gwarant.sla.assessment import Assessment, assess
from gwarant.sla.contract.lint import lint
from gwarant.sla.contract.model import Contract
from gwarant.sla.contract.parse import parse
from gwarant.sla.evidence.jsonl import read_lines
from gwarant.sla.evidence.model import Evidence

HERE = Path(__file__).parent


@cache
def text(name: str) -> str:
    """The file, such as "01/contract.yaml"."""
    return (HERE / name).read_text(encoding="utf-8")


def changed(name: str, changes: Mapping[str, str]) -> str:
    """The file with these words replaced, each of which must stand in it."""
    found = text(name)
    for old, new in changes.items():
        assert old in found, old
        found = found.replace(old, new)
    return found


def contract(name: str, **changes: str) -> Contract:
    """The contract of the file; `changes` are not for keys of Python."""
    return parse(changed(name, changes)).required()


def rows(*names: str) -> Evidence:
    """The evidence of the files together."""
    return read_lines([line for name in names for line in text(name).splitlines()])


def codes(wording: str) -> set[str]:
    """The codes of all problems and findings of a contract's text."""
    parsed = parse(wording)
    return {one.code for one in (*parsed.problems, *lint(parsed))}


def month(folder: str, period: str, wording: str = "contract.yaml", evidence: str = "evidence.jsonl") -> Assessment:
    """The assessment of a month of the case."""
    return assess([contract(f"{folder}/{wording}")], rows(f"{folder}/{evidence}"), period)
