"""Many rows of one table in one statement, whose text is the same for any number of them: the server plans it once.

They go as one JSON value, which costs the program and the server less than a value for each column and row.
"""

import json
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from functools import cache
from typing import Any, TypeVar

from django.db import connection, models
from django.db.models.expressions import DatabaseDefault

Names = tuple[str, ...]
T = TypeVar("T")


def in_pieces(found: "models.QuerySet[Any, T]", size: int) -> Iterator[T]:
    """What is found, never more than two pieces of it at once; one statement where it is no more than one piece.

    For questions to which mostly little or nothing is the answer: a cursor of the server's own takes four statements.
    """
    first = list(found[: size + 1])
    return iter(first) if len(first) <= size else found.iterator(size)


def counts(*found: "models.QuerySet[Any, Any]") -> list[int]:
    """How many rows each of these questions finds, all asked in one statement."""
    queries = [one.order_by().values("pk").query for one in found]
    parts = [one.get_compiler(connection=connection, elide_empty=False).as_sql() for one in queries]
    asked = ", ".join(f"(SELECT count(*) FROM ({sql}) AS found)" for sql, _ in parts)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {asked}", [value for _, values in parts for value in values])
        return [*cursor.fetchone()]


def insert_all(rows: Sequence[models.Model]) -> None:
    """Insert rows that have their numbers."""
    _insert(rows, numbered=True)


def insert_new(rows: Sequence[models.Model], unique: Names) -> list[Any]:
    """Insert rows and give them their numbers, but for those whose place by `unique` is taken: those that are new."""
    tell, told = (", ".join(f'"{one.column}"' for one in _fields(type(rows[0]), names)) for names in (("pk",), unique))
    end = f"ON CONFLICT ({told}) DO NOTHING RETURNING {tell}, {told}"
    columns = [one.attname for one in _fields(type(rows[0]), unique)]
    places = {tuple(getattr(row, name) for name in columns): row for row in rows}
    new = []
    for number, *place in _insert(list(places.values()), end):
        row = places[tuple(place)]
        row.pk, row._state.adding, row._state.db = number, False, connection.alias
        new.append(row)
    return new


def insert_or_leave(rows: Sequence[models.Model]) -> None:
    """Insert rows, but for those that cannot stand beside one that is there. They are not told their numbers."""
    _insert(rows, "ON CONFLICT DO NOTHING")


def insert_or_update(rows: Sequence[models.Model], unique: Names, names: Names) -> None:
    """Insert rows; where the place by `unique` is taken, write these fields into the row that is there."""
    model = type(rows[0])
    places = ", ".join(f'"{one.column}"' for one in _fields(model, unique))
    sets = ", ".join(f'"{one.column}" = EXCLUDED."{one.column}"' for one in _fields(model, names))
    _insert(rows, f"ON CONFLICT ({places}) DO UPDATE SET {sets}")


def update_all(rows: Sequence[models.Model], names: Collection[str]) -> None:
    """Write these fields of rows of one table."""
    own = _fields(type(rows[0]), names)
    with connection.cursor() as cursor:
        cursor.execute(_update(type(rows[0]), tuple(names)), [_told(rows, [_number(type(rows[0])), *own])])


def with_usual(row: models.Model) -> None:
    """Give the row the values that the database would put into columns of which nothing is said."""
    for name, usual in _usual(type(row)).items():
        if isinstance(getattr(row, name), DatabaseDefault):
            setattr(row, name, usual)


def _insert(rows: Sequence[models.Model], end: str = "", *, numbered: bool = False) -> list[Any]:
    for row in rows:
        with_usual(row)
    with connection.cursor() as cursor:
        cursor.execute(_into(type(rows[0]), numbered, end), [_told(rows, _columns(type(rows[0]), numbered))])
        return cursor.fetchall() if "RETURNING" in end else []


@cache
def _into(model: type[models.Model], numbered: bool, end: str) -> str:
    own = _columns(model, numbered)
    names = ", ".join(f'"{one.column}"' for one in own)
    return f'INSERT INTO "{model._meta.db_table}" ({names}) SELECT {names} FROM {_recordset(own)} {end}'


@cache
def _update(model: type[models.Model], names: Names) -> str:
    own = _fields(model, names)
    sets = ", ".join(f'"{one.column}" = v."{one.column}"' for one in own)
    number = _number(model)
    told, key = _recordset([number, *own]), f'"{number.column}"'
    return f'UPDATE "{model._meta.db_table}" AS t SET {sets} FROM {told} WHERE t.{key} = v.{key}'


def _recordset(fields: Sequence[Any]) -> str:
    """The rows as the statement sees them."""
    typed = ", ".join(f'"{one.column}" {_type(one)}' for one in fields)
    return f"json_to_recordset(%s::json) AS v ({typed})"


def _type(one: Any) -> str:
    is_number = one.is_relation or one.primary_key
    return str(one.rel_db_type(connection) if is_number else one.db_type(connection))


@cache
def _columns(model: type[models.Model], numbered: bool) -> tuple[Any, ...]:
    fields = model._meta.concrete_fields
    return tuple(one for one in fields if not one.generated and (numbered or not one.primary_key))


@cache
def _usual(model: type[models.Model]) -> dict[str, Any]:
    return {one.attname: one.db_default for one in model._meta.concrete_fields if one.has_db_default()}


def _number(model: type[models.Model]) -> Any:
    return model._meta.pk


def _fields(model: type[models.Model], names: Collection[str]) -> list[Any]:
    return [_number(model) if name == "pk" else model._meta.get_field(name) for name in names]


def _told(rows: Sequence[models.Model], fields: Sequence[Any]) -> str:
    columns = [(one.column, one.attname) for one in fields]
    return as_json([{column: getattr(row, name) for column, name in columns} for row in rows])


def as_json(rows: Sequence[dict[str, Any]]) -> str:
    """Rows as `json_to_recordset` takes them."""
    return json.dumps(rows, default=_plain, ensure_ascii=False)


def _plain(value: object) -> str:
    if isinstance(value, date):  # a moment too
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is not written so")
