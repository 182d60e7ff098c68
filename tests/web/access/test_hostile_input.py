"""Whatever is sent to a form or asked of an address: never a 500, nothing typed is lost, nothing comes alive."""

import re
from collections.abc import Iterator
from html import escape, unescape
from itertools import product
from operator import itemgetter
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.client import ClientHandler
from letters_out import news
from matrix import MATRIX, OK, ROLES, Route, Thing, expected
from sweeps import IS_WHOLE, drawn
from town import SCRIPT, Town, address, undone

from gwarant.database.scope import ENGINE, scoped
from gwarant.notify.actions import tell
from gwarant.notify.letter import Letter
from gwarant.web.moment import now

pytestmark = pytest.mark.together

FORM = "application/x-www-form-urlencoded"
FIELDS = (
    "title", "text", "system", "class_id", "down", "reason", "evidence", "approved", "to", "service", "reporter",
    "channel", "email", "name", "role", "language", "customer", "key", "nip", "caretaker", "deputy", "environment",
    "address", "card", "seen", "package", "number", "systems", "starts_on", "agree", "fingerprint", "on", "start",
    "length", "work", "note", "password", "phone", "login", "next", "oldpassword", "password1", "password2", "code",
    "credential", "token", "passwordless", "action", "then", "look", "add_system", "metadata.language",
    "effective.from", "parties.client.nip", "fee.monthly", "availability.main-up.target", "hours.included",
    "amount", "currency", "valid_until", "state", "again",
)  # fmt: skip
LONG = b"x" * 1_000_000


def typed(value: bytes) -> bytes:
    return b"&".join(name.encode() + b"=" + value for name in FIELDS)


BODIES = {
    "nothing": b"",
    "wrong types": typed(b"%5B%5D%7B%22a%22%3A1%7D"),
    "a date that is none": typed(b"2026-02-30"),
    "far years": typed(b"9999-12-31"),
    "huge numbers": typed(b"9" * 400),
    "not a number": typed(b"NaN"),
    "NUL": typed(b"a%00b"),
    "invalid UTF-8": typed(b"%ff%fe%c3%28"),
    "surrogates": typed(b"%ed%a0%80"),
    "markup": typed(b"%3Cscript%3Ealert(1)%3C%2Fscript%3E"),
    "line ends": typed(b"a%0D%0ABcc%3A%20b%40evil.example"),
    "another site": typed(b"%2F%2Fevil.example"),
    "no form at all": b"\xff\x00\xfe" * 50,
}
MULTIPART = {
    "a torn body": (
        b"--x\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\nabc",
        "multipart/form-data; boundary=x",
    ),
    "no boundary": (b"abc", "multipart/form-data"),
    "JSON": (b"{\"text\": ", "application/json"),
    "an unknown charset": (b"text=a", f"{FORM}; charset=zzz"),
    "a file": (
        b"--x\r\nContent-Disposition: form-data; name=\"text\"; filename=\"a\"\r\n\r\nabc\r\n--x--\r\n",
        "multipart/form-data; boundary=x",
    ),
}  # fmt: skip
QUERIES = (
    "page=-1", "page=x", "page=99999999999999999999", "page=1&page=2", "page=%00", "period=2026-13", "period=0000-00",
    "period=%00", "period=9999-12", "period=0001-01", "status=zzz", "status=%00", "state=zzz", "q=%00", "q=%ff%fe",
    "q=%25%5C_%27%22--", f"q={'y' * 3000}", "customer=%00", "customer=%ff", "customer=NOBODY", "mine=%00", "at=%00",
    "at=9999-12-31T23:59:59Z", "at=0001-01-01T00:00:00Z", "at=x", "of=%00", "of=zzz", "clock=%00", "verdict=%00",
    "class=%ff", "calendar=x", "contract=x", "system=%00", "class_id=%00", "title=%00&text=%ed%a0%80",
    "next=//evil.example",    "next=%00", "%00=1", "a[]=1", "&&&=",
)  # fmt: skip
STRANGE = frozenset({"%00=1", "a[]=1", "&&&=", "q=%ff%fe", "page=-1"})  # tried whatever a page looks for
ALLOWED = frozenset({200, 204, 301, 302, 303, 304, 400, 404, 405, 409, 410, 413, 422, 429, 503})


def role_for(route: Route, method: str, thing: Thing) -> str:
    """Somebody who may; of several, whoever may do most."""
    for who in reversed(ROLES):
        if expected(route, method, who, thing) == OK:
            return who.name
    raise AssertionError("nobody may")


def doors(method: str, town: Town) -> Iterator[tuple[str, Route, Thing, str]]:
    """Every route that takes the method, with an object and somebody who may."""
    for name, route in MATRIX.items():
        if route.door(method) is not None and name != "readyz":
            found = [
                one for one in town.things[route.about] if one.customer != "CLINIC" and one.person in ("", "owner")
            ]
            yield name, route, found[-1], role_for(route, method, found[-1])


FORMS = [name for name, route in MATRIX.items() if route.door("POST") is not None]
SENT = {*drawn(product([*BODIES, *MULTIPART, "a megabyte"], FORMS), "sent", kind=itemgetter(1), name=" to ".join)}


@pytest.mark.sweep
@pytest.mark.parametrize("what", BODIES)
def test_no_form_breaks_on_what_is_sent(town: Town, what: str) -> None:
    assert broken(town, what, BODIES[what], FORM) == []


@pytest.mark.sweep
@pytest.mark.parametrize("what", MULTIPART)
def test_no_form_breaks_on_how_it_is_sent(town: Town, what: str) -> None:
    assert broken(town, what, *MULTIPART[what]) == []


@pytest.mark.sweep
def test_no_form_breaks_on_a_megabyte(town: Town) -> None:
    body = b"&".join(field + b"=" + LONG for field in (b"text", b"name", b"login"))
    assert broken(town, "a megabyte", body + b"&system=SHOP/shop&class_id=critical", FORM) == []


def broken(town: Town, what: str, body: bytes, kind: str) -> list[str]:
    """Where a form answers with what it must not, or leads to another site."""
    found = []
    for name, route, thing, role in (one for one in doors("POST", town) if (what, one[0]) in SENT):
        cache.clear()
        with undone():
            came = town.browser(role).generic("POST", address(name, thing), body, content_type=kind)
        leads = came.headers.get("Location", "")
        if came.status_code not in ALLOWED | route.also or "evil.example" in leads.partition("?")[0]:
            found.append(f"{role} POST {address(name, thing)}: {came.status_code} {leads}")
    return found


ASKED = re.compile(r"(due|rows|tickets|ticket|customers|messages|months?|month_\w+|inbox|report\w*|new_\w+|\w+_login)$")


@pytest.mark.sweep
def test_no_page_breaks_on_its_query(town: Town) -> None:
    found, tried = [], 0
    for name, _route, thing, role in doors("GET", town):
        for asked, came in every_query(town, role, address(name, thing), name) if ASKED.search(name) else ():
            tried += 1
            if came.status_code not in ALLOWED or came.headers.get("Location", "").startswith("//"):
                found.append(f"{role} {asked}: {came.status_code}")
    print(f"\n{tried} queries")
    assert found == []
    assert tried > (200 if IS_WHOLE else 40)


def every_query(town: Town, role: str, plain: str, name: str) -> Iterator[tuple[str, Any]]:
    """The page with each query that names something it looks for, and with some that no page looks for.

    The first tells what it looks for; of the others those are tried that are drawn.
    """
    waiting, looks = list(QUERIES), Looks()
    handler, kept = Watching(looks), {*drawn(QUERIES, f"queries of {name}")}
    while fitting := [one for one in waiting if looks.heed(one)]:
        waiting.remove(fitting[0])
        if looks.names != set() and fitting[0] not in kept:
            continue
        asked = f"{plain}{'&' if '?' in plain else '?'}{fitting[0]}"
        browser = town.browser(role, enforce_csrf_checks=False)  # one of this test's own
        browser.handler = handler
        with undone():
            yield asked, browser.get(asked)


class Looks:
    """The names that a page has looked for in queries so far; None stands for all: it went through a whole one."""

    def __init__(self) -> None:
        self.names: set[str] | None = set()

    def note(self, name: str) -> None:
        if self.names is not None:
            self.names.add(name)

    def heed(self, query: str) -> bool:
        """Whether the query may matter: what it names is looked for, or it is none of a page's own."""
        return query in STRANGE or self.names is None or not self.names.isdisjoint(QueryDict(query))


class Query(QueryDict):
    """A query that notes what is looked for in it."""

    def __init__(self, text: str, looks: Looks) -> None:
        self.looks = Looks()
        super().__init__(text)
        self.looks = looks

    def __deepcopy__(self, memo: Any) -> QueryDict:
        return QueryDict(self.urlencode(), mutable=True)

    def __getitem__(self, key: str) -> Any:
        self.looks.note(key)
        return super().__getitem__(key)

    def __contains__(self, key: object) -> bool:
        self.looks.note(str(key))
        return super().__contains__(key)

    def getlist(self, key: str, default: Any = None) -> Any:
        self.looks.note(key)
        return super().getlist(key, default)

    def __iter__(self) -> Iterator[str]:
        self.looks.names = None
        return super().__iter__()

    def keys(self) -> Any:
        self.looks.names = None
        return super().keys()

    def lists(self) -> Any:
        self.looks.names = None
        return super().lists()


class Watching(ClientHandler):
    """Answers as the client's handler does, and notes what is looked for in the query."""

    def __init__(self, looks: Looks) -> None:
        super().__init__(enforce_csrf_checks=False)
        self.looks = looks

    def get_response(self, request: Any) -> Any:
        request.GET = Query(request.META.get("QUERY_STRING", ""), self.looks)
        return super().get_response(request)


ADDRESSES = (
    "/desk/tickets/%00", "/desk/tickets/SHOP-99999999999999999999", "/desk/tickets/%ff", "/desk/tickets/a%0Ab",
    "/desk/tickets/SHOP-2/clocks/x/99999999999999999999/1", "/desk/tickets/SHOP-2/clocks/%00/1/1",
    "/desk/customers/%00", "/desk/customers/%00/people",
    "/desk/contracts/SHOP-2026-01/99999999999999999999", "/desk/contracts/SHOP-2026-01/99999999999/edit",
    "/desk/contracts/SHOP-2026-01/months/%00", "/desk/contracts/SHOP-2026-01/months/2026-13",
    "/desk/contracts/SHOP-2026-01/months/9999-12", "/desk/contracts/%00/months/2026-10",
    "/desk/contracts/SHOP-2026-01/months/2026-10-01", "/desk/contracts/SHOP-2026-01/months/2026-Q5/tickets",
    "/desk/messages/99999999999999999999", "/inbox/99999999999999999999", "/invitations/%00", "/invitations/%ff",
    "/accounts/2fa/webauthn/keys/99999999999999999999/remove/", "/accounts/password/reset/key/zz-%00/",
    "/accounts/password/reset/key/zzzzzzzzzzzzzzzzzzzzzz-set-password/", "/static/%00", "/static/../gwarant.py",
)  # fmt: skip
POSTED = (
    "/desk/tickets/SHOP-2/hours/%00/reversal",
    "/desk/people/99999999999999999999/role", "/desk/people/99999999999999999999/departure",
    "/desk/invitations/99999999999999999999/renewal", "/desk/customers/SHOP/people/99999999999999999999/departure",
    "/desk/messages/99999999999999999999/retry", "/inbox/99999999999999999999/reading",
    "/desk/contracts/SHOP-2026-01/99999999999999999999/withdrawal", "/desk/contracts/SHOP-2026-01/99999999999/offer",
)  # fmt: skip


@pytest.mark.parametrize("place", [*ADDRESSES, *POSTED])
def test_no_address_breaks(town: Town, place: str) -> None:
    with undone():
        client = town.browser("owner")
        came = client.post(place) if place in POSTED else client.get(place)
    expired = {200} if place.startswith("/accounts/password/reset/") else set()  # a page that says so
    assert came.status_code in {302, 400, 404, 410} | expired, came.status_code


KEPT = (
    ("requester", "/portal/report", {"title": "<b>mine</b>", "text": "", "system": "SHOP/shop"}),
    ("requester", "/portal/report", {"title": "", "text": "<b>mine</b>", "system": "SHOP/shop"}),
    ("requester", "/portal/tickets/SHOP-2/replies", {"text": "<b>mine</b>" * 2000}),
    ("requester", "/portal/tickets/SHOP-2/pause/decision", {"reason": "<b>mine</b>"}),
    ("administrator", "/portal/invitations", {"email": "<b>mine</b>", "role": "reader", "language": "en"}),
    ("engineer", "/desk/tickets/SHOP-2/replies", {"text": "<b>mine</b>" * 2000}),
    ("engineer", "/desk/tickets/SHOP-2/pause", {"evidence": "<b>mine</b>"}),
    ("engineer", "/desk/tickets/SHOP-2/class", {"class_id": "zzz", "reason": "<b>mine</b>"}),
    ("engineer", "/desk/tickets/SHOP-2/hours", {"note": "<b>mine</b>", "length": "long"}),
    ("engineer", "/desk/tickets/SHOP-2/hours/SHOP-2:h001/reversal", {"note": "<b>mine</b>" * 200}),
    ("engineer", "/desk/tickets/new?customer=SHOP", {"title": "<b>mine</b>"}),
    ("manager", "/desk/customers/new", {"name": "<b>mine</b>", "key": "x"}),
    ("manager", "/desk/customers/SHOP/edit", {"name": "<b>mine</b>", "nip": "1"}),
    ("manager", "/desk/customers/SHOP/systems", {"name": "<b>mine</b>", "key": "X Y"}),
    ("manager", "/desk/customers/SHOP/systems/shop", {"name": "<b>mine</b>", "address": "no address"}),
    ("manager", "/desk/contracts/new?customer=SHOP", {"number": "<b>mine</b>"}),
    ("manager", "/desk/contracts/SHOP-C2/1/yaml", {"text": "<b>mine</b>: ["}),
    ("manager", "/desk/contracts/SHOP-C2/1/edit", {"fee.monthly": "<b>mine</b>"}),
    ("manager", "/desk/invitations", {"email": "<b>mine</b>", "role": "engineer", "language": "en"}),
    ("manager", "/desk/customers/SHOP/invitations", {"email": "<b>mine</b>", "role": "reader"}),
    ("reader", "/profile", {"name": "<b>mine</b>", "phone": "none", "language": "en"}),
    ("anonymous", "/accounts/login/", {"login": "<b>mine</b>", "password": "x"}),
    ("anonymous", "/accounts/password/reset/", {"email": "<b>mine</b>"}),
)


def made_from(browser: Client, place: str) -> dict[str, str]:
    """The text that the form of a contract was made from, as the form carries it."""
    page = browser.get(place).content.decode()
    found = re.findall(r'<input type="hidden" name="(seen|base)" value="([^"]*)"', page)
    return {name: unescape(value) for name, value in found}


@pytest.mark.parametrize(("role", "place", "sent"), KEPT, ids=[f"{one[1]} {next(iter(one[2]))}" for one in KEPT])
def test_a_refused_form_comes_back_with_what_was_typed(town: Town, role: str, place: str, sent: dict[str, str]) -> None:
    with undone():
        before = town.changes()
        browser = town.browser(role)
        came = browser.post(place, sent | (made_from(browser, place) if "/SHOP-C2/" in place else {}))
        assert came.status_code == 422
        assert town.changes() == before
    page = came.content.decode()
    own = next(value for value in sent.values() if "mine" in value)
    assert escape(own) in page
    assert "<b>mine</b>" not in page
    assert 'class="error' in page or "errorlist" in page or 'aria-invalid="true"' in page


def test_markup_in_any_name_stays_words_on_every_page(town: Town) -> None:
    with undone():
        rename_everything(town)
        found = []
        for name, _route, thing, role in doors("GET", town):
            for who in {role, "administrator"} if name.startswith("portal:") else {role}:
                came = town.browser(who).get(address(name, thing))
                text = came.getvalue().decode(errors="replace")  # a picture is no page
                if SCRIPT in text and "html" in came.headers.get("Content-Type", ""):
                    found.append(f"{who} {address(name, thing)}")
        assert found == []


def rename_everything(town: Town) -> None:
    """Put markup wherever people type a name, behind the forms' back; the titles of the town's tickets have it."""
    columns = (
        ("customers_customer", "name"), ("customers_service", "name"), ("customers_service", "card"),
        ("customers_service", "environment"), ("accounts_user", "name"), ("accounts_user", "phone"),
        ("accounts_company", "name"), ("contracts_contract", "title"),
        ("notify_delivery", "last_error"), ("customers_invitation", "name"),
    )  # fmt: skip
    with scoped(ENGINE), connection.cursor() as cursor:
        for table, column in columns:
            cursor.execute(f"UPDATE {table} SET {column} = %s", [SCRIPT])
        cursor.execute(
            "UPDATE notify_delivery SET payload = jsonb_build_object('subject', %s, 'text', %s)", [SCRIPT] * 2
        )
        people = [town.user(who.name) for who in ROLES if not who.is_stranger]
        tell(people, news(Letter(SCRIPT, (SCRIPT,))), key="markup", customer=None, now=now())
