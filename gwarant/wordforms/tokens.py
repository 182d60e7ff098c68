"""A text as the words that are compared, and each word as the terms under which it is kept and found.

A term is a word as it was written, without diacritics and capitals (`kartami`), or one of its basic forms with a sign
before it (`~karta`). So a phrase can ask for the words as they were written, and anything else for either.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from gwarant.wordforms.dictionary import basic_forms
from gwarant.wordforms.folding import folded

_WORD = re.compile(r"[^\W_]+")
BASIC = "~"
LONGEST, MOST_BYTES = 24, 48  # by which a word is known: a vector of words has 1 MB at most, and takes 14,000 terms


@dataclass(frozen=True)
class Token:
    """A word, where it stands in the text, and as it is compared."""

    start: int
    end: int
    word: str


def composed(text: str) -> str:
    """The text in which positions of tokens are counted: letters are one character each."""
    return unicodedata.normalize("NFC", text)


def tokens_of(text: str) -> Iterator[Token]:
    """The words of a composed text, in order: letters and digits that stand together."""
    for found in _WORD.finditer(text):
        word = _known_by(folded(found[0]))
        if word:
            yield Token(found.start(), found.end(), word)


def words_of(text: str, most: int = 100_000) -> list[str]:
    """The words of any text as they are compared."""
    return [one.word for one in islice(tokens_of(composed(text)), most)]


def terms_kept(word: str) -> frozenset[str]:
    """The terms under which a word of a text is kept."""
    return frozenset((word, *(BASIC + one for one in basic_forms(word))))


def terms_asked(word: str) -> frozenset[str]:
    """The terms any of which a text must have for a word that is looked for: itself or another form of it."""
    basic = basic_forms(word)
    return frozenset((word, BASIC + word, *basic, *(BASIC + one for one in basic)))


def _known_by(word: str) -> str:
    short = word[:LONGEST]
    return short if short.isascii() else short.encode()[:MOST_BYTES].decode(errors="ignore")
