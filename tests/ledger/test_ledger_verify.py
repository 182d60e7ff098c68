"""What verification finds when the owner of the database forges the ledger."""

from datetime import timedelta

import pytest
from books import NOON, customer, event, sealed, written

from gwarant.ledger.actions import append, erase_salts
from gwarant.ledger.chain import genesis, link
from gwarant.ledger.models import Row, Salt, Seal
from gwarant.ledger.tables import Original, Source, Tables
from gwarant.ledger.verify import verify
from gwarant.sla.evidence.jsonl import row_line
from gwarant.sla.evidence.model import Exclusion

THIRD = "SELECT id FROM ledger_row WHERE uid = 'OPEN-1:0003'"


def problems(book, *given):
    return list(verify([book], *given).problems)


def tables(originals, unwritten=()):
    return Tables({"ticket": Source(lambda uids: originals, lambda pk: unwritten)})


def test_an_untouched_chain_is_fine_and_counted(open_book):
    sealed(open_book, 1, 2, text="words")
    sealed(open_book, 3)
    written(open_book, 4)

    report = verify([open_book])

    assert report.is_fine
    assert (report.customers, report.rows, report.blocks, report.waiting) == (1, 3, 2, 1)
    assert report.heads == (("OPEN", Seal.objects.get(customer=open_book, position=3).hash),)


@pytest.mark.usefixtures("engine")
def test_every_customer_is_verified_when_none_is_named():
    for key in ("ONE", "TWO"):
        sealed(customer(key), 1)

    assert verify().customers == 2
    assert verify().rows == 2


def test_a_changed_line_is_one_problem(open_book, forge):
    sealed(open_book, 1, 2, 3, 4)
    forge("UPDATE ledger_row SET line = replace(line, 'p1', 'p2') WHERE uid = 'OPEN-1:0003'")

    (problem,) = problems(open_book)
    assert problem.startswith("OPEN: position 3 (OPEN-1:0003) does not fit its hash")


def test_an_exchanged_text_hash_is_found(open_book, forge):
    sealed(open_book, 1, 2, text="words")
    forge("UPDATE ledger_row SET text_hash = repeat('0', 64) WHERE uid = 'OPEN-1:0002'")

    assert ["position 2" in one for one in problems(open_book)] == [True]


@pytest.mark.parametrize("moved", ["uid = 'OPEN-9:0001'", "at = at - interval '1 day'", "type = 'time'"])
def test_a_row_filed_under_something_else_than_its_line_says_is_found(open_book, forge, moved):
    sealed(open_book, 1, 2, 3)
    forge(f"UPDATE ledger_row SET {moved} WHERE uid = 'OPEN-1:0003'")

    assert ["is filed under another" in one for one in problems(open_book)] == [True]


def test_a_missing_row_is_found(open_book, forge):
    sealed(open_book, 1, 2, 3, 4)
    forge(f"DELETE FROM ledger_seal WHERE row_id = ({THIRD})")
    forge("DELETE FROM ledger_row WHERE uid = 'OPEN-1:0003'")

    found = problems(open_book)
    assert found[0] == "OPEN: position 3 is missing: position 4 comes next"
    assert "OPEN: block 1 holds 3 rows and was sealed with 4" in found


def test_a_missing_last_row_is_found(open_book, forge):
    sealed(open_book, 1, 2, 3)
    forge(f"DELETE FROM ledger_seal WHERE row_id = ({THIRD})")
    forge("DELETE FROM ledger_row WHERE uid = 'OPEN-1:0003'")

    assert problems(open_book) == [
        "OPEN: block 1 holds 2 rows and was sealed with 3",
        "OPEN: block 1 does not end with the hash of its last row",
    ]


def test_a_row_taken_out_of_the_chain_alone_is_found(open_book, forge):
    sealed(open_book, 1, 2, 3)
    forge(f"DELETE FROM ledger_seal WHERE row_id = ({THIRD})")

    assert "OPEN: OPEN-1:0003 is in no chain and does not wait to be sealed" in problems(open_book)


def test_a_row_that_was_never_to_be_sealed_is_found(open_book, forge):
    written(open_book, 1)
    forge("DELETE FROM ledger_unsealed WHERE customer_id = %s", open_book.pk)

    assert problems(open_book) == ["OPEN: OPEN-1:0001 is in no chain and does not wait to be sealed"]


def test_rows_that_changed_places_are_found(open_book, forge):
    sealed(open_book, 1, 2, 3)
    forge("UPDATE ledger_seal SET position = 9 WHERE customer_id = %s AND position = 1", open_book.pk)
    forge("UPDATE ledger_seal SET position = 1 WHERE customer_id = %s AND position = 2", open_book.pk)
    forge("UPDATE ledger_seal SET position = 2 WHERE customer_id = %s AND position = 9", open_book.pk)

    assert len(problems(open_book)) == 3


def test_a_missing_block_is_found(open_book, forge):
    sealed(open_book, 1)
    sealed(open_book, 2)
    sealed(open_book, 3)
    forge("DELETE FROM ledger_seal WHERE customer_id = %s AND position = 2", open_book.pk)
    forge("DELETE FROM ledger_row WHERE uid = 'OPEN-1:0002'")
    forge("DELETE FROM ledger_block WHERE customer_id = %s AND number = 2", open_book.pk)

    found = problems(open_book)
    assert "OPEN: block 2 is missing: block 3 comes next" in found
    assert "OPEN: block 3 does not follow the block before it" in found


def test_a_row_that_was_forged_with_its_own_hash_and_head_breaks_what_follows(open_book, forge):
    sealed(open_book, 1)
    sealed(open_book, 2)
    line = row_line(event(1, "OPEN-1")).replace("p1", "p2")
    hash_ = link(genesis("OPEN"), line, "")
    forge("UPDATE ledger_row SET line = %s WHERE uid = 'OPEN-1:0001'", line)
    forge("UPDATE ledger_seal SET hash = %s WHERE customer_id = %s AND position = 1", hash_, open_book.pk)
    forge("UPDATE ledger_block SET head = %s WHERE customer_id = %s AND number = 1", hash_, open_book.pk)

    assert "OPEN: block 2 does not follow the block before it" in problems(open_book)


def test_an_unreadable_line_is_named_and_stops_nothing(open_book, forge):
    sealed(open_book, 1, 2)
    forge("UPDATE ledger_row SET line = '{' WHERE uid = 'OPEN-1:0001'")

    report = verify([open_book])
    assert report.notes == (
        "OPEN: OPEN-1:0001 cannot be read: is not JSON: Expecting property name enclosed in double quotes",
    )
    assert ["does not fit its hash" in one for one in report.problems] == [True]


def test_many_problems_are_counted_and_not_all_listed(open_book, forge):
    sealed(open_book, *range(1, 61))
    forge("UPDATE ledger_row SET line = line || ' ' WHERE customer_id = %s", open_book.pk)

    found = problems(open_book)
    assert len(found) == 51
    assert found[-1] == "OPEN: and 10 more problems"


@pytest.mark.usefixtures("engine")
def test_rows_that_wait_too_long_are_noted():
    book = customer()
    written(book, 1, 2)

    soon, late = (verify([book], now=NOON + timedelta(minutes=n)) for n in (5, 30))

    assert soon.notes == ()
    assert late.notes == ("BOOK: 2 rows have waited for more than 10 minutes to be sealed",)
    assert late.is_fine
    assert late.waiting == 2


@pytest.mark.usefixtures("engine")
def test_a_row_is_compared_with_what_it_was_made_from():
    book = customer()
    sealed(book, 1, 2, 3, text="The till is broken.")
    told = {
        "BOOK-1:0001": Original(row_line(event(1)), "The till is broken."),
        "BOOK-1:0002": Original(row_line(event(2)), "All is well."),
    }
    told["BOOK-1:0003"] = Original(row_line(event(4)))

    report = verify([book], tables(told))

    assert report.compared == 3
    assert [one.split(": ", 1)[1] for one in report.problems] == [
        "BOOK-1:0002: its words are not those that were written down",
        "BOOK-1:0003 says something else than what it was made from",
    ]
    assert problems(book, tables({})) == [
        f"BOOK: BOOK-1:000{n} stands in the ledger, and what it was made from is gone" for n in (1, 2, 3)
    ]


@pytest.mark.usefixtures("engine")
def test_erasing_a_person_leaves_the_chain_verifiable_and_the_words_unprovable():
    book = customer()
    rows = sealed(book, 1, 2, text="I am ill.")

    assert erase_salts(rows) == 2
    assert not Salt.objects.filter(customer=book).exists()
    assert Row.objects.exclude(text_hash="").filter(customer=book).count() == 2
    assert verify([book], tables({row.uid: Original(row.line) for row in rows})).is_fine


TEXT = "The till is broken."


@pytest.mark.usefixtures("engine")
def test_words_and_the_salt_that_proves_them_go_together():
    book = customer()
    rows = sealed(book, 1, 2, text=TEXT)
    silent = sealed(book, 3)
    erase_salts(rows[:1])
    told = {row.uid: Original(row.line, TEXT) for row in (rows[0], *silent)} | {rows[1].uid: Original(rows[1].line)}

    assert [one.split(": ", 1)[1] for one in problems(book, tables(told))] == [
        "BOOK-1:0001: its words stand there, and the salt that proves them is gone",
        "BOOK-1:0002: its words are gone, and nobody was forgotten: their salt is there",
        "BOOK-1:0003: words stand with it now, and none were written down",
    ]


@pytest.mark.usefixtures("engine")
def test_what_stands_in_a_table_and_in_no_row_is_found():
    book = customer()
    rows = sealed(book, 1)

    found = problems(book, tables({rows[0].uid: Original(rows[0].line)}, unwritten=("BOOK-1:0002",)))

    assert found == ["BOOK: BOOK-1:0002 stands in its table, and its row in the ledger is gone"]


@pytest.mark.usefixtures("engine")
def test_a_row_that_no_table_makes_is_found():
    book = customer()
    rows = sealed(book, 1)
    append(
        Exclusion(id="x1", decided=5000, received=5000, reason="maintenance", ticket="BOOK-1"), customer=book, now=NOON
    )

    found = problems(book, tables({rows[0].uid: Original(rows[0].line)}))

    assert found == ["BOOK: x1 is a row of type exclusion, and no table of this instance makes such rows"]
    assert problems(book) == []


def test_a_seal_in_another_customers_chain_is_found(open_book, forge):
    sealed(open_book, 1, 2)
    other = customer("AWAY")
    sealed(other, 1)
    try:
        forge(
            "UPDATE ledger_seal SET block_id = (SELECT id FROM ledger_block WHERE customer_id = %s) "
            f"WHERE row_id = ({THIRD.replace('0003', '0002')})",
            other.pk,
        )
        assert "OPEN: OPEN-1:0002 has a seal, and it is in no block of this chain" in problems(open_book)
    finally:
        forge(f"UPDATE ledger_seal SET block_id = (SELECT id FROM ledger_block WHERE customer_id = {open_book.pk}) "
              f"WHERE customer_id = {open_book.pk}")  # fmt: skip
        for table in ("ledger_seal", "ledger_block", "ledger_row", "customers_customer"):
            column = "id" if table == "customers_customer" else "customer_id"
            forge(f"DELETE FROM {table} WHERE {column} = {other.pk}")


def test_a_chain_is_read_in_few_questions_however_many_blocks_it_has(open_book, django_assert_max_num_queries):
    for number in range(1, 31):
        sealed(open_book, number)

    with django_assert_max_num_queries(12):
        assert verify([open_book]).blocks == 30
