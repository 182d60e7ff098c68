"""Whose rows a connection may see: row-level security asks these settings, and without them shows nothing."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg.pq import TransactionStatus

_SET = "SELECT set_config('gwarant.scope', %s, false), set_config('gwarant.user', %s, false), " + (
    "set_config('gwarant.customers', %s, false)"
)


@dataclass(frozen=True)
class Scope:
    """Who asks: nobody, a customer's person with the customers that are theirs, staff, or the engine."""

    kind: str = ""
    user: int | None = None
    customers: tuple[int, ...] = ()

    @property
    def settings(self) -> tuple[str, str, str]:
        return self.kind, str(self.user or ""), ",".join(map(str, self.customers))


NOBODY = Scope()
ENGINE = Scope("engine")
_current: ContextVar[Scope] = ContextVar("scope", default=NOBODY)


def staff_scope(user: int) -> Scope:
    """Everything but what nobody may see."""
    return Scope("staff", user)


def customer_scope(user: int, customers: Iterable[int] = ()) -> Scope:
    """The rows of these customers, and the person's own memberships."""
    return Scope("customer", user, tuple(sorted(customers)))


def current_scope() -> Scope:
    return _current.get()


@contextmanager
def scoped(scope: Scope) -> Iterator[None]:
    """Work within a scope; the former one holds again afterwards."""
    if scope == _current.get():
        yield
        return
    token = _current.set(scope)
    try:
        _apply_everywhere()
        yield
    finally:
        _current.reset(token)
        _apply_everywhere()


def apply_scope(wrapper: BaseDatabaseWrapper) -> None:
    """Tell the connection the current scope; in a broken transaction the rollback brings the former one back."""
    raw: Any = wrapper.connection
    if raw is None or raw.closed or raw.info.transaction_status == TransactionStatus.INERROR:
        return
    with raw.cursor() as cursor:
        cursor.execute(_SET, current_scope().settings)


def clear_scope(raw: Any) -> None:
    """Take every right from a connection that goes back to the pool."""
    if raw.closed:
        return
    raw.execute(_SET, NOBODY.settings)
    if not raw.autocommit:
        raw.commit()


def _apply_everywhere() -> None:
    for wrapper in connections.all(initialized_only=True):
        if wrapper.connection is not None:
            apply_scope(wrapper)
