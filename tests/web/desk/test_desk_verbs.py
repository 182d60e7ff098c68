"""Every verb of the house: it works, for those who may, once, and never over somebody else's head."""

from collections.abc import Callable
from typing import Any

import pytest

from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.cast import World
from gwarant.tickets import actions
from gwarant.tickets.models import Ticket
from gwarant.web.moment import now

WORDS = {"text": "We look at it."}
CALL = {"went": "in", "contact_name": "Cora"}
VERBS = [
    ("replies", WORDS, "replied"),
    ("questions", WORDS, "asked"),
    ("notes", WORDS, "noted"),
    ("calls", {**WORDS, **CALL}, "called"),
    ("restoration", WORDS, "restored"),
    ("resolution", WORDS, "resolved"),
    ("acknowledgement", {}, "acknowledged"),
    ("pause", {"reason": "third_party", "evidence": "INC-1"}, "paused"),
    ("class", {"class_id": "serious", "reason": "One browser only"}, "classified"),
    ("assignment", {"to": ""}, "assigned"),
    ("system", {"service": "erp", "reason": "The order never left"}, "moved"),
]
SORTS = ("noted", "acknowledged", "classified", "assigned", "moved")  # what takes no ticket that nobody has
TYPED = [row for row in VERBS if row[1] and row[0] != "assignment"]
Send = Callable[..., Any]


@pytest.fixture
def tried(reported: Callable[[], Ticket], send: Send) -> Send:
    """A verb on a new ticket: the answer and the ticket."""

    def once(who: Any, noun: str, typed: dict[str, str], seen: int = 1, before: Send = lambda _: None) -> Any:
        ticket = reported()
        before(ticket)
        return send(who, f"/desk/tickets/{ticket.key}/{noun}", seen=seen, **typed), ticket

    return once


def came_to(kind: str) -> list[str]:
    """What happened to a ticket that nobody had: whoever works on it takes it."""
    return ["reported", kind] if kind in SORTS else ["reported", "assigned", kind]


def test_the_house_does_it(house: World, tried: Send, kinds: Send) -> None:
    for noun, typed, kind in VERBS:
        answer, ticket = tried(house.ben, noun, typed)
        assert (noun, answer.status_code, answer.url) == (noun, 303, f"/desk/tickets/{ticket.key}")
        assert kinds(ticket) == came_to(kind)


def test_an_auditor_only_looks(house: World, tried: Send, kinds: Send) -> None:
    for noun, typed, _kind in VERBS:
        answer, ticket = tried(house.ada, noun, typed)
        assert (noun, answer.status_code, kinds(ticket)) == (noun, 403, ["reported"])


def test_a_customer_finds_nothing_at_the_desk(house: World, tried: Send, kinds: Send) -> None:
    for noun, typed, _kind in VERBS:
        answer, ticket = tried(house.cora, noun, typed)
        assert (noun, answer.status_code, kinds(ticket)) == (noun, 404, ["reported"])


def test_a_verb_is_not_a_page(house: World, ticket: Ticket, visit: Send) -> None:
    for noun, _typed, _kind in VERBS:
        assert (noun, visit(house.ben, f"/desk/tickets/{ticket.key}/{noun}").status_code) == (noun, 405)


def test_the_same_form_twice_does_it_once(house: World, tried: Send, send: Send, kinds: Send) -> None:
    for noun, typed, kind in VERBS:
        _answer, ticket = tried(house.ben, noun, typed)
        again = send(house.ben, f"/desk/tickets/{ticket.key}/{noun}", seen=1, **typed)
        assert (noun, again.status_code, kinds(ticket)) == (noun, 303, came_to(kind))


def test_who_did_not_see_the_latest_is_told_and_loses_nothing(
    house: World, tried: Send, act: Send, kinds: Send
) -> None:
    for noun, typed, _kind in VERBS:
        if noun == "notes":  # a note stands in nobody's way
            continue
        answer, ticket = tried(
            house.ben, noun, typed, before=lambda one: act("reply", one, "It came back by itself", by=house.cyryl)
        )
        page = answer.content.decode()
        assert (noun, answer.status_code, kinds(ticket)) == (noun, 409, ["reported", "replied"])
        assert "It came back by itself" in page
        assert 'name="seen" value="2"' in page
        assert all(value in page for value in typed.values())


def test_what_is_missing_is_asked_for_and_what_was_typed_stays(house: World, tried: Send, kinds: Send) -> None:
    for noun, typed, _kind in TYPED:
        left_out = next(iter(typed))
        rest = {name: value for name, value in typed.items() if name != left_out}
        answer, ticket = tried(house.ben, noun, {left_out: "  \x00 ", **rest})
        assert (noun, answer.status_code, kinds(ticket)) == (noun, 422, ["reported"])
        assert all(value in answer.content.decode() for value in rest.values())


def test_another_text_in_the_same_form_is_another_reply(house: World, ticket: Ticket, send: Send, kinds: Send) -> None:
    for text in ("First", "Second, after going back in the browser"):
        send(house.ben, f"/desk/tickets/{ticket.key}/replies", seen=1, text=text)
    assert kinds(ticket) == ["reported", "assigned", "replied", "replied"]


def test_a_conflict_is_sent_anyway_with_one_click(
    house: World, ticket: Ticket, send: Send, act: Send, kinds: Send
) -> None:
    act("reply", ticket, "Meanwhile", by=house.cyryl)
    page = send(house.ben, f"/desk/tickets/{ticket.key}/replies", seen=1, text="Mine").context["form"]
    told = {field.html_name: field.value() for field in page}
    assert send(house.ben, f"/desk/tickets/{ticket.key}/replies", **told).status_code == 303
    assert kinds(ticket) == ["reported", "replied", "assigned", "replied"]


def test_a_pause_without_evidence_is_refused_with_its_reason(
    house: World, ticket: Ticket, send: Send, kinds: Send
) -> None:
    answer = send(house.ben, f"/desk/tickets/{ticket.key}/pause", seen=1, reason="third_party", evidence="")
    assert answer.status_code == 422
    assert "needs evidence" in answer.content.decode()
    assert kinds(ticket) == ["reported"]


def test_what_cannot_be_done_any_more_says_why(house: World, ticket: Ticket, send: Send, act: Send) -> None:
    act("resolve", ticket, "Done", by=house.ben)
    answer = send(house.ben, f"/desk/tickets/{ticket.key}/questions", seen=2, text="And now?")
    assert answer.status_code == 422
    assert "waits for the customer to confirm" in answer.content.decode()
    assert "And now?" in answer.content.decode()


def test_a_text_that_is_none_or_too_long_comes_back(house: World, ticket: Ticket, send: Send) -> None:
    for text in ("x" * 20_001, "\x00\x07", " \n "):
        assert send(house.ben, f"/desk/tickets/{ticket.key}/replies", seen=1, text=text).status_code == 422


def test_a_broken_hidden_field_breaks_nothing(house: World, ticket: Ticket, send: Send) -> None:
    for seen in ("", "x", "-1", "9" * 40, "٣"):
        answer = send(house.ben, f"/desk/tickets/{ticket.key}/replies", seen=seen, key="x" * 9000, text=f"Here {seen}")
        assert (seen, answer.status_code) == (seen, 303)


def test_a_ticket_is_put_under_the_contract_that_covers_it(house: World, send: Send) -> None:
    with scoped(ENGINE):
        lost = actions.report(
            house.customers["SHOP"], title="x", text="x", class_id="serious", by=house.cora, now=now()
        )
        Ticket.objects.filter(pk=lost.pk).update(version=None)
    assert send(house.ben, f"/desk/tickets/{lost.key}/contract", seen=1, service="shop").status_code == 303
    with scoped(ENGINE):
        found = Ticket.objects.get(pk=lost.pk)
    assert found.version_id is not None
    assert found.due_at is not None


def test_a_ticket_that_nothing_covers_stays_in_the_queue(world: World, uncovered: Ticket, send: Send) -> None:
    answer = send(world.ben, f"/desk/tickets/{uncovered.key}/contract", seen=1, service="shop")
    assert answer.status_code == 422
    assert "No contract covered this system" in answer.content.decode()


def test_the_house_closes_only_what_is_resolved(house: World, tried: Send, kinds: Send) -> None:
    answer, ticket = tried(house.ben, "closing", WORDS)
    assert (answer.status_code, kinds(ticket)) == (422, ["reported"])
    assert b"Only the customer" in answer.content

    def resolved(one: Ticket) -> None:
        with scoped(ENGINE):
            actions.resolve(one, "y", by=house.ben, now=one.reported_at)

    answer, ticket = tried(house.ben, "closing", WORDS, seen=2, before=resolved)
    assert (answer.status_code, kinds(ticket)) == (303, ["reported", "assigned", "resolved", "closed"])


@pytest.fixture
def spoken(house: World, ticket: Ticket, act: Send) -> Ticket:
    """Resolved, and then the customer wrote: four events, because whoever resolves it takes it."""
    act("resolve", ticket, "Done", by=house.ben)
    return act("reply", ticket, "No, it is <still> broken", by=house.cyryl)


def test_a_word_after_the_resolution_stands_first_in_due(house: World, spoken: Ticket, visit: Send) -> None:
    page = visit(house.ben, "/desk/").content.decode()
    assert page.index("The customer wrote after it was over") < page.index(spoken.key)


def test_its_page_offers_a_refusal_and_a_question_and_no_closing(house: World, spoken: Ticket, visit: Send) -> None:
    page = visit(house.ben, f"/desk/tickets/{spoken.key}").content.decode()
    assert "No, it is &lt;still&gt; broken" in page
    assert f"{spoken.key}/refusal" in page
    assert f"{spoken.key}/confirmation/question" in page
    assert f'{spoken.key}/closing"' not in page
    assert f"{spoken.key}/refusal" not in visit(house.ada, f"/desk/tickets/{spoken.key}").content.decode()


def test_the_word_is_taken_as_a_refusal(house: World, spoken: Ticket, send: Send, kinds: Send) -> None:
    answer = send(house.ben, f"/desk/tickets/{spoken.key}/refusal", seen=4, word=4, text="Sorry")
    assert (answer.status_code, kinds(spoken)[-1]) == (303, "rejected")


def test_what_is_no_word_of_theirs_is_none(house: World, spoken: Ticket, send: Send, kinds: Send) -> None:
    for word in ("1", "2", "3", "77", "x", ""):
        answer = send(house.ben, f"/desk/tickets/{spoken.key}/refusal", seen=4, word=word, text="Kept words")
        assert (word, answer.status_code, kinds(spoken)[-1]) == (word, 422, "replied")
        assert b"Kept words" in answer.content


def test_asked_the_ticket_stands_last_until_they_write_again(
    house: World, spoken: Ticket, send: Send, act: Send, visit: Send
) -> None:
    answer = send(house.ben, f"/desk/tickets/{spoken.key}/confirmation/question", seen=4, text="")
    assert answer.status_code == 303
    assert "Asked whether it is fixed" in visit(house.ben, "/desk/").content.decode()
    act("reply", spoken, "I told you", by=house.cyryl)
    page = visit(house.ben, "/desk/").content.decode()
    assert "The customer wrote after it was over" in page
    assert "Asked whether it is fixed" not in page


def test_what_was_asked_is_not_offered_again_until_they_write(
    house: World, spoken: Ticket, send: Send, act: Send, visit: Send
) -> None:
    act("reply", spoken, "We look at it", by=house.ben)
    place, verb = f"/desk/tickets/{spoken.key}", f"{spoken.key}/confirmation/question"
    assert verb in visit(house.ben, place).content.decode()
    act("ask_whether_fixed", spoken, by=house.ben)
    page = visit(house.ben, place).content.decode()
    assert verb not in page
    assert "whether it is fixed, waiting for their answer" in page
    assert "<time" in page[page.index("Asked ") : page.index("whether it is fixed, waiting")]
    assert f"{spoken.key}/refusal" in page
    act("reply", spoken, "I told you", by=house.cyryl)
    page = visit(house.ben, place).content.decode()
    assert verb in page
    assert "waiting for their answer" not in page


def test_a_call_about_a_resolved_ticket_is_written_down(
    house: World, ticket: Ticket, act: Send, send: Send, kinds: Send
) -> None:
    act("resolve", ticket, "Done", by=house.ben)
    answer = send(house.ben, f"/desk/tickets/{ticket.key}/calls", seen=2, text="Cora says it is broken", **CALL)
    assert (answer.status_code, kinds(ticket)[-1]) == (303, "called")


def test_several_words_are_offered_to_choose_from(house: World, spoken: Ticket, act: Send, visit: Send) -> None:
    act("reply", spoken, "At all", by=house.cyryl)
    page = visit(house.ben, f"/desk/tickets/{spoken.key}").content.decode()
    assert '<option value="4">' in page
    assert '<option value="5" selected>' in page


def test_the_forms_say_beforehand_who_takes_the_ticket(
    house: World, ticket: Ticket, act: Send, visit: Send, send: Send
) -> None:
    place = f"/desk/tickets/{ticket.key}"
    page = visit(house.ben, place).content.decode()
    assert "here and by e-mail. You take the ticket with it.</span>" in page
    assert "If somebody was reached, you take the ticket with it." in page
    assert page.count("You take the ticket with it.") == 5  # reply, question, workaround, resolution, pause
    assert send(house.ben, f"{place}/replies", seen=1, text="We look").status_code == 303
    page = visit(house.ben, place).content.decode()
    assert "take the ticket with it" not in page
    assert "works on it from now on" in page
    assert "works on it from now on" not in visit(house.cyryl, f"/portal/tickets/{ticket.key}").content.decode()


def test_who_has_answered_need_not_take_it(house: World, ticket: Ticket, act: Send, visit: Send) -> None:
    place = f"/desk/tickets/{ticket.key}"
    offer = f'action="{place}/acknowledgement"'
    act("assign", ticket, house.ben, by=house.dorota)
    assert offer in visit(house.ben, place).content.decode()
    act("reply", ticket, "We look", by=house.ben)
    assert offer not in visit(house.ben, place).content.decode()
    act("assign", ticket, None, by=house.dorota)
    assert offer in visit(house.ben, place).content.decode()


def test_a_ticket_that_was_taken_and_given_back_can_be_taken(
    house: World, ticket: Ticket, act: Send, send: Send, kinds: Send
) -> None:
    act("acknowledge", ticket, by=house.ben)
    act("assign", ticket, None, by=house.ben)
    assert send(house.alice, f"/desk/tickets/{ticket.key}/acknowledgement", seen=3).status_code == 303
    assert kinds(ticket)[-1] == "acknowledged"


def test_a_word_about_a_closed_ticket_stands_first_and_is_decided_on_its_page(
    house: World, spoken: Ticket, act: Send, send: Send, visit: Send, kinds: Send
) -> None:
    act("confirm", spoken, by=house.cyryl)
    act("reply", spoken, "It is back", by=house.cyryl)
    page = visit(house.ben, "/desk/").content.decode()
    assert page.index("The customer wrote after it was over") < page.index(spoken.key)
    page = visit(house.ben, f"/desk/tickets/{spoken.key}").content.decode()
    assert f'{spoken.key}/reopening"' in page
    assert f'{spoken.key}/words/aside"' in page
    assert "wrote after it was closed" in page
    typed = {"text": "Only thanks"}
    assert send(house.ben, f"/desk/tickets/{spoken.key}/words/aside", seen=9, **typed).status_code == 303
    assert kinds(spoken)[-1] == "noted"
    assert f'{spoken.key}/reopening"' not in visit(house.ben, f"/desk/tickets/{spoken.key}").content.decode()
