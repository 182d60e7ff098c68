"""What a search should find, in plain Python over the texts themselves: slow, and by none of the product's code."""

import random
import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from word_forms import ENGLISH, POLISH

_PLAIN = str.maketrans({"ł": "l", "ß": "ss"})


@dataclass
class Told:
    """A ticket as the oracle knows it: texts with whether customers see them, and what it is narrowed by."""

    key: str
    texts: list[tuple[str, bool]]
    state: str = "new"
    customer: str = "SHOP"
    names: Collection[str] = field(default_factory=tuple)


def plain(text: str) -> str:
    apart = unicodedata.normalize("NFD", text.lower().translate(_PLAIN))
    return "".join(one for one in apart if not unicodedata.category(one).startswith("M"))


def split(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", plain(text))


BASIC: dict[str, set[str]] = {}
for _form, _basic in [*POLISH, *ENGLISH]:
    BASIC.setdefault(plain(_form), set()).add(plain(_basic))


def basic(word: str) -> set[str]:
    """Itself, its basic forms, and theirs."""
    first = BASIC.get(word, set())
    return {word, *first, *(other for one in first for other in BASIC.get(one, ()))}


def is_form_of(word: str, asked: str) -> bool:
    """Whether one of them is the other, or its basic form, or both have one in common."""
    return not basic(word).isdisjoint(basic(asked))


def has(text: str, asked: str) -> bool:
    """Whether a text has a word, or in quotes the words one after the other as they are written."""
    words, wanted = split(text), split(asked)
    if asked.startswith('"') or len(wanted) > 1:
        many = len(wanted)
        return any(words[at : at + many] == wanted for at in range(len(words)))
    return any(is_form_of(word, wanted[0]) for word in words)


def expected(tickets: Sequence[Told], asked: Sequence[str], *, inside: bool = True) -> set[str]:
    """The numbers of the tickets that have everything that is asked, in what that side sees."""
    found = set()
    for one in tickets:
        texts = [text for text, is_public in one.texts if inside or is_public]
        if all(any(has(text, word) for text in texts) for word in asked):
            found.add(one.key)
    return found


POLISH_WORDS = "karta karty kartą Karcie płacić płaci płacę faktura FAKTUR bramki bramce błąd błędów zażółć jaźń dama"
OTHERS = "orders order paid pay card cards serwer 502 nie i w the error_log.txt SHOP-1 naïve Straße damą gęślą"
WORDS = [*POLISH_WORDS.split(), *OTHERS.split()]


def a_text(chance: random.Random, most: int = 12) -> str:
    return " ".join(chance.choice(WORDS) for _ in range(chance.randint(1, most)))
