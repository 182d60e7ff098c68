"""What an answer must be like."""

from typing import Any

import pytest

from gwarant.prober.conditions import HeaderIs, JsonIs, statuses, steps, wrong_headers, wrong_json, wrong_text

DOCUMENT = b'{"status": "ok", "queue": [{"length": 3}], "a b": true, "ratio": 0.5, "none": null}'


@pytest.mark.parametrize(("wanted", "status", "meant"), [("200", 200, True), ("2xx", 299, True), ("2xx", 300, False)])
def test_a_status_is_a_number_or_a_hundred(wanted: str, status: int, meant: bool) -> None:
    assert any(status in one for one in statuses((wanted,))) is meant


def test_a_status_is_a_stretch_with_both_its_ends() -> None:
    assert [one for one in range(190, 210) if one in statuses(("200-204",))[0]] == [200, 201, 202, 203, 204]


@pytest.mark.parametrize("text", ["", "20", "6xx", "ok", "200-", "2000", "xxx", "200 "])
def test_what_is_no_status_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="write 200, 2xx or 200-204"):
        statuses((text,))


@pytest.mark.parametrize(
    ("path", "op", "value", "holds"),
    [
        ("$.status", "eq", "ok", True),
        ("$.queue[0].length", "lt", 5, True),
        ("$.queue[0].length", "ge", 4, False),
        ("$.queue[1].length", "lt", 5, False),
        ("$['a b']", "eq", True, True),
        ("$['a b']", "eq", 1, False),  # true is not 1
        ("$.ratio", "eq", 0.5, True),
        ("$.none", "eq", None, True),
        ("$.missing", "ne", "x", False),  # what is not there compares with nothing
        ("$.status", "lt", 5, False),  # a text is not less than a number
        ("$.status.length", "eq", 2, False),
    ],
)
def test_a_value_of_json_is_compared(path: str, op: str, value: Any, holds: bool) -> None:
    assert bool(wrong_json([JsonIs(path, value, op)], DOCUMENT)) is not holds


def test_what_is_no_json_has_no_value() -> None:
    assert wrong_json([JsonIs("$.status")], b"<html>") == "json"


@pytest.mark.parametrize("path", ["status", "$.", "$[", "$[x]", "$..a", "$.a[-1]"])
def test_what_is_no_path_is_refused(path: str) -> None:
    with pytest.raises(ValueError, match=r"write \$\.status"):
        steps(path)


def test_a_text_holds_all_that_it_should_and_none_of_what_it_should_not() -> None:
    assert wrong_text(["shop", "otwarte"], ["błąd"], b"shop: otwarte") == ""
    assert wrong_text(["shop", "zamknięte"], [], b"shop") == "text"
    assert wrong_text([], ["błąd"], "wystąpił błąd".encode()) == "text"


def test_a_header_is_there_holds_a_text_or_is_absent() -> None:
    headers = {"content-type": "text/html; charset=utf-8", "server": "x"}
    assert wrong_headers([HeaderIs("Content-Type", "text/html")], headers) == ""
    assert wrong_headers([HeaderIs("Content-Type", "json")], headers) == "header"
    assert wrong_headers([HeaderIs("X-Cache")], headers) == "header"
    assert wrong_headers([HeaderIs("Server", absent=True)], headers) == "header"
    assert wrong_headers([HeaderIs("X-Powered-By", absent=True)], headers) == ""
