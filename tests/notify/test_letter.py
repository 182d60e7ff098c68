"""One function makes a subject: the ticket's key, what happened, the title, cut after a word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gwarant.notify.letter import LONGEST_SUBJECT, Letter, cut


@pytest.mark.parametrize(
    ("what", "title", "subject"),
    [
        ("New", "The till is dead", "[SHOP-42] New: The till is dead"),
        ("Is it fixed?", "The till is dead", "[SHOP-42] Is it fixed? The till is dead"),
        ("50% used: Answer", "The till is dead", "[SHOP-42] 50% used: Answer, The till is dead"),
        ("Reply", "", "[SHOP-42] Reply"),
        ("Reply", "two\r\n lines", "[SHOP-42] Reply: two lines"),
    ],
)
def test_a_subject_names_the_ticket_what_happened_and_the_title(what, title, subject):
    assert Letter(what, (), key="SHOP-42", title=title).subject == subject


def test_without_a_ticket_it_is_what_happened():
    assert Letter("Somebody knows your password", ()).subject == "Somebody knows your password"


def test_a_long_title_is_cut_after_a_word_and_the_key_stays():
    subject = Letter("New", (), key="SHOP-42", title="Nothing works since noon, " * 20).subject

    assert subject.startswith("[SHOP-42] New: Nothing works")
    assert subject.endswith((" works…", " since…", " noon…", " Nothing…"))


@given(st.text(), st.integers(4, 200))
def test_what_is_cut_is_the_beginning_and_fits(text, most):
    short = cut(text, most)

    assert len(short) <= most
    assert text.startswith(short.removesuffix("…")) or short == text


@given(st.text(), st.text(), st.text())
def test_a_subject_is_always_one_line_that_fits(what, title, key):
    subject = Letter(what, (), key=" ".join(key.split()), title=title).subject

    assert len(subject) <= LONGEST_SUBJECT
    assert not {"\r", "\n"} & set(subject)
