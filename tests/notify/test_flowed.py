"""Plain text in lines for a terminal, and whole again in a mail reader that knows how."""

from hypothesis import given
from hypothesis import strategies as st

from gwarant.mail.content import unflowed
from gwarant.notify.flowed import MOST, SIGNATURE, flowed

LONG = "Od rana sklep nie przyjmuje zamówień, a w dzienniku widać tylko, że brama płatności nie odpowiada na czas."
WORD = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=30)
PARAGRAPHS = st.lists(st.lists(WORD, max_size=30).map(" ".join), min_size=1, max_size=6).map("\n".join)


def test_a_paragraph_is_broken_after_words_and_each_line_but_the_last_says_so() -> None:
    first, last = flowed(LONG).split("\n")
    assert first.endswith(" ")
    assert f"{first}{last}" == LONG


def test_listings_quotes_addresses_and_the_signature_stay_as_they_are() -> None:
    kept = [f"> {LONG}", f"| {LONG}", "https://care.house.example/" + "a" * 90, SIGNATURE, "short"]
    assert flowed("\n".join(kept)).split("\n") == kept
    assert flowed(f"    {LONG}") == f"     {LONG}"  # a reader takes one space away


@given(PARAGRAPHS.filter(lambda text: not text.startswith(">") and "\n>" not in text))
def test_what_was_broken_is_whole_again_for_who_reads_it_so(text: str) -> None:
    assert unflowed(flowed(text), False) == text
    lines = [line for line in flowed(text).split("\n") if not line.startswith("|")]  # a table stays as it is
    assert all(len(line) <= MOST or " " not in line.strip() for line in lines)
