"""Many deeds in one transaction: what each asks was asked of all at once before, what each adds is added at once after.

Outside of `together` every row is written where it is made and every question is asked where it is put. Within it rows
have their numbers at once and are written at its end; whoever needs one in the database sooner calls `write_now`.
"""

from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db import connection, models, transaction

from gwarant.database.rows import insert_all, with_usual

T = TypeVar("T")
K = TypeVar("K", bound=Hashable)
M = TypeVar("M", bound=models.Model)
Write = Callable[[list[Any]], object]  # rows of one kind, all at once
_NUMBERS = "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)"


@dataclass
class _Together:
    """`size`: how many deeds there are, as a hint; `answers` by question and what it is about."""

    size: int
    answers: dict[tuple[str, Hashable], Any] = field(default_factory=dict)
    waiting: dict[Write, list[Any]] = field(default_factory=dict)
    rows: dict[type[models.Model], list[models.Model]] = field(default_factory=dict)
    numbers: dict[type[models.Model], list[int]] = field(default_factory=dict)

    def number(self, model: type[models.Model]) -> int:
        """A number that no other row of the table has, or will have."""
        left = self.numbers.setdefault(model, [])
        if not left:
            place = model._meta
            with connection.cursor() as cursor:
                cursor.execute(_NUMBERS, [place.db_table, place.pk.column, self.size])
                left.extend(one for (one,) in reversed(cursor.fetchall()))
        return left.pop()

    def write(self) -> None:
        """Write all that waits; keys between the rows are looked at when the transaction ends."""
        while self.rows or self.waiting:
            rows, self.rows = self.rows, {}
            waiting, self.waiting = self.waiting, {}
            for own in rows.values():
                insert_all(own)
            for write, told in waiting.items():
                write(told)


_current: ContextVar[_Together | None] = ContextVar("together", default=None)


@contextmanager
def together(size: int) -> Iterator[None]:
    """Within the caller's transaction: answers hold, and rows wait, until it ends."""
    own = _Together(max(size, 1))
    token = _current.set(own)
    try:
        yield
        own.write()
    finally:
        _current.reset(token)


def nested() -> AbstractContextManager[None]:
    """A transaction of a deed's own; within many deeds none, because one that fails takes all of them with it."""
    return transaction.atomic(savepoint=_current.get() is None)


def add(row: models.Model) -> None:
    """Add a row, whose number is there afterwards; what is changed of it until it is written is written with it."""
    own = _current.get()
    if own is None:
        row.save(force_insert=True)
        return
    row.pk = own.number(type(row))
    with_usual(row)
    row._state.adding, row._state.db = False, connection.alias
    own.rows.setdefault(type(row), []).append(row)


def later(write: Write, rows: Sequence[Any]) -> None:
    """Have rows written by that function, alone or with those of other deeds."""
    own = _current.get()
    if own is None and rows:
        write([*rows])
    elif own is not None and rows:
        own.waiting.setdefault(write, []).extend(rows)


def is_together() -> bool:
    """Whether several deeds are done in this transaction, and rows wait for its end."""
    return _current.get() is not None


def is_to_be_added(row: models.Model) -> bool:
    """Whether the row itself still waits to be written."""
    own = _current.get()
    return own is not None and any(row is one for one in own.rows.get(type(row), ()))


def added(model: type[M], fits: Callable[[M], bool]) -> M | None:
    """A row of that kind that waits to be written, if there is one that fits."""
    own = _current.get()
    rows: list[Any] = own.rows.get(model, []) if own else []
    return next((one for one in rows if fits(one)), None)


def write_now() -> None:
    """Have all that waits in the database: somebody is about to read it there."""
    own = _current.get()
    if own is not None:
        own.write()


def foresee(question: str, answers: Mapping[Any, Any]) -> None:
    """Keep what was asked of many at once; for each deed it is as true as if it had been asked then."""
    own = _current.get()
    if own is not None:
        own.answers.update(((question, about), found) for about, found in answers.items())


def ask(question: str, about: Hashable, otherwise: Callable[[], T]) -> T:
    """The answer that was foreseen, else what is found now."""
    own = _current.get()
    if own is None or (question, about) not in own.answers:
        return otherwise()
    found: T = own.answers[question, about]
    return found


def ask_once(question: str, about: Hashable, otherwise: Callable[[], T]) -> T:
    """The same of what changes by the deed that asks: who asks again is answered anew."""
    own = _current.get()
    if own is None or (question, about) not in own.answers:
        write_now()
        return otherwise()
    found: T = own.answers.pop((question, about))
    return found


def ask_all(question: str, about: Collection[K], otherwise: Callable[[list[K]], Mapping[K, T]]) -> dict[K, T | None]:
    """The answers to one question about many, those that were not foreseen found now; None where there is none."""
    own = _current.get()
    known = own.answers if own else {}
    left = [one for one in about if (question, one) not in known]
    found = otherwise(left) if left else {}
    return {one: known[question, one] if (question, one) in known else found.get(one) for one in about}
