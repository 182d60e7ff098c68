"""Every verb of a customer: it works, for those who may, once, and never over the house's head."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.cast import World
from gwarant.tickets import actions
from gwarant.tickets.models import Ticket
from gwarant.web.moment import now

Send = Callable[..., Any]
WORDS = {"text": "As I said."}


@pytest.fixture
def resolved(house: World, act: Send) -> Send:
    return lambda ticket: act("resolve", ticket, "Done", by=house.ben)


@pytest.fixture
def stages(house: World, act: Send, resolved: Send) -> list[tuple[str, dict[str, str], list[str], Send]]:
    """Each verb: what is typed, what happens, and what brings the ticket there."""

    def confirmed(ticket: Ticket) -> None:
        resolved(ticket)
        act("confirm", ticket, by=house.cora)

    def paused(ticket: Ticket) -> None:
        act("pause", ticket, "force_majeure", "Flood", by=house.ben)

    return [
        ("replies", WORDS, ["replied"], lambda _: None),
        ("confirmation", {"text": "Thanks"}, ["accepted", "closed"], resolved),
        ("refusal", WORDS, ["rejected"], resolved),
        ("reopening", WORDS, ["reopened"], confirmed),
        ("pause/decision", {"approved": "no", "reason": "Not our flood"}, ["pause_decided"], paused),
        ("closing", WORDS, ["closed"], lambda _: None),
    ]


@pytest.fixture
def tried(reported: Callable[[], Ticket], send: Send, kinds: Send) -> Send:
    """A verb on a new ticket: the answer, the ticket, and what it added."""

    def once(who: Any, noun: str, typed: dict[str, str], before: Send, seen: int | None = None) -> Any:
        ticket = reported()
        before(ticket)
        former = kinds(ticket)
        answer = send(who, f"/portal/tickets/{ticket.key}/{noun}", seen=seen or len(former), **typed)
        return answer, ticket, kinds(ticket)[len(former) :]

    return once


def test_a_requester_does_it(house: World, tried: Send, stages: list[Any]) -> None:
    for noun, typed, kinds, before in stages:
        answer, ticket, happened = tried(house.cyryl, noun, typed, before)
        assert (noun, answer.status_code, happened) == (noun, 303, kinds)
        assert answer.url == f"/portal/tickets/{ticket.key}"


def test_a_colleague_who_only_reads_may_not(house: World, tried: Send, stages: list[Any]) -> None:
    for noun, typed, _kinds, before in stages:
        answer, _ticket, happened = tried(house.celina, noun, typed, before)
        assert (noun, answer.status_code, happened) == (noun, 403, [])


def test_another_customer_finds_nothing(house: World, tried: Send, stages: list[Any]) -> None:
    for noun, typed, _kinds, before in stages:
        answer, _ticket, happened = tried(house.zoe, noun, typed, before)
        assert (noun, answer.status_code, happened) == (noun, 404, [])


def test_the_house_has_its_own_pages(house: World, tried: Send, stages: list[Any]) -> None:
    for noun, typed, _kinds, before in stages:
        answer, _ticket, happened = tried(house.ben, noun, typed, before)
        assert (noun, answer.status_code, happened) == (noun, 404, [])


def test_a_verb_is_not_a_page(house: World, ticket: Ticket, visit: Send, stages: list[Any]) -> None:
    for noun, *_rest in stages:
        assert (noun, visit(house.cyryl, f"/portal/tickets/{ticket.key}/{noun}").status_code) == (noun, 405)


def test_the_same_form_twice_does_it_once(
    house: World, tried: Send, send: Send, kinds: Send, stages: list[Any]
) -> None:
    for noun, typed, _kinds, before in stages:
        _answer, ticket, happened = tried(house.cyryl, noun, typed, before)
        former = kinds(ticket)
        seen = len(former) - len(happened)
        again = send(house.cyryl, f"/portal/tickets/{ticket.key}/{noun}", seen=seen, **typed)
        assert (noun, again.status_code, kinds(ticket)) == (noun, 303, former)


def test_what_the_house_did_meanwhile_is_shown_first(house: World, tried: Send, act: Send, stages: list[Any]) -> None:
    for noun, typed, _kinds, before in stages:

        def then(ticket: Ticket, before: Send = before) -> None:
            before(ticket)
            act("reply", ticket, "We found the cause", by=house.ben)

        answer, _ticket, happened = tried(house.cyryl, noun, typed, then, seen=1)
        page = answer.content.decode()
        assert (noun, answer.status_code, happened) == (noun, 409, [])
        assert "We found the cause" in page
        assert all(value in page for value in typed.values())


def test_an_internal_note_stands_in_no_customers_way(house: World, tried: Send, act: Send) -> None:
    answer, _ticket, happened = tried(
        house.cyryl, "replies", WORDS, lambda one: act("note", one, "A secret", by=house.ben), seen=1
    )
    assert (answer.status_code, happened) == (303, ["replied"])


def test_words_that_are_missing_are_asked_for(house: World, tried: Send, stages: list[Any]) -> None:
    for noun, typed, _kinds, before in stages:
        if noun == "confirmation":  # its words are a remark
            continue
        left_out = next(iter(typed))
        rest = {name: value for name, value in typed.items() if name != left_out}
        answer, _ticket, happened = tried(house.cyryl, noun, {left_out: " \x00", **rest}, before)
        assert (noun, answer.status_code, happened) == (noun, 422, [])
        assert all(value in answer.content.decode() for value in rest.values())


def test_there_is_nothing_to_confirm_before_it_is_resolved(house: World, tried: Send) -> None:
    answer, _ticket, happened = tried(house.cora, "confirmation", {"text": "Kept words"}, lambda _: None)
    assert (answer.status_code, happened) == (422, [])
    assert "Kept words" in answer.content.decode()


def test_what_was_resolved_meanwhile_still_asks_for_consent_to_the_pause(
    house: World, act: Send, reported: Callable[[], Ticket], visit: Send, resolved: Send
) -> None:
    ticket = reported()
    act("pause", ticket, "force_majeure", "Flood", by=house.ben)
    resolved(ticket)
    page = visit(house.cora, f"/portal/tickets/{ticket.key}").content.decode()
    assert "/confirmation" in page
    assert "/pause/decision" in page


def test_a_word_to_a_resolved_ticket_has_a_yes_and_a_no_beside_it(
    house: World, ticket: Ticket, resolved: Send, visit: Send, send: Send, kinds: Send
) -> None:
    resolved(ticket)
    page = visit(house.cora, f"/portal/tickets/{ticket.key}").content.decode()
    for way in ("refusal", "confirmation", "replies"):
        assert f'formaction="/portal/tickets/{ticket.key}/{way}"' in page
    assert page.count("<textarea") == 1
    box = re.search("<textarea[^>]*>", page)
    assert box
    assert "required" not in box[0]
    assert '<span class="optional">(potrzebne przy „nie”)</span>' in page
    assert send(house.cora, f"/portal/tickets/{ticket.key}/replies", seen=3, text="Hm").status_code == 303
    page = visit(house.cora, f"/portal/tickets/{ticket.key}").content.decode()
    assert "samo się nie zamknie" in page
    assert "Czy już działa?" in visit(house.cora, "/portal/").content.decode()
    answer = send(house.cora, f"/portal/tickets/{ticket.key}/confirmation", seen=4, text="It works\n\nnow " + "x" * 900)
    assert (answer.status_code, kinds(ticket)[-2:]) == (303, ["accepted", "closed"])


@pytest.mark.parametrize(("noun", "said"), [("refusal", "co nadal nie działa, żebyśmy"), ("replies", "Wpisz treść")])
def test_an_answer_without_words_comes_back_in_the_same_box(
    house: World, ticket: Ticket, resolved: Send, send: Send, noun: str, said: str
) -> None:
    resolved(ticket)
    answer = send(house.cora, f"/portal/tickets/{ticket.key}/{noun}", seen=3, text="  ")
    page = answer.content.decode()
    turn = page[: page.index('class="ticket"')]
    assert (answer.status_code, page.count("<textarea"), turn.count('name="key"')) == (422, 1, 1)
    assert said in page
    assert "required" not in page[page.index("<textarea") :][:200]
    assert f'name="key" value="{"0" * 32}"' in page


@pytest.mark.parametrize("noun", ["confirmation", "refusal", "replies"])
def test_an_answer_that_cannot_be_taken_stands_in_the_box(
    house: World, ticket: Ticket, resolved: Send, send: Send, noun: str
) -> None:
    resolved(ticket)
    answer = send(house.cora, f"/portal/tickets/{ticket.key}/{noun}", seen=3, text="Kept words " + "x" * 20_001)
    page = answer.content.decode()
    assert (answer.status_code, page.count("<textarea"), page.count("Kept words")) == (422, 1, 1)


def test_a_yes_needs_no_words(house: World, ticket: Ticket, resolved: Send, send: Send, kinds: Send) -> None:
    resolved(ticket)
    assert send(house.cora, f"/portal/tickets/{ticket.key}/confirmation", seen=3, text="").status_code == 303
    assert kinds(ticket)[-2:] == ["accepted", "closed"]


def test_who_wrote_after_the_resolution_says_no_by_one_click_and_opening_the_link_says_nothing(
    house: World, ticket: Ticket, visit: Any, send: Any
) -> None:
    with scoped(ENGINE):
        actions.resolve(ticket, "Done.", by=house.ben, now=now())
    place = f"/portal/tickets/{ticket.key}"
    assert send(house.cora, f"{place}/refusal", text="").status_code == 422
    assert send(house.cora, f"{place}/replies", text="It is not fixed.").status_code == 303
    page = visit(house.cora, f"{place}?works=no").content.decode()
    assert f'formaction="{place}/refusal" autofocus' in page
    with scoped(ENGINE):
        ticket.refresh_from_db()
        assert ticket.status == "resolved"
    assert send(house.cora, f"{place}/refusal", text="").status_code == 303
    with scoped(ENGINE):
        ticket.refresh_from_db()
        assert ticket.status == "open"
