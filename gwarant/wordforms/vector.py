"""Texts as PostgreSQL keeps them for a search: terms with their places and the weight of the text they stand in."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from gwarant.wordforms.asking import quoted
from gwarant.wordforms.tokens import composed, terms_kept, tokens_of

TITLE, NAMES, BODY, PEOPLE = "A", "B", "C", "D"  # weights, the heaviest first
_APART = 8  # places between two texts, so that no phrase goes from one into the next
_MOST = 5000  # places, and terms, of one vector
_MOST_PLACES = 255  # of one term, which is what PostgreSQL keeps


@dataclass
class Vector:
    """Terms by their places; `last` is the last place."""

    terms: dict[str, list[str]] = field(default_factory=dict)
    last: int = 0

    def put(self, term: str, weight: str) -> None:
        """Write a term down at the last place."""
        places = self.terms.setdefault(term, [])
        if len(places) < _MOST_PLACES:
            places.append(f"{self.last}{weight}")

    @property
    def is_full(self) -> bool:
        return self.last >= _MOST or len(self.terms) >= _MOST

    def __str__(self) -> str:
        return " ".join(f"{quoted(term)}:{','.join(places)}" for term, places in sorted(self.terms.items()))


def vectors_of(texts: Iterable[tuple[str, str]], signs: Iterable[str] = ()) -> Iterator[Vector]:
    """Vectors of texts with their weights, as many as it takes; `signs` are terms that are no words."""
    vector = Vector()
    for text, weight in texts:
        vector.last += _APART
        for token in tokens_of(composed(text)):
            if vector.is_full:
                yield vector
                vector = Vector(last=_APART)
            vector.last += 1
            for term in sorted(terms_kept(token.word)):
                vector.put(term, weight)
    vector.last += 1
    for sign in signs:
        vector.put(sign, PEOPLE)
    if vector.terms:
        yield vector
