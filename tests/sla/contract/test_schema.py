import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from gwarant.packages import library
from gwarant.sla.contract.blank import blank_contract
from gwarant.sla.contract.nodes import compose
from gwarant.sla.contract.schema import json_schema

SCHEMA = json_schema()
EXAMPLES = sorted((Path(__file__).parents[3] / "examples" / "contracts").glob("*.yaml"))
DOCUMENTS = {
    **library(),
    **{file.name: file.read_text(encoding="utf-8") for file in EXAMPLES},
    **{f"blank {name}": blank_contract(name, library()) for name in ("basic", "business", "premium")},
}
TYPES = {
    "object": dict,
    "array": list,
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
    "null": type(None),
}


def is_type(value: Any, name: str) -> bool:
    is_number = name in ("integer", "number")
    return isinstance(value, TYPES[name]) and not (isinstance(value, bool) and is_number)  # type: ignore[arg-type]


def faults(value: Any, schema: dict[str, Any], path: str = "") -> list[str]:
    """What a validator would say, for the keywords that the schema uses."""
    if "$ref" in schema:
        return faults(value, SCHEMA["$defs"][schema["$ref"].rpartition("/")[2]], path)
    found = []
    if "anyOf" in schema:
        tries = [faults(value, one, path) for one in schema["anyOf"]]
        found += [] if any(not one for one in tries) else max(tries, key=len)
    names = schema.get("type", [])
    if names and not any(is_type(value, name) for name in ([names] if isinstance(names, str) else names)):
        return [f"{path}: not {names}"]
    if ("enum" in schema and value not in schema["enum"]) or ("const" in schema and value != schema["const"]):
        found.append(f"{path}: {value!r} is not among the words")
    if "pattern" in schema and isinstance(value, str) and not re.search(schema["pattern"], value):
        found.append(f"{path}: {value!r} is not written so")
    if isinstance(value, dict):
        found += in_mapping(value, schema, path)
    if isinstance(value, list) and "items" in schema:
        found += [one for at, row in enumerate(value) for one in faults(row, schema["items"], f"{path}.{at}")]
    if isinstance(value, list) and "prefixItems" in schema:
        found += [one for at, row in enumerate(value) for one in faults(row, schema["prefixItems"][at], f"{path}.{at}")]
    return found


def in_mapping(value: dict[str, Any], schema: dict[str, Any], path: str) -> list[str]:
    found = [f"{path}: {name} is missing" for name in schema.get("required", []) if name not in value]
    known, other = schema.get("properties", {}), schema.get("additionalProperties", {})
    for name, child in value.items():
        if name in known:
            found += faults(child, known[name], f"{path}.{name}")
        elif other is False:
            found.append(f"{path}: {name} is not known")
        else:
            found += faults(child, other, f"{path}.{name}")
    return found


def data(text: str) -> Any:
    return json.loads(json.dumps(compose(text).plain(), default=float))


@pytest.mark.parametrize("name", sorted(DOCUMENTS))
def test_what_parses_fits_the_schema(name: str) -> None:
    assert faults(data(DOCUMENTS[name]), SCHEMA) == []


@pytest.mark.parametrize(("old", "new"), [
    ("response: [4h, office]", "response: [soon, office]"),
    ("response: [4h, office]", "response: {time: 4h}"),
    ("stop: first_human_reply", "stop: first_reply"),
    ("week: 24/7", "weak: 24/7"),
    ("kind: Package", "kind: Pakage"),
    ("every: P1D", "every: daily"),
    ("counts: false", "counts: never"),
    ("pool: {per: calendar_month", "pool: {per: moon"),
    ("remedy_rules: {settle: price_reduction}", "remedy_rules: {mode: sometimes}"),
])  # fmt: skip
def test_what_does_not_parse_does_not_fit(old: str, new: str) -> None:
    text = library()["package/basic@2026.1"]
    assert old in text
    assert faults(data(text.replace(old, new, 1)), SCHEMA) != []


def test_a_figure_may_be_left_open_by_null() -> None:
    text = (
        "apiVersion: sla/v1\nkind: Package\nparties: {provider: {name: null}, client: {name: null}}\n"
        "fee: {monthly: null, parts: {care: null}}\ntargets: {critical: {response: [null, office], repair: null}}\n"
        "availability: [{id: up, service: main, target: {ge: null}}, {id: two, service: main, target: null}]\n"
        "hours: {pool: {amount: null}}\nremedies: [{id: r, of: up, kind: flat, pct: null, cap: {amount: null}}]\n"
        "remedy_rules: {settle: null, claim: {deadline: null}, caps: [{per: month, pct: null}]}\n"
    )
    assert faults(data(text), SCHEMA) == []


def test_it_is_json_and_every_reference_leads_somewhere() -> None:
    text = json.dumps(SCHEMA)
    assert set(re.findall(r"#/\$defs/([\w.]+)", text)) == set(SCHEMA["$defs"])
    assert yaml.safe_load(text) == SCHEMA


def test_every_key_of_the_contract_is_described() -> None:
    assert [name for name, one in SCHEMA["properties"].items() if not one["description"]] == []


def test_without_extends_the_parties_are_required() -> None:
    assert "parties" in SCHEMA["else"]["required"]
