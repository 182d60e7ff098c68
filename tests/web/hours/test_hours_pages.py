from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sweeps import examples

from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.cast import World
from gwarant.hours.models import TimeEntry
from gwarant.ledger.evidence import evidence_of
from gwarant.tickets import actions
from gwarant.tickets.models import Ticket
from gwarant.web.moment import now

Send = Callable[..., Any]
DAY = now().date() - timedelta(days=2)
TYPED = {"on": DAY.isoformat(), "start": "10:00", "length": "1:30", "work": "support", "note": "disk"}


@pytest.fixture
def ticket(house: World) -> Ticket:
    """A ticket that was there before the work on it."""
    with scoped(ENGINE):
        return actions.report(
            house.customers["SHOP"],
            title="Checkout fails",
            text="Every payment ends with an error.",
            class_id="critical",
            by=house.cyryl,
            now=datetime.combine(DAY, time(8), ZoneInfo("Europe/Warsaw")),
            service=house.services["SHOP", "shop"],
        )


def entries(ticket: Ticket) -> list[TimeEntry]:
    with scoped(ENGINE):
        return list(TimeEntry.objects.filter(ticket=ticket).order_by("pk"))


def address(ticket: Ticket) -> str:
    return f"/desk/tickets/{ticket.key}/hours"


def test_work_is_logged_in_the_zone_of_the_contract_and_once(ticket: Ticket, house: World, send: Send) -> None:
    for _ in range(2):
        assert send(house.ben, address(ticket), **TYPED).status_code == 303
    (entry,) = entries(ticket)
    assert entry.start_at == datetime.combine(DAY, time(10), ZoneInfo("Europe/Warsaw"))
    assert (entry.end_at - entry.start_at).total_seconds() == 5400


def test_minutes_that_one_has_logged_already_are_asked_about_on_any_ticket(
    ticket: Ticket, house: World, send: Send
) -> None:
    assert send(house.ben, address(ticket), **TYPED).status_code == 303
    for other in ({"start": "9:00", "length": "2:00"}, {"start": "11:00", "length": "30", "note": "the same"}):
        answer = send(house.ben, address(ticket), **{**TYPED, **other, "key": "1" * 32})
        assert answer.status_code == 422
        assert f"logged these minutes on {ticket.key} already" in answer.content.decode()
    for beside in ({"start": "11:30", "length": "30"}, {"start": "9:00", "length": "1:00"}):  # before and after them
        assert send(house.ben, address(ticket), **{**TYPED, **beside, "key": "2" * 32}).status_code == 303
    assert send(house.marek, address(ticket), **{**TYPED, "key": "3" * 32}).status_code == 303  # two may work at once
    sure = {"sure": "on", "sure_of": "start=10:00", "key": "4" * 32}
    for _time in range(2):
        assert send(house.ben, address(ticket), **{**TYPED, **sure}).status_code == 303
    assert len(entries(ticket)) == 5


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"length": "long"}, "Write the length as 1:30, 90 (minutes) or 1.5 h."),
        ({"length": ""}, "Say how long it took"),
        ({"on": "2099-01-01"}, "Work that lies ahead cannot be logged yet."),
        ({"on": "yesterday"}, "Write the day as 2026-10-24."),
        ({"on": "2026-03-29", "start": "02:30"}, "this time did not exist"),
        ({"on": "2020-01-01", "start": ""}, "Say when the work started on that day."),
        ({"on": f"00{DAY:%y-%m-%d}"}, f"00{DAY:%y-%m-%d} lies too far back. Did you mean {DAY}?"),
        ({"on": "0001-01-01"}, "lies too far back"),
        ({"on": "1999-06-01"}, "lies too far back. The first day that can stand here is 20"),
        ({"on": "9999-12-31"}, "Work that lies ahead cannot be logged yet."),
        ({"work": "golf"}, "Choose a kind of work from the list."),
        ({"note": "x" * 501}, "500"),
    ],
)
def test_bad_input_comes_back_with_a_sentence_and_what_was_typed(
    ticket: Ticket, house: World, send: Send, wrong: dict[str, str], said: str
) -> None:
    answer = send(house.ben, address(ticket), **{**TYPED, "note": "kept words", **wrong})
    page = answer.content.decode()
    assert (answer.status_code, said in page, entries(ticket)) == (422, True, [])
    assert "kept words" in page or "note" in wrong


def test_an_empty_start_means_that_it_ended_just_now(ticket: Ticket, house: World, send: Send, visit: Send) -> None:
    form = visit(house.ben, address(ticket)).context["hours"]["form"]
    answer = send(house.ben, address(ticket), **TYPED | {"on": form.initial["on"].isoformat(), "start": ""})
    assert answer.status_code == 303
    assert len(entries(ticket)) == 1


def test_an_entry_is_taken_back_with_a_reason_by_who_may(ticket: Ticket, house: World, send: Send) -> None:
    send(house.ben, address(ticket), **TYPED)
    place = f"{address(ticket)}/{entries(ticket)[0].uid}/reversal"
    assert send(house.dorota, place, note="mine").status_code == 403
    assert send(house.ben, place, note="").status_code == 422
    assert [send(house.marek, place, note="wrong ticket").status_code for _ in range(2)] == [303, 303]
    assert [one.reverses_id is None for one in entries(ticket)] == [True, False]
    assert send(house.olga, place, note="once more").status_code == 409


def test_only_who_works_may_log(ticket: Ticket, house: World, send: Send, visit: Send) -> None:
    assert send(house.ada, address(ticket), **TYPED).status_code == 403
    assert send(house.cora, address(ticket), **TYPED).status_code == 404
    page = visit(house.ada, address(ticket))
    assert (page.status_code, page.context["hours"]["form"], entries(ticket)) == (200, None, [])


def test_an_odd_day_is_asked_about_and_taken_when_it_is_confirmed(ticket: Ticket, house: World, send: Send) -> None:
    odd = {**TYPED, "on": "2026-04-30"}  # the contract holds from May
    asked = send(house.ben, address(ticket), **odd)
    page = asked.content.decode()
    assert (asked.status_code, entries(ticket)) == (422, [])
    assert "The contract holds from 2026-05-01 only" in page
    assert 'value="disk"' in page
    form = asked.context["hours"]["form"]
    told = {**odd, "sure_of": form["sure_of"].value()}
    assert send(house.ben, address(ticket), **told).status_code == 422
    other = send(house.ben, address(ticket), **{**told, "on": "2026-04-29", "sure": "on"})
    assert (other.status_code, entries(ticket)) == (422, [])
    assert send(house.ben, address(ticket), **told, sure="on").status_code == 303
    assert [one.start_at.date() for one in entries(ticket)] == [date(2026, 4, 30)]


@given(on=st.dates(), start=st.times(), length=st.sampled_from(["1", "90", "24 h", "0:01"]), sure=st.booleans())
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=examples(40))
def test_no_day_and_time_that_can_be_typed_takes_anything_down(
    ticket: Ticket, house: World, send: Send, on: date, start: time, length: str, sure: bool
) -> None:
    told = {**TYPED, "on": on.isoformat(), "start": f"{start:%H:%M}", "length": length}
    answer = send(house.ben, address(ticket), **told)
    if sure and answer.status_code == 422 and answer.context["hours"]["form"].asks:
        asked = answer.context["hours"]["form"]["sure_of"].value()
        answer = send(house.ben, address(ticket), **told, sure="on", sure_of=asked)
    assert answer.status_code in (303, 422)
    with scoped(ENGINE):
        assert {one.id for one in evidence_of(ticket.customer_id).entries} == {one.uid for one in entries(ticket)}


@pytest.mark.parametrize(
    ("more", "fields"),
    [
        ({"start": "07:59"}, "start"),
        ({"on": (DAY - timedelta(days=1)).isoformat(), "start": "23:00"}, "on"),
    ],
)
def test_work_from_before_the_ticket_is_asked_about(
    ticket: Ticket, house: World, send: Send, more: dict[str, str], fields: str
) -> None:
    told = TYPED | more
    asked = send(house.ben, address(ticket), **told)
    form = asked.context["hours"]["form"]
    assert (asked.status_code, set(form.errors), entries(ticket)) == (422, {fields}, [])
    assert "The ticket came only on" in form.errors[fields][0]
    assert "08:00" in form.errors[fields][0]
    told |= {"sure": "on", "sure_of": form["sure_of"].value()}
    assert send(house.ben, address(ticket), **told).status_code == 303
    assert len(entries(ticket)) == 1


def test_work_that_began_in_the_minute_of_the_report_is_not_asked_about(
    ticket: Ticket, house: World, send: Send
) -> None:
    assert send(house.ben, address(ticket), **TYPED | {"start": "08:00"}).status_code == 303


def test_a_length_that_leads_back_before_the_report_is_asked_about(
    reported: Callable[[], Ticket], house: World, send: Send, visit: Send
) -> None:
    ticket = reported()
    today = visit(house.ben, address(ticket)).context["hours"]["form"].initial["on"].isoformat()
    asked = send(house.ben, address(ticket), **TYPED | {"on": today, "start": ""})
    assert (asked.status_code, set(asked.context["hours"]["form"].errors)) == (422, {"length"})
    assert entries(ticket) == []


def test_the_question_is_put_in_polish_too(ticket: Ticket, house: World, send: Send) -> None:
    house.ben.language = "pl"
    with scoped(ENGINE):
        house.ben.save(update_fields=["language"])
    assert (
        "Zgłoszenie przyszło dopiero" in send(house.ben, address(ticket), **TYPED | {"start": "07:59"}).content.decode()
    )
