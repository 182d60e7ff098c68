"""The reference of the pages names every route of the product, and who may come in by it."""

import re
import runpy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("django")

from django.urls import get_resolver
from django.urls.resolvers import URLResolver

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "reference" / "pages.md").read_text(encoding="utf-8")
ACCESS = runpy.run_path(str(ROOT / "tests" / "web" / "access" / "matrix.py"), run_name="matrix")
NOBODY = frozenset[str]()


def cells(line: str) -> list[str]:
    return [one.strip() for one in line.strip("|").split("|")]


def addresses(resolver: URLResolver, space: str = "", base: str = "/") -> Iterator[tuple[str, str]]:
    """The name and the address of every route, parameters without their converters."""
    for one in resolver.url_patterns:
        raw = str(one.pattern)
        raw = re.sub(r"\(\?P(<\w+>)[^)]*\)", r"\1", raw.strip("^$")) if raw.startswith("^") else raw
        address = base + re.sub(r"<\w+:(\w+)>", r"<\1>", raw)
        if isinstance(one, URLResolver):
            yield from addresses(one, f"{space}{one.namespace}:" if one.namespace else space, address)
        else:
            yield f"{space}{one.name}", address


LINES = PAGE.splitlines()
ROWS = {cells(line)[0].strip("`"): cells(line)[1:] for line in LINES if line.startswith("| `/")}
ROUTES = list(addresses(get_resolver()))


def doors() -> dict[str, frozenset[str]]:
    """What each word of the page means, by its own table; `anybody` includes who has no account."""
    legend = PAGE.partition("| word | roles |")[2].partition("\n\n")[0]
    told = {cells(line)[0]: frozenset(re.findall(r"`(\w+)`", line)) for line in legend.splitlines()[2:]}
    return told | {"anybody": ACCESS["EVERYBODY"], "–": NOBODY}


def test_every_route_is_documented() -> None:
    assert [address for _, address in ROUTES if address not in ROWS] == []


def test_every_documented_route_exists() -> None:
    assert set(ROWS) - {address for _, address in ROUTES} == set()


def test_no_address_is_told_twice() -> None:
    assert len([line for line in LINES if line.startswith("| `/")]) == len(ROWS) == len(ROUTES)


@pytest.mark.parametrize(("name", "address"), ROUTES, ids=lambda one: one)
def test_who_may_is_told_as_it_is_tried_out(name: str, address: str) -> None:
    route: Any = ACCESS["MATRIX"][name]
    look, do, what = ROWS[address]
    told = doors()
    assert (told[look], told[do]) == (route.get or NOBODY, route.post or NOBODY)
    assert what
