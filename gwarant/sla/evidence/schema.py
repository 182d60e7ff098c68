"""The JSON Schema of one line of an evidence file."""

from gwarant.sla.evidence.account import COUNTS
from gwarant.sla.evidence.form import FORMS, Form
from gwarant.sla.evidence.value import Value, text, whole

HEADER = "header"
SCHEMA = "gwarant.evidence/1"
SCHEMAS = (SCHEMA,)
HEADER_VALUES: dict[str, Value] = {
    **dict.fromkeys(("source", "zone", "file"), text(required=False)),
    **dict.fromkeys(COUNTS, whole()),
}


def line_schema() -> dict[str, object]:
    """A JSON Schema (2020-12) that every line which `write_lines` gives satisfies."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"A line of {SCHEMA}",
        "oneOf": [_header(), *(_row(form) for form in FORMS)],
    }


def _header() -> dict[str, object]:
    values = {key: value.schema for key, value in HEADER_VALUES.items()}
    properties = {"type": {"const": HEADER}, "schema": {"enum": list(SCHEMAS)}, **values}
    return _object(HEADER, "Says how the lines below are written and where they come from.", properties, ["schema"])


def _row(form: Form) -> dict[str, object]:
    properties = {"type": {"const": form.name}, **{key: field.value.schema for key, field in form.fields.items()}}
    required = [key for key, field in form.fields.items() if field.name in form.required]
    return _object(form.name, form.row.__doc__ or "", properties, required)


def _object(title: str, about: str, properties: dict[str, object], required: list[str]) -> dict[str, object]:
    return {
        "title": title,
        "description": about,
        "type": "object",
        "properties": properties,
        "required": ["type", *required],
        "additionalProperties": False,
    }
