"""The JSON Lines form of evidence: what is read, what is written, and that they are inverse."""

import json
from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gwarant.sla.evidence.form import FORMS, Field, Form, with_side
from gwarant.sla.evidence.jsonl import SCHEMA, line_schema, read, read_lines, write_lines
from gwarant.sla.evidence.model import Evidence, Kind, Role, State
from gwarant.sla.evidence.value import LARGEST
from gwarant.sla.problem import InputError, Severity

TICKET = {"type": "ticket", "id": "e1", "at": "2026-03-29T10:15:00+02:00", "ticket": "T-1", "kind": "reported"}
STATE = {
    "type": "state",
    "id": "s1",
    "service": "shop",
    "state": "up",
    "from": "2026-03-29T08:00:00Z",
    "to": "2026-03-29T08:00:00.250Z",
}


def line(row: dict[str, object], **changes: object) -> str:
    return json.dumps({**row, **changes})


def without(row: dict[str, object], *keys: str) -> str:
    return json.dumps({key: value for key, value in row.items() if key not in keys})


def problems(*lines: str) -> list[str]:
    with pytest.raises(InputError) as caught:
        read_lines(lines, "e.jsonl")
    return [str(problem) for problem in caught.value.problems]


def test_a_ticket_row_is_read_in_utc_seconds() -> None:
    (event,) = read_lines([line(TICKET)]).events
    assert (event.at, event.received, event.kind) == (1774772100, 1774772100, Kind.REPORTED)


def test_availability_is_read_in_milliseconds() -> None:
    (state,) = read_lines([line(STATE)]).states
    assert (state.end - state.start, state.state) == (250, State.UP)


def test_an_interval_is_received_when_it_ends_unless_the_row_says_otherwise() -> None:
    (state,) = read_lines([line(STATE)]).states
    assert state.received == state.end


def test_defaults_are_those_of_the_record() -> None:
    (event,) = read_lines([line(TICKET)]).events
    assert (event.by, event.automatic, event.approved, event.class_) == (Role.PROVIDER, False, None, "")


def test_null_stands_for_none_where_none_is_the_default() -> None:
    (event,) = read_lines([line(TICKET, approved=None)]).events
    assert event.approved is None


@pytest.mark.parametrize("part", [form.part for form in FORMS])
def test_no_lines_give_no_rows(part: str) -> None:
    assert getattr(read_lines([]), part) == ()


def test_blank_lines_crlf_and_a_byte_order_mark_are_skipped() -> None:
    lines = ["\ufeff" + line(TICKET) + "\r\n", "\r\n", "   \n", "\ufeff" + line(TICKET, id="e2") + "\n"]
    assert len(read_lines(lines).events) == 2


def test_one_text_is_read_like_its_lines() -> None:
    assert read_lines(f"{line(TICKET)}\n{line(STATE)}\n") == read_lines([line(TICKET), line(STATE)])


def test_rows_are_sorted_by_moment_then_receipt_then_id() -> None:
    later = line(TICKET, id="a", at="2026-03-29T08:15:01Z")
    late = line(TICKET, id="b", received="2026-03-30T00:00:00Z")
    events = read_lines([later, late, line(TICKET, id="z"), line(TICKET, id="c")]).events
    assert [event.id for event in events] == ["c", "z", "b", "a"]


def test_a_header_gives_its_source_to_the_rows_below_that_name_none() -> None:
    header = line({"type": "header", "schema": SCHEMA, "source": "desk", "zone": "Europe/Warsaw"})
    evidence = read_lines([header, line(TICKET), line(TICKET, id="e2", source="mail")])
    assert [event.source for event in evidence.events] == ["desk", "mail"]
    assert evidence.sources == ("desk",)


def test_files_may_be_concatenated() -> None:
    one = read_lines([line({"type": "header", "schema": SCHEMA, "source": "a"}), line(TICKET)])
    two = read_lines([line({"type": "header", "schema": SCHEMA}), line(TICKET, id="e2")])
    both = read_lines([*write_lines(one), *write_lines(two)])
    assert [event.source for event in both.events] == ["a", ""]
    assert both.events == one.events + two.events


def test_an_unknown_schema_names_the_known_ones_and_stops_the_reading() -> None:
    (problem,) = problems(line({"type": "header", "schema": "gwarant.evidence/2"}), "nonsense")
    assert "'gwarant.evidence/2' is not known here" in problem
    assert SCHEMA in problem


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ({"type": "header"}, "schema: is missing"),
        ({"type": "header", "schema": ["x"]}, "a list is not known here"),
        ({"type": "header", "schema": SCHEMA, "sorce": "x"}, "did you mean 'source'?"),
        ({"type": "header", "schema": SCHEMA, "source": 7}, "source: 7 is not a text"),
    ],
)
def test_a_wrong_header_is_refused(header: dict[str, object], words: str) -> None:
    assert words in problems(json.dumps(header))[0]


def test_the_same_row_twice_is_dropped_with_a_note() -> None:
    reading = read([line(TICKET), line(TICKET, at="2026-03-29T08:15:00Z")], "e.jsonl")
    assert len(reading.evidence.events) == 1
    assert [(note.line, note.severity) for note in reading.notes] == [(2, Severity.NOTE)]
    assert "line 1 again" in reading.notes[0].message


def test_one_id_with_two_contents_is_an_error() -> None:
    assert problems(line(TICKET), line(TICKET, ticket="T-2")) == [
        "e.jsonl:2: id: 'e1' stands in line 1 with other content (an id names one row in the whole file)"
    ]


def test_an_id_is_unique_over_all_row_types() -> None:
    assert "line 1" in problems(line(TICKET), line(STATE, id="e1"))[0]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (line(TICKET, at="2026-03-29T10:15:00"), "at: '2026-03-29T10:15:00' has no offset from UTC (end it with Z"),
        (line(TICKET, at="2026-03-29"), "has no offset"),
        (line(TICKET, at="29.03.2026 10:15"), "is not a time (write it as 2026-03-29T08:15:00Z"),
        (line(TICKET, at=1774772100), "at: 1774772100 is not a time"),
        (line(TICKET, at="2026-03-29T10:15:00.5Z"), "finer than a second"),
        (line(STATE, to="2026-03-29T10:15:00.0005Z"), "finer than a millisecond"),
        (line(TICKET, at="0001-01-01T00:00:00+14:00"), "outside the years"),
        (line(TICKET, kind="repored"), "kind: 'repored' is not known here (did you mean 'reported'?)"),
        (line(TICKET, kind=None), "kind: None is not known here (known here: reported"),
        (line(TICKET, clas="x"), "clas: unknown key (did you mean 'class'?)"),
        (line(TICKET, class_="x"), "did you mean 'class'?"),
        (line(TICKET, automatic="yes"), "automatic: 'yes' is neither true nor false"),
        (line(TICKET, ticket=17), "ticket: 17 is not a text"),
        (line(TICKET, ticket=" "), "ticket: must not be empty"),
        (line(TICKET, ref="\x00"), "ref: holds the control character U+0000"),
        (line(TICKET, ref="\ud800"), "ref: holds bytes that are not UTF-8, or half a character"),
        (line(TICKET, kind="classified"), "class: is missing"),
        (line(TICKET, kind="pause_decided"), "approved: is missing"),
        (without(TICKET, "ticket"), "ticket: is missing from this ticket row"),
        (without(TICKET, "id", "at"), "id: is missing from this ticket row"),
        (line(STATE, to="2026-03-29T07:00:00Z"), "to: lies before `from`"),
        (line(STATE, state="off"), "state: 'off' is not known here"),
        (line(STATE, every=-1), "every: -1 is not a whole number from 0"),
        (line(STATE, every=1.5), "every: 1.5 is not a whole number"),
        (line(STATE, every=True), "every: True is not a whole number"),
        (line(STATE, every=10**300), "every: 0x"),
        (line({"type": "tickt"}), "type: 'tickt' is not known here (did you mean 'ticket'?)"),
        (line({"type": [[]]}), "type: a list is not known here"),
        ("{}", "type: is missing (one of header, ticket"),
        (line({"type": "exclusion", "id": "x", "decided": "2026-01-01T00:00:00Z", "reason": "r"}), "names neither"),
    ],
)
def test_a_wrong_row_is_refused_with_what_would_be_right(text: str, words: str) -> None:
    (first, *_) = problems(text)
    assert words in first
    assert first.startswith("e.jsonl:1:")


def test_an_exclusion_of_a_service_names_its_whole_stretch() -> None:
    row = {"type": "exclusion", "id": "x", "decided": "2026-01-01T00:00:00Z", "reason": "r", "service": "shop"}
    assert "to: is missing" in problems(json.dumps({**row, "from": "2026-01-01T00:00:00Z"}))[0]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"type": "ticket",, }', "e.jsonl:1:19: is not JSON"),
        ("\ufeff{,", "e.jsonl:1:3: is not JSON"),
        ("reported", "e.jsonl:1:1: is not JSON: Expecting value"),
        ("[1]", "a list is not an object"),
        ("17", "17 is not an object"),
        ("null", "None is not an object"),
        ('{"a": NaN}', "NaN is not a number of JSON"),
        ('{"a": -Infinity}', "-Infinity is not a number"),
        ('{"id": "a", "id": "b"}', "the key 'id' stands twice"),
        ('{"a": ' + "9" * 5000 + "}", "a number that is too long"),
        ("[" * 100_000, "is nested too deeply"),
        ('{"a": {"b": 1}}', "type: is missing"),
        ("\x00", "is not JSON"),
        ("\udcff", "is not JSON"),
    ],
)
def test_hostile_lines_are_problems_and_never_tracebacks(text: str, words: str) -> None:
    assert words in problems(text)[0]


@pytest.mark.parametrize("depth", [500, 900, 950, 960, 970, 980, 990, 1000])
def test_any_depth_of_nesting_is_a_problem(depth: int) -> None:
    nested = "[" * depth + "]" * depth
    for text in (nested, f'{{"type": {nested}}}', line(TICKET).replace('"T-1"', nested)):
        assert problems(text)


@given(
    st.text() | st.recursive(st.none() | st.booleans() | st.floats() | st.integers() | st.text(), st.lists).map(repr)
)
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(InputError):
        read_lines([text])


_JSON = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.lists(st.integers(), max_size=2)


@given(
    st.sampled_from(FORMS).flatmap(
        lambda form: st.dictionaries(st.sampled_from([*form.fields, "x"]), _JSON).map(
            lambda row: {**row, "type": form.name}
        )
    )
)
def test_any_values_under_known_keys_are_read_or_refused(row: dict[str, object]) -> None:
    with suppress(InputError):
        read_lines([json.dumps(row)])


def test_every_problem_of_a_file_is_told_at_once() -> None:
    found = problems(line(TICKET, at="x", kind="y"), line(TICKET, id="e2"), "oops", line(STATE, to="z"))
    assert [text.split(":")[1] for text in found] == ["1", "1", "3", "4"]


def test_after_fifty_problems_the_rest_is_counted() -> None:
    found = problems(*["oops"] * 60)
    assert len(found) == 51
    assert found[-1].endswith("and 10 more problems")


def test_a_written_row_leaves_out_what_stands_at_its_default() -> None:
    (header, row) = write_lines(read_lines([line(TICKET)]))
    assert header == f'{{"schema": "{SCHEMA}", "type": "header"}}\n'
    assert row == (
        '{"at": "2026-03-29T08:15:00Z", "id": "e1", "kind": "reported", "ticket": "T-1", "type": "ticket"}\n'
    )


def test_the_order_of_the_lines_does_not_change_what_is_written() -> None:
    lines = [line(TICKET, id=f"e{n}", at=f"2026-03-29T10:1{n}:00Z") for n in range(5)] + [line(STATE)]
    assert list(write_lines(read_lines(lines))) == list(write_lines(read_lines(reversed(lines))))


def test_letters_of_any_alphabet_are_written_as_they_are() -> None:
    (_, row) = write_lines(read_lines([line(TICKET, service="Zamówienia")]))
    assert '"service": "Zamówienia"' in row


_NAMES = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=8).filter(str.strip)


def _values(form: Form, field: Field) -> st.SearchStrategy[object]:
    schema = field.value.schema
    if "format" in schema:
        return st.integers(1, 4_000_000_000 * form.per_second)
    if isinstance(schema.get("type"), list):
        return st.decimals(min_value=0, max_value=10**6, places=3)
    if "enum" in schema:
        return st.sampled_from(schema["enum"]).map(field.value.parse)
    return {"string": _NAMES, "boolean": st.booleans(), "integer": st.integers(0, LARGEST)}[schema["type"]]


PACKED, LOOKED = "R1dMMQEAAABx42+tnAEAAGDq" + "A" * 158 + "==", 1_772_436_317_041  # one look, and when it was


def _in_order(values: dict[str, Any]) -> dict[str, Any]:
    if {"start", "end"} <= values.keys():
        values["start"], values["end"] = sorted((values["start"], values["end"]))
    return values


def _a_part(share: dict[str, Any]) -> dict[str, Any]:
    return dict(zip(("good", "total"), sorted(share.values()), strict=True))


def _rows(form: Form) -> st.SearchStrategy[Any]:
    strategies = {field.name: _values(form, field) for field in form.fields.values()}
    always = {name: one for name, one in strategies.items() if name in {*form.required, "received"}}
    perhaps = {name: one for name, one in strategies.items() if name not in always}
    if "packed" in always:
        always |= {
            "packed": st.just(PACKED),
            "start": st.integers(1, LOOKED),
            "end": st.integers(LOOKED + 1, 2 * LOOKED),
        }
    for name in {"sha256"} & always.keys():
        always[name] = st.binary(min_size=32, max_size=32).map(bytes.hex)
    for name in {"month"} & always.keys():
        always[name] = st.sampled_from(["2026-03", "2027-12"])
    for name in {"period"} & always.keys():
        always[name] = st.sampled_from(["2026-03", "2026-Q1", "2026", "2026-05-01..2027-04-30"])
    if {"good", "total"} <= perhaps.keys():
        share = st.fixed_dictionaries({name: perhaps.pop(name) for name in ("good", "total")}).map(_a_part)
        figure = st.fixed_dictionaries({"value": perhaps.pop("value")}) | share
    else:
        figure = st.just({})
    plain = st.builds(lambda one, more: one | more, st.fixed_dictionaries(always, optional=perhaps), figure)
    made = plain.map(_in_order).map(lambda values: form.row(**with_side(form, values)))
    return made.filter(lambda row: not list(form.faults(row)))


@st.composite
def evidences(draw: st.DrawFn) -> Evidence:
    parts: dict[str, Any] = {}
    for form in FORMS:
        rows = draw(st.lists(_rows(form), max_size=2))
        named = [replace(row, id=f"{form.name}{number}{row.id}") for number, row in enumerate(rows)]
        parts[form.part] = tuple(sorted(named, key=form.order))
    return Evidence(**parts, sources=tuple(draw(st.lists(_NAMES, max_size=2, unique=True))))


@given(evidences())
def test_what_was_written_is_read_back_the_same(evidence: Evidence) -> None:
    lines = list(write_lines(evidence))
    assert read_lines(lines) == evidence
    assert list(write_lines(read_lines("".join(lines)))) == lines


@given(evidences())
def test_every_written_line_fits_the_json_schema(evidence: Evidence) -> None:
    shapes = {shape["properties"]["type"]["const"]: shape for shape in line_schema()["oneOf"]}
    for text in write_lines(evidence):
        row = json.loads(text)
        shape = shapes[row["type"]]
        assert set(shape["required"]) <= row.keys() <= shape["properties"].keys()


def test_the_json_schema_is_itself_json_and_names_every_row_type() -> None:
    titles = [shape["title"] for shape in json.loads(json.dumps(line_schema()))["oneOf"]]
    assert titles == ["header", *(form.name for form in FORMS)]


def test_the_json_schema_lists_the_kinds_of_ticket_events() -> None:
    shape = next(shape for shape in line_schema()["oneOf"] if shape["title"] == "ticket")
    assert shape["properties"]["kind"] == {"enum": [kind.value for kind in Kind]}
    assert shape["required"] == ["type", "id", "at", "ticket", "kind"]
