"""The next wording as text: the same YAML with another version and first day, comments and all."""

from datetime import date
from typing import Any

from gwarant.sla.contract.model.frame import Status
from gwarant.sla.contract.plain import Figure
from gwarant.sla.contract.splice import CannotSplice, spliced, spots_of
from gwarant.sla.problem import InputError


def renumbered(text: str, version: int, starts_on: date | None) -> str:
    """The text with this version, and this first day when there is one; a text that is not YAML stays as it is."""
    told = _with(text, "metadata", "version", Figure(str(version)))
    return told if starts_on is None else _with(told, "effective", "from", starts_on.isoformat())


def with_status(text: str, status: Status) -> str:
    """The text with this status; a text that is not YAML stays as it is."""
    return _with(text, "metadata", "status", status.value)


def _with(text: str, section: str, key: str, value: Any) -> str:
    """The text with the scalar `section.key` set, where the section has any entries."""
    try:
        whole = spots_of(text).value
        part = whole.get(section) if isinstance(whole, dict) else None
        if not isinstance(part, dict) or not part or isinstance(part.get(key), (dict, list)):
            return text
        return spliced(text, {**whole, section: {**part, key: value}})
    except (InputError, CannotSplice):
        return text
