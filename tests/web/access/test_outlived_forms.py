"""The law of forms that outlive their session: what was typed into any form stands there after signing in."""

from collections.abc import Iterator
from html.parser import HTMLParser
from operator import itemgetter
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from django.conf import settings
from django.core.cache import cache
from django.urls import resolve, reverse
from matrix import MATRIX, OK, ROLES, Route, Thing, expected
from sweeps import drawn
from town import Town, address, undone

from gwarant.web.kept.keeping import is_secret

pytestmark = pytest.mark.together

WORDS = "kept words <b> ąę & “so”"
TYPED_INTO = ("text", "email", "url", "tel", "search")
HERE = "http://testserver"
Forms = dict[str, tuple[str, list[tuple[str, str]]]]


class FormsOf(HTMLParser):
    """The forms of a page: where each sends, and what a browser would send if somebody wrote into every field."""

    def __init__(self, page: str, text: str) -> None:
        super().__init__()
        self.page, self.found, self.fields = page, [], None
        self.select, self.radios = "", set[str]()
        self.feed(text)

    found: list[tuple[str, list[tuple[str, str]]]]
    fields: list[tuple[str, str]] | None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        name, kind = told.get("name", ""), told.get("type", "text")
        if tag == "form" and told.get("method", "").lower() == "post":
            self.fields = []
            self.found.append((urlsplit(urljoin(HERE + self.page, told.get("action", ""))).path, self.fields))
        elif self.fields is None:
            return
        elif tag == "button" and told.get("formaction"):
            self.found.append((told["formaction"], self.fields))
        elif tag == "select":
            self.select = name
        elif tag == "option" and "selected" in told:
            self.fields.append((self.select, told.get("value", "")))
        elif (tag == "textarea" and not is_secret(name)) or (tag == "input" and kind in TYPED_INTO):
            self.fields.append((name, WORDS))
        elif tag == "input" and (kind == "hidden" or "checked" in told):
            self.fields.append((name, told.get("value", "on")))

    def handle_endtag(self, tag: str) -> None:
        self.fields = None if tag == "form" else self.fields


def forms_of(town: Town, role: str) -> Forms:
    """Every form that somebody in that role finds on any page: route → page and what is typed there."""
    found: Forms = {}
    for name, route in MATRIX.items():
        for thing in town.of(name, role) if route.get and not name.startswith(("account", "mfa", "user")) else ():
            if expected(route, "GET", next(one for one in ROLES if one.name == role), thing) != OK:
                continue
            place = address(name, thing)
            with undone():
                came = town.browser(role).get(place)
            if came.status_code == 200 and "html" in came.headers["Content-Type"]:
                for target, fields in FormsOf(place, came.content.decode()).found:
                    found.setdefault(f"{resolve(target).view_name} {target}", (place, fields))
    return found


NOT_KEPT = ("account", "mfa", "user", "kept", "address_confirmation")  # secrets, and links that are secrets


def doors(town: Town) -> Iterator[tuple[str, str, Thing]]:
    """Every route that takes a form of somebody who signed in, with somebody who may send it."""
    for name, route in MATRIX.items():
        if route.post and "anonymous" not in route.post and not name.startswith(NOT_KEPT):
            things = [one for one in town.things[route.about] if one.customer in ("", "SHOP")]
            yield next((name, role, thing) for thing in things for role in senders(route, thing))


def senders(route: Route, thing: Thing) -> Iterator[str]:
    yield from (who.name for who in reversed(ROLES) if expected(route, "POST", who, thing) == OK)


@pytest.fixture(scope="module")
def forms(town: Town) -> dict[str, Forms]:
    return {role: forms_of(town, role) for role in ("owner", "administrator")}


@pytest.mark.sweep
def test_what_was_typed_into_any_form_stands_there_after_signing_in(town: Town, forms: dict[str, Forms]) -> None:
    lost, sendings = [], [*every_sending(town, forms)]
    for role, target, page, fields in drawn(sendings, "outlived", kind=kind_of, name=itemgetter(1)):
        with undone():
            lost += [f"{role} {target} from {page}: {one}" for one in outlived(town, role, target, page, fields)]
    assert not lost, "\n".join(lost)
    with_page = sum(bool(page) for _role, _target, page, _fields in sendings)
    print(f"\n{with_page} forms on their pages")
    assert with_page > 40


Sending = tuple[str, str, str, list[tuple[str, str]]]


def every_sending(town: Town, forms: dict[str, Forms]) -> Iterator[Sending]:
    """Who sends which form: to which address, from which page, and what is typed there."""
    for name, role, thing in doors(town):
        known = [(one, told) for one, told in forms.get(role, {}).items() if one.split()[0] == name]
        for target, (page, fields) in [(key.split()[1], told) for key, told in known[:2]] or [bare(name, thing)]:
            yield role, target, page, fields


def kind_of(sending: Sending) -> tuple[str, bool, bool]:
    """Who sends it, whether from a page, and whether it has more than a few fields."""
    role, _target, page, fields = sending
    return role, bool(page), len({name for name, _value in fields}) > 3


def bare(name: str, thing: Thing) -> tuple[str, tuple[str, list[tuple[str, str]]]]:
    """A form that no page of this town shows just now."""
    return address(name, thing), ("", [("text", WORDS), ("key", "k")])


def outlived(town: Town, role: str, target: str, page: str, fields: list[tuple[str, str]]) -> Iterator[str]:
    """What goes wrong when the form is sent after the session ended."""
    cache.clear()
    client = town.browser(role)
    client.get(page or "/profile")
    client.get("/profile")
    token = client.cookies[settings.CSRF_COOKIE_NAME].value
    client.cookies[settings.SESSION_COOKIE_NAME] = "ended"
    typed: dict[str, list[str]] = {}
    for one, value in fields:
        typed.setdefault(one, []).append(value)
    typed["csrfmiddlewaretoken"] = [token]
    before = town.changes()
    headers = {"Referer": HERE + page} if page else {}
    came: Any = client.post(target, typed, headers=headers)
    if came.status_code != 302 or not came.url.startswith("/accounts/login/?next=%2Fkept"):
        yield f"{came.status_code} {came.headers.get('Location')}"
        return
    if town.changes() != before:
        yield "it wrote something"
    client.force_login(town.user(role))
    shown = client.get(reverse("kept"), follow=True)
    text = shown.content.decode()
    if shown.status_code != 200 or 'id="kept"' not in text:
        yield f"{shown.status_code} without a word that it was not sent"
    elif not page and "kept words &lt;b&gt;" not in text:
        yield "the words are lost"
    elif page:
        yield from differences(target, shown.request["PATH_INFO"], text, typed)


def differences(target: str, page: str, text: str, typed: dict[str, list[str]]) -> Iterator[str]:
    """What the form would not send again as it was typed."""
    sent = [Sent(page, text, target).fields]
    for name, values in typed.items():
        again = [value for one, value in sent[0] if one == name]
        if name != "csrfmiddlewaretoken" and again[-len(values) :] != values:
            yield f"{name} was {values}, is {again}"


class Sent(FormsOf):
    """What the form to an address sends as it stands."""

    def __init__(self, page: str, text: str, target: str) -> None:
        self.area: list[str] | None = None
        super().__init__(page, text)
        self.fields = next((fields for place, fields in self.found if place == target), [])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "textarea" and self.fields is not None:
            self.area = []
            self.name = told.get("name", "")
        elif tag == "input" and told.get("type", "text") in TYPED_INTO and self.fields is not None:
            self.fields.append((told.get("name", ""), told.get("value", "")))
        else:
            super().handle_starttag(tag, attrs)

    def handle_data(self, data: str) -> None:
        if self.area is not None:
            self.area.append(data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self.area is not None and self.fields is not None:
            self.fields.append((self.name, "".join(self.area).removeprefix("\n")))
            self.area = None
        super().handle_endtag(tag)
