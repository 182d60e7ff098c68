"""Two people's changes of one text, joined by lines: nothing of either is lost, and nothing is decided in silence."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gwarant.web.contracts.lines import as_written, first_mark, join, lines_of

LABELS = ("mine", "theirs")
LINES = st.lists(st.sampled_from(["a\n", "b\n", "c\r\n", "  d\n", "\n", "e: 1\n"]), max_size=12)
TEXTS = st.builds(lambda lines, last: "".join(lines) + last, LINES, st.sampled_from(["", "z", "\n"]))
BASE = "a\nb\nc\nd\ne\n"


@given(TEXTS, TEXTS)
def test_what_one_alone_changed_is_taken(base: str, other: str) -> None:
    assert join(base, other, base, LABELS).text == other
    assert join(base, base, other, LABELS).text == other
    assert join(base, other, other, LABELS).text == other


@given(TEXTS, TEXTS, TEXTS)
def test_every_line_that_either_put_in_stands_in_the_joined_text(base: str, mine: str, theirs: str) -> None:
    joined = join(base, mine, theirs, LABELS)
    told = [line.rstrip("\n") for line in lines_of(joined.text)]
    old = {line.rstrip("\n") for line in lines_of(base)}
    for text in (mine, theirs):
        assert {line.rstrip("\n") for line in lines_of(text)} - old <= set(told)
    assert bool(first_mark(joined.text)) == bool(joined.places)


@given(TEXTS, TEXTS)
def test_without_a_base_all_that_differs_is_decided_by_somebody(mine: str, theirs: str) -> None:
    joined = join(None, mine, theirs, LABELS)
    assert bool(joined.places) == (mine != theirs)
    for one in joined.places:
        assert (one.mine in mine, one.theirs in theirs) == (True, True)


@pytest.mark.parametrize(
    ("mine", "theirs", "joined"),
    [
        ("A\nb\nc\nd\ne\n", "a\nb\nc\nd\nE\n", "A\nb\nc\nd\nE\n"),
        ("a\nB\nc\nd\ne\n", "a\nb\nC\nd\ne\n", "a\nB\nC\nd\ne\n"),
        ("a\nb\nx\nc\nd\ne\n", "a\nb\nc\nd\n", "a\nb\nx\nc\nd\n"),
        ("a\nb\nx\nc\nd\ne\n", "a\nb\nx\nc\nd\ne\n", "a\nb\nx\nc\nd\ne\n"),
    ],
)
def test_different_lines_are_both_kept(mine: str, theirs: str, joined: str) -> None:
    assert join(BASE, mine, theirs, LABELS).text == joined


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        ("a\nB1\nc\nd\ne\n", "a\nB2\nc\nd\ne\n"),
        ("a\nb\nx\nc\nd\ne\n", "a\nb\ny\nc\nd\ne\n"),
        ("a\nb\nx\nc\nd\ne\n", "a\nc\nd\ne\n"),
        ("a\nc\nd\ne\n", "a\nB\nc\nd\ne\n"),
    ],
)
def test_the_same_place_stands_there_twice_between_marks(mine: str, theirs: str) -> None:
    joined = join(BASE, mine, theirs, LABELS)
    [place] = joined.places
    assert lines_of(joined.text)[place.line - 1] == "<<<<<<< mine\n"
    assert first_mark(joined.text) == place.line
    assert place.mine != place.theirs
    without = re.sub(r"<<<<<<< mine\n(.*?)=======\n.*?>>>>>>> theirs\n", r"\1", joined.text, flags=re.S)
    assert without == mine


@given(TEXTS)
def test_ends_of_lines_come_back_as_they_were(text: str) -> None:
    assert as_written(text, re.sub(r"\r\n|\n|\r", "\r\n", text)) == text


def test_a_new_line_ends_as_most_lines_do() -> None:
    assert as_written("a\r\nb\r\nc\n", "a\r\nnew\r\nb\r\nc\r\n") == "a\r\nnew\r\nb\r\nc\n"


def test_a_mark_that_stood_there_before_is_none() -> None:
    assert first_mark("a\n=======\n", "=======\n") == 0
    assert first_mark("a\n=======\n") == 2
    assert first_mark("a: ========\n") == 0
