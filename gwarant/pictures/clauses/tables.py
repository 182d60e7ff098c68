"""The texts of the clauses by language, and the words of closed lists that people may type."""

from functools import cache

from gwarant.pictures.clauses import english, polish
from gwarant.pictures.clauses.spec import Spec
from gwarant.pictures.lands import LANDS, land_words

LANDED = ("holidays", "law")  # topics whose choices are lands and regions
GROUPS = {"en": english.GROUPS, "pl": polish.GROUPS}
CLAUSES = {"en": english.CLAUSES, "pl": polish.CLAUSES}
CHOICES = {"en": english.CHOICES, "pl": polish.CHOICES}
NAMES = {"en": english.NAMES, "pl": polish.NAMES}
WORDS = {"en": english.WORDS, "pl": polish.WORDS}


def word(key: str, lang: str, **values: object) -> str:
    """A phrase of the clauses with its values set in."""
    return WORDS[lang][key].format(**values)


def choice(spec: Spec, one: str, lang: str) -> str:
    """What a word of a closed list is called; a word of the contract's own as it is."""
    return _choice(spec.text, one, lang)


def named(kind: str, name: str, label: str, lang: str) -> str:
    """What people call a row: its label where it has one, in the reader's language where that is known."""
    names = NAMES[lang]
    return names.get(label) or label or names.get(f"{kind}: {name}") or name


def spoken(spec: Spec) -> dict[str, str]:
    """The words of a clause's choices as they are called in either language."""
    return _spoken(spec.text, spec.choices)


@cache
def _spoken(topic: str, choices: tuple[str, ...]) -> dict[str, str]:
    by_label = {_choice(topic, one, lang).lower(): one for lang in CHOICES for one in choices}
    if topic not in LANDED:
        return by_label
    return {name.lower(): one for one in choices if one in LANDS for name in LANDS[one]} | by_label


def _choice(topic: str, one: str, lang: str) -> str:
    if topic in ("calendar", "up.over"):
        return named("calendar", one, "", lang)
    labels = CHOICES[lang]
    plain = land_words(one, lang) if topic in LANDED else one
    return labels.get(f"{topic}: {one}") or labels.get(one) or plain
