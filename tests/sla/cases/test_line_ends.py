"""Where lines end: at a line feed, with a carriage return before it or not, and at nothing that a text may hold."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gwarant.importers import IMPORTERS
from gwarant.sla.contract.nodes import compose
from gwarant.sla.contract.parse import parse
from gwarant.sla.contract.splice.spots import spots_of
from gwarant.sla.evidence.columns import read_columns
from gwarant.sla.evidence.jsonl import read_lines
from gwarant.sla.lines import lines_of
from gwarant.sla.problem import InputError

HERE = Path(__file__).parent / "16-line-ends"
HEADER = '{"type": "header", "schema": "gwarant.evidence/1"}'
ROW = '{"type": "ticket", "id": "%s", "at": "2026-03-02T08:05:00+01:00", "ticket": "T-1", "kind": "noted", "ref": "%s"}'
INSIDE = ["\u2028", "\u2029", "\u0085"]
WITHIN_CELLS = [*INSIDE, "\x0b", "\x0c", "\r"]


def _read(name: str) -> str:
    return (HERE / name).read_bytes().decode("utf-8")


def _problems(text: str) -> list[str]:
    with pytest.raises(InputError) as refused:
        IMPORTERS["servicenow"](text, zone="Europe/Warsaw", options={}, file="snow.csv")
    return [str(one) for one in refused.value.problems]


def test_a_row_of_evidence_holds_a_line_separator_in_its_text() -> None:
    (event,) = read_lines(_read("evidence.jsonl")).events
    assert event.ref == "mail \u2028 two"


def test_cells_with_other_breaks_shift_no_number_of_a_line() -> None:
    (only,) = _problems(_read("snow.csv"))
    assert only.startswith("snow.csv:7: incident_state: 'Nowy'")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_file_is_read_alike_whatever_ends_its_lines(end: str) -> None:
    assert [*_problems(_read("snow.csv").replace("\n", end))] == _problems(_read("snow.csv"))
    told = _read("evidence.jsonl")
    assert read_lines(told.replace("\n", end)) == read_lines(told)
    counted = [read_columns(lambda text=one: [text.encode()]) for one in (told, told.replace("\n", end))]
    assert [sum(map(len, one.chunks)) for one in counted] == [1, 1]


@pytest.mark.parametrize("inside", WITHIN_CELLS)
@pytest.mark.parametrize("quote", ["", '"'])
def test_a_cell_holds_any_other_break_and_the_next_row_stands_in_the_next_line(inside: str, quote: str) -> None:
    text = f"Key,What,When,Class\nT-1,reported,2026-03-02 08:00,{quote}a{inside}b{quote}\nT-2,x,y,z\n"
    options = {"columns": {"ticket": "Key", "kind": "What", "at": "When", "class": "Class"}, "row": "ticket"}
    with pytest.raises(InputError) as refused:
        IMPORTERS["csv"](text, zone="UTC", options=options, file="t.csv")
    assert {one.line for one in refused.value.problems} == {3}


@given(
    st.lists(st.text(st.sampled_from(["a", "ż", *INSIDE])), min_size=1, max_size=5),
    st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_lines_that_were_joined_come_apart_again(texts: list[str], end: str) -> None:
    lines = [f"x{one}" for one in texts]
    assert lines_of(end.join(lines)) == lines_of(end.join(lines) + end) == lines


@pytest.mark.parametrize("inside", INSIDE)
def test_evidence_with_such_a_break_in_a_text_is_counted_as_it_is_judged(inside: str) -> None:
    text = "\n".join([HEADER, ROW % ("1", f"a{inside}b"), ROW % ("2", "plain")]) + "\n"
    assert [one.ref for one in read_lines(text).events] == [f"a{inside}b", "plain"]
    assert sum(map(len, read_columns(lambda: [text.encode()]).chunks)) == 2


@pytest.mark.parametrize("inside", INSIDE)
@pytest.mark.parametrize("quote", ["", '"', "'", "# "])
def test_a_contract_holds_them_in_its_texts_and_comments_and_counts_its_lines_without_them(
    inside: str, quote: str
) -> None:
    told = f"{quote}a{inside}b{quote.strip('# ')}"
    text = f"title: {told}\nparty{inside}: x\nlist: [1, 2]\nlater: {told}\n"
    root = compose(text)
    value = None if quote == "# " else f"a{inside}b"
    assert root.plain() == {"title": value, f"party{inside}": "x", "list": [1, 2], "later": value}
    assert root.entries["later"].line == 4
    spots = spots_of(text)
    assert [name for name, _ in spots.keys] == [*root.entries]
    assert spots.value["later"] == value
    assert text[spots.children[2].start : spots.children[2].end] == "[1, 2]"


def test_the_place_of_a_slip_in_a_contract_is_that_of_an_editor() -> None:
    with pytest.raises(InputError) as refused:
        parse(
            'apiVersion: sla/v1\nmetadata: {id: A, title: "a\u2028b\u0085c"}\neffective: {from: soon}\n', "c.yaml"
        ).required()
    assert {(one.line, one.column) for one in refused.value.problems if "soon" in one.message} == {(3, 19)}
