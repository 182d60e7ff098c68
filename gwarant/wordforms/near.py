"""Whether a name is meant although it is not written so: unfinished, in another case, or with a typing error."""

from collections.abc import Iterable

from gwarant.wordforms.tokens import terms_asked, terms_kept

_BEGUN = 3  # letters from which the beginning of a name names it


def names(wanted: str, word: str, *, errors: bool = True) -> bool:
    """Whether the wanted word names this word of a name, if need be with typing errors; both are folded."""
    if wanted == word or (len(wanted) >= _BEGUN and word.startswith(wanted)):
        return True
    if wanted[:2] == word[:2] and not terms_asked(wanted).isdisjoint(terms_kept(word)):
        return True
    most = _allowed(wanted) if errors else 0
    return bool(most) and abs(len(wanted) - len(word)) <= most and distance(wanted, word, most) <= most


def distance(one: str, other: str, most: int) -> int:
    """How many letters were left out, added, changed, or exchanged with their neighbour; more than `most` is enough."""
    if len(set(one) ^ set(other)) > 2 * most:
        return most + 1
    before: list[int] = []
    last = list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        line = [row]
        for column, theirs in enumerate(other, 1):
            cost = min(last[column] + 1, line[-1] + 1, last[column - 1] + (letter != theirs))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == theirs:
                cost = min(cost, before[column - 2] + 1)
            line.append(cost)
        if min(line) > most:
            return most + 1
        before, last = last, line
    return last[-1]


def closest(wanted: str, words: Iterable[str]) -> int:
    """How far the nearest of the words is: 0 as it is written, then by typing errors; for an order, best first."""
    return min((distance(wanted, one, 3) for one in words), default=4)


def _allowed(word: str) -> int:
    """Typing errors that a word may have: none in a short one or a number, where they make another."""
    if len(word) < 4 or any(one.isdigit() for one in word):
        return 0
    return 1 if len(word) < 8 else 2
