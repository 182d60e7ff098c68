"""Sealing in batches, by any number of sweeps."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import pairwise

import psycopg
import pytest
from books import NOON, customer, sealed, written
from django.db import connection, connections

from gwarant.database.scope import ENGINE, scoped
from gwarant.engine import sealing
from gwarant.ledger import actions
from gwarant.ledger.actions import seal, seal_all
from gwarant.ledger.chain import genesis
from gwarant.ledger.models import Block, Seal, Unsealed
from gwarant.ledger.verify import verify


@pytest.mark.usefixtures("engine")
def test_inserting_seals_nothing():
    book = customer()
    written(book, 1, 2)

    assert not Seal.objects.exists()
    assert Unsealed.objects.filter(customer=book).count() == 2


@pytest.mark.usefixtures("engine")
def test_a_sweep_seals_all_that_waits_into_one_block():
    book = customer()
    written(book, 1, 2, 3)

    assert seal(book.pk, NOON) == 3
    assert not Unsealed.objects.exists()
    block = Block.objects.get(customer=book)
    assert (block.number, block.rows, block.previous) == (1, 3, genesis("BOOK"))
    assert block.head == Seal.objects.get(customer=book, position=3).hash


@pytest.mark.usefixtures("engine")
def test_nothing_to_seal_makes_no_block():
    assert seal(customer().pk, NOON) == 0
    assert not Block.objects.exists()


@pytest.mark.usefixtures("engine")
def test_each_block_goes_on_where_the_one_before_ended():
    book = customer()
    sealed(book, 1, 2)
    sealed(book, 3)

    first, second = Block.objects.filter(customer=book).order_by("number")
    assert second.previous == first.head
    assert list(Seal.objects.filter(customer=book).order_by("position").values_list("position", flat=True)) == [1, 2, 3]


@pytest.mark.usefixtures("engine")
def test_many_rows_are_sealed_a_batch_at_a_time(monkeypatch):
    monkeypatch.setattr(actions, "BATCH", 2)
    book = customer()
    written(book, 1, 2, 3)

    assert [seal(book.pk, NOON) for _ in range(3)] == [2, 1, 0]
    assert verify([book]).is_fine


@pytest.mark.usefixtures("engine")
def test_customers_that_are_sealed_together_have_a_chain_each():
    one, other, third = customer("ONE"), customer("OTHER"), customer("THIRD")
    sealed(one, 1)
    written(other, 1, 2)
    written(one, 2)

    assert seal_all([one.pk, other.pk, third.pk], NOON + timedelta(minutes=2)) == 3
    assert list(Block.objects.order_by("pk").values_list("customer__key", "number", "rows")) == [
        ("ONE", 1, 1),
        ("ONE", 2, 1),
        ("OTHER", 1, 2),
    ]
    assert verify([one, other, third]).is_fine


@pytest.mark.usefixtures("engine")
def test_a_chain_that_cannot_be_sealed_waits_for_an_hour_and_the_others_are_sealed(monkeypatch):
    fine, broken = customer("FINE"), customer("BROKEN")
    written(fine, 1)
    written(broken, 1)
    Block.objects.create(customer=broken, number=2**31 - 1, rows=0, previous="", head="", sealed_at=NOON)
    monkeypatch.setattr(sealing, "_waiting", {})

    assert sealing.run_once(NOON + timedelta(minutes=2)) == 1
    assert Block.objects.filter(customer=fine).count() == 1
    assert sealing.run_once(NOON + timedelta(minutes=3)) == 0
    assert list(Unsealed.objects.values_list("customer__key", flat=True)) == ["BROKEN"]


@pytest.mark.usefixtures("engine")
def test_a_row_that_came_late_is_sealed_after_those_that_were_sealed_before_it():
    book = customer()
    sealed(book, 5)
    sealed(book, 1)

    assert verify([book]).is_fine
    assert Seal.objects.get(row__uid="BOOK-1:0001").position == 2


@pytest.mark.usefixtures("engine")
def test_whoever_comes_second_leaves_it_to_the_first():
    book = customer()
    written(book, 1)
    with psycopg.connect(**connection.get_connection_params() | {"cursor_factory": psycopg.Cursor}) as other:
        other.execute("SELECT pg_advisory_xact_lock(%s, %s)", [actions.SEALING, book.pk])
        assert seal(book.pk, NOON) == 0
        other.commit()
        assert seal(book.pk, NOON) == 1


def test_sweeps_and_writers_at_once_make_one_chain(open_book):
    def write(first: int) -> int:
        with scoped(ENGINE):
            done = [written(open_book, number) for number in range(first, first + 40)]
        connections.close_all()
        return len(done)

    def sweep(_: int) -> int:
        with scoped(ENGINE):
            done = sum(seal(open_book.pk, NOON + timedelta(minutes=n)) for n in range(60))
        connections.close_all()
        return done

    with ThreadPoolExecutor(5) as pool:
        writers = [pool.submit(write, 100 * n) for n in (1, 2)]
        sweeps = [pool.submit(sweep, n) for n in range(3)]
        assert sum(one.result() for one in writers) == 80
        taken = sum(one.result() for one in sweeps)
    rest = seal(open_book.pk, NOON)

    assert taken + rest == 80
    blocks = list(Block.objects.filter(customer=open_book).order_by("number"))
    assert all(one.head == other.previous for one, other in pairwise(blocks))
    assert verify([open_book]).is_fine
    assert verify([open_book]).rows == 80
