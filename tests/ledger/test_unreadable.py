"""Rows that nobody can read are known as rows: found once, by the upgrade, by a verification, by whoever reads them."""

from collections.abc import Callable
from importlib import import_module
from types import SimpleNamespace
from typing import Any

import pytest
from books import NOON, customer, event, written
from django.apps import apps
from django.db import connection

from gwarant.customers.models import Customer
from gwarant.database.scope import ENGINE, customer_scope, scoped
from gwarant.ledger.actions import append
from gwarant.ledger.evidence import evidence_of
from gwarant.ledger.models import Row, Unreadable, Unsealed
from gwarant.ledger.unreadable import unreadable
from gwarant.ledger.verify import verify
from gwarant.sla.evidence.jsonl import row_line
from gwarant.sla.evidence.model import TimeEntry, Void, VoidReason

pytestmark = pytest.mark.usefixtures("engine")
found_unreadable = import_module("gwarant.ledger.migrations.0005_found_unreadable")
AT = int(NOON.timestamp())


@pytest.fixture
def book(engine: None) -> Customer:
    """A customer with three good rows and, between them, one that an earlier release let through."""
    book = customer()
    written(book, 1, 2)
    old_row(book, "BOOK-1:h001")
    written(book, 3)
    return book


def old_row(book: Customer, uid: str, type_: str = "time") -> Row:
    line = f'{{"type":"{type_}","id":"{uid}","from":"0026-11-27T08:00:00Z","to":"0026-11-27T09:00:00Z"}}'
    moments = {"at": NOON, "received_at": NOON}
    row = Row.objects.create(uid=uid, customer=book, type=type_, subject="BOOK-1", line=line, **moments)
    Unsealed.objects.create(row=row, customer=book)
    return row


def at_the_upgrade(book: Customer) -> None:
    found_unreadable.find(apps, SimpleNamespace(connection=connection))


def at_night(book: Customer) -> None:
    verify([book])


def in_a_reader(book: Customer) -> None:
    evidence_of(book.pk)


def in_the_portal(book: Customer) -> None:
    with scoped(customer_scope(0, [book.pk])):
        evidence_of(book.pk)


FINDERS = (at_the_upgrade, at_night, in_a_reader, in_the_portal)


def uids(book: Customer) -> list[str]:
    return [one.uid for one in unreadable(book.pk)]


@pytest.mark.parametrize("find", FINDERS)
def test_a_row_is_found_once_however_often_it_is_looked_for(book: Customer, find: Callable[..., None]) -> None:
    assert uids(book) == []
    for _ in range(2):
        find(book)
        assert uids(book) == ["BOOK-1:h001"]


def test_the_upgrade_finds_those_of_every_customer(book: Customer) -> None:
    other = customer("OTHER")
    old_row(other, "OTHER-1:h001")
    at_the_upgrade(book)
    assert (uids(book), uids(other)) == (["BOOK-1:h001"], ["OTHER-1:h001"])


def test_asking_takes_one_query_and_reads_no_other_row(book: Customer, django_assert_num_queries: Any) -> None:
    at_night(book)
    with django_assert_num_queries(1):
        (row,) = unreadable(book.pk)
        assert row.customer.key == "BOOK"


def settle_by_void(book: Customer) -> None:
    told = Void(id="BOOK:v1", at=AT, received=AT, row="BOOK-1:h001", reason=VoidReason.UNREADABLE, source="gwarant")
    append(told, customer=book, now=NOON)


def settle_by_reversal(book: Customer) -> None:
    told = TimeEntry(id="BOOK-1:h002", start=AT, end=AT + 60, received=AT, ticket="BOOK-1", reverses="BOOK-1:h001")
    append(told, customer=book, subject="BOOK-1", now=NOON)


@pytest.mark.parametrize("settle", [settle_by_void, settle_by_reversal])
@pytest.mark.parametrize("find", FINDERS[1:])
def test_what_settles_it_is_known_at_once_and_also_when_it_came_before(
    book: Customer, settle: Callable[..., None], find: Callable[..., None]
) -> None:
    old_row(book, "BOOK-1:h009")
    find(book)
    settle(book)
    assert uids(book) == ["BOOK-1:h009"]
    Unreadable.objects.all().delete()
    find(book)
    assert uids(book) == ["BOOK-1:h009"]


def test_a_row_that_settles_nothing_leaves_it(book: Customer) -> None:
    at_night(book)
    append(event(4), customer=book, now=NOON)
    told = TimeEntry(id="BOOK-1:h003", start=AT, end=AT + 60, received=AT, ticket="BOOK-1", reverses="BOOK-1:h000")
    append(told, customer=book, subject="BOOK-1", now=NOON)
    assert uids(book) == ["BOOK-1:h001"]


def test_a_verification_forgets_what_a_later_release_can_read_again(book: Customer) -> None:
    good = Row.objects.get(line=row_line(event(2)))
    Unreadable.objects.create(row=good, customer=book)
    assert len(uids(book)) == 1
    at_night(book)
    assert uids(book) == ["BOOK-1:h001"]


def test_a_customer_sees_no_other_customers(book: Customer) -> None:
    at_night(book)
    with scoped(customer_scope(0, [book.pk + 1])):
        assert Unreadable.objects.count() == 0
    with scoped(ENGINE):
        assert Unreadable.objects.count() == 1
