"""Our own payloads in a real browser: through bodies, forms and names of files. Nothing fires, nothing loads."""

from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from payloads import ALL, KINDS
from playwright.sync_api import Browser, Page, Route

from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.cast import World
from gwarant.files.html import Cleaned, cleaned, frame
from gwarant.tickets import actions
from gwarant.web.moment import now

PLACE = "http://page.example/"
CLICK = "async () => { for (const a of document.querySelectorAll('a, area, button, summary')) a.click() }"


class Look:
    """A page whose requests all end here; it says what fired and what it asked for."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.fired: list[str] = []
        self.asked: list[str] = []
        self.body, self.headers = "", dict[str, str]()
        page.on(
            "console", lambda one: self.fired.append(one.text) if "fired" in one.text and one.type == "log" else None
        )
        page.on("dialog", lambda one: (self.fired.append("dialog"), one.dismiss()))
        page.context.route("**/*", self._answer)

    def _answer(self, route: Route) -> None:
        if route.request.url == PLACE:
            route.fulfill(body=self.body, headers={"Content-Type": "text/html; charset=utf-8", **self.headers})
        elif route.request.url.startswith(PLACE):
            route.fulfill(status=404, body="")
        else:
            self.asked.append(route.request.url)
            route.abort()

    def at(self, body: str, headers: dict[str, str] | None = None) -> "Look":
        """Look at a page until it has done nothing for half a second."""
        self.fired.clear()
        self.asked.clear()
        self.body, self.headers = body, headers or {}
        self.page.goto(PLACE, timeout=120_000)
        self.settle()
        return self

    def settle(self) -> None:
        before = -1
        while before != (before := len(self.fired) + len(self.asked)):
            self.page.wait_for_timeout(500)


@pytest.fixture
def look(chromium: Browser) -> Iterator[Look]:
    place = chromium.new_context(locale="en")
    yield Look(place.new_page())
    place.close()


def framed(bodies: list[str]) -> str:
    """Each body in a frame of its own that holds nothing back."""
    frames = "".join(f'<iframe srcdoc="{escape(one)}"></iframe>' for one in bodies)
    return f"<!doctype html><meta charset=utf-8>{frames}"


def frames(*found: Cleaned) -> str:
    """Each as our pages show it, and all at once."""
    return "<!doctype html>" + "".join(frame(one, "x") for one in found).replace('loading="lazy"', "")


def test_the_harness_sees_what_fires(look: Look) -> None:
    seen = look.at(framed(ALL[::3]))
    assert len(seen.fired) > 15
    assert len(set(seen.asked)) > 8


def test_what_was_cleaned_neither_fires_nor_loads_even_without_a_frame(look: Look) -> None:
    seen = look.at(framed([cleaned(one).html for one in ALL]))
    for one in look.page.frames[1:]:
        one.evaluate(CLICK)
    look.settle()
    loaded = [one for one in seen.asked if "ok.example" not in one]
    assert (seen.fired, loaded) == ([], [])


def test_the_frame_holds_by_itself_what_was_not_cleaned(look: Look) -> None:
    seen = look.at(frames(*(Cleaned("\n".join(ALL[first::24]), 0) for first in range(24))))
    assert (seen.fired, seen.asked) == ([], [])


def test_cleaned_and_framed_it_is_read_under_the_policy_of_our_pages(look: Look, db: None) -> None:
    policy = {"Content-Security-Policy": Client().get("/accounts/login/").headers["Content-Security-Policy"]}
    seen = look.at(frames(*(cleaned("\n".join(one)) for one in KINDS.values()), cleaned("<p>Dzień dobry</p>")), policy)
    assert (seen.fired, seen.asked) == ([], [])
    shown = look.page.frames[-1]
    assert shown.locator("p").inner_text() == "Dzień dobry"
    assert "system-ui" in shown.locator("body").evaluate("one => getComputedStyle(one).fontFamily")


@pytest.fixture
def town(house: World, tmp_path: Path, settings: Any) -> World:
    settings.FILES_DIR = tmp_path / "files"
    return house


def test_forms_and_names_of_files_neither_fire_nor_load(look: Look, town: World) -> None:
    with scoped(ENGINE):
        told = {"by": town.cyryl, "now": now(), "service": town.services["SHOP", "shop"], "class_id": "critical"}
        ticket = actions.report(town.customers["SHOP"], title=ALL[0], text=ALL[1], **told)
    client = Client()
    client.force_login(town.cyryl)
    place = f"/portal/tickets/{ticket.key}"
    refused = []
    for first in range(0, len(ALL), 20):
        some = ALL[first : first + 20]
        files = [SimpleUploadedFile(f"{one.replace('/', '')}.png", b"x%d" % number) for number, one in enumerate(some)]
        sent = {"text": "\n".join(some), "files": files}
        answer = client.post(f"{place}/replies", sent)
        assert answer.status_code == 303
        files = [SimpleUploadedFile(f"{one.replace('/', '')}.png", b"y") for one in some]
        refused.append(client.post("/portal/report", {"title": some[0] * 30, "text": "\n".join(some), "files": files}))
    assert {one.status_code for one in refused} == {422}
    for answer in [client.get(place), *refused]:
        page = answer.content.decode()
        for headers in ({}, {"Content-Security-Policy": answer.headers["Content-Security-Policy"]}):
            seen = look.at(page, headers)
            assert (seen.fired, [one for one in seen.asked if not one.startswith("http://testserver")]) == ([], [])
