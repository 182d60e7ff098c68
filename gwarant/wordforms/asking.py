"""What somebody types into a search: words, phrases in quotes, and filters such as `klient:shop`."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from gwarant.wordforms.folding import folded
from gwarant.wordforms.tokens import terms_asked, words_of

MOST = 12  # words, phrases and filters that are gone by
LONGEST = 400  # letters that are read
SHORTEST = 3  # letters of a word that may be unfinished

_ITEM = re.compile(r'(?:(?P<key>[^\W\d_]+):)?(?:["„”“](?P<phrase>[^"„”“]*)["„”“]?|(?P<plain>[^\s"„”“]+))')


@dataclass(frozen=True)
class Wanted:
    """A word, or several that stand together as they are written; the last one typed may be the beginning of one."""

    words: tuple[str, ...]
    is_unfinished: bool = False
    is_phrase: bool = False

    @property
    def terms(self) -> frozenset[str]:
        """The terms any of which a text must have for a single word."""
        return frozenset(self.words) if self.is_phrase else terms_asked(self.words[0])


@dataclass(frozen=True)
class Asked:
    """What is looked for: all that is wanted, and the filters as (key, value), in the order typed."""

    wanted: tuple[Wanted, ...] = ()
    filters: tuple[tuple[str, str], ...] = ()
    is_cut: bool = False  # more was typed than is gone by


def asked_of(text: str, keys: Mapping[str, str]) -> Asked:
    """What the text asks for; `keys` are the names of filters without diacritics, and what each is called inside.

    A key that is none is a word like any other, so that addresses of pages can be looked for.
    """
    found = list(_items(text[:LONGEST], keys))
    wanted = [one for one in found if isinstance(one, Wanted)]
    filters = [one for one in found if not isinstance(one, Wanted)]
    if found and wanted and found[-1] is wanted[-1] and _may_go_on(text, wanted[-1]):
        wanted[-1] = Wanted(wanted[-1].words, is_unfinished=True)
    return Asked(
        tuple(wanted[:MOST]), tuple(filters[:MOST]), len(wanted) > MOST or len(filters) > MOST or len(text) > LONGEST
    )


def query_of(asked: Asked, others: Sequence[Sequence[str]] = ()) -> str:
    """The same for PostgreSQL, as a `tsquery`; `others`: terms that stand for the word of the same place as well."""
    more = [*others, *([()] * len(asked.wanted))]
    return " & ".join(_part(one, also) for one, also in zip(asked.wanted, more, strict=False))


def quoted(term: str) -> str:
    """A term as PostgreSQL reads it."""
    escaped = term.replace("\\", "\\\\").replace("'", "''")
    return f"'{escaped}'"


def _items(text: str, keys: Mapping[str, str]) -> Iterator[Wanted | tuple[str, str]]:
    for found in _ITEM.finditer(text):
        key, phrase, plain = found["key"], found["phrase"], found["plain"]
        name = keys.get(folded(key)) if key else None
        if name:
            yield name, (plain or phrase or "").strip()
            continue
        words = tuple(words_of(f"{key or ''} {plain or phrase or ''}"))
        if words:
            yield Wanted(words, is_phrase=phrase is not None or len(words) > 1)


def _may_go_on(text: str, last: Wanted) -> bool:
    return not last.is_phrase and len(last.words[0]) >= SHORTEST and text[-1:].isalpha()


def _part(one: Wanted, also: Sequence[str]) -> str:
    if one.is_phrase:
        said = " <-> ".join(quoted(word) for word in one.words)
        return f"({' | '.join([f'({said})', *map(quoted, also)])})"
    terms = sorted(one.terms)
    begun = [f"{quoted(one.words[0])}:*"] if one.is_unfinished else []
    return f"({' | '.join([*map(quoted, terms), *begun, *map(quoted, also)])})"
