"""Every route × every role × own and foreign objects: nobody comes in by a door that is not theirs."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Any

import pytest
from django.core.cache import cache
from django.template.backends.django import Template
from django.utils.safestring import SafeString
from matrix import FORBIDDEN, MATRIX, NO_METHOD, NOT_FOUND, OK, ROLES, SIGN_IN, Route, Thing, Who, expected, routes
from sweeps import IS_WHOLE, drawn
from town import Town, address, undone

pytestmark = pytest.mark.together

OPEN = frozenset({200, 204, 302, 303, 409, 410, 422})
FORM = "application/x-www-form-urlencoded"
HTMX = {"HX-Request": "true"}
DRAWN = ("anonymous", "administrator", "owner")


def test_the_matrix_lists_every_route_and_no_other() -> None:
    known = list(routes())
    assert sorted(known) == sorted(MATRIX), "list what is new in matrix.py, and say who may"
    assert len(known) == len(set(known))


Probe = tuple[str, Route, Thing, str, dict[str, str]]


@pytest.fixture(scope="module")
def probes(town: Town) -> dict[str, list[Probe]]:
    """What is tried for each role: a part of all, in which each door is opened to somebody and closed to another."""
    found: dict[str, list[Probe]] = {who.name: [] for who in ROLES}
    everything = ((asks, one) for asks in ROLES for one in every_probe(town, asks))
    for who, one in drawn(everything, "doors", kind_of, name_of):
        found[who.name].append(one)
    return found


@pytest.fixture(scope="module")
def shown() -> set[tuple[str, int]]:
    """Which pages and kinds of answers were drawn so far."""
    return set()


def kind_of(tried: tuple[Who, Probe]) -> tuple[str, str, bool]:
    who, (name, route, thing, method, _headers) = tried
    return name, method, expected(route, method, who, thing) == OK


def name_of(tried: tuple[Who, Probe]) -> str:
    who, (name, _route, thing, method, headers) = tried
    return f"{who.name} {method} {name} {thing.customer} {thing.person} {thing.author} {bool(headers)}"


@pytest.mark.sweep
@pytest.mark.parametrize("who", ROLES, ids=lambda who: who.name)
def test_a_role_comes_in_by_its_doors_only(
    town: Town, probes: dict[str, list[Probe]], shown: set[tuple[str, int]], who: Who
) -> None:
    found = [probe(town, who, *one, shown) for one in probes[who.name]]
    told = Counter(wanted for wanted, _problem in found)
    print(f"\n{who.name}: {len(found)} probes of {len(MATRIX)} routes, {told[OK]} let in")
    problems = [problem for _wanted, problem in found if problem]
    assert not problems, "\n".join(problems)


def test_no_door_is_left_out(town: Town, probes: dict[str, list[Probe]]) -> None:
    tried = {kind_of((who, one)) for who in ROLES for one in probes[who.name]}
    assert tried == {kind_of((who, one)) for who in ROLES for one in every_probe(town, who)}
    assert {name for name, _, _ in tried} == {*MATRIX}
    answers = {expected(one[1], one[3], who, one[2]) for who in ROLES for one in probes[who.name]}
    assert answers == {OK, SIGN_IN, FORBIDDEN, NOT_FOUND, NO_METHOD}


def every_probe(town: Town, who: Who) -> Iterator[Probe]:
    """GET and POST of every route and object; a method that nobody has, and htmx, once for each route.

    What is open to a role is asked of every object for one role a side only, of one object for the others.
    """
    for name, route in MATRIX.items():
        things = town.of(name, who.name)
        for method in ("GET", "POST"):
            is_let_in = False
            for thing in things if route.door(method) is not None else things[:1]:
                is_open = expected(route, method, who, thing) == OK
                if is_open and is_let_in and who.name not in DRAWN:
                    continue
                is_let_in = is_let_in or is_open
                yield name, route, thing, method, {}
        if route.get is not None:
            yield name, route, things[-1], "GET", HTMX


def probe(
    town: Town,
    who: Who,
    name: str,
    route: Route,
    thing: Thing,
    method: str,
    headers: dict[str, str],
    shown: set[tuple[str, int]],
) -> tuple[int, str]:
    """What was to come, and what was wrong with what came.

    Each page and each role's kinds of answers are drawn once, and in the whole sweep every answer for one role a
    side: the rest is asked at the door.
    """
    wanted = expected(route, method, who, thing)
    place = f"{who.name} {method} {address(name, thing)} {headers or ''}"
    kind = (name if (wanted, method) == (OK, "GET") else who.name, wanted)
    is_drawn = (IS_WHOLE and who.name in DRAWN) or kind not in shown
    shown.add(kind)
    cache.clear()
    with undone(), nullcontext() if is_drawn else undrawn():
        before = town.changes()
        client = town.browser(who.name)
        came = client.generic(method, address(name, thing), b"", content_type=FORM, headers=headers)
        said = answer(came, wanted, route)
        is_refused = wanted != OK and not (wanted == NO_METHOD and route.asks_first)
        if not said and is_refused and town.changes() != before:
            said = "refused, and wrote all the same"
    return wanted, f"{place}: {said}" if said else ""


@contextmanager
def undrawn() -> Iterator[None]:
    """Pages are empty within: the view runs, its template does not."""
    former = Template.render
    Template.render = lambda *_: SafeString("")  # type: ignore[method-assign]
    try:
        yield
    finally:
        Template.render = former  # type: ignore[method-assign]


def answer(came: Any, wanted: int, route: Route) -> str:
    """Empty when it is as it must be."""
    leads = came.headers.get("Location", "") or came.headers.get("HX-Redirect", "")
    is_sign_in = leads.startswith("/accounts/login/")
    if wanted == SIGN_IN:
        return "" if is_sign_in and came.status_code in (302, 204) else f"{came.status_code} {leads}, not the sign-in"
    if wanted in (FORBIDDEN, NOT_FOUND, NO_METHOD):
        return "" if came.status_code == wanted else f"{came.status_code} {leads}, not {wanted}"
    if came.status_code not in OPEN | route.also:
        return f"{came.status_code} {leads}, though the door is open"
    return ""


CLIENT_ROLES = [who.name for who in ROLES if who.places]


@pytest.mark.parametrize("role", CLIENT_ROLES)
def test_a_draft_is_hidden_from_the_customer_too(town: Town, role: str) -> None:
    with undone():
        client, before = town.browser(role), town.changes()
        for thing in town.things["draft"]:
            for name in ("wording", "contract_json", "contract_text"):
                assert client.get(address(f"portal:{name}", thing)).status_code == NOT_FOUND
            assert client.post(address("portal:accept_contract", thing)).status_code in (FORBIDDEN, NOT_FOUND)
        assert town.changes() == before


def test_only_an_owner_touches_an_owner(town: Town) -> None:
    thing = Thing(args={"pk": town.user("owner").pk})
    with undone():
        before = town.changes()
        for name in ("desk:person_role", "desk:person_departure"):
            assert town.browser("manager").post(address(name, thing), {"role": "engineer"}).status_code == FORBIDDEN
        assert town.changes() == before


def test_a_manager_makes_nobody_an_owner(town: Town) -> None:
    typed = {"email": "x@house.example", "role": "owner", "language": "en"}
    with undone():
        client, before = town.browser("manager"), town.changes()
        colleague = address("desk:person_role", town.things["colleague"][0])
        assert client.post(colleague, {"role": "owner"}).status_code == 422
        assert client.post("/desk/invitations", typed).status_code == 422
        assert town.changes() == before


MIXED = [
    ("desk:system", "system", "key", "CLINIC"),
    ("desk:retire_system", "system", "key", "CLINIC"),
    ("desk:customer_person_departure", "member at", "key", "CLINIC"),
    ("desk:ticket_hours_reversal", "entry", "key", "CLINIC-2"),
]


@pytest.mark.parametrize(("route", "kind", "name", "other"), MIXED)
def test_a_thing_is_not_found_below_the_address_of_another(
    town: Town, route: str, kind: str, name: str, other: str
) -> None:
    thing = next(one for one in town.things[kind] if one.customer == "SHOP")
    with undone():
        before = town.changes()
        assert town.browser("owner").post(address(route, Thing({**thing.args, name: other}))).status_code == NOT_FOUND
        assert town.changes() == before


def test_a_note_to_colleagues_is_on_no_page_of_the_customer(town: Town) -> None:
    client = town.browser("administrator")
    for name, route in MATRIX.items():
        for thing in town.of(name, "administrator") if route.get and thing_side(name) == "portal" else ():
            if thing.customer in ("", "SHOP"):
                came = client.get(address(name, thing))
                assert b"Only for us." not in came.getvalue(), name


def thing_side(name: str) -> str:
    return name.partition(":")[0]
