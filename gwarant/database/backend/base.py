"""Django's PostgreSQL backend, whose every connection carries the scope of whoever uses it."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.postgresql import base, operations
from django.db.models.expressions import Col

from gwarant.database.backend.packing import DUMPERS
from gwarant.database.scope import apply_scope

OFTEN = 3  # so often is a statement sent whole; then the server keeps its plan for the connection


class DatabaseOperations(operations.DatabaseOperations):
    """Django's, which looks once at each pair of fields that tables are joined by, and not at every join."""

    compiler_module = "gwarant.database.backend.compiler"

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        super().__init__(connection)
        self._alike: dict[tuple[Any, Any], bool] = {}

    def prepare_join_on_clause(self, lhs_table: Any, lhs_field: Any, rhs_table: Any, rhs_field: Any) -> tuple[Any, Any]:
        pair = (lhs_field, rhs_field)
        alike = self._alike.get(pair)
        if alike is None:
            types = [field.db_type(self.connection) for field in pair]
            alike = self._alike[pair] = types[0] == types[1]
        if alike:
            return Col(lhs_table, lhs_field), Col(rhs_table, rhs_field)
        return super().prepare_join_on_clause(lhs_table, lhs_field, rhs_table, rhs_field)


class DatabaseWrapper(base.DatabaseWrapper):
    """Sets the scope whenever a connection is opened or taken from the pool."""

    ops_class = DatabaseOperations

    def connect(self) -> None:
        super().connect()
        _fit(self)
        apply_scope(self)


@contextmanager
def prepared(wrapper: BaseDatabaseWrapper) -> Iterator[None]:
    """Have the server plan once, for each connection, what is asked again and again within.

    Values then go beside the statement and not within it: for work that does the same all day.
    """
    former = wrapper.settings_dict
    _bind(wrapper, {**former, "OPTIONS": {**former["OPTIONS"], "server_side_binding": True}})
    try:
        yield
    finally:
        _bind(wrapper, former)


@contextmanager
def plain_cursor(wrapper: BaseDatabaseWrapper) -> Iterator["psycopg.Cursor[Any]"]:
    """A cursor of the driver's own on the connection, which reads values as the server has them: for many small rows.

    It takes part in the transaction; its errors are Django's.
    """
    wrapper.ensure_connection()
    with wrapper.wrap_database_errors, psycopg.Cursor(wrapper.connection) as cursor:
        cursor.format = psycopg.pq.Format.BINARY
        for made, dumper in DUMPERS.items():
            cursor.adapters.register_dumper(made, dumper)
        yield cursor


def _bind(wrapper: BaseDatabaseWrapper, told: dict[str, Any]) -> None:
    wrapper.settings_dict = told
    wrapper.features.__dict__.pop("uses_server_side_binding", None)  # it is asked for once and kept
    _fit(wrapper)


def _fit(wrapper: BaseDatabaseWrapper) -> None:
    """The connections of a pool go from hand to hand: each is as whoever has it now wants it."""
    raw: Any = wrapper.connection
    if raw is not None:
        apart = bool(wrapper.settings_dict["OPTIONS"].get("server_side_binding"))
        raw.cursor_factory = base.ServerBindingCursor if apart else base.Cursor
        raw.prepare_threshold = OFTEN if apart else None
