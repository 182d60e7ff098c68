"""The piece of a text that shows why it was found, with the words that were looked for marked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, islice

from gwarant.wordforms.asking import Wanted
from gwarant.wordforms.tokens import Token, composed, terms_kept, tokens_of

_READ = 4000  # words of a text that are looked at


@dataclass(frozen=True)
class Piece:
    """A stretch of a text."""

    text: str
    is_marked: bool


@dataclass(frozen=True)
class Excerpt:
    """A stretch of a text as pieces, and how many of the wanted it shows."""

    pieces: tuple[Piece, ...]
    shows: int


def marked(text: str, wanted: Sequence[Wanted]) -> tuple[Piece, ...]:
    """The whole text."""
    whole = composed(text)
    return tuple(_pieces(whole, _hits(whole, wanted), 0, len(whole)))


def excerpt(text: str, wanted: Sequence[Wanted], length: int = 180) -> Excerpt | None:
    """About so many letters around where most of the wanted stand; None where none does."""
    whole = " ".join(composed(text).split())
    hits = _hits(whole, wanted)
    if not hits:
        return None
    first, shows = max(((one, _shown(hits, one.start, length)) for one, _ in hits), key=lambda pair: pair[1])
    start = _start(whole, first.start, length)
    end = _end(whole, start + length)
    inside = [(token, number) for token, number in hits if token.start >= start and token.end <= end]
    ends = [Piece("… ", False)] if start else []
    tail = [Piece(" …", False)] if end < len(whole) else []
    return Excerpt((*ends, *_pieces(whole, inside, start, end), *tail), shows)


def _shown(hits: list[tuple[Token, int]], start: int, length: int) -> int:
    return len({number for token, number in hits if start <= token.start < start + length})


def _start(whole: str, hit: int, length: int) -> int:
    """A third of the length before the hit, where a word begins; the beginning where the text is short."""
    at = max(0, min(hit - length // 3, len(whole) - length))
    if at == 0:
        return 0
    space = whole.find(" ", at, hit)
    return space + 1 if space >= 0 else hit


def _end(whole: str, at: int) -> int:
    if at >= len(whole):
        return len(whole)
    space = whole.rfind(" ", at - 30, at)
    return space if space >= 0 else at


def _pieces(whole: str, hits: list[tuple[Token, int]], start: int, end: int) -> Iterator[Piece]:
    at = start
    for token, _number in hits:
        if token.start > at:
            yield Piece(whole[at : token.start], False)
        yield Piece(whole[token.start : token.end], True)
        at = token.end
    if at < end:
        yield Piece(whole[at:end], False)


def _hits(whole: str, wanted: Sequence[Wanted]) -> list[tuple[Token, int]]:
    """The words that were looked for, in order, each with the number of the wanted to which it belongs."""
    tokens = list(islice(tokens_of(whole), _READ))
    found = [pair for number, one in enumerate(wanted) for pair in _of(tokens, one, number)]
    found.sort(key=lambda pair: pair[0].start)
    return [next(same) for _start_, same in groupby(found, key=lambda pair: pair[0].start)]


def _of(tokens: list[Token], one: Wanted, number: int) -> Iterator[tuple[Token, int]]:
    if one.is_phrase:
        many = len(one.words)
        for at in range(len(tokens) - many + 1):
            if all(tokens[at + i].word == word for i, word in enumerate(one.words)):
                yield from ((token, number) for token in tokens[at : at + many])
        return
    terms = one.terms
    for token in tokens:
        if has(token.word, terms) or (one.is_unfinished and token.word.startswith(one.words[0])):
            yield token, number


def has(word: str, terms: frozenset[str]) -> bool:
    """Whether a word of a text is one of those that the terms ask for."""
    return not terms.isdisjoint(terms_kept(word))
