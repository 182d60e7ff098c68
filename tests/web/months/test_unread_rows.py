"""A row that nobody can read is named where people look, and hides nothing else: an entry of the year 26."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from old_rows import old_entry
from service import START

from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.cast import World
from gwarant.hours.actions import log_time
from gwarant.hours.models import TimeEntry
from gwarant.ledger.actions import seal
from gwarant.ledger.evidence import evidence_of
from gwarant.ledger.unreadable import unreadable
from gwarant.ledger.verify import verify
from gwarant.reports.originals import TABLES
from gwarant.sla.evidence.jsonl import read_lines
from gwarant.tickets import actions
from gwarant.tickets.models import Ticket

Visit = Callable[..., Any]
MONTH = "contracts/SHOP-2026-01/months/2026-06"
BELOW = ("", ".json", "/evidence.jsonl", "/readings", "/tickets")
LATER = START + timedelta(hours=5)


@pytest.fixture(autouse=True)
def ticket(house: World) -> Ticket:
    """A ticket of the shop with one good entry and one that no reader takes."""
    with scoped(ENGINE):
        told = {"title": "Slow", "text": "…", "class_id": "critical", "service": house.services["SHOP", "shop"]}
        ticket = actions.report(house.customers["SHOP"], by=house.cyryl, now=START, **told)
        log_time(ticket, person=house.ben, start_at=START, minutes=60, work="support", note="disk", now=LATER)
        old_entry(ticket, house.ben, LATER)
        seal(ticket.customer_id, LATER)
        verify([house.customers["SHOP"]])
    return ticket


def bad(ticket: Ticket) -> TimeEntry:
    with scoped(ENGINE):
        return TimeEntry.objects.get(uid=f"{ticket.key}:h002")


@pytest.mark.parametrize("side", ["desk", "portal"])
def test_every_page_of_the_month_answers_and_the_month_names_the_row(house: World, visit: Visit, side: str) -> None:
    who = house.ben if side == "desk" else house.cora
    assert [visit(who, f"/{side}/{MONTH}{below}").status_code for below in BELOW] == [200] * len(BELOW)
    page = visit(who, f"/{side}/{MONTH}").content.decode()
    assert "SHOP-1:h002" in page
    assert page.index("unread") < page.index("month-facts")


def test_the_lists_of_months_and_other_customers_answer(house: World, visit: Visit) -> None:
    for who, path in (
        (house.ben, "/desk/months?period=2026-06"),
        (house.ben, "/desk/months"),
        (house.cora, "/portal/months"),
    ):
        assert visit(who, path).status_code == 200
    assert "could not be read" not in visit(house.ben, f"/desk/{MONTH.replace('SHOP', 'CLINIC')}").content.decode()


def test_the_customers_page_says_which_row_since_when_and_what_to_do(house: World, visit: Visit) -> None:
    page = visit(house.ben, "/desk/customers/SHOP").content.decode()
    assert "1 row of the record cannot be read" in page
    assert "SHOP-1:h002" in page
    assert "/desk/tickets/SHOP-1/hours" in page
    assert "cannot be read" not in visit(house.ben, "/desk/customers/CLINIC").content.decode()


def test_the_export_is_read_and_gives_the_same_assessment(house: World, visit: Visit) -> None:
    lines = visit(house.ben, f"/desk/{MONTH}/evidence.jsonl").getvalue().decode()
    evidence = read_lines(lines.splitlines())
    assert [one.id for one in evidence.unread] == ["SHOP-1:h002"]
    document = json.loads(visit(house.ben, f"/desk/{MONTH}.json").content)
    assert "SHOP-1:h002" in json.dumps(document["notes"])
    assert document["inputs"]["rows"] == lines.count("\n")


def test_the_ledger_names_the_row_and_its_chain_holds(house: World, ticket: Ticket) -> None:
    with scoped(ENGINE):
        report = verify([house.customers["SHOP"]])
    assert report.is_fine, report.problems
    assert any("SHOP-1:h002 cannot be read" in note for note in report.notes)


def test_taking_it_back_copies_nothing_absurd_and_settles_it(
    house: World, ticket: Ticket, send: Visit, visit: Visit
) -> None:
    place = f"/desk/tickets/{ticket.key}/hours/{bad(ticket).uid}/reversal"
    assert visit(house.ben, f"/desk/tickets/{ticket.key}/hours").status_code == 200
    assert send(house.ben, place, note="wrong year").status_code == 303
    with scoped(ENGINE):
        assert bad(ticket).reversal.start_at.year > 2000
        assert unreadable(ticket.customer_id) == []
        assert [one.id for one in evidence_of(ticket.customer_id).unread] == ["SHOP-1:h002"]
    assert "cannot be read" not in visit(house.ben, "/desk/customers/SHOP").content.decode()


@pytest.mark.parametrize("at", ["0001-01-01T00:00:00Z", "0026-06-01T00:00:00Z", "9999-12-31T23:59:59Z", "soon", "\x00"])
def test_no_moment_in_an_address_takes_a_month_down(house: World, visit: Visit, at: str) -> None:
    assert visit(house.ben, f"/desk/{MONTH}?at={at}").status_code == 400
    assert visit(house.ben, f"/desk/{MONTH}").status_code == 200


def test_an_owner_takes_the_row_off_the_record_once_and_the_chain_holds(
    house: World, ticket: Ticket, send: Visit, visit: Visit
) -> None:
    place = "/desk/customers/SHOP/record/SHOP-1:h002/void"
    assert [visit(one, place).status_code for one in (house.marek, house.ben, house.cora)] == [403, 403, 404]
    page = visit(house.olga, place).content.decode()
    assert "0026-11-27" in page
    assert send(house.olga, place).status_code == 422
    answers = [send(house.olga, place, reason="typing_error").status_code for _ in range(2)]
    assert answers == [302, 409]
    assert "cannot be read" not in visit(house.ben, "/desk/customers/SHOP").content.decode()
    assert visit(house.olga, place).context["voided"].uid.startswith("SHOP:v")
    with scoped(ENGINE):
        seal(ticket.customer_id, LATER)
        (void,) = evidence_of(ticket.customer_id).voids
        assert (void.row, void.reason, void.person) == ("SHOP-1:h002", "typing_error", house.olga.opaque)
        report = verify([house.customers["SHOP"]], TABLES)
    assert not any("void" in one for one in report.problems), report.problems


def test_a_row_that_can_be_read_is_not_taken_off_the_record(house: World, ticket: Ticket, send: Visit) -> None:
    answer = send(house.olga, "/desk/customers/SHOP/record/SHOP-1:0001/void", reason="twice")
    assert (answer.status_code, answer.context["fault"], answer.context["voided"]) == (422, "", None)
    with scoped(ENGINE):
        assert evidence_of(ticket.customer_id).voids == ()
