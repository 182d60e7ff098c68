"""A call that is written into a ticket at the desk says when it was."""

import re
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.cast import World
from gwarant.ledger.models import Row
from gwarant.tickets import actions
from gwarant.tickets.models import Ticket, TicketEvent
from gwarant.web.moment import now

Send = Callable[..., Any]
ZONE = ZoneInfo("Europe/Warsaw")
WITH = {"went": "out", "contact_name": "Wanda Wilk"}
pytestmark = pytest.mark.usefixtures("one_day")


def today() -> date:
    """Of the test, not of the moment when it was collected: the suite may run over midnight."""
    return now().astimezone(ZONE).date()


def day(before: int = 2) -> date:
    return today() - timedelta(days=before)


def said(**more: str) -> dict[str, str]:
    """What somebody types; a day is named in braces by how many days ago it was."""
    typed = {"text": "They cannot pay", "called_on": "{2}", "called_at": "10:00", **WITH, **more}
    return {name: dated(value) for name, value in typed.items()}


def dated(text: str) -> str:
    return DAYS_AGO.sub(lambda found: format(day(int(found[1])), found[2] or "%Y-%m-%d"), text)


DAYS_AGO = re.compile(r"\{(-?\d+)(?::([^}]+))?\}")


@pytest.fixture
def ticket(house: World) -> Ticket:
    """Reported at eight on the day before yesterday."""
    return made(house, days=2)


def made(house: World, days: int) -> Ticket:
    with scoped(ENGINE):
        return actions.report(
            house.customers["SHOP"],
            title="Checkout fails",
            text="Every payment ends with an error.",
            class_id="critical",
            by=house.cyryl,
            now=datetime.combine(day(days), time(8), ZONE).replace(second=20),
            service=house.services["SHOP", "shop"],
        )


def place(ticket: Ticket, noun: str = "calls") -> str:
    return f"/desk/tickets/{ticket.key}/{noun}"


def events(ticket: Ticket) -> list[TicketEvent]:
    with scoped(ENGINE):
        return list(TicketEvent.objects.filter(ticket=ticket).order_by("number"))


def test_it_stands_when_it_was_in_the_zone_of_the_contract(
    house: World, ticket: Ticket, send: Send, visit: Send
) -> None:
    assert send(house.ben, place(ticket), **said()).status_code == 303
    call = events(ticket)[-1]
    assert (call.kind, call.at, call.channel) == ("called", datetime.combine(day(), time(10), ZONE), "phone")
    assert call.received_at >= now() - timedelta(minutes=5)
    assert "written down" in visit(house.ben, place(ticket).removesuffix("/calls")).content.decode()


def test_the_page_asks_when_the_call_was(house: World, ticket: Ticket, visit: Send) -> None:
    page = visit(house.ben, place(ticket).removesuffix("/calls")).content.decode()
    assert "Day of the call" in page
    assert "Leave both empty when it has just been." in page


def test_without_a_moment_it_has_just_been(house: World, ticket: Ticket, send: Send) -> None:
    assert send(house.ben, place(ticket), text="x", **WITH).status_code == 303
    call = events(ticket)[-1]
    assert call.at == call.received_at


def test_a_time_alone_is_of_today(house: World, ticket: Ticket, send: Send) -> None:
    assert send(house.ben, place(ticket), text="x", called_at="00:00", **WITH).status_code == 303
    assert events(ticket)[-1].at == datetime.combine(today(), time(0), ZONE)


def test_it_stops_the_response_when_it_was(house: World, ticket: Ticket, send: Send) -> None:
    send(house.ben, place(ticket), **said(called_at="08:10"))
    with scoped(ENGINE):
        clock = Ticket.objects.get(pk=ticket.pk).clocks.get(clock="response")
    assert (clock.verdict, clock.stopped_at) == ("met", datetime.combine(day(), time(8, 10), ZONE))


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"called_on": "24 October"}, "Write the day as"),
        ({"called_at": "half past ten"}, "Write the time as 14:30"),
        ({"called_at": ""}, "Say at what time the call was"),
        ({"called_on": "{-1}"}, "A call that lies ahead"),
        ({"called_on": "0001-01-01"}, "too far back"),
        ({"called_on": "9999-12-31", "called_at": "23:59"}, "A call that lies ahead"),
        ({"called_on": "00{0:%y-%m-%d}"}, "Did you mean {0}?"),
        ({"called_on": "2026-03-29", "called_at": "02:30"}, "this time did not exist"),
    ],
)
def test_what_cannot_be_is_refused_and_everything_typed_stays(
    house: World, ticket: Ticket, send: Send, wrong: dict[str, str], told: str
) -> None:
    typed = said(**wrong)
    answer = send(house.ben, place(ticket), seen=1, **typed)
    page = answer.content.decode()
    assert (answer.status_code, len(events(ticket)), dated(told) in page) == (422, 1, True)
    assert all(f'value="{value}"' in page or value in ("", typed["text"]) for value in typed.values())
    assert "They cannot pay" in page
    assert '<input type="radio" name="as" value="calls" checked>' in page


def test_a_call_of_this_minute_tomorrow_is_refused_at_its_time(house: World, ticket: Ticket, send: Send) -> None:
    answer = send(house.ben, place(ticket), text="x", called_on=today().isoformat(), called_at="23:59", **WITH)
    ahead = datetime.combine(today(), time(23, 59), ZONE) > now()
    assert answer.status_code == (422 if ahead else 303)


@pytest.mark.parametrize(
    ("odd", "told"),
    [
        ({"called_at": "07:30"}, "The ticket came only on"),
        ({"called_on": "{3}"}, "The ticket came only on"),
        ({"called_on": "{11}"}, "unusually far back"),
    ],
)
def test_an_odd_moment_is_asked_about_and_taken_with_the_answer(
    house: World, ticket: Ticket, send: Send, odd: dict[str, str], told: str
) -> None:
    typed = said(**odd)
    answer = send(house.ben, place(ticket), **typed)
    assert (answer.status_code, told in answer.content.decode(), len(events(ticket))) == (422, True, 1)
    form = answer.context["forms"]["say"]
    about = form["sure_of"].value()
    assert send(house.ben, place(ticket), **typed, sure="on", sure_of="called_on=other").status_code == 422
    assert send(house.ben, place(ticket), **typed, sure="on", sure_of=about).status_code == 303
    assert events(ticket)[-1].at < events(ticket)[0].at


def test_a_call_in_the_minute_of_the_report_came_after_it(house: World, ticket: Ticket, send: Send) -> None:
    assert send(house.ben, place(ticket), **said(called_at="08:00")).status_code == 303
    assert events(ticket)[-1].at == events(ticket)[0].at


@pytest.mark.parametrize("noun", ["replies", "questions", "notes", "restoration", "resolution"])
def test_with_other_words_the_moment_is_not_judged_and_kept(
    house: World, ticket: Ticket, send: Send, noun: str
) -> None:
    absurd = {"called_on": "31 \x00 February", "called_at": "25:99"}
    page = send(house.ben, place(ticket, noun), text=" ", **absurd)
    assert (page.status_code, list(page.context["forms"]["say"].errors)) == (422, ["text"])
    assert 'value="25:99"' in page.content.decode()
    assert send(house.ben, place(ticket, noun), text="x", **absurd).status_code == 303
    assert events(ticket)[-1].at == events(ticket)[-1].received_at


def test_who_came_second_keeps_moment_and_kind(house: World, ticket: Ticket, send: Send, act: Send) -> None:
    act("reply", ticket, "Meanwhile", by=house.cyryl)
    answer = send(house.ben, place(ticket), seen=1, **said())
    page = answer.content.decode()
    assert answer.status_code == 409
    assert f'type="date" name="called_on" value="{day().isoformat()}"' in page
    assert 'type="hidden" name="as" value="calls"' in page
    told = {field.html_name: field.value() or "" for field in answer.context["form"]}
    assert send(house.ben, place(ticket), **told).status_code == 303
    assert events(ticket)[-1].at == datetime.combine(day(), time(10), ZONE)


def test_who_came_second_with_an_odd_moment_is_not_asked_twice(
    house: World, ticket: Ticket, send: Send, act: Send
) -> None:
    typed = said(called_at="07:00")
    about = send(house.ben, place(ticket), seen=1, **typed).context["forms"]["say"]["sure_of"].value()
    act("reply", ticket, "Meanwhile", by=house.cyryl)
    answer = send(house.ben, place(ticket), seen=1, **typed, sure="on", sure_of=about)
    told = {field.html_name: field.value() or "" for field in answer.context["form"]}
    assert (answer.status_code, send(house.ben, place(ticket), **told).status_code) == (409, 303)


def test_other_words_of_who_came_second_carry_the_moment_unseen(
    house: World, ticket: Ticket, send: Send, act: Send
) -> None:
    act("reply", ticket, "Meanwhile", by=house.cyryl)
    page = send(house.ben, place(ticket, "replies"), seen=1, **said()).content.decode()
    assert f'type="hidden" name="called_on" value="{day().isoformat()}"' in page
    assert 'type="date"' not in page


def spoken(house: World, ticket: Ticket, visit: Send, who: str = "ben") -> str:
    side = "desk" if who == "ben" else "portal"
    return " ".join(visit(getattr(house, who), f"/{side}/tickets/{ticket.key}").content.decode().split())


@pytest.mark.parametrize(("went", "told"), [("in", "wrote down a call: {} rang"), ("out", "rang {}")])
def test_the_history_says_who_rang_and_with_whom(
    house: World, ticket: Ticket, send: Send, visit: Send, went: str, told: str
) -> None:
    person = {"contact": str(house.cyryl.pk), "contact_name": ""}
    assert send(house.ben, place(ticket), **said(**person, went=went)).status_code == 303
    call = events(ticket)[-1]
    assert (call.kind, call.contact, call.incoming) == ("called", house.cyryl.opaque, went == "in")
    assert told.format(house.cyryl.name) in spoken(house, ticket, visit)
    theirs = {"in": "– rozmowa telefoniczna, dzwoni: Cyryl Cichy", "out": "– telefon do: Cyryl Cichy"}
    assert theirs[went] in spoken(house, ticket, visit, "cyryl")


def test_a_typed_name_is_a_text_and_no_key_of_evidence(house: World, ticket: Ticket, send: Send, visit: Send) -> None:
    send(house.ben, place(ticket), **said())
    assert "rang Wanda Wilk" in spoken(house, ticket, visit)
    with scoped(ENGINE):
        event = events(ticket)[-1]
        line = Row.objects.get(uid=event.uid).line
        assert "Wanda" not in str(line)
        assert event.message.words == "Wanda Wilk\n\nThey cannot pay"


def test_a_call_that_reached_nobody_answers_nothing(house: World, ticket: Ticket, send: Send, visit: Send) -> None:
    assert send(house.ben, place(ticket), **said(went="missed", text="")).status_code == 303
    assert events(ticket)[-1].kind == "attempted"
    assert "rang Wanda Wilk and reached nobody" in spoken(house, ticket, visit)
    with scoped(ENGINE):
        found = Ticket.objects.get(pk=ticket.pk)
        assert found.status == "new"
        assert found.clocks.get(clock="response").stopped_at is None


def test_a_call_that_reached_nobody_ends_no_silence(house: World, ticket: Ticket, act: Send, send: Send) -> None:
    act("resolve", ticket, "Done", by=house.ben)
    assert send(house.ben, place(ticket), text="", **WITH | {"went": "missed"}).status_code == 303
    with scoped(ENGINE):
        found = Ticket.objects.get(pk=ticket.pk)
    assert (found.status, found.spoken_at) == ("resolved", None)
    assert found.closes_at is not None


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"went": ""}, "went"),
        ({"went": "sideways"}, "went"),
        ({"contact_name": ""}, "contact_name"),
        ({"contact": "1"}, "contact"),
        ({"contact_name": "x" * 121}, "contact_name"),
    ],
)
def test_it_has_to_be_said_who_it_was(
    house: World, ticket: Ticket, send: Send, wrong: dict[str, str], field: str
) -> None:
    answer = send(house.ben, place(ticket), **said(**wrong))
    assert (answer.status_code, list(answer.context["forms"]["say"].errors)) == (422, [field])
    assert "They cannot pay" in answer.content.decode()


def test_a_person_and_a_name_are_one_too_many(house: World, ticket: Ticket, send: Send) -> None:
    answer = send(house.ben, place(ticket), **said(contact=str(house.cora.pk)))
    assert list(answer.context["forms"]["say"].errors) == ["contact_name"]


def test_no_field_of_a_call_that_is_needed_says_that_it_is_not(house: World, ticket: Ticket, visit: Send) -> None:
    page = spoken(house, ticket, visit)
    for label in ("Who rang?", "With whom?", "Their name, if they are not in the list"):
        assert f">{label}</label>" in page
    assert 'Day of the call <span class="optional">(optional)</span>' in page


def test_the_people_of_other_customers_are_not_in_the_list(house: World, ticket: Ticket, send: Send) -> None:
    answer = send(house.ben, place(ticket), **said(contact=str(house.zenon.pk), contact_name=""))
    assert answer.status_code == 422


def test_a_report_by_phone_says_who_rang(house: World, send: Send, visit: Send) -> None:
    typed = {"system": "SHOP/shop", "title": "Till", "text": "…", "channel": "phone", "class_id": "critical"}
    page = "/desk/tickets/new?customer=SHOP"
    refused = send(house.ben, page, **typed)
    assert (refused.status_code, list(refused.context["form"].errors)) == (422, ["contact_name"])
    assert send(house.ben, page, **typed, contact_name="Wanda Wilk").status_code == 303
    with scoped(ENGINE):
        ticket = Ticket.objects.get(title="Till")
    assert "reported it by phone: Wanda Wilk rang" in spoken(house, ticket, visit)
    assert send(house.ben, page, **typed | {"channel": "email"}).status_code == 303
