"""What verification finds when the owner of the database forges the ledger."""

from datetime import timedelta

import pytest
from books import NOON, customer, event, sealed, written

from gwarant.ledger.actions import erase_salts
from gwarant.ledger.chain import genesis, link
from gwarant.ledger.models import Row, Salt, Seal
from gwarant.ledger.verify import Original, verify
from gwarant.sla.evidence.jsonl import row_line

THIRD = "SELECT id FROM ledger_row WHERE uid = 'OPEN-1:0003'"


def problems(book, *sources):
    return list(verify([book], *sources).problems)


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

    assert any("OPEN-1:0001 cannot be read" in one for one in problems(open_book))


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

    report = verify([book], {"ticket": lambda uids: told})

    assert report.compared == 3
    assert [one.split(": ", 1)[1] for one in report.problems] == [
        "BOOK-1:0002: its words are not those that were written down",
        "BOOK-1:0003 says something else than what it was made from",
    ]
    assert problems(book, {"ticket": lambda uids: {}}) == [
        f"BOOK: BOOK-1:000{n} stands in the ledger, and what it was made from is gone" for n in (1, 2, 3)
    ]


@pytest.mark.usefixtures("engine")
def test_erasing_a_person_leaves_the_chain_verifiable_and_the_words_unprovable():
    book = customer()
    rows = sealed(book, 1, 2, text="I am ill.")

    assert erase_salts(rows) == 2
    assert not Salt.objects.filter(customer=book).exists()
    assert Row.objects.exclude(text_hash="").filter(customer=book).count() == 2
    assert verify(
        [book], {"ticket": lambda uids: {uid: Original(row_line(event(int(uid[-1])))) for uid in uids}}
    ).is_fine
