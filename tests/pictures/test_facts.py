"""Every fact that the core can say has its words in every language."""

import re
from datetime import date
from decimal import Decimal
from fractions import Fraction
from string import Formatter
from typing import Any, get_args, get_origin

import pytest

from gwarant.pictures.facts import tell
from gwarant.pictures.facts.telling import TABLES
from gwarant.sla.clocks.codes import EXCLUDED, EXCLUSION_REFUSED, NO_CLASS, READING, REMARK
from gwarant.sla.codes import FAMILIES
from gwarant.sla.document import bare as bare_kind
from gwarant.sla.document import is_optional
from gwarant.sla.facts import CODES, Code, Kind, Told, mark_of

LANGUAGES = sorted(TABLES)
MARKED = "‹{}›"
WORDS = {
    "assessment.unread": {"of": ("ticket", "time", "proof")},
    "assessment.void": {"reason": ("typing_error", "twice", "wrong_place", "unreadable", "other")},
    "assessment.unsigned": {"status": ("draft", "offered")},
    "assessment.interim": {"over": ("calendar_month", "calendar_quarter", "calendar_year", "contract_year")},
    "assessment.failed": {"verdict": ("late", "missed", "failed")},
    "hours.no_price": {"reason": ("overage", "surcharge", "work")},
    "remedy.cap_without_fee": {"per": ("month", "contract_year", "total")},
    "remedy.cap_without_past": {"per": ("month", "contract_year", "total")},
    "decision.right": {"right": ("terminate", "improvement_plan", "propose_package", "substitute_repair")},
    "history.at_cap": {"per": ("month", "contract_year")},
    "clock.exclusion_refused": {"lacks": (("reason",), ("person", "consent"))},
}


def sample(kind: Any, name: str, number: int) -> Any:
    """A value of the type; a text is marked, so that it is found again."""
    if kind is Told:
        return NO_CLASS()
    if kind is date:
        return date(2026, 3, 5 + number)
    if get_origin(kind) is tuple:
        return tuple(sample(get_args(kind)[0], f"{name}{n}", number) for n in range(2))
    kind = bare_kind(kind) if is_optional(kind) else kind
    bare = get_args(kind)[0]
    return {str: MARKED.format(name), int: number, Decimal: Decimal("1.50"), Fraction: Fraction(3, 2)}[bare]


def samples(code: Code) -> list[Told]:
    """The fact with counts of one, two, five and twelve, and with every word that it may hold."""
    found = []
    for number in (1, 2, 5, 12):
        values = {name: sample(kind, name, number) for name, kind in code.signature.items()}
        words = WORDS.get(code.name, {})
        for name, listed in words.items():
            found += [code(**{**values, name: word}) for word in listed]
        found += [] if words else [code(**values)]
    return found


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_language_tells_exactly_what_may_be_said(lang: str) -> None:
    said = {one.name for family in FAMILIES for one in family}
    assert set(TABLES[lang]) == said == set(CODES)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("code", CODES.values(), ids=lambda code: code.name)
def test_every_fact_is_told_with_all_its_names(code: Code, lang: str) -> None:
    for one in samples(code):
        text = tell(one, lang)
        assert text.strip() == text != ""
        assert not re.search(r"[{}]|Told|None|Fraction|Decimal", text)
        for name, value in one.named.items():
            if isinstance(value, str) and value == MARKED.format(name) and name not in UNTOLD.get(code.name, ()):
                assert value in text, (code.name, name, text)


UNTOLD = {
    "clock.excluded": ("exclusion",),
    "clock.pause": ("reason",),
    "hours.no_price": ("rate", "when"),
}
"""Values that stand beside the words: the label speaks for a pause, the reason for an exclusion."""


@pytest.mark.parametrize("code", CODES.values(), ids=lambda code: code.name)
def test_every_text_names_values_that_the_code_has(code: Code) -> None:
    for lang in LANGUAGES:
        text = TABLES[lang][code.name]
        named = {name for _, name, _, _ in Formatter().parse(text) if name} if isinstance(text, str) else set()
        assert named <= set(code.signature)


def test_polish_is_told_in_polish_to_the_innermost_fact() -> None:
    one = READING(ticket="T-1", clock="response", cycle=1, link=2)
    refused = REMARK(reading=one, why=EXCLUSION_REFUSED(exclusion="x1", lacks=("consent",)))
    assert tell(refused, "pl") == "T-1/response/1.2: wyłączenia x1 nie uznano: brak zgody klienta"
    excluded = REMARK(reading=one, why=EXCLUDED(exclusion="x1", reason="serwer klienta"))
    assert tell(excluded, "pl") == "T-1/response/1.2 wyłączono z oceny: serwer klienta"
    assert tell(excluded, "en") == "T-1/response/1.2 is excluded: serwer klienta"


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("code", CODES.values(), ids=lambda code: code.name)
def test_no_fact_is_told_with_seconds_since_1970(code: Code, lang: str) -> None:
    moments = {name: moment_of(kind) for name, kind in code.signature.items()}
    values = {name: moments[name] or sample(kind, name, 1) for name, kind in code.signature.items()}
    for name, listed in WORDS.get(code.name, {}).items():
        values[name] = listed[0]
    text = tell(code(**values), lang, "Europe/Warsaw")
    assert "1781103600" not in text
    assert not any(moments.values()) or "2026, 17:00 CEST" in text


def moment_of(kind: Any) -> Any:
    """10 June 2026, 17:00 in Warsaw as a value of the type, or an incident that began then; None for other types."""
    if get_origin(kind) is tuple:
        own = moment_of(get_args(kind)[0])
        return own and (own, "backup 1781103600")
    mark = mark_of(kind)
    if mark is None or mark.kind not in (Kind.MOMENT, Kind.INCIDENT):
        return None
    return "shop-up outage 1781103600" if mark.kind is Kind.INCIDENT else 1781103600 * mark.per_second


def test_an_incident_is_no_mere_name_in_any_signature() -> None:
    named = {(code.name, name) for code in CODES.values() for name in code.signature if name in ("incident", "others")}
    assert len(named) == 6
    assert all(moment_of(CODES[code].signature[name]) for code, name in named)


def test_a_code_refuses_values_that_are_not_its_own() -> None:
    with pytest.raises(TypeError, match="takes ticket, clock, cycle, link"):
        READING(ticket="T-1")
    with pytest.raises(TypeError, match="cycle cannot be 'one'"):
        READING(ticket="T-1", clock="response", cycle="one", link=1)


def test_words_of_people_are_marked_in_every_signature() -> None:
    quoted = {code.name for code in CODES.values() for kind in code.signature.values() if _is_quoted(kind)}
    assert quoted == {
        "availability.reason_unknown",
        "clock.closed",
        "clock.excluded",
        "clock.pause",
        "decision.pause",
        "hours.no_price",
    }


def _is_quoted(kind: Any) -> bool:
    mark = mark_of(kind)
    return mark is not None and mark.kind is Kind.QUOTED
