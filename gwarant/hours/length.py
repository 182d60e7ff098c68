"""Lengths of work as people type them."""

import re
from decimal import Decimal

_CLOCK = re.compile(r"(\d{1,2}):([0-5]\d)")
_MINUTES = re.compile(r"(\d{1,4})\s*(?:m|min|minut[aeyk]?|minutes?)?\.?")
_HOURS = re.compile(r"(\d{1,2}(?:[.,]\d{1,2})?)\s*(?:h|hours?|g|godz|godzin[aey]?)\.?")
_BOTH = re.compile(r"(\d{1,2})\s*(?:h|g|godz)\.?\s*([0-5]?\d)\s*(?:m|min)?\.?")


def minutes_of(text: str) -> int | None:
    """The minutes of "1:30", "90", "45 min", "1,5 h" or "1 h 30 min"; None for what cannot be read."""
    told = " ".join(text.lower().split())
    if found := _CLOCK.fullmatch(told) or _BOTH.fullmatch(told):
        return int(found[1]) * 60 + int(found[2])
    if found := _MINUTES.fullmatch(told):
        return int(found[1])
    if found := _HOURS.fullmatch(told):
        return round(Decimal(found[1].replace(",", ".")) * 60)
    return None
