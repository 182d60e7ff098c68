"""An exported chain, verified by somebody who has nothing but the file."""

import json
from datetime import timedelta

import pytest
from books import NOON, customer, sealed, written
from hypothesis import given
from hypothesis import strategies as st

from gwarant.ledger.anchor import Known
from gwarant.ledger.chain import genesis
from gwarant.ledger.evidence import evidence_of
from gwarant.ledger.export import export
from gwarant.ledger.offline import verify_export
from gwarant.ledger.verify import verify
from gwarant.sla.evidence.jsonl import read_lines

pytestmark = pytest.mark.usefixtures("engine")


@pytest.fixture
def lines(engine):
    book = customer()
    sealed(book, 1, 2, text="words")
    sealed(book, 3)
    return list(export(book))


def test_an_export_verifies_and_tells_the_same_as_the_database(lines):
    report = verify_export(lines)

    assert report.is_fine, report.problems
    assert (report.rows, report.blocks) == (3, 2)
    assert report.heads == verify().heads


def test_the_rows_in_it_are_an_evidence_file():
    book = customer()
    sealed(book, 1, 2)
    rows = [json.loads(line) for line in export(book)]

    assert read_lines(row["line"] for row in rows if "line" in row) == evidence_of(book.pk)


def test_it_holds_no_words(lines):
    assert not any("words" in line for line in lines)


def test_rows_that_wait_are_not_in_it():
    book = customer()
    written(book, 1)

    assert [json.loads(line).get("end") for line in export(book)] == [None, True]
    assert verify_export(export(book)).is_fine


@pytest.mark.parametrize(
    ("old", "new"), [('\\"p1\\"', '\\"p2\\"'), ('"position": 2', '"position": 7'), ("0002", "0009")]
)
def test_a_changed_row_is_found(lines, old, new):
    assert old in lines[2]
    report = verify_export([*lines[:2], lines[2].replace(old, new), *lines[3:]])

    assert not report.is_fine


@pytest.mark.parametrize("number", range(7))
def test_a_missing_line_is_found(lines, number):
    assert not verify_export(lines[:number] + lines[number + 1 :]).is_fine


@pytest.mark.parametrize("number", range(7))
def test_a_repeated_line_is_found(lines, number):
    assert not verify_export([*lines[: number + 1], *lines[number:]]).is_fine


def test_another_customers_chain_is_not_taken_for_theirs(lines):
    head = json.loads(lines[0]) | {"customer": "OTHER", "genesis": genesis("OTHER")}

    assert not verify_export([json.dumps(head), *lines[1:]]).is_fine


def test_a_head_known_from_elsewhere_shows_a_chain_that_was_written_anew():
    book, other = customer(), customer("OTHER")
    sealed(book, 1)
    sealed(other, 1)
    (_, known), (_, foreign) = (*verify([book]).heads, *verify([other]).heads)

    assert verify_export(export(book), [Known(known), Known(known, "BOOK", 1)]).is_fine
    (gone,) = verify_export(export(book), [Known(foreign)]).problems
    assert gone.startswith(f"the head {foreign} is not in this chain")
    (anew,) = verify_export(export(book), [Known(foreign, "BOOK", 1)]).problems
    assert anew.startswith("BOOK: block 1 has another head than somebody holds")
    (cut,) = verify_export(export(book), [Known(known, "BOOK", 7)]).problems
    assert cut.endswith("is gone: the chain was cut off after block 1")
    (strange,) = verify_export(export(book), [Known(known, "OTHER", 1)]).problems
    assert strange.endswith("belongs to OTHER, whose chain is not here")


def test_the_moment_of_sealing_is_told(lines):
    told = (NOON + timedelta(minutes=1)).isoformat().replace("+00:00", "Z")

    assert json.loads(lines[3])["sealed_at"] == told


@given(st.lists(st.text() | st.sampled_from(["{}", "[]", "null", '{"position": true}', '{"end": true}', "[" * 9999])))
def test_anything_else_is_told_in_words_and_never_breaks(rubbish):
    start = json.dumps({"schema": "gwarant.ledger/1", "customer": "X", "genesis": genesis("X")})

    assert not verify_export(rubbish).is_fine
    assert not verify_export([start, *rubbish]).is_fine
