"""A part of a chain: what is shown follows by its line, what lies between is counted, and every change is told."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from gwarant.ledger.chain import genesis, link
from gwarant.ledger.extract import SCHEMA, read_extract

LINES = {f"r{n}": json.dumps({"id": f"r{n}"}) for n in range(6)}
Rows = list[dict[str, Any]]


def extract() -> Rows:
    """Two blocks: rows 0 and 1, a row of another contract, rows 3 and 4 with a hash of words."""
    hash_, made = genesis("SHOP"), [{"schema": SCHEMA, "customer": "SHOP"}]
    for n, name in enumerate(LINES):
        hash_ = link(hash_, LINES[name], "w" if n == 4 else "")
        if n == 2:
            made.append({"gap": 1, "hash": hash_})
        elif n < 5:
            made.append({"id": name, "hash": hash_, **({"text_hash": "w"} if n == 4 else {})})
        if n in (1, 4):
            made.append({"block": len([one for one in made if "block" in one]) + 1, "head": hash_})
    return [*made, {"end": True, "rows": 5, "blocks": 2}]


def faults(rows: Rows, lines: dict[str, str] = LINES) -> list[str]:
    return read_extract([json.dumps(one) for one in rows], lines).faults


def test_an_honest_part_is_read_with_its_places_heads_and_what_it_hides() -> None:
    found = read_extract([json.dumps(one) for one in extract()], LINES)
    assert (found.faults, found.position, found.block, found.hidden) == ([], 5, 2, 1)
    assert found.places == {"r0": 1, "r1": 2, "r3": 4, "r4": 5}
    assert list(found.heads.values()) == [1, 2]


def test_a_head_proves_the_rows_since_the_last_gap_before_it_and_no_others() -> None:
    found = read_extract([json.dumps(one) for one in extract()], LINES)
    first, second = found.heads
    assert [found.proves(first, place) for place in range(1, 6)] == [True, True, False, False, False]
    assert [found.proves(second, place) for place in range(1, 6)] == [False, False, False, True, True]
    assert not found.proves("0" * 64, 1)


def test_a_row_with_the_line_of_another_is_told() -> None:
    """Else a place that a head proves could be lent to a row that it does not prove."""
    rows = extract()
    rows[1] = rows[1] | {"id": "r9", "line": LINES["r0"]}
    assert faults(rows) == ["r9 stands in the chain with the line of another row"]


CHANGES: dict[str, tuple[Callable[[Rows], Rows], str]] = {
    "a row left out": (lambda rows: [*rows[:2], *rows[3:]], "end with the hash"),
    "two rows exchanged": (lambda rows: [rows[0], rows[2], rows[1], *rows[3:]], "does not fit its hash"),
    "a row twice": (lambda rows: [*rows[:2], *rows[1:]], "does not fit its hash"),
    "a gap of none": (lambda rows: [*rows[:4], rows[4] | {"gap": 0}, *rows[5:]], "a gap of no rows"),
    "a block left out": (lambda rows: [*rows[:3], *rows[4:]], "block 1 of the chain is missing"),
    "another head": (lambda rows: [*rows[:3], rows[3] | {"head": "0" * 64}, *rows[4:]], "does not end with the hash"),
    "other words": (lambda rows: [*rows[:6], rows[6] | {"text_hash": "x"}, *rows[7:]], "r4 does not fit"),
    "the end cut off": (lambda rows: rows[:-1], "is cut off"),
    "more behind the end": (lambda rows: [*rows, rows[1]], "is not one that follows there"),
    "another count": (lambda rows: [*rows[:-1], rows[-1] | {"rows": 6}], "its end tells of 6 rows"),
    "another customer": (lambda rows: [rows[0] | {"customer": "UNI"}, *rows[1:]], "r0 does not fit"),
    "another format": (lambda rows: [rows[0] | {"schema": "x"}, *rows[1:]], "does not begin an extract"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_every_change_is_told(change: str) -> None:
    make, said = CHANGES[change]
    assert any(said in one for one in faults(make(extract()))), change


def test_a_row_whose_line_is_nowhere_or_another_is_told() -> None:
    assert "its line is nowhere" in faults(extract(), {name: line for name, line in LINES.items() if name != "r3"})[0]
    assert "r1 does not fit" in faults(extract(), LINES | {"r1": '{"id": "r1", "at": "2026"}'})[0]


def test_no_input_ends_otherwise_than_with_a_fault() -> None:
    for text in ("", "[]", "{}", "[" * 9999, '{"schema": 1}', "\ud800"):
        assert read_extract([text], {}).faults
