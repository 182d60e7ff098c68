"""Every row that can be written is read back by every reader, and what could not be read back is not written."""

from dataclasses import replace
from decimal import Decimal
from enum import StrEnum
from types import UnionType
from typing import Any, get_args, get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gwarant.sla.evidence.columns import read_columns
from gwarant.sla.evidence.form import FORMS, MOMENTS, Form
from gwarant.sla.evidence.jsonl import LineReader, read_lines
from gwarant.sla.evidence.layout import KINDS, ROLES, ZERO
from gwarant.sla.evidence.model import Evidence, Kind, MeasureValue, Row, TicketEvent, TimeEntry
from gwarant.sla.evidence.quick import quick_row
from gwarant.sla.evidence.readback import LONGEST, checked_line
from gwarant.sla.problem import InputError

YEAR = 366 * 86_400
ANY_TEXT = st.text(st.characters(), max_size=6) | st.sampled_from(
    [
        "",
        " ",
        "T-1",
        "zażółć",
        '"\\',
        "\u2028",
        "\x00",
        "\x85",
        "\ud83d",
        "\ufeff",
        "e\u0301",
        "2026-03",
        "x" * (LONGEST + 1),
    ]
)
ANY_MOMENT = st.integers(-3 * YEAR, 80 * YEAR) | st.integers(-(10**15), 10**15)
ANY_NUMBER = st.decimals() | st.integers(-(10**9), 10**9).map(Decimal)


def _any_value(form: Form, name: str, hint: Any) -> st.SearchStrategy[Any]:
    if isinstance(hint, UnionType):
        return st.none() | _any_value(form, name, get_args(hint)[0])
    if name in MOMENTS:
        return ANY_MOMENT.map(lambda ticks: ticks * form.per_second if abs(ticks) < 100 * YEAR else ticks)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return st.sampled_from(hint)
    plain = {bool: st.booleans(), int: st.integers(-2, 10**10), Decimal: ANY_NUMBER, str: ANY_TEXT}
    return plain[hint]


@st.composite
def any_row(draw: st.DrawFn) -> Row:
    """A row of any type with values of which some fit."""
    form = draw(st.sampled_from(FORMS))
    hints = get_type_hints(form.row)
    names = [one.name for one in form.fields.values()]
    chosen = {name for name in names if name in form.required or name == "received" or draw(st.integers(0, 3)) == 0}
    return form.row(**{name: draw(_any_value(form, name, hints[name])) for name in names if name in chosen})


def readers(line: str) -> list[list[Row]]:
    """What the strict and the quick way make of the line."""
    strict, either = LineReader(""), LineReader("")
    strict.take_strictly(1, line)
    either.take(1, line)
    assert strict.problems == either.problems == []
    return [[row for rows in one.rows.values() for row in rows] for one in (strict, either)]


@given(any_row())
def test_every_row_that_is_written_is_read_back_by_every_reader(row: Row) -> None:
    try:
        line = checked_line(row)
    except InputError:
        return
    assert readers(line) == [[row], [row]]
    assert _in_columns(line, row)


def _in_columns(line: str, row: Row) -> bool:
    found = read_columns(lambda: [line.encode()])
    assert found.lines == 1
    if not isinstance(row, TicketEvent):
        return not sum(map(len, found.chunks))
    (one,) = (one for chunk in found.chunks for one in chunk)
    kinds = KINDS[one["kind"]] is row.kind and ROLES[one["by"]] is row.by
    return kinds and found.tickets[one["ticket"]] == row.ticket and one["at"] == min(row.at - ZERO, 2**31 - 1)


FIT = TicketEvent(
    id="A-1:0001", at=0, received=5, ticket="A-1", kind=Kind.REPORTED, ref="https://x.pl/4", source="gwarant"
)


@pytest.mark.parametrize(
    ("changed", "key", "said"),
    [
        ({"at": -61_311_945_600}, "at", "lies outside the years 1901 to 2198"),
        ({"at": 10**12}, "at", "cannot be written down"),
        ({"at": 1.5}, "at", "finer than a second"),
        ({"ref": "a\x00b"}, "ref", "the control character U+0000"),
        ({"ref": "a\x1fb"}, "ref", "the control character U+001F"),
        ({"ref": "\ud83d"}, "ref", "half a character"),
        ({"ref": "x" * (LONGEST + 1)}, "ref", f"has {LONGEST + 1} letters"),
        ({"id": " "}, "id", "must not be empty"),
        ({"kind": Kind.CLASSIFIED}, "class", "is missing"),
        ({"kind": "rained"}, "kind", "'rained' is not known here"),
        ({"down": "yes"}, "down", "would be read back as True"),
    ],
)
def test_a_row_that_no_reader_would_take_is_refused_with_its_key(changed: dict[str, Any], key: str, said: str) -> None:
    with pytest.raises(InputError) as refused:
        checked_line(replace(FIT, **changed))
    assert any(one.path == key and said in one.message for one in refused.value.problems), refused.value.problems


def test_all_that_is_wrong_with_a_row_is_told_at_once() -> None:
    with pytest.raises(InputError) as refused:
        checked_line(replace(FIT, at=10**12, ref="\x00"))
    assert [one.path for one in refused.value.problems] == ["at", "ref"]


def test_an_entry_whose_end_lies_before_its_start_is_refused() -> None:
    with pytest.raises(InputError, match="lies before `from`"):
        checked_line(TimeEntry(id="h1", start=60, end=0, received=60))


def test_a_number_that_no_file_may_hold_is_refused() -> None:
    value = MeasureValue(id="v", measure="m", start=0, end=1, received=1, value=Decimal("NaN"))
    with pytest.raises(InputError, match="not an exact number"):
        checked_line(value)


def test_a_row_that_fits_is_written_as_before() -> None:
    assert read_lines([checked_line(FIT)]) == Evidence(events=(FIT,))
    assert quick_row(checked_line(FIT), "") is not None
