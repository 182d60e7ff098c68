"""The desk's pages: what is due first, the queue without a contract, a ticket with its clocks and reasons."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.cast import World
from gwarant.engine.checks import record_check
from gwarant.ledger.report import Report
from gwarant.tickets import actions
from gwarant.tickets.models import Ticket
from gwarant.web.moment import now

Send = Callable[..., Any]


def report(house: World, class_id: str, title: str, ago: timedelta) -> Ticket:
    with scoped(ENGINE):
        customer, service = house.customers["CLINIC"], house.services["CLINIC", "booking"]
        return actions.report(
            customer, title=title, text="…", class_id=class_id, by=house.zoe, now=now() - ago, service=service
        )


def test_due_now_begins_with_what_can_still_be_kept_and_tells_of_the_rest_the_worst_class_first(
    house: World, ticket: Ticket, act: Send, visit: Send
) -> None:
    report(house, "ordinary", "Lost long ago", timedelta(days=90))
    report(house, "critical", "Lost lately", timedelta(days=60))
    report(house, "critical", "Just now", timedelta(0))
    groups = visit(house.ben, "/desk/").context["groups"]
    assert [(title, [row.ticket.title for row in rows]) for title, rows in groups] == [
        ("Due within the hour", ["Just now", "Checkout fails"]),
        ("Breached", ["Lost lately", "Lost long ago"]),
    ]


def test_a_lost_deadline_hides_none_that_can_still_be_kept_and_is_told_beside_it(house: World, visit: Send) -> None:
    late = report(house, "ordinary", "Answered too late", timedelta(days=12))
    report(house, "change", "In time", timedelta(0))
    (title, (row,)), *_rest = visit(house.ben, "/desk/").context["groups"]
    assert (title, row.ticket.title) == ("Breached", "Answered too late")
    assert (row.reading.clock, row.reading.is_breached) == ("resolution", False)
    assert [(one.clock, one.is_breached) for one in row.lost] == [("response", True)]
    portal = visit(house.zoe, f"/portal/tickets/{late.key}").content.decode()
    assert "Termin odpowiedzi minął" in portal
    assert "Naprawimy" in portal


def test_a_customer_is_told_all_that_is_late_before_what_comes_next(house: World, visit: Send) -> None:
    late = report(house, "critical", "Nobody answered", timedelta(days=12))
    row = next(one for one in visit(house.zoe, "/portal/").context["rows"] if one.ticket.pk == late.pk)
    assert {one.clock for one in row.late} >= {"response", "workaround"}
    assert row.worst is row.late[0]
    words = ("Termin odpowiedzi minął", "Termin przywrócenia działania minął")
    assert [words[0] in row.sentence, words[1] in row.sentence] == [True, True], row.sentence
    page = visit(house.zoe, f"/portal/tickets/{late.key}").context["live"]
    states = [one.reading.is_breached for one in page]
    assert states == sorted(states, reverse=True)


def test_due_now_can_be_narrowed_to_mine_and_to_a_customer(
    house: World, ticket: Ticket, act: Send, visit: Send
) -> None:
    report(house, "serious", "Of the clinic", timedelta(0))
    act("acknowledge", ticket, by=house.ben)

    def keys(query: str) -> set[str]:
        groups = visit(house.ben, f"/desk/?{query}").context["groups"]
        return {row.ticket.customer.key for _title, rows in groups for row in rows}

    assert (keys(""), keys("mine=1"), keys("customer=CLINIC")) == ({"SHOP", "CLINIC"}, {"SHOP"}, {"CLINIC"})


def test_the_lists_take_as_many_queries_for_many_as_for_few(
    house: World, client: Client, reported: Callable[[], Ticket]
) -> None:
    client.force_login(house.ben)
    for address in ("/desk/", "/desk/rows", "/desk/tickets"):
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


def test_the_list_finds_by_number_and_by_title(house: World, ticket: Ticket, visit: Send) -> None:
    for q, found in ((ticket.key.lower(), 1), ("checkout", 1), ("checkout fails", 1), ("nothing like it", 0)):
        assert (q, len(visit(house.ben, f"/desk/tickets?q={q}").context["rows"])) == (q, found)


def test_strange_questions_break_no_list(world: World, visit: Send) -> None:
    for query, code in (("q=%00", 200), ("status=x", 400), ("customer=%00", 400), ("page=-1", 400), ("page=x", 400)):
        assert (query, visit(world.ben, f"/desk/tickets?{query}").status_code) == (query, code)
    assert visit(world.ben, "/desk/?customer=nobody").status_code == 400


def test_the_queue_holds_what_no_contract_covers(world: World, uncovered: Ticket, visit: Send) -> None:
    lines = visit(world.ben, "/desk/queue").context["lines"]
    assert [row.ticket for row, _form, _asks in lines] == [uncovered]


def test_an_auditor_sees_everything_and_no_form(house: World, ticket: Ticket, visit: Send) -> None:
    for address in ("/desk/", "/desk/tickets", "/desk/queue", f"/desk/tickets/{ticket.key}"):
        assert visit(house.ada, address).status_code == 200
    assert visit(house.ada, f"/desk/tickets/{ticket.key}").context["forms"] == {}
    assert visit(house.ada, "/desk/tickets/new").status_code == 403


def test_no_page_of_the_desk_is_there_for_a_customer(house: World, ticket: Ticket, visit: Send) -> None:
    for address in ("", "rows", "tickets", "queue", "tickets/new", f"tickets/{ticket.key}"):
        assert (address, visit(house.cora, f"/desk/{address}").status_code) == (address, 404)


def test_the_clocks_come_again_only_when_they_look_different(
    house: World, ticket: Ticket, act: Send, visit: Send
) -> None:
    act("ask", ticket, "Which browser?", by=house.ben)
    act("resolve", ticket, "Done", by=house.ben)
    address = f"/desk/tickets/{ticket.key}/clocks"
    begun = now()
    first = again = visit(house.ben, address)
    while again.status_code != 304 and now() - begun < timedelta(seconds=20):
        first = visit(house.ben, address)  # a line that just moved on looks different, the next look does not
        again = visit(house.ben, address, **{"If-None-Match": first.headers["ETag"]})
    assert (first.status_code, again.status_code, again.content) == (200, 304, b"")
    act("reply", ticket, "One more word", by=house.ben)
    assert visit(house.ben, address, **{"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_why_names_people_and_leads_to_the_evidence(house: World, ticket: Ticket, act: Send, visit: Send) -> None:
    act("reply", ticket, "We look", by=house.dorota)
    page = visit(house.ben, f"/desk/tickets/{ticket.key}/clocks/response/1/1").content.decode()
    assert f"/desk/tickets/{ticket.key}#e3" in page
    with scoped(ENGINE):
        assert house.dorota.opaque not in page


def test_why_of_a_clock_that_is_not_there_is_not_there(house: World, ticket: Ticket, visit: Send) -> None:
    assert visit(house.ben, f"/desk/tickets/{ticket.key}/clocks/response/9/1").status_code == 404


def test_a_call_is_written_down_for_the_customer(house: World, send: Send) -> None:
    typed = {
        "system": "SHOP/shop",
        "title": "Called",
        "class_id": "serious",
        "text": "Nothing works",
        "channel": "phone",
    }
    answer = send(house.ben, "/desk/tickets/new?customer=SHOP", reporter=str(house.cyryl.pk), **typed)
    with scoped(ENGINE):
        ticket = Ticket.objects.get(title="Called")
    assert (answer.status_code, answer.url) == (303, f"/desk/tickets/{ticket.key}")
    assert (ticket.channel, ticket.reporter_id) == ("phone", house.cyryl.pk)


def test_a_call_with_something_missing_keeps_the_rest(house: World, send: Send) -> None:
    typed = {"system": "SHOP/shop", "title": "Called", "text": "Nothing works", "channel": "phone"}
    answer = send(house.ben, "/desk/tickets/new?customer=SHOP", **typed)
    assert answer.status_code == 422
    assert "Nothing works" in answer.content.decode()


def test_what_was_written_down_late_says_when_it_happened_and_when_it_was_written(house: World, visit: Send) -> None:
    with scoped(ENGINE):
        ticket = actions.report(
            house.customers["CLINIC"],
            title="t",
            text="x",
            class_id="critical",
            by=house.ben,
            reporter=house.zoe,
            channel="phone",
            at=now() - timedelta(minutes=25),
            now=now(),
        )
    page = visit(house.ben, f"/desk/tickets/{ticket.key}")
    (entry,) = page.context["entries"]
    assert entry.written_at - entry.at > timedelta(minutes=24)
    assert "written down" in page.content.decode()


def test_a_newest_check_of_the_future_stands_on_the_first_page_of_those_who_lead(house: World, visit: Send) -> None:
    with scoped(ENGINE):
        record_check(Report(rows=7), now() + timedelta(days=1))
    for user, is_told in ((house.olga, True), (house.marek, True), (house.ben, False)):
        assert visit(user, "/desk/").context["nav"].get("is_check_ahead", False) is is_told
    assert 'role="alert"' in visit(house.olga, "/desk/").content.decode()
    with scoped(ENGINE):
        record_check(Report(rows=7), now())
    assert 'role="alert"' not in visit(house.olga, "/desk/").content.decode()
