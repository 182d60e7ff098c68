"""Columns hold what the rows say, and reading them names the same problems."""

from collections.abc import Iterable
from datetime import datetime
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gwarant.sla.evidence.block import block_of, seconds_of
from gwarant.sla.evidence.columns import Columns, Source, lines_at, read_columns
from gwarant.sla.evidence.jsonl import read
from gwarant.sla.evidence.layout import AUTOMATIC, KINDS, ODD, ROLES, STRANGE, ZERO, Names
from gwarant.sla.evidence.value import Unfit
from gwarant.sla.problem import InputError

HEADER = '{"type": "header", "schema": "gwarant.evidence/1", "source": "desk"}'
CHECK = '{"type": "check", "id": "c1", "at": "2026-03-29T08:15:00Z", "service": "shop", "state": "up"}'
EXCLUSION = (
    '{"type": "exclusion", "id": "x1", "decided": "2026-03-29T08:15:00Z", "reason": "ours not", "ticket": "T-1"}'
)


def event(number: int, **fields: str) -> str:
    given = {"at": "2026-03-29T08:15:00Z", "ticket": "T-1", "kind": "replied", **fields}
    return f'{{"type":"ticket","id":"e{number}",' + ",".join(f'"{key}":"{value}"' for key, value in given.items()) + "}"


def pieces(text: str, *cuts: int) -> Source:
    """The text as a source of pieces that end at these places."""
    raw = text.encode("utf-8", "surrogateescape")
    edges = sorted({0, len(raw), *(min(cut, len(raw)) for cut in cuts)})
    return lambda: (raw[a:b] for a, b in pairwise(edges))


def columns(*lines: str) -> Columns:
    return read_columns(pieces("\n".join(lines)))


def told(lines: Iterable[str]) -> tuple[list[str], list[str]]:
    """The problems that the strict reader names, and its notes."""
    try:
        return [], [str(note) for note in read(lines, "e.jsonl").notes]
    except InputError as error:
        return [str(problem) for problem in error.problems], []


def told_by_columns(source: Source) -> tuple[list[str], list[str]]:
    try:
        return [], [str(note) for note in read_columns(source, "e.jsonl").notes]
    except InputError as error:
        return [str(problem) for problem in error.problems], []


def events_in(found: Columns) -> list[tuple[object, ...]]:
    rows = [row for chunk in found.chunks for row in chunk]
    names = found.names
    return [
        (
            found.tickets[row["ticket"]],
            int(row["at"]) + ZERO,
            int(row["at"]) + ZERO + int(row["lag"]),
            KINDS[row["kind"]],
            ROLES[row["by"]],
            bool(row["flags"] & AUTOMATIC),
            names.classes.names[row["class_"]],
            names.channels.names[row["channel"]],
            names.reasons.names[row["reason"]],
        )
        for row in rows
    ]


LINES = st.one_of(
    st.builds(
        event,
        st.integers(0, 12),
        at=st.sampled_from(["2026-03-29T08:15:00Z", "2024-02-29T23:59:59Z", "2026-03-29T10:15:00+02:00"]),
        ticket=st.sampled_from(["T-1", "T-2", "zażółć"]),
        kind=st.sampled_from(["reported", "replied", "closed"]),
        by=st.sampled_from(["customer", "provider", "system"]),
        channel=st.sampled_from(["", "portal"]),
        received=st.sampled_from(["2026-03-29T08:16:00Z", "2026-03-30T08:15:00Z"]),
    ),
    st.sampled_from(
        [
            HEADER,
            CHECK,
            EXCLUSION,
            "",
            "  ",
            "{",
            event(1, kind="classified"),
            event(2, kind="pause_decided"),
            event(3, nonsense="x"),
            event(4, id="e5"),
            event(5, at="2026-02-30T00:00:00Z"),
            event(6, ticket=" "),
            event(7, reason="\x7f"),
            event(8, reason="\udcff"),
            event(9, reason="a\\\\b"),
            event(10, at="1910-01-01T00:00:00Z"),
        ]
    ),
)


@given(st.lists(LINES, max_size=12), st.lists(st.integers(1, 2000), max_size=4))
def test_problems_and_notes_are_those_of_the_strict_reader(lines: list[str], cuts: list[int]) -> None:
    assert told_by_columns(pieces("\n".join(lines), *cuts)) == told("\n".join(lines).split("\n"))


@given(st.lists(LINES, max_size=12), st.lists(st.integers(1, 2000), max_size=4))
def test_columns_hold_what_the_rows_say(lines: list[str], cuts: list[int]) -> None:
    try:
        evidence = read(lines).evidence
    except InputError:
        return
    events = [event for event in evidence.events if event.at > 0]
    rows = [(e.ticket, e.at, e.received, e.kind, e.by, e.automatic, e.class_, e.channel, e.reason) for e in events]
    found = read_columns(pieces("\n".join(lines), *cuts))
    assert sorted(row for row in events_in(found) if row[1] > 0) == sorted(rows)
    assert found.exclusions == evidence.exclusions


@given(st.lists(LINES, max_size=12), st.lists(st.integers(1, 2000), max_size=4), st.sets(st.integers(1, 12)))
def test_lines_are_found_again_by_number(lines: list[str], cuts: list[int], wanted: set[int]) -> None:
    numbers = [number for number in sorted(wanted) if number <= len(lines) and lines[number - 1]]
    found = lines_at(pieces("\n".join(lines), *cuts), np.array(numbers, np.int64))
    assert [(number, line) for number, line in found] == [(number, lines[number - 1]) for number in numbers]


def test_more_problems_than_are_shown_are_counted() -> None:
    lines = [event(n, kind="oops") if n % 2 else event(0, ticket=f"T-{n}") for n in range(160)]
    assert told_by_columns(pieces("\n".join(lines), 300)) == told(lines)


def test_an_unknown_schema_ends_the_reading() -> None:
    lines = [event(1), HEADER.replace("/1", "/9"), event(2, kind="oops")]
    assert told_by_columns(pieces("\n".join(lines))) == told(lines)


def test_the_same_row_under_another_source_is_another_row() -> None:
    lines = [event(1), HEADER, event(1)]
    assert told_by_columns(pieces("\n".join(lines))) == told(lines)
    assert told(lines)[0]


def test_a_repeated_row_is_dropped_with_a_note() -> None:
    found = columns(event(1), event(2), event(1))
    assert sum(map(len, found.chunks)) == 2
    assert [note.message for note in found.notes] == ["the row of line 1 again: dropped"]


@pytest.mark.parametrize("kind", ["adopted", "moved", "left"])
def test_a_change_of_the_contract_that_lacks_what_it_names_is_refused_as_by_the_strict_reader(kind: str) -> None:
    line = event(1, kind=kind)
    assert told_by_columns(pieces(line)) == told([line])
    assert told([line])[0]


def test_merges_are_kept_by_name() -> None:
    assert columns(event(1, kind="merged", into="T-9")).merges == (("T-1", "T-9"),)


def test_what_does_not_fit_a_column_is_marked() -> None:
    lines = [event(n, reason=f"r{n}") for n in range(300)]
    rows = np.concatenate(columns(*lines).chunks)
    assert (rows["flags"] & STRANGE != 0).tolist() == [n >= ODD - 1 for n in range(300)]
    (chunk,) = columns(event(1, at="1910-01-01T00:00:00Z")).chunks
    assert chunk["flags"][0] & STRANGE


def test_plain_blocks_take_the_fast_way() -> None:
    text = "\n".join(event(n) for n in range(5)).encode()
    assert block_of(text, 1, {}, Names()) is not None
    assert block_of(text.replace(b"\n", b"\r\n"), 1, {}, Names()) is not None


@given(st.datetimes(min_value=datetime(1901, 1, 1), max_value=datetime(2198, 12, 31)))
def test_moments_are_those_of_the_calendar(moment: datetime) -> None:
    whole = moment.replace(microsecond=0)
    assert seconds_of([f"{whole.isoformat()}Z"]).tolist() == [round((whole - datetime(1970, 1, 1)).total_seconds())]


@pytest.mark.parametrize(
    "text", ["2026-02-29T00:00:00Z", "2026-13-01T00:00:00Z", "2026-01-01T24:00:01Z", "2026-01-01T00:61:00Z"]
)
def test_no_moment_is_made_up(text: str) -> None:
    with pytest.raises(Unfit):
        seconds_of([text])
