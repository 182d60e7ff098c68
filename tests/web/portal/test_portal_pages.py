"""The customer's pages: what waits first, sentences instead of states, and nothing that is internal."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.cast import World
from gwarant.tickets.models import Ticket

Send = Callable[..., Any]
REPORT = {"system": "SHOP/shop", "title": "Basket is empty", "class_id": "serious", "text": "Since noon."}


def tickets_of(key: str) -> list[Ticket]:
    with scoped(ENGINE):
        return list(Ticket.objects.filter(customer__key=key).order_by("pk"))


def test_a_report_becomes_a_ticket_with_running_clocks(house: World, send: Send) -> None:
    answer = send(house.cyryl, "/portal/report", **REPORT, down="on")
    ticket = tickets_of("SHOP")[-1]
    assert (answer.status_code, answer.url) == (303, f"/portal/tickets/{ticket.key}")
    assert ticket.due_at is not None


def test_the_same_report_twice_is_one_ticket(house: World, send: Send) -> None:
    for _time in range(2):
        assert send(house.cyryl, "/portal/report", **REPORT).status_code == 303
    assert len(tickets_of("SHOP")) == 1


def test_a_report_that_is_sent_again_by_going_back_is_one_ticket(house: World, send: Send) -> None:
    first = send(house.cora, "/portal/report", **{**REPORT, "key": "1" * 32})
    again = send(house.cora, "/portal/report", **{**REPORT, "key": "2" * 32})
    assert first.url == again.url
    other = send(house.cora, "/portal/report", **{**REPORT, "key": "3" * 32, "text": "Something else"})
    assert other.url != first.url


def test_a_report_with_something_missing_keeps_the_rest(house: World, send: Send) -> None:
    answer = send(house.cyryl, "/portal/report", **{**REPORT, "class_id": " "})
    assert (answer.status_code, answer.context["form"].errors.keys()) == (422, {"class_id"})
    assert all(REPORT[one] in answer.content.decode() for one in ("title", "text"))
    nothing = send(house.cyryl, "/portal/report", **{**REPORT, "title": " ", "text": " "})  # one of them suffices
    assert (nothing.status_code, nothing.context["form"].errors.keys()) == (422, {"title"})
    assert tickets_of("SHOP") == []


def test_a_file_says_enough_and_the_report_is_called_after_it(house: World, send: Send) -> None:
    sent = SimpleUploadedFile("till.png", b"not much")
    answer = send(house.cyryl, "/portal/report", **{**REPORT, "title": " ", "text": ""}, files=[sent])
    assert (answer.status_code, [one.title for one in tickets_of("SHOP")]) == (303, ["Plik: till.png"])


def test_a_strange_system_or_class_or_title_is_refused(house: World, send: Send) -> None:
    for wrong in ({"system": "CLINIC/booking"}, {"class_id": "no-such"}, {"title": "x" * 201}, {"text": "x" * 20_001}):
        assert (wrong, send(house.cyryl, "/portal/report", **{**REPORT, **wrong}).status_code) == (wrong, 422)
    assert tickets_of("CLINIC") == []


def test_asking_for_the_classes_of_a_system_sends_nothing(house: World, send: Send) -> None:
    answer = send(house.cyryl, "/portal/report", **REPORT, look="1")
    assert answer.status_code == 200
    assert "Basket is empty" in answer.content.decode()
    assert tickets_of("SHOP") == []


def test_without_a_contract_the_page_says_so_and_takes_it(world: World, visit: Send, send: Send) -> None:
    assert "umowa" in visit(world.cyryl, "/portal/report").content.decode()
    assert send(world.cyryl, "/portal/report", **REPORT).status_code == 303
    assert tickets_of("SHOP")[0].version_id is None


def test_a_reader_cannot_report(house: World, visit: Send, send: Send) -> None:
    assert visit(house.celina, "/portal/report").status_code == 403
    assert send(house.celina, "/portal/report", **REPORT).status_code == 403


def test_home_tells_what_waits_for_the_customer(house: World, ticket: Ticket, act: Send, visit: Send) -> None:
    act("ask", ticket, "Which browser?", by=house.ben)
    page = visit(house.cyryl, "/portal/").content.decode()
    assert "Czeka na Ciebie" in page
    assert "czekamy na twoją odpowiedź" in page.lower()


def test_home_says_by_when_we_answer(house: World, ticket: Ticket, visit: Send) -> None:
    assert "Odpowiemy" in visit(house.cyryl, "/portal/").content.decode()


def test_a_customer_never_sees_an_internal_note(house: World, ticket: Ticket, act: Send, visit: Send) -> None:
    act("note", ticket, "Their own fault, I think", by=house.ben)
    for address in (f"/portal/tickets/{ticket.key}", f"/portal/tickets/{ticket.key}/clocks", "/portal/tickets"):
        assert "own fault" not in visit(house.cora, address).content.decode()


def test_a_reader_sees_the_ticket_without_a_form(house: World, ticket: Ticket, visit: Send) -> None:
    answer = visit(house.celina, f"/portal/tickets/{ticket.key}")
    assert answer.status_code == 200
    assert answer.context["forms"] == {}


def test_the_pages_of_another_customer_are_not_there(house: World, ticket: Ticket, visit: Send) -> None:
    for address in ("", "/clocks", "/clocks/response/1/1"):
        assert visit(house.zoe, f"/portal/tickets/{ticket.key}{address}").status_code == 404


def test_why_sums_up_and_names_its_evidence(house: World, ticket: Ticket, visit: Send) -> None:
    page = visit(house.cora, f"/portal/tickets/{ticket.key}/clocks/response/1/1").content.decode()
    assert f"/portal/tickets/{ticket.key}#e1" in page
    assert "Razem" in page


def test_the_lists_take_as_many_queries_for_many_as_for_few(
    house: World, client: Client, reported: Callable[[], Ticket]
) -> None:
    client.force_login(house.cyryl)
    for address in ("/portal/", "/portal/rows", "/portal/tickets"):
        reported()
        client.get(address)
        few = queries_of(client, address)
        for _each in range(5):
            reported()
        assert (address, queries_of(client, address)) == (address, few)
        assert few <= 24


def queries_of(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


@pytest.mark.parametrize(
    ("query", "code"), [("q=%00", 200), ("status=x", 400), ("page=x", 400), ("q=" + "x" * 3000, 200)]
)
def test_strange_questions_break_no_list(world: World, visit: Send, query: str, code: int) -> None:
    assert visit(world.cyryl, f"/portal/tickets?{query}").status_code == code


def test_a_page_asks_once_where_its_reader_has_a_place(house: World, ticket: Ticket, visit: Send) -> None:
    visit(house.cora, f"/portal/tickets/{ticket.key}")
    with CaptureQueriesContext(connection) as asked:
        assert visit(house.cora, f"/portal/tickets/{ticket.key}").status_code == 200
    own = f'"customers_membership"."user_id" = {house.cora.pk}'
    assert len([one for one in asked.captured_queries if own in one["sql"]]) == 1
