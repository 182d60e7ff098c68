"""Each setting of each kind is asked for, and what is typed becomes its value and back."""

import msgspec
import pytest

from gwarant.prober.asked import HEADERS, LIST, PAIRS, VALUES, Way
from gwarant.prober.checks import KINDS, defaults_of, target_in
from gwarant.prober.wrong import Unfit


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_asks_for_all_of_its_settings_and_shows_its_defaults_as_they_are(kind: str) -> None:
    one = KINDS[kind]
    assert set(one.asked) == {field.name for field in msgspec.structs.fields(one.settings)}
    assert set(one.secrets) | set(one.shows) <= set(one.asked)
    for name, value in defaults_of(kind).items():
        way = one.asked[name].way
        plain = list(value) if isinstance(value, tuple) else value
        assert way.read(way.write(plain)) == plain, name


@pytest.mark.parametrize(
    ("way", "typed", "value"),
    [
        (LIST, "2xx, 301-303", ["2xx", "301-303"]),
        (PAIRS, "Accept: text/html\nX-Key: a:b", {"Accept": "text/html", "X-Key": "a:b"}),
        (
            HEADERS,
            "Server: nginx\n-X-Debug",
            [{"name": "Server", "contains": "nginx"}, {"name": "X-Debug", "absent": True}],
        ),
        (VALUES, "$.queue < 10", [{"path": "$.queue", "op": "lt", "value": 10}]),
        (VALUES, "$['a b'] = \"10\"", [{"path": "$['a b']", "op": "eq", "value": "10"}]),
        (VALUES, "$.ok = true", [{"path": "$.ok", "op": "eq", "value": True}]),
    ],
)
def test_what_is_typed_is_the_value_and_the_value_is_typed_so_again(way: Way, typed: str, value: object) -> None:
    assert way.read(typed) == value
    assert way.write(way.read(typed)) == typed


def test_what_makes_no_sense_is_refused_with_what_would_be_right() -> None:
    with pytest.raises(Unfit, match="write Name: value"):
        PAIRS.read("Authorization")
    with pytest.raises(Unfit, match="write Name: text that it must hold, or -Name"):
        HEADERS.read("Server nginx")
    with pytest.raises(Unfit, match="compares nothing"):
        VALUES.read("$.a like 3")


def test_people_know_what_is_looked_at_by_its_address() -> None:
    assert target_in("tls", {"host": "shop.example"}) == "shop.example:443"
    assert target_in("http", {"url": "https://shop.example/"}) == "https://shop.example/"
