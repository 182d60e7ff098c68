from dataclasses import fields, is_dataclass
from typing import Any, get_args, get_origin

import pytest

from gwarant.sla.contract.model import Contract
from gwarant.sla.contract.model.desk import Class, Pause, Target
from gwarant.sla.contract.model.money import Band, RemedyOf
from gwarant.sla.contract.model.promises import Availability
from gwarant.sla.contract.nodes import compose
from gwarant.sla.contract.record import MISSING, Report, bare, keys_of, read, write


def records(kind: Any = Contract, seen: frozenset[Any] = frozenset()) -> set[type]:
    """Every record that a contract is made of."""
    kind = bare(kind)
    if get_origin(kind) in (tuple, dict):
        return set().union(*(records(one, seen) for one in get_args(kind) if one is not Ellipsis))
    if kind in seen or not (is_dataclass(kind) and kind.__module__.startswith("gwarant.sla.contract.model")):
        return set()
    return {kind}.union(*(records(key.type, seen | {kind}) for key in keys_of(kind)))  # type: ignore[arg-type]


@pytest.mark.parametrize("record", sorted(records(), key=lambda one: one.__name__), ids=lambda one: one.__name__)
def test_every_key_says_what_it_means(record: type) -> None:
    assert [key.name for key in keys_of(record) if not key.doc] == []
    assert len(keys_of(record)) == len(fields(record))


def test_a_python_word_loses_its_underscore() -> None:
    assert {key.name: key.attribute for key in keys_of(RemedyOf)}["class"] == "class_"


def try_read(text: str, kind: type):  # type: ignore[no-untyped-def]
    report = Report()
    return read(compose(text, "f"), kind, report, "x"), report


def test_shorthand_and_whole_form_are_one() -> None:
    assert try_read("[4h, office]", Target)[0] == try_read("{value: 4h, calendar: office}", Target)[0]


def test_a_shorthand_of_the_wrong_length_says_how_it_is_written() -> None:
    value, report = try_read("[4h, office, more]", Target)
    assert value is MISSING
    assert report.problems[0].message == "a target is written [4h, calendar]"


def test_a_place_is_kept_for_every_path() -> None:
    _, report = try_read("{ge: 1, lt: 2}", Band)
    assert set(report.places) == {"x", "x.ge", "x.lt"}


def test_one_word_may_stand_where_a_list_may() -> None:
    assert try_read("{id: p, applies: response}", Pause)[0].applies == ("response",)


@pytest.mark.parametrize(("text", "message"), [
    ("{ge: much}", "'much' must be a number"),
    ("{ge: [1]}", "this must be a number, not a list"),
    ("{ge: true}", "'true' must be a number"),
    ("{ge: NaN}", "'NaN' must be a finite number"),
    ("[1]", "this must be a mapping"),
])  # fmt: skip
def test_a_wrong_value_says_what_would_be_right(text: str, message: str) -> None:
    assert try_read(text, Band)[1].problems[0].message == message


def test_what_stands_at_its_default_is_not_written() -> None:
    assert write(try_read("{id: p}", Pause)[0]) == {"id": "p"}


@pytest.mark.parametrize(("text", "kind", "hint"), [
    ("urgent", Class, "write {id: urgent}, with keys such as id, label"),
    ("{id: urgent, label: Down, All users}", Class, "a text with a comma stands in quotes"),
    ("{id: up, service: s, target: {ge: 99}, period: monthly}", Availability, "write one of calendar_month"),
    ("{id: up, service: s, target: {ge: 99}, period: calender_month}", Availability, "? one of calendar_month"),
    ("{id: null}", Class, "null marks a blank only in a key that is to be filled in"),
])  # fmt: skip
def test_a_hint_says_what_to_write_instead(text: str, kind: type, hint: str) -> None:
    assert hint in try_read(text, kind)[1].problems[0].hint


def test_a_misspelt_key_without_a_value_is_no_piece_of_a_text() -> None:
    assert try_read("{id: urgent, lable: }", Class)[1].problems[0].hint == "did you mean 'label'?"
