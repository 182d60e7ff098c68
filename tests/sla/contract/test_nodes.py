from decimal import Decimal

import pytest

from gwarant.sla.contract.nodes import compose, core_scalar
from gwarant.sla.problem import InputError


@pytest.mark.parametrize(
    "word",
    [
        "on",
        "off",
        "yes",
        "no",
        "y",
        "n",
        "22:00",
        "1_000",
        "0o17",
        "0x1F",
        "1:30",
        "2026-12-31",
        ".nan",
        ".inf",
        "tRue",
    ],
)
def test_what_older_yaml_would_turn_into_something_else_stays_text(word: str) -> None:
    assert compose(f"a: {word}").entries["a"].value == word


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1e3", Decimal("1000")),
        ("99.90", Decimal("99.90")),
        ("17", 17),
        ("-4", -4),
        ("+4", 4),
        ("007", 7),
        (".5", Decimal("0.5")),
    ],
)
def test_numbers_are_exact(text: str, value: object) -> None:
    found = core_scalar(text)
    assert found == value
    assert type(found) is type(value)


def test_a_decimal_keeps_its_places() -> None:
    assert str(core_scalar("99.90")) == "99.90"


@pytest.mark.parametrize(
    ("text", "value"), [("null", None), ("~", None), ("", None), ("true", True), ("FALSE", False), ("Null", None)]
)
def test_the_words_of_the_core_schema(text: str, value: object) -> None:
    assert core_scalar(text) is value


def test_what_stands_in_quotes_is_text() -> None:
    assert [node.value for node in compose("['1', \"true\", 'null']").items] == ["1", "true", "null"]


def test_a_number_of_absurd_length_is_read_without_complaint() -> None:
    assert core_scalar("9" * 5000) == Decimal("9" * 5000)


def test_a_key_may_stand_once() -> None:
    problem = refusal("a: 1\nb: 2\na: 3\n")
    assert (problem.line, problem.column, problem.message) == (3, 1, "the key 'a' stands already in line 1")


def test_a_bomb_of_aliases_is_refused() -> None:
    rows = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    rows += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 9)]
    assert "too large" in refusal("\n".join(rows)).message


def test_an_alias_within_itself_is_refused() -> None:
    assert "nested too deeply" in refusal("a: &a [*a]").message


def test_deep_nesting_is_refused() -> None:
    assert "nested too deeply" in refusal("[" * 100 + "]" * 100).message


def test_very_deep_nesting_is_refused_too() -> None:
    problem = refusal("a: " + "[" * 50_000)
    assert (problem.line, problem.column) == (1, 63)


def test_an_ordinary_alias_is_expanded() -> None:
    assert compose("a: &x {b: 1}\nc: *x").plain() == {"a": {"b": 1}, "c": {"b": 1}}


def test_a_tab_is_refused_with_its_place() -> None:
    problem = refusal("a:\n\tb: 1\n")
    assert problem.line == 2
    assert "this is not YAML" in problem.message


@pytest.mark.parametrize(
    ("text", "line", "hint"),
    [
        ("a:\n\tb: 1\n", 2, "indent with spaces"),
        ("a: b\n  c: d\n", 2, "a text with a colon and a space stands in quotes"),
        ("{a: b: c}", 1, "stands in quotes"),
        ("Dear Sir,\n%PDF \x00", 2, "plain text in UTF-8"),
        ("", 0, "write `key: value` line by line"),
        ("a: 1\n'open", 2, "gwarant contract new"),
    ],
)
def test_what_is_no_yaml_says_where_and_what_would_be_right(text: str, line: int, hint: str) -> None:
    problem = refusal(text)
    assert (problem.line, hint in problem.hint) == (line, True), problem


@pytest.mark.parametrize("text", ["", "   \n", "# nothing\n"])
def test_an_empty_file_is_refused(text: str) -> None:
    assert refusal(text).message == "the file is empty"


@pytest.mark.parametrize("text", ["a: 1\n---\nb: 2\n", "? [a, b]\n: 1\n", "a: *nowhere", "a: \x00", "{a: 1"])
def test_what_is_not_one_plain_document_is_refused(text: str) -> None:
    assert refusal(text).code == "yaml"


def test_a_tag_runs_nothing() -> None:
    assert compose("a: !!python/object/apply:os.system [x]").plain() == {"a": ["x"]}


def test_a_node_knows_where_it_stands() -> None:
    node = compose("a:\n  b: 7\n", "file.yaml").entries["a"].entries["b"]
    assert (node.file, node.line, node.column, node.text) == ("file.yaml", 2, 6, "7")


def refusal(text: str):  # type: ignore[no-untyped-def]
    with pytest.raises(InputError) as caught:
        compose(text, "file.yaml")
    return caught.value.problems[0]
