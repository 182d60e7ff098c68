"""A fact in the reader's language."""

from collections.abc import Iterable, Mapping

from gwarant.pictures.facts.english import ENGLISH
from gwarant.pictures.facts.parts import Text
from gwarant.pictures.facts.polish import POLISH
from gwarant.pictures.facts.shown import Shown
from gwarant.sla.facts import CODES, Told

UTC = "UTC"
TABLES: Mapping[str, Mapping[str, Text]] = {"en": ENGLISH, "pl": POLISH}


def tell(told: Told, lang: str, zone: str = UTC) -> str:
    """The fact in words, moments in the zone; KeyError for a code that the language does not know."""
    text = TABLES[lang][told.code]
    signature = CODES[told.code].signature
    pairs = zip(signature.items(), told.values, strict=True)
    shown = {name: Shown(value, kind, lang, tell, zone) for (name, kind), value in pairs}
    return text.format_map(shown) if isinstance(text, str) else text(shown)


def tell_all(facts: Iterable[Told | None], lang: str, zone: str = UTC) -> list[str]:
    """The facts in words, in their order."""
    return [tell(one, lang, zone) for one in facts if one is not None]
