"""A customer whose rows every connection sees, so that they can be written at once and forged by the tables' owner."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connections

from gwarant.customers.models import Customer
from gwarant.database.scope import ENGINE, scoped

sys.path.insert(0, str(Path(__file__).parent))  # where books.py lies

from books import customer

OF_CUSTOMER = "DELETE FROM {} WHERE customer_id = %s"
TABLES = ("ledger_unreadable", "ledger_seal", "ledger_block", "ledger_unsealed", "ledger_salt", "ledger_row")


@pytest.fixture
def open_book(django_db_setup: None, django_db_blocker: object) -> Iterator[Customer]:
    """A customer whose rows other connections see too; it is removed by the owner of the tables."""
    with django_db_blocker.unblock(), scoped(ENGINE):  # type: ignore[attr-defined]
        book = customer("OPEN")
        yield book
        with connections["owner"].cursor() as cursor:
            for table in TABLES:
                cursor.execute(OF_CUSTOMER.format(table), [book.pk])
            cursor.execute("DELETE FROM customers_customer WHERE id = %s", [book.pk])
        connections["owner"].close()


@pytest.fixture
def forge(open_book: Customer) -> Callable[..., None]:
    """Run a statement as the owner of the tables, who may do anything."""

    def run(statement: str, *values: object) -> None:
        with connections["owner"].cursor() as cursor:
            cursor.execute(statement, values)
            assert cursor.rowcount > 0

    return run
