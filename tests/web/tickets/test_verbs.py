"""Each row of a table of verbs: its address, whose it is, when it is offered, and what comes where it is not."""

import re
import runpy
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.urls import reverse
from sweeps import IS_WHOLE, mark

from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.cast import World
from gwarant.tickets import actions
from gwarant.tickets.log import log_of
from gwarant.tickets.models import Ticket
from gwarant.web.desk.verbs import VERBS as DESK_VERBS
from gwarant.web.moment import now
from gwarant.web.portal.verbs import VERBS as PORTAL_VERBS
from gwarant.web.tickets.clocks import live_of
from gwarant.web.tickets.doing import DESK, PORTAL, Site
from gwarant.web.tickets.following import candidates
from gwarant.web.tickets.verbs import Facts, Verb, offered

ROOT = Path(__file__).parents[3]
PAGES = (ROOT / "docs" / "reference" / "pages.md").read_text(encoding="utf-8")
CSS = (ROOT / "gwarant" / "web" / "static" / "css" / "pages.css").read_text(encoding="utf-8")
ACCESS = runpy.run_path(str(ROOT / "tests" / "web" / "access" / "matrix.py"), run_name="matrix")
ROWS = [(DESK, one) for one in DESK_VERBS] + [(PORTAL, one) for one in PORTAL_VERBS]
Send = Callable[..., Any]

each_row = pytest.mark.parametrize(("site", "verb"), ROWS, ids=[f"{site.name}-{verb.name}" for site, verb in ROWS])
sides = pytest.mark.parametrize(("site", "verbs"), [(DESK, DESK_VERBS), (PORTAL, PORTAL_VERBS)], ids=["desk", "portal"])


@each_row
def test_a_verb_has_its_address_and_the_pages_tell_it(site: Site, verb: Verb) -> None:
    assert reverse(f"{site.name}:ticket_{verb.name}", args=["SHOP-1"]) == f"/{site.name}/tickets/SHOP-1/{verb.noun}"
    assert f"| `/{site.name}/tickets/<key>/{verb.noun}` | – |" in PAGES


@each_row
def test_a_verb_says_who_may_and_what_came_of_it(site: Site, verb: Verb) -> None:
    route = ACCESS["MATRIX"][f"{site.name}:ticket_{verb.name}"]
    assert (route.get, route.post) == (None, frozenset(one.value for one in verb.roles))
    assert str(verb.said)


@sides
def test_no_two_verbs_of_a_side_have_one_noun(site: Site, verbs: tuple[Verb, ...]) -> None:
    assert len({one.noun for one in verbs}) == len({one.name for one in verbs}) == len(verbs)


def test_the_composer_shows_what_belongs_to_each_of_its_words() -> None:
    words = [one for one in DESK_VERBS if one.words]
    assert all(f".choice:nth-of-type({n + 1}) > :checked) .for-{n + 1}" in CSS for n in range(len(words)))


TYPED: dict[str, dict[str, str]] = {
    "pause": {"reason": "third_party", "evidence": "INC-1"},
    "class": {"class_id": "serious", "reason": "One browser only"},
    "assignment": {"to": ""},
    "system": {"service": "erp", "reason": "The order never left"},
    "contract": {"service": "shop"},
    "calls": {"text": "They cannot pay.", "went": "in", "contact_name": "Cora"},
    "refusal": {"word": "4", "text": "Sorry"},
    "pause/decision": {"approved": "no", "reason": "Not our flood"},
}


def typed_for(noun: str, ticket: Ticket) -> dict[str, str]:
    """What somebody would type; a class that it has not yet, a person who does not follow."""
    if noun == "class" and ticket.class_id == "serious":
        return {"class_id": "critical", "reason": "Everything is down"}
    if noun == "merge":
        return {"number": f"{ticket.key[:-1]}2", "text": "The same outage."}
    if noun == "followers":
        return {"to": candidates(ticket)[0].opaque}
    return TYPED.get(noun, {"text": "A few words."})


@pytest.fixture
def staged(house: World) -> Callable[[str], Ticket]:
    """A ticket that stands as the name says, for some minutes already: what is paused now has stood still for long."""

    def act(name: str, ticket: Ticket, *args: Any, **told: Any) -> Ticket:
        with scoped(ENGINE):
            return getattr(actions, name)(ticket, *args, now=now() - timedelta(minutes=5), **told)

    def resolved(ticket: Ticket) -> None:
        act("resolve", ticket, "Done", by=house.ben)

    def spoken(ticket: Ticket) -> None:
        resolved(ticket)
        act("reply", ticket, "Hm.", by=house.cora)

    def asked(ticket: Ticket) -> None:
        spoken(ticket)
        act("ask_whether_fixed", ticket, by=house.ben)

    def closed(ticket: Ticket) -> None:
        resolved(ticket)
        act("confirm", ticket, by=house.cora)

    def uncovered(ticket: Ticket) -> None:
        with scoped(ENGINE):
            Ticket.objects.filter(pk=ticket.pk).update(version=None)

    ways: dict[str, Callable[[Ticket], Any]] = {
        "new": lambda _: None,
        "taken": lambda one: act("acknowledge", one, by=house.ben),
        "waiting": lambda one: act("ask", one, "Which browser?", by=house.ben),
        "paused": lambda one: act("pause", one, "third_party", "INC-1", by=house.ben),
        "undecided": lambda one: act("pause", one, "force_majeure", "Flood", by=house.ben),
        "change": lambda one: act("classify", one, "change", reason="A wish", by=house.ben),
        "resolved": resolved,
        "spoken": spoken,
        "asked": asked,
        "closed": closed,
        "uncovered": uncovered,
    }

    def one(stage: str) -> Ticket:
        with scoped(ENGINE):
            ticket = actions.report(
                house.customers["SHOP"],
                title="Checkout fails",
                text="Every payment ends with an error.",
                class_id="critical",
                by=house.cyryl,
                now=now() - timedelta(minutes=10),
                service=house.services["SHOP", "shop"],
            )
        ways[stage](ticket)
        with scoped(ENGINE):
            ticket.refresh_from_db()
        return ticket

    return one


STAGES = (
    "new", "waiting", "undecided", "change", "resolved", "asked", "closed", "uncovered",
)  # fmt: skip


def fitting(site: Site, verbs: tuple[Verb, ...], ticket: Ticket) -> set[str]:
    with scoped(ENGINE):
        log = log_of(
            Ticket.objects.select_related("version__contract", "assignee", "customer", "service").get(pk=ticket.pk)
        )
        return {one.noun for one in offered(verbs, Facts(log, live_of(log, now()), now()), site.role)}


@pytest.mark.parametrize("stage", STAGES)
@sides
def test_a_page_offers_exactly_what_may_happen_and_fits(
    site: Site, verbs: tuple[Verb, ...], stage: str, house: World, staged: Send, visit: Send
) -> None:
    ticket = staged(stage)
    page = visit(house.ben if site.is_inside else house.cora, site.address(ticket)).content.decode()
    shown = set(re.findall(rf'action="{re.escape(site.address(ticket))}/([a-z/]+)"', page))
    assert shown & {one.noun for one in verbs} == fitting(site, verbs, ticket)


def is_tried(site: Site, verb: Verb, stage: str) -> bool:
    """Whether a check of a change sends what does not fit there: each verb at three stages of a side."""
    return IS_WHOLE or stage in sorted(STAGES, key=lambda one: mark("refused", site.name, verb.name, one))[:3]


@pytest.mark.sweep
@pytest.mark.parametrize("stage", STAGES)
@sides
def test_what_is_offered_is_done_and_what_is_not_is_refused_with_a_sentence(
    site: Site, verbs: tuple[Verb, ...], stage: str, house: World, staged: Send, send: Send, kinds: Send
) -> None:
    ticket = staged(stage)
    staged("uncovered" if stage == "uncovered" else "new")  # what it could be merged into
    fits, before = fitting(site, verbs, ticket), kinds(ticket)
    for verb in [one for one in verbs if one.noun in fits or is_tried(site, one, stage)]:
        with transaction.atomic():
            who = house.ben if site.is_inside else house.cora
            typed = typed_for(verb.noun, ticket)
            answer = send(who, f"{site.address(ticket)}/{verb.noun}", seen=len(before), key="b" * 32, **typed)
            done = kinds(ticket) != before
            assert (verb.noun, answer.status_code, done) == (
                (verb.noun, 303, True) if verb.noun in fits else (verb.noun, 422, False)
            )
            if not done:
                assert re.search(r'class="errorlist|role="alert"', answer.content.decode()), verb.noun
            transaction.set_rollback(True)


def test_what_a_page_did_not_offer_any_more_is_a_conflict_while_somebody_has_not_seen_why(
    house: World, ticket: Ticket, act: Send, send: Send, kinds: Send
) -> None:
    act("acknowledge", ticket, by=house.marek)
    address = f"/desk/tickets/{ticket.key}/acknowledgement"
    assert send(house.ben, address, seen=1).status_code == 409
    refused = send(house.ben, address, seen=2)
    assert refused.status_code == 422
    assert "Somebody has taken it already." in refused.content.decode()
    assert kinds(ticket) == ["reported", "acknowledged"]
