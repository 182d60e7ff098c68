from collections.abc import Callable
from typing import Any

import pytest

from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.cast import World
from gwarant.hours.models import TimeEntry
from gwarant.tickets.models import Ticket

Send = Callable[..., Any]
TYPED = {"on": "2026-06-01", "start": "10:00", "length": "1:30", "work": "support", "note": "disk"}


def entries(ticket: Ticket) -> list[TimeEntry]:
    with scoped(ENGINE):
        return list(TimeEntry.objects.filter(ticket=ticket).order_by("pk"))


def address(ticket: Ticket) -> str:
    return f"/desk/tickets/{ticket.key}/hours"


def test_work_is_logged_in_the_zone_of_the_contract_and_once(ticket: Ticket, house: World, send: Send) -> None:
    for _ in range(2):
        assert send(house.ben, address(ticket), **TYPED).status_code == 303
    (entry,) = entries(ticket)
    assert entry.start_at.isoformat() == "2026-06-01T08:00:00+00:00"
    assert (entry.end_at - entry.start_at).total_seconds() == 5400


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"length": "long"}, "Write the length as 1:30, 90 (minutes) or 1.5 h."),
        ({"length": ""}, "Say how long it took"),
        ({"on": "2099-01-01"}, "Work that lies ahead cannot be logged yet."),
        ({"on": "yesterday"}, "Write the day as 2026-10-24."),
        ({"on": "2026-03-29", "start": "02:30"}, "this time did not exist"),
        ({"on": "2020-01-01", "start": ""}, "Say when the work started on that day."),
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
