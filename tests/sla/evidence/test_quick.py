"""The fast way to a row gives what the strict one gives, and nothing where the strict one complains."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gwarant.sla.evidence.form import FORMS
from gwarant.sla.evidence.jsonl import LineReader
from gwarant.sla.evidence.quick import quick_row

PLAIN = '{"type":"ticket","id":"e1","at":"2026-03-29T08:15:00Z","ticket":"T-1","kind":"replied","by":"customer"}'
KEYS = sorted({key for form in FORMS for key in form.fields} | {"type", "oops"})
TIMES = [
    "2026-03-29T08:15:00Z",
    "2026-03-29T10:15:00+02:00",
    "2026-02-30T00:00:00Z",
    "2026-03-29T08:15:00.250Z",
    "20260329",
]
TEXTS = ["replied", "up", "customer", "T-1", "", " ", "zażółć", "a\u00a0b", "a\nb", '":"', "\u2028"]
VALUES = st.one_of(
    st.sampled_from([*TIMES, *TEXTS, True, False, None, 0, 7, -1, 10**12, 1.0, [], {}]), st.sampled_from([*TEXTS])
)


def strictly(line: str, source: str = "") -> LineReader:
    reader = LineReader("e.jsonl")
    reader.source = source
    reader.take_strictly(1, line)
    return reader


def either_way(line: str, source: str = "") -> LineReader:
    reader = LineReader("e.jsonl")
    reader.source = source
    reader.take(1, line)
    return reader


@st.composite
def rows(draw: st.DrawFn) -> str:
    """A line of some form, its required keys mostly there, with a few keys more, some of them twice."""
    form = draw(st.sampled_from(FORMS))
    pairs: list[tuple[str, object]] = [("type", form.name)]
    for key, field in form.fields.items():
        if field.name in form.required or draw(st.integers(0, 3)) == 0:
            pairs.append((key, draw(_fitting(field.value.schema))))
    for _ in range(draw(st.integers(0, 2))):
        pairs.insert(draw(st.integers(0, len(pairs))), (draw(st.sampled_from(KEYS)), draw(VALUES)))
    comma, colon = draw(st.sampled_from([(",", ":"), (", ", ": "), (" , ", " : ")]))
    is_ascii = draw(st.booleans())
    return "{" + comma.join(json.dumps(k) + colon + json.dumps(v, ensure_ascii=is_ascii) for k, v in pairs) + "}"


def _fitting(schema: dict[str, object]) -> st.SearchStrategy[object]:
    if "enum" in schema:
        return st.sampled_from(schema["enum"])  # type: ignore[arg-type]
    if schema.get("format") == "date-time":
        return st.sampled_from(TIMES[:2])
    return {"boolean": st.booleans(), "integer": st.integers(0, 9)}.get(str(schema["type"]), st.sampled_from(TEXTS[:4]))


@given(rows(), st.sampled_from(["", "desk"]), st.sampled_from(["", " ", "\r\n", "\u00a0", "x"]))
def test_both_ways_say_the_same(line: str, source: str, around: str) -> None:
    strict, either = strictly(line + around, source), either_way(line + around, source)
    assert (either.rows, either.problems) == (strict.rows, strict.problems)


@given(st.text(alphabet='{}[]":,\\ \ntickeru019-TZ', max_size=40))
def test_rubbish_gets_the_same_words(line: str) -> None:
    assert either_way(line).problems == strictly(line).problems


def test_a_plain_line_takes_the_fast_way() -> None:
    assert quick_row(PLAIN, "") is not None


PACKED = "R1dMMQEAAABx42+tnAEAAGDq" + "A" * 158 + "=="  # one look, a quarter past seven
MORE = {
    "exclusion": {"ticket": "T-1"},
    "looks": {"from": "2026-03-02T07:00:00Z", "to": "2026-03-02T08:00:00Z", "packed": PACKED},
    "sealed": {"sha256": "0" * 64},
    "value": {"value": "99.95"},
    "amount": {"month": "2026-03"},
    "closing": {"month": "2026-03"},
    "statement": {"period": "2026-03", "sha256": "0" * 64},
    "file": {"sha256": "0" * 64},
    "objection": {"service": "shop", "from": "2026-03-02T07:00:00Z", "to": "2026-03-02T08:00:00Z"},
    "void": {"row": "e1", "id": "v1"},
}


def test_a_number_that_a_reader_could_have_rounded_is_left_to_the_strict_way() -> None:
    row = {"type": "value", "id": "v", "measure": "m", "from": TIMES[0], "to": TIMES[0], "value": 99.5}
    assert quick_row(json.dumps(row), "") is None


def _sample(schema: dict[str, object]) -> object:
    if schema.get("type") == "integer":
        return 1
    return TIMES[0] if "format" in schema else "x"


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_every_form_has_a_fast_way(form) -> None:
    texts = {key: field.value.schema for key, field in form.fields.items() if field.name in form.required}
    record = {key: (schema.get("enum") or [_sample(schema)])[0] for key, schema in texts.items()}
    more = MORE.get(form.name, {})
    found = quick_row(json.dumps({"type": form.name, **record, **more}), "desk")
    assert found is not None
    assert found[1].source == "desk"


@pytest.mark.parametrize(
    "line",
    [
        PLAIN.replace('"by"', '"id"'),
        PLAIN.replace('"by"', '"buy"'),
        PLAIN.replace("e1", "\\u0065"),
        PLAIN.replace("T-1", " "),
        PLAIN.replace('"customer"', "null"),
        PLAIN.replace("2026-03-29", "2026-02-30"),
        PLAIN.replace('"replied"', '"classified"'),
    ],
)
def test_a_line_with_anything_odd_is_left_to_the_strict_way(line: str) -> None:
    assert quick_row(line, "") is None
