"""What needs a decision, as rows of words: what, of whom, until when."""

from collections.abc import Iterable, Mapping

from gwarant.pictures.facts import tell
from gwarant.pictures.names import Names
from gwarant.pictures.words import full, long_day, say
from gwarant.sla.decisions import Decision

DECISION_TITLES = ("decision", "decision_by", "decision_until")


def decision_rows(
    found: Iterable[Decision], names: Names, zone: str, lang: str, sides: Mapping[str, str] = {}
) -> list[tuple[str, str, str]]:
    """One row for each; `sides` says what client and provider are called, who else is told by their role."""
    return [
        (
            _what(one, names, zone, lang),
            sides.get(one.by) or say(f"decision_by: {one.by}", lang),
            _until(one, zone, lang),
        )
        for one in found
    ]


def _what(one: Decision, names: Names, zone: str, lang: str) -> str:
    text = tell(names.under(one.contract).within(one.what), lang, zone)
    return f"{text[:1].upper()}{text[1:]}"


def _who(one: Decision, sides: Mapping[str, str], lang: str) -> str:
    return sides.get(one.by) or say(f"decision_by: {one.by}", lang)


def _until(one: Decision, zone: str, lang: str) -> str:
    if one.until_at is not None:
        return full(one.until_at, zone, lang)
    return long_day(one.until, lang) if one.until else "–"
