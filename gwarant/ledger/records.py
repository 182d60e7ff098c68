"""Lines of files about a chain, which may be anything: read as JSON objects of a form, or told to be none."""

import json
from collections.abc import Mapping


def record_of(line: str) -> dict[str, object] | None:
    """The JSON object of a line; None where it is none."""
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def fits(record: Mapping[str, object], form: Mapping[str, type]) -> bool:
    """Whether each key of the form is there with a value of its type."""
    return all(type(record.get(key)) is kind for key, kind in form.items())
