"""An assessment as plain data and canonical bytes: the same inputs give the same bytes.

Moments are ISO 8601 in UTC; lengths stay whole numbers (seconds, for availability milliseconds);
exact numbers are text.
"""

import json
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_EVEN, Context, Decimal
from enum import Enum
from fractions import Fraction
from typing import Any

from gwarant.sla.assessment.model import SCHEMA, Assessment, DutyKept, Kept
from gwarant.sla.availability import Figure
from gwarant.sla.clocks.reading import Reading

SECOND, MILLISECOND = 1, 1000
_MOMENTS = frozenset({"start", "end", "at", "as_of", "seen_start", "seen_end", "announced", "decided", "received"})
_STRETCHES = frozenset({"degraded", "unknown", "excluded", "overrun", "elapsed", "lost"})
_EXACT = Context(prec=60)
TWELVE_DIGITS = Decimal("1e-12")


def to_document(assessment: Assessment) -> dict[str, Any]:
    """The whole assessment as plain data."""
    return {"schema": SCHEMA, **plain(assessment)}


def to_bytes(assessment: Assessment) -> bytes:
    """The canonical bytes of the assessment."""
    document = to_document(assessment)
    return json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()


def reading_document(reading: Reading) -> dict[str, Any]:
    """One reading as plain data, with what is derived from it."""
    document: dict[str, Any] = plain(reading)
    return document


def plain(value: Any, unit: int = SECOND) -> Any:
    """Dataclasses, exact numbers and moments as JSON values."""
    if is_dataclass(value) and not isinstance(value, type):
        return _record(value, MILLISECOND if isinstance(value, Figure) else unit)
    if isinstance(value, (tuple, list)):
        return [plain(one, unit) for one in value]
    if isinstance(value, dict):
        return {str(plain(key, unit)): plain(one, unit) for key, one in value.items()}
    return _scalar(value)


def iso(moment: int, unit: int = SECOND) -> str:
    """A moment in UTC, with milliseconds only where it has some."""
    seconds, rest = divmod(moment, unit)
    text = datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%S")
    return f"{text}.{rest:03}Z" if rest else f"{text}Z"


def _record(value: Any, unit: int) -> dict[str, Any]:
    found = {field.name.rstrip("_"): _field(field.name, getattr(value, field.name), unit) for field in fields(value)}
    if isinstance(value, Reading):
        found |= {"key": value.key, "remaining": value.remaining}
        found["segments"] = [{**plain(one), "seconds": one.seconds} for one in value.segments]
    if isinstance(value, Kept):
        found |= {"judged": value.judged, "share": plain(value.share)}
    if isinstance(value, DutyKept):
        found |= {"judged": value.judged, "broken": value.broken}
    return found


def _field(name: str, value: Any, unit: int) -> Any:
    is_moment = name in _MOMENTS or name.endswith("_at")
    if name == "units" and isinstance(value, tuple):
        return [iso(moment, unit) for moment in value]
    if name in _STRETCHES and isinstance(value, tuple):
        return [[iso(start, unit), iso(end, unit)] for start, end in value]
    if is_moment and isinstance(value, int) and not isinstance(value, bool):
        return iso(value, unit)
    return plain(value, unit)


def _scalar(value: Any) -> Any:
    match value:
        case Fraction():
            return _shown(_EXACT.divide(Decimal(value.numerator), Decimal(value.denominator)))
        case Decimal():
            return _shown(value)
        case Enum():
            return value.value
        case date():
            return value.isoformat()
    return value


def _shown(value: Decimal) -> str:
    """At most twelve decimals, no exponent, no idle zeros beyond the ones that were written."""
    exponent = value.as_tuple().exponent
    if isinstance(exponent, int) and exponent < -12:
        value = value.quantize(TWELVE_DIGITS, ROUND_HALF_EVEN, _EXACT)
        return f"{value:f}".rstrip("0").rstrip(".")
    return f"{value:f}"
