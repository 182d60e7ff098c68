"""JSON documents one after another, and values that say where they stand."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gwarant.importers.documents import Place, documents
from gwarant.importers.local_time import LocalTimes
from gwarant.importers.sheet import Findings

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3),
    max_leaves=8,
)
OBJECTS = st.lists(st.dictionaries(st.text(max_size=4), VALUES, max_size=3), max_size=4)


def read(text: str) -> tuple[list[tuple[int, object]], list[str]]:
    findings = Findings("x.json")
    found = list(documents(text.splitlines(keepends=True), findings))
    return found, [str(problem) for problem in findings.problems]


@given(OBJECTS)
def test_documents_come_back_however_they_are_laid_out(values: list[dict[str, object]]) -> None:
    for text in (
        json.dumps(values),
        "\n".join(map(json.dumps, values)),
        "".join(json.dumps(v, indent=1) for v in values),
    ):
        found = [value for _, value in read(text)[0]]
        assert found == ([values] if text == json.dumps(values) else values)


@given(st.text(max_size=60))
def test_no_text_ends_in_a_traceback(text: str) -> None:
    read(text)


def test_each_document_knows_its_line() -> None:
    assert read('\ufeff{"a": 1}\n\n[\n2]\n{"b": 3}')[0] == [(1, {"a": 1}), (3, [2]), (5, {"b": 3})]


def test_what_cannot_be_read_is_told_and_the_next_document_is_read() -> None:
    found, problems = read('{"a": 1}\n{"b": \n{"c": 3}\n{"d": 4}\n')
    assert found == [(1, {"a": 1}), (3, {"c": 3}), (4, {"d": 4})]
    assert len(problems) == 1
    assert problems[0].startswith("x.json:")
    assert "is not JSON" in problems[0]


@pytest.mark.parametrize("text", ["[" * 200_000, '{"a": NaN}', '{"a": ' + "9" * 5000 + "}", "nonsense", "<html>"])
def test_hostile_text_is_told_in_a_sentence(text: str) -> None:
    assert len(read(text)[1]) == 1


def place(data: dict[str, object]) -> tuple[Place, list[str]]:
    told: list[str] = []
    return Place(data, "T-1", lambda path, message, hint: told.append(f"{path} {message}")), told


@pytest.mark.parametrize("raw", [1.5, True, [], {}, "\x00", 10**30])
def test_what_is_no_text_is_told_with_its_place(raw: object) -> None:
    one, told = place({"a": raw})
    assert one.text("a") == ""
    assert told[0].startswith("T-1.a ")


def test_a_number_is_taken_as_a_text() -> None:
    assert place({"a": 17})[0].text("a") == "17"


def test_what_is_missing_is_told_only_where_it_is_required() -> None:
    one, told = place({"a": None})
    times = LocalTimes("UTC")
    assert (one.text("a"), one.flag("a"), one.moment("a", times), one.list("a"), bool(one.inner("a"))) == (
        "",
        None,
        None,
        [],
        False,
    )
    assert told == []
    one.text("a", required=True)
    one.list("b", required=True)
    assert told == ["T-1.a is missing", "T-1.b is missing"]


@pytest.mark.parametrize("raw", [17, "yesterday", "2026-13-01T00:00:00Z", "0001-01-01T00:00:00Z", ""])
def test_what_is_no_time_is_told(raw: object) -> None:
    one, told = place({"a": raw})
    assert one.moment("a", LocalTimes("UTC")) is None
    assert len(told) == 1


def test_what_is_no_object_in_a_list_is_told_with_its_number() -> None:
    one, told = place({"a": [{}, 3]})
    assert len(one.list("a")) == 1
    assert told == ["T-1.a[1] 3 is not an object"]
