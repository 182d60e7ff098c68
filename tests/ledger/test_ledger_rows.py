"""Writing rows down, reading them as evidence, and what the application's role may not do to them."""

from dataclasses import replace
from datetime import timedelta

import pytest
from books import NOON, customer, event, sealed, written
from django.db import ProgrammingError, connection, transaction

from gwarant.database.scope import scoped, staff_scope
from gwarant.ledger.actions import NotWritten, append, erase_salts, seal
from gwarant.ledger.chain import hash_of_text
from gwarant.ledger.evidence import evidence_of
from gwarant.ledger.models import Block, Row, Salt, Seal, Unsealed
from gwarant.sla.evidence.model import Check, State, TimeEntry

pytestmark = pytest.mark.usefixtures("engine")
TABLES = ("ledger_row", "ledger_block", "ledger_seal")


def test_a_row_reads_back_as_the_evidence_that_was_written():
    book = customer()
    append(event(1), customer=book, subject="BOOK-1", now=NOON)

    assert evidence_of(book.pk).events == (event(1),)


def test_rows_come_in_the_order_of_their_moments_whatever_the_order_of_writing():
    book = customer()
    written(book, 3, 1, 2)

    assert [one.id[-4:] for one in evidence_of(book.pk).events] == ["0001", "0002", "0003"]


def test_evidence_of_one_customer_holds_nothing_of_another():
    book, other = customer(), customer("OTHER")
    written(other, 1)

    assert evidence_of(book.pk).events == ()


def test_only_what_happened_before_the_moment_is_read_and_looks_a_little_further():
    book = customer()
    start = int(NOON.timestamp())
    append(
        TimeEntry(id="h1", start=start - 60, end=start + 60, received=start + 60, person="p"), customer=book, now=NOON
    )
    append(TimeEntry(id="h2", start=start, end=start + 60, received=start + 60, person="p"), customer=book, now=NOON)
    looks = [Check(id=f"c{n}", at=(start + n) * 1000, received=0, service="s", state=State.UP) for n in (0, 60)]
    for look in looks:
        append(look, customer=book, now=NOON)

    found = evidence_of(book.pk, NOON)

    assert [one.id for one in found.entries] == ["h1"]
    assert list(found.checks) == looks


def test_of_a_text_only_its_salted_hash_is_kept():
    row = written(customer(), 1, text="The till is broken.")[0]

    assert "till" not in row.line
    assert row.text_hash == hash_of_text(row.salt.salt, "The till is broken.")


def test_a_row_without_words_has_neither_hash_nor_salt():
    row = written(customer(), 1)[0]

    assert row.text_hash == ""
    assert not Salt.objects.filter(row=row).exists()


def test_a_row_vanishes_with_the_transaction_of_its_cause():
    book = customer()
    with transaction.atomic():
        written(book, 1, text="x")
        transaction.set_rollback(True)

    assert not Row.objects.filter(customer=book).exists()
    assert not Unsealed.objects.filter(customer=book).exists()


@pytest.mark.parametrize("model", [Row, Block, Seal])
def test_the_application_may_not_change_what_is_written(model):
    sealed(customer(), 1)
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        model.objects.all().update(customer=1)


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize(
    "statement", ["DELETE FROM {}", "UPDATE {} SET customer_id = customer_id", "TRUNCATE {} CASCADE"]
)
def test_the_application_may_not_do_so_in_its_own_words(table, statement):
    sealed(customer(), 1)
    with connection.cursor() as cursor, transaction.atomic():
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("gwarant_app",)
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            cursor.execute(statement.format(table))


def test_it_may_not_turn_the_protection_off():
    with pytest.raises(ProgrammingError, match="must be owner"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE ledger_row DISABLE ROW LEVEL SECURITY")


def test_a_row_leaves_the_waiting_list_only_with_its_seal():
    book = customer()
    written(book, 1, 2)

    assert Unsealed.objects.all().delete()[0] == 0
    assert seal(book.pk, NOON) == 2
    assert not Unsealed.objects.exists()


def test_salts_go_only_when_a_person_is_forgotten():
    rows = written(customer(), 1, 2, text="words")
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        Salt.objects.all().delete()
    with scoped(staff_scope(1)), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        erase_salts(rows)

    assert erase_salts(rows[:1]) == 1
    assert Salt.objects.get().row == rows[1]


def test_rows_are_written_a_second_apart_at_the_moment_they_happened():
    rows = written(customer(), 1, 2)

    assert [row.at for row in rows] == [NOON + timedelta(seconds=1), NOON + timedelta(seconds=2)]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (replace(event(1), at=-61_311_945_600), "outside the years 1901 to 2198"),
        (replace(event(1), ref="\ud83d"), "half a character"),
        (replace(event(1), ref="a\x00b"), "control character"),
        (replace(event(1), id="x" * 81), "longer than 80 letters"),
        (TimeEntry(id="h1", start=60, end=0, received=60), "lies before `from`"),
    ],
)
def test_a_row_that_no_reader_would_give_back_is_not_written(row, said):
    book = customer()
    with pytest.raises(NotWritten, match=said):
        append(row, customer=book, subject="BOOK-1", now=NOON)
    assert not Row.objects.filter(customer=book).exists()


def test_words_that_are_no_words_are_refused_with_their_row():
    with pytest.raises(NotWritten, match="half a character"):
        append(event(1), customer=customer(), text="so \ud83d", now=NOON)
