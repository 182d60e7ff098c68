"""The chain's hashing."""

from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

from gwarant.ledger.chain import chained, genesis, hash_of_text, link

PARTS = st.tuples(st.text(), st.text(), st.text())


def test_a_hash_can_be_recomputed_with_nothing_but_sha256():
    line, previous = '{"id":"ż"}', genesis("SHOP")

    assert previous == sha256(b"16:gwarant.ledger/14:SHOP").hexdigest()
    assert link(previous, line, "") == sha256(b"64:" + previous.encode() + b"11:" + line.encode() + b"0:").hexdigest()


@given(PARTS, PARTS)
def test_different_rows_never_give_the_same_hash(one, other):
    assert (link(*one) == link(*other)) == (one == other)


def test_each_hash_covers_all_rows_before_it():
    rows = [("a", ""), ("b", "x"), ("c", "")]
    changed = [("A", ""), ("b", "x"), ("c", "")]

    assert all(one != other for one, other in zip(chained("", rows), chained("", changed), strict=True))


def test_chains_of_two_customers_start_apart():
    assert genesis("SHOP") != genesis("SHOPS")


def test_a_text_cannot_be_guessed_without_its_salt():
    assert hash_of_text("salt", "yes") != hash_of_text("other", "yes")
