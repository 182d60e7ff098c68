"""Every page that a person can walk to, in both schemes, at a desk and on a phone: axe, overflow, console, headings.

A check of a change looks for everything once at each page of the two sides, and beside it in one of the other looks;
at an engineer's, which are most of an owner's, in one of all. In the whole sweep each page is looked at in every look.
"""

from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from django.urls import resolve
from playwright.sync_api import Browser, Page
from sweeps import IS_WHOLE, mark

from gwarant.demo.cast import PASSWORD

Look = tuple[int, str, dict[str, Any]]  # a width, a scheme, rules of axe
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
FEW = {"resultTypes": ["violations"], "preload": False}
WHOLE = {**FEW, "runOnly": {"type": "tag", "values": TAGS}}
SIGHT = {**FEW, "runOnly": ["color-contrast", "link-in-text-block"]}
PLACE = {**FEW, "runOnly": ["color-contrast", "link-in-text-block", "target-size", "scrollable-region-focusable"]}
LOOKS: list[Look] = [
    (1280, "light", WHOLE),
    (1280, "dark", SIGHT),
    (390, "dark", PLACE),
    (390, "light", SIGHT),
]
BETWEEN = (320, 640, 768)  # a small phone, one held sideways, a tablet: nothing scrolls sideways
PEOPLE = {
    "owner": ("olga@house.example", "/desk/", 30),
    "engineer": ("ben@house.example", "/desk/", 22),
    "client": ("cora@shop.example", "/portal/", 14),
}
LINKS = "links => links.filter(a => a.origin === location.origin && !a.download).map(a => a.pathname + a.search)"
FILES = (".json", ".jsonl", ".yaml", "/file", "/files/<int:pk>", "/thumbnail")
MANY = 80


@pytest.mark.sweep
@pytest.mark.parametrize("role", PEOPLE)
def test_every_page_can_be_used_by_everybody(live: str, chromium: Browser, role: str) -> None:
    email, start, at_least = PEOPLE[role]
    place = chromium.new_context(base_url=live, locale="en")
    page, said = place.new_page(), []
    page.on("console", lambda one: said.append(f"{page.url} said {one.text}") if one.type == "error" else None)
    page.on("pageerror", lambda one: said.append(f"{page.url} said {one}"))
    _sign_in(page, email)
    seen = {path: list(_looked_at(page, looks(role, _route(path)))) for path in _pages(page, start)}
    wrong = [f"{path} {one}" for path, found in seen.items() for one in found]
    place.close()
    assert wrong + said == []
    assert len(seen) >= at_least


def _sign_in(page: Page, email: str) -> None:
    page.goto("/accounts/login/")
    page.fill("[name=login]", email)
    page.fill("[name=password]", PASSWORD)
    page.click("form.form button.primary")
    page.wait_for_load_state()


def _pages(page: Page, start: str) -> Iterator[str]:
    """Opens one page of each route that links lead to, breadth first."""
    waiting, met = [start], {_route(start)}
    while waiting and len(met) < MANY:
        path = waiting.pop(0)
        answer = page.goto(path)
        assert answer, path
        assert answer.status == 200, path
        for found in page.eval_on_selector_all("a[href]", LINKS):
            if (route := _route(found)) not in met and not route.endswith(FILES):
                met.add(route)
                waiting.append(found)
        yield path


def _route(path: str) -> str:
    return str(resolve(urlsplit(path).path).route)


def looks(role: str, route: str) -> list[Look]:
    """In which a page is looked at in this run: the same at each."""
    if IS_WHOLE:
        return LOOKS
    number = mark(role, route)
    if role == "engineer":
        return [LOOKS[number % len(LOOKS)]]
    return [LOOKS[0], LOOKS[1:][number % len(LOOKS[1:])]]


def _looked_at(page: Page, looks: Iterable[Look]) -> Iterator[str]:
    """What is wrong with the open page."""
    if (headings := page.locator("h1").count()) != 1:
        yield f"has {headings} h1"
    for width in BETWEEN:
        page.set_viewport_size({"width": width, "height": 900})
        if (wide := page.evaluate("document.documentElement.scrollWidth")) > width:
            yield f"is {wide} wide at {width}"
    page.evaluate(Axe().axe_script)
    for width, scheme, rules in looks:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        if (wide := page.evaluate("document.documentElement.scrollWidth")) > width:
            yield f"is {wide} wide at {width}"
        for one in page.evaluate("rules => axe.run(rules)", rules)["violations"]:
            where = [node["target"][0] for node in one["nodes"]]
            yield f"breaks {one['id']} at {width} {scheme}: {where[:3]}"


def test_every_look_is_drawn_for_some_page_of_each_side() -> None:
    for role in PEOPLE:
        drawn = [look for number in range(40) for look in looks(role, str(number))]
        assert [look for look in LOOKS if look not in drawn] == []
