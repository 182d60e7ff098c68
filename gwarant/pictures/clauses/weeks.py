"""Service hours as people type them: "pon-pt 8-18", "Mon-Fri 8:00-18:00, Sat 10-14", "24/7"."""

import re

from gwarant.pictures.clauses.slip import Slip
from gwarant.sla.calendar import CalendarError, Week

_ALWAYS = {"24/7", "24h", "24 h", "całodobowo", "całą dobę", "przez całą dobę", "around the clock", "always"}
_EVERY = re.compile(r"\b(?:codziennie|daily|every day)\b")
_TO = re.compile(r"\s*(?:–|—|-|\bdo\b|\bto\b)\s*")
_AND = re.compile(r"\s+(?:i|and|oraz)\s+")
_NOISE = re.compile(r"\b(?:w godzinach|w godz\.?|godz\.?|od|from)(?=\s|$)")
_TIME = re.compile(r"\b(\d{1,2})(?:[:.](\d\d))?\b")


def read_week(text: str) -> str:
    """The week in the contract's notation."""
    told = " ".join(text.lower().split()).strip(" .;,")
    if told in _ALWAYS:
        return "24/7"
    if told in ("closed", "zamknięte", "nieczynne"):
        raise Slip("never_open", text=text)
    try:
        week = Week.parse("; ".join(_part(part) for part in _parts(told)))
    except (CalendarError, ValueError):
        raise Slip("week", text=text) from None
    if not week:
        raise Slip("week", text=text)
    return str(week)


def _parts(told: str) -> list[str]:
    """The parts of a week; a comma before a day of the week begins another when hours stand before it."""
    parts = [""]
    for piece in re.split(r"[;\n]|,\s*(?=[^\W\d])", told):
        if re.search(r"\d", parts[-1]):
            parts.append(piece.strip())
        else:
            parts[-1] = f"{parts[-1]},{piece.strip()}".strip(",")
    return parts


def _part(part: str) -> str:
    plain = _TO.sub("-", _AND.sub(",", _NOISE.sub(" ", _EVERY.sub("mon-sun", part))))
    first = re.search(r"\d", plain)
    if first is None:
        raise Slip("week", text=part)
    days, hours = plain[: first.start()], plain[first.start() :]
    return f"{days.strip(' :-')} {_TIME.sub(_clock, hours)}"


def _clock(match: "re.Match[str]") -> str:
    return f"{int(match[1]):02}:{match[2] or '00'}"
