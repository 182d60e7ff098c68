"""The published schema, and what every text of an assessment is."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from gwarant.importers import servicenow
from gwarant.packages import library
from gwarant.sla.assessment import Assessment, assess, to_document
from gwarant.sla.assessment.schema import assessment_schema
from gwarant.sla.codes import FAMILIES
from gwarant.sla.contract.model import Contract
from gwarant.sla.contract.parse import canonical, parse
from gwarant.sla.contract.resolve import resolve
from gwarant.sla.document import texts
from gwarant.sla.evidence.jsonl import write_lines
from gwarant.sla.evidence.model import Evidence
from gwarant.sla.facts import CODES
from tests.sla.said import unfounded

ROOT = Path(__file__).parents[3]
WORKED = ROOT / "examples/worked"
PUBLISHED = ROOT / "docs/reference/assessment.schema.json"


def wording(name: str) -> Contract:
    return resolve(parse((WORKED / name).read_text(), str(WORKED / name), library()).required())


def incidents() -> Evidence:
    return servicenow.run((WORKED / "sample/servicenow_incidents.csv").read_text().splitlines()).evidence


def judged() -> Iterator[tuple[Assessment, str]]:
    """Assessments of the worked example, each with all that it was made from."""
    rows = incidents()
    for name in ("basic.yaml", "business.yaml", "premium.yaml"):
        for period in ("2016-03", "2016-Q2"):
            yield assess([wording(name)], rows, period), given(wording(name), rows)


def given(contract: Contract, rows: Evidence) -> str:
    return canonical(contract).decode() + "".join(write_lines(rows))


def test_the_published_schema_is_that_of_the_records() -> None:
    assert json.loads(PUBLISHED.read_text()) == json.loads(json.dumps(assessment_schema()))


def test_every_fact_stands_in_the_schema() -> None:
    told = {one["properties"]["code"]["const"] for one in assessment_schema()["$defs"]["Told"]["oneOf"]}
    assert told == set(CODES) == {code.name for family in FAMILIES for code in family}


def test_no_text_of_the_schema_is_of_no_kind() -> None:
    assert [one for one in walked(assessment_schema()) if one.get("type") == "string" and "x-kind" not in one] == []


def walked(schema: Any) -> Iterator[dict[str, Any]]:
    for one in schema.values() if isinstance(schema, dict) else schema if isinstance(schema, list) else ():
        yield from walked(one)
    if isinstance(schema, dict):
        yield schema


@pytest.mark.parametrize("number", range(6))
def test_every_text_of_an_assessment_is_what_its_type_says(number: int) -> None:
    assessed, inputs = list(judged())[number]
    assert len(list(texts(assessed))) > 50
    assert unfounded(assessed, inputs) == []


def test_what_stands_at_its_default_is_left_out() -> None:
    document = to_document(next(judged())[0])
    assert "rights" not in document
    assert all("imported" not in one or one["imported"] for one in document["readings"])
