"""Laying a ticket aside as no report at the desk, the list of those, and what the customer sees and can do."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from gwarant.customers.actions import who_writes
from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.cast import World
from gwarant.hours.actions import NotLogged, log_time
from gwarant.hours.models import TimeEntry
from gwarant.notify.models import Notice
from gwarant.tickets import actions
from gwarant.tickets.models import Status, Ticket
from gwarant.web.moment import now

Send = Callable[..., Any]
TYPED = {"reason": "spam", "text": "A lottery."}
FOLD = "This is no report"


def spam(house: World, ago: timedelta = timedelta(0), **more: Any) -> Ticket:
    """What came to the shop's own address from an address that nobody knows."""
    shop, at = house.customers["SHOP"], now() - ago
    told = {"title": "You won", "text": "x", "class_id": "critical", "service": house.services["SHOP", "shop"]}
    with scoped(ENGINE):
        who = who_writes(shop, email="win@lottery.example", name="Lottery", now=at)
        return actions.report(shop, by=who, channel="email", now=at, **told, **more)


def status(ticket: Ticket) -> str:
    with scoped(ENGINE):
        return Ticket.objects.get(pk=ticket.pk).status


def text(answer: Any) -> str:
    return str(answer.content.decode())


def test_it_is_laid_aside_with_a_reason_and_taken_up_by_one_click_of_either_side(
    house: World, send: Send, visit: Send
) -> None:
    ticket = spam(house)
    at = f"/desk/tickets/{ticket.key}"
    assert FOLD in text(visit(house.ben, at))
    empty = send(house.ben, f"{at}/dismissal", seen=1, reason="spam", text=" ")
    assert (empty.status_code, status(ticket)) == (422, Status.NEW)
    assert send(house.ben, f"{at}/dismissal", seen=1, **TYPED).status_code == 303
    page = text(visit(house.ben, at))
    assert "A lottery." in page
    assert f"{at}/dismissal/end" in page
    assert f"{at}/replies" not in page
    assert ticket.title not in text(visit(house.ben, "/desk/")) + text(visit(house.ben, "/desk/tickets"))
    listed = text(visit(house.ben, "/desk/tickets?status=aside"))
    assert ("win@lottery.example" in listed, f"{at}/dismissal/end" in listed) == (True, True)
    assert send(house.alice, f"{at}/dismissal/end", seen=2).status_code == 303
    assert status(ticket) == Status.NEW
    assert "Nothing is laid aside" in text(visit(house.ben, "/desk/tickets?status=aside"))

    send(house.ben, f"{at}/dismissal", seen=3, reason="misdirected", text="A lottery. For the bank.")
    theirs = f"/portal/tickets/{ticket.key}"
    assert visit(house.cora, theirs).headers["Location"] == "/portal/aside"
    assert visit(house.zoe, theirs).status_code == 404
    assert ticket.title not in text(visit(house.cora, "/portal/")) + text(visit(house.cora, "/portal/tickets"))
    assert "1 wiadomość odłożono, bo to nie zgłoszenie" in text(visit(house.cora, "/portal/tickets"))
    aside = text(visit(house.cora, "/portal/aside"))
    assert ("win@lottery.example" in aside, "A lottery." in aside, house.ben.name in aside) == (True, True, True)
    assert "You won" not in text(visit(house.zoe, "/portal/aside"))
    listed, none = (text(visit(house.ben, f"/desk/tickets?status=aside&q={q}")) for q in ("won", "lost"))
    assert ("1 ticket" in listed, "No such ticket" in none, "Nothing is laid aside" in none) == (True, True, False)
    listed, none = (text(visit(house.cora, f"/portal/aside?q={q}")) for q in ("won", "lost"))
    assert ("1 zgłoszenie" in listed, "You won" in listed) == (True, True)
    assert ("Nie ma takiego zgłoszenia" in none, "Nic nie jest odłożone" in none) == (True, False)
    assert send(house.cora, f"{theirs}/replies", seen=4, text="Ours").status_code == 404
    assert send(house.cora, f"{theirs}/dismissal/end", seen=4).status_code == 303
    assert visit(house.cora, theirs).status_code == 200
    assert FOLD not in text(visit(house.ben, at))
    assert send(house.ben, f"{at}/dismissal", seen=5, reason="spam", text="Again.").status_code == 422
    assert status(ticket) == Status.NEW


def test_it_is_not_offered_for_what_a_person_reported(
    house: World, ticket: Ticket, send: Send, visit: Send, kinds: Send
) -> None:
    assert FOLD not in text(visit(house.ben, f"/desk/tickets/{ticket.key}"))
    answer = send(house.ben, f"/desk/tickets/{ticket.key}/dismissal", seen=1, **TYPED)
    assert (answer.status_code, kinds(ticket)) == (422, ["reported"])
    assert "so it is a report" in text(answer)


def test_where_a_deadline_has_passed_a_second_person_agrees(house: World, send: Send, visit: Send) -> None:
    ticket = spam(house, timedelta(days=3))
    at = f"/desk/tickets/{ticket.key}"
    assert "Ask somebody to agree" in text(visit(house.ben, at))
    assert send(house.ben, f"{at}/dismissal", seen=1, **TYPED).status_code == 422
    assert send(house.ben, f"{at}/dismissal/request", seen=1, **TYPED).status_code == 303
    own, others = text(visit(house.ben, at)), text(visit(house.alice, at))
    assert ("Somebody else of us has to agree" in own, "A lottery." in others) == (True, True)
    assert (f'action="{at}/dismissal"' in own, f'action="{at}/dismissal"' in others) == (False, True)
    assert send(house.alice, f"{at}/dismissal", seen=2, **TYPED).status_code == 303
    assert status(ticket) == Status.ASIDE


def test_the_customer_says_themselves_that_it_is_not_theirs_and_nobody_else_has_to_agree(
    house: World, send: Send, visit: Send
) -> None:
    ticket = spam(house, timedelta(days=3))
    at = f"/portal/tickets/{ticket.key}"
    assert f'action="{at}/dismissal"' in text(visit(house.cora, at))
    assert send(house.cora, f"{at}/dismissal", seen=1, reason="spam", text=" ").status_code == 422
    assert send(house.cora, f"{at}/dismissal", seen=1, **TYPED).status_code == 303
    assert (status(ticket), house.cora.name in text(visit(house.cora, "/portal/aside"))) == (Status.ASIDE, True)
    with scoped(ENGINE):
        assert Notice.objects.filter(code="not_theirs", user=house.ben).exists()


def test_what_bears_the_name_of_somebody_of_theirs_they_alone_disown(house: World, send: Send, visit: Send) -> None:
    ticket, place = spam(house, is_of_domain=True), house.services["SHOP", "shop"]
    told = {"title": "Pay now", "text": "x", "class_id": "ordinary", "service": place, "channel": "email"}
    with scoped(ENGINE):
        forged = actions.report(house.customers["SHOP"], by=house.cyryl, now=now(), **told)
    for one in (ticket, forged):
        assert send(house.ben, f"/desk/tickets/{one.key}/dismissal", seen=1, **TYPED).status_code == 422
        assert status(one) == Status.NEW
    assert send(house.cyryl, f"/portal/tickets/{ticket.key}/dismissal", seen=1, **TYPED).status_code == 422
    assert send(house.cyryl, f"/portal/tickets/{forged.key}/dismissal", seen=1, **TYPED).status_code == 303
    assert send(house.cora, f"/portal/tickets/{ticket.key}/dismissal", seen=1, **TYPED).status_code == 303
    assert (status(ticket), status(forged)) == (Status.ASIDE, Status.ASIDE)


def test_time_that_was_logged_on_it_is_taken_back_first(house: World, send: Send) -> None:
    ticket, at = spam(house), now()
    with scoped(ENGINE):
        span = {"start_at": at - timedelta(hours=1), "end_at": at, "received_at": at}
        TimeEntry.objects.create(uid="t1", customer=ticket.customer, ticket=ticket, person=house.ben, **span)
    answer = send(house.ben, f"/desk/tickets/{ticket.key}/dismissal", seen=1, **TYPED)
    assert (answer.status_code, status(ticket)) == (422, Status.NEW)
    assert "Time was logged" in text(answer)
    aside = spam(house)
    send(house.ben, f"/desk/tickets/{aside.key}/dismissal", seen=1, **TYPED)
    told = {"person": house.ben, "start_at": at - timedelta(hours=1), "minutes": 5, "work": "support", "note": ""}
    with scoped(ENGINE), pytest.raises(NotLogged, match="no report"):
        log_time(aside, **told, now=now())


@pytest.mark.parametrize("address", ["/desk/tickets?status=aside", "/portal/aside"])
def test_where_nothing_is_laid_aside_the_list_says_so(house: World, visit: Send, address: str) -> None:
    who = house.ben if address.startswith("/desk") else house.cora
    words = "Nothing is laid aside" if who == house.ben else "Nic nie odłożono"
    assert words in text(visit(who, address))
