"""Every page that a role can reach by links: well formed, nothing inline, and no link to where they may not go."""

import re
from collections import Counter
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.urls import Resolver404, resolve
from sweeps import IS_WHOLE, is_drawn
from town import NAMES, Town, undone

from gwarant.demo.cast import PASSWORD

pytestmark = pytest.mark.together

STARTS = {"portal": ("/portal/",), "desk": ("/desk/", "/desk/queue", "/desk/months")}
LEAVING = ("/accounts/logout/",)
INSIDE = [one for one in NAMES if one != "leaver"]


class Page(HTMLParser):
    """What a page links to, and what it must or must not have."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.forms: list[str] = []
        self.ids: list[str] = []
        self.tags: Counter[str] = Counter()
        self.lang = ""
        self.inline: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        self.tags[tag] += 1
        self.lang = told.get("lang", "") if tag == "html" else self.lang
        self.ids += [told["id"]] if "id" in told else []
        self.links += [told[name] for name in ("href", "src", "hx-get") if told.get(name)]
        self.forms += [told[name] for name in ("action", "formaction", "hx-post") if told.get(name)]
        is_inline = tag == "style" or (tag == "script" and "src" not in told and told.get("type") != "application/json")
        events = [name for name in told if name.startswith("on") or name == "style"]
        scripts = [value for value in told.values() if value.strip().lower().startswith("javascript:")]
        self.inline += [f"<{tag}>"] if is_inline else []
        self.inline += [f"<{tag} {name}>" for name in (*events, *scripts)]

    def wrong(self) -> Iterator[str]:
        """What no page may be."""
        if self.tags["h1"] != 1:
            yield f"{self.tags['h1']} h1"
        if self.lang not in ("en", "pl"):
            yield f"lang={self.lang!r}"
        if self.inline:
            yield f"inline {self.inline}"
        twice = [name for name, count in Counter(self.ids).items() if count > 1]
        if twice:
            yield f"the same id twice: {twice}"


OF_A_SHAPE = 4 if IS_WHOLE else 1
SEE_ALL = ("owner", "administrator")


@pytest.mark.sweep
@pytest.mark.parametrize("role", INSIDE)
def test_no_page_offers_what_the_reader_may_not_open(town: Town, role: str) -> None:
    client, found, seen = town.browser(role), [], 0
    waiting = [("", one) for one in STARTS["desk" if town.user(role).staff_role else "portal"]]
    known = {place for _from, place in waiting}
    shapes: Counter[str] = Counter()
    with undone():
        while waiting:
            origin, place = waiting.pop()
            seen += 1
            came = client.get(place, follow=False)
            found += [f"{place} (linked from {origin}): {one}" for one in problems(came)]
            for target in targets(came, place):
                of = shape(target)
                if target in known or shapes[of] >= OF_A_SHAPE or not is_opened(role, of):
                    continue
                known.add(target)
                shapes[of] += 1
                waiting.append((place, target))
    print(f"\n{role}: {seen} pages")
    assert seen > (5 if IS_WHOLE or role in SEE_ALL else 0)
    assert not found, "\n".join(found)


def is_opened(role: str, of: str) -> bool:
    """Pages of each shape for one role a side; for the others, outside the whole sweep, those that are drawn."""
    return IS_WHOLE or role in SEE_ALL or is_drawn("offered", role, of)


def shape(place: str) -> str:
    """The route and the names of what is asked: pages of one shape are looked at a few times only."""
    parts = urlsplit(place)
    match = resolve(parts.path)
    asked = sorted(one.partition("=")[0] for one in parts.query.split("&"))
    return f"{match.view_name} {asked}"


def problems(came: Any) -> Iterator[str]:
    if came.status_code not in (200, 302, 303, 304):
        yield str(came.status_code)
    elif is_html(came):
        page = Page(came.content.decode())
        yield from page.wrong() if page.tags["html"] else ()
        yield from (f"leads nowhere: {one}" for one in (*page.links, *page.forms) if not is_known(one))


def targets(came: Any, place: str) -> Iterator[str]:
    if "Location" in came.headers:
        yield from inner(came.headers["Location"], place)
    if came.status_code == 200 and is_html(came):
        for link in Page(came.content.decode()).links:
            yield from inner(link, place)


def inner(link: str, place: str) -> Iterator[str]:
    parts = urlsplit(urljoin(f"http://testserver{place}", link))
    if parts.netloc == "testserver" and not parts.path.startswith((settings.STATIC_URL, *LEAVING)):
        yield parts.path + (f"?{parts.query}" if parts.query else "")


def is_html(came: Any) -> bool:
    return str(came.headers.get("Content-Type", "")).startswith("text/html")


def is_known(link: str) -> bool:
    """Whether an internal address leads to a route."""
    parts = urlsplit(link)
    if parts.scheme or parts.netloc or not parts.path.startswith("/") or parts.path.startswith(settings.STATIC_URL):
        return True
    try:
        resolve(parts.path)
    except Resolver404:
        return False
    return True


PLAIN = ("/accounts/login/", "/accounts/password/reset/", "/nothing/here")


@pytest.mark.parametrize("place", PLAIN)
def test_the_pages_outside_are_well_formed_too(town: Town, place: str) -> None:
    with undone():
        assert list(Page(town.browser("anonymous").get(place).content.decode()).wrong()) == []


@pytest.mark.parametrize("place", ["/accounts/login/", "/nothing/here", "/desk/", "/portal/", "/healthz"])
@pytest.mark.parametrize("role", ["anonymous", "owner", "administrator"])
def test_every_answer_carries_the_headers_that_protect_it(town: Town, role: str, place: str) -> None:
    with undone():
        told = town.browser(role).get(place).headers
    policy = told["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "form-action 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert told["X-Frame-Options"] == "DENY"
    assert told["X-Content-Type-Options"] == "nosniff"
    assert told["Referrer-Policy"] == "same-origin"
    assert told["Cross-Origin-Opener-Policy"] == "same-origin"


def test_cookies_are_out_of_reach_of_scripts_and_of_other_sites(town: Town) -> None:
    with undone():
        cache.clear()
        client = Client()
        client.get("/accounts/login/")
        client.post("/accounts/login/", {"login": town.user("owner").email, "password": PASSWORD})
        for name in (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME):
            assert client.cookies[name]["httponly"]
            assert client.cookies[name]["samesite"] == "Lax"
            assert bool(client.cookies[name]["secure"]) == settings.ENV.is_secure


FORMS = [
    ("requester", "/portal/report"),
    ("engineer", "/desk/tickets/SHOP-2/replies"),
    ("manager", "/desk/customers/new"),
    ("anonymous", "/accounts/login/"),
    ("anonymous", "/language"),
]


@pytest.mark.parametrize(("role", "place"), FORMS)
def test_a_form_from_elsewhere_is_refused_with_a_page_that_says_so(town: Town, role: str, place: str) -> None:
    with undone():
        client, before = town.browser(role, enforce_csrf_checks=True), town.changes()
        came = client.post(place, {"text": "x", "title": "x", "language": "en"}, headers={"Accept-Language": "en"})
        assert town.changes() == before
    assert came.status_code == 403
    assert re.search(r"This form is too old|formularz", came.content.decode(), re.IGNORECASE)
    assert list(Page(came.content.decode()).wrong()) == []


def test_what_a_person_reads_is_kept_in_no_shared_cache(town: Town) -> None:
    for role, place in ((one, place) for one in ("owner", "reader") for place in ("/", *PLACES[one])):
        with undone():
            told = town.browser(role).get(place).headers
        assert "Cookie" in told.get("Vary", ""), place
        assert "private" in told.get("Cache-Control", ""), place


PLACES = {
    "owner": ("/desk/", "/desk/tickets/SHOP-2", "/profile", "/desk/people"),
    "reader": ("/portal/", "/portal/tickets", "/portal/tickets/SHOP-2", "/portal/contracts", "/profile"),
}


@pytest.mark.parametrize("role", PLACES)
def test_head_is_answered_as_get_without_the_body(town: Town, role: str) -> None:
    for place in ("/", *PLACES[role], "/portal/report", "/nowhere"):
        with undone():
            client = town.browser(role)
            got, head = client.get(place), client.head(place)
        assert (head.status_code, head.headers.get("Location")) == (got.status_code, got.headers.get("Location"))
        assert head.content == b""
