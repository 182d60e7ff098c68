from copy import deepcopy
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from sweeps import examples
from written_by_hand import DOCUMENTS, KEYS, TREES, texts

from gwarant.sla.contract.nodes import compose
from gwarant.sla.contract.plain import Figure, plain_of, same
from gwarant.sla.contract.splice import CannotSplice, spliced, spots_of


def said(text: str) -> Any:
    return plain_of(compose(text))


def containers(tree: Any) -> list[Any]:
    inner = tree.values() if isinstance(tree, dict) else tree if isinstance(tree, list) else []
    return [*([tree] if isinstance(tree, (dict, list)) else []), *(found for one in inner for found in containers(one))]


def changed(data: st.DataObject, document: dict[str, Any]) -> dict[str, Any]:
    """The document with something set, added or taken away at a random place."""
    wanted = deepcopy(document)
    place = data.draw(st.sampled_from(containers(wanted)))
    how = data.draw(st.sampled_from(["set", "add", "remove"]))
    keys = list(place) if isinstance(place, dict) else list(range(len(place)))
    if how == "add" or not keys:
        if isinstance(place, dict):
            place[data.draw(st.sampled_from(KEYS))] = data.draw(TREES)
        else:
            place.insert(data.draw(st.integers(0, len(place))), data.draw(TREES))
    elif how == "remove":
        del place[data.draw(st.sampled_from(keys))]
    else:
        place[data.draw(st.sampled_from(keys))] = data.draw(TREES)
    return wanted


@given(st.data())
@settings(max_examples=examples(150), deadline=None)
def test_what_stands_where_agrees_with_what_is_read(data: st.DataObject) -> None:
    document = data.draw(DOCUMENTS)
    text = data.draw(texts(document))
    assert same(said(text), document)
    assert same(spots_of(text).value, document)
    assert spliced(text, document) == text


@given(st.data())
@settings(max_examples=examples(150), deadline=None)
def test_the_changed_text_says_what_is_wanted(data: st.DataObject) -> None:
    document = data.draw(DOCUMENTS)
    text = data.draw(texts(document))
    wanted = changed(data, document)
    assume(wanted)
    assert same(said(spliced(text, wanted)), wanted)


@given(st.data())
@settings(max_examples=examples(100), deadline=None)
def test_what_is_added_takes_no_comment_away(data: st.DataObject) -> None:
    document = data.draw(DOCUMENTS)
    text = data.draw(texts(document))
    wanted = deepcopy(document)
    place = data.draw(st.sampled_from([one for one in containers(wanted) if isinstance(one, dict)]))
    place[data.draw(st.sampled_from(["new", "other.new"]))] = data.draw(TREES)
    assert _notes(text) == [one for one in _notes(spliced(text, wanted)) if one in _notes(text)]


@given(st.data())
@settings(max_examples=examples(100), deadline=None)
def test_one_value_changed_leaves_every_other_letter(data: st.DataObject) -> None:
    document = data.draw(DOCUMENTS)
    text = data.draw(texts(document))
    root = spots_of(text)
    spots = [one for one in _scalars(root) if not one.is_empty]
    assume(spots)
    spot = data.draw(st.sampled_from(spots))
    wanted = _with(root, spot, Figure("12345"))
    assert spliced(text, wanted) == f"{text[: spot.start]}12345{text[spot.end :]}"


def _notes(text: str) -> list[str]:
    return [part.split(",")[0] for part in text.split("# note ")[1:]]


def _scalars(spot: Any) -> list[Any]:
    if spot.is_mapping or spot.is_sequence:
        return [found for one in spot.children for found in _scalars(one)]
    return [spot]


def _with(spot: Any, changed: Any, value: Any) -> Any:
    """What the spot says, another value at one place."""
    if spot is changed:
        return value
    inner = [_with(one, changed, value) for one in spot.children]
    if spot.is_mapping:
        return {key: one for (key, _), one in zip(spot.keys, inner, strict=True)}
    return inner if spot.is_sequence else spot.value


def test_what_other_places_repeat_is_not_rewritten() -> None:
    text = "a: &week {x: 1}\nb: *week\nc: !!str 12\n? d\n: 1\n"
    for path in ("a", "b", "c"):
        with pytest.raises(CannotSplice, match=path):
            spliced(text, {**said(text), path: "other"})
    assert spliced(text, {**said(text), "e": "new"}) == f"{text}e: new\n"


@pytest.mark.parametrize(
    ("text", "wanted", "told"),
    [
        ("fee: {monthly: 1000, due: P14D}  # net\n", {"fee": {"due": "P14D"}}, "fee: {due: P14D}  # net\n"),
        ("a: [2h, weekend]  # nights\n", {"a": ["4h", "weekend"]}, "a: [4h, weekend]  # nights\n"),
        ("a:\n  b: 'x'  # b\n  # c follows\n  c:\n", {"a": {"b": "y", "c": None}},
         'a:\n  b: "y"  # b\n  # c follows\n  c:\n'),
        ("a:\n  - {id: x, n: 1}\n  - {id: y}  # last\n", {"a": [{"id": "y"}]}, "a:\n  - {id: y}  # last\n"),
        ("shop.pl: {name: x}\n", {"shop.pl": {"name": "x"}, "b": {"c": {"d": "e"}}},
         "shop.pl: {name: x}\nb: {c: {d: e}}\n"),
    ],
)  # fmt: skip
def test_a_text_is_changed_at_its_place(text: str, wanted: dict[str, Any], told: str) -> None:
    assert spliced(text, wanted) == told
