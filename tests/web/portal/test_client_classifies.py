"""Where the contract lets the client set the class a button does it, and where it does not there is none."""

from collections.abc import Callable
from typing import Any

import pytest
from paper import accept as accept_wording
from paper import draft, text_of
from paper import offer as offer_wording

from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.cast import World
from gwarant.ledger.evidence import evidence_of
from gwarant.sla.evidence.model import Kind, Role
from gwarant.tickets import actions
from gwarant.tickets.actions import report
from gwarant.tickets.models import Message, Ticket, TicketEvent
from gwarant.web.moment import now

Send = Callable[..., Any]
WHY = "Nobody can pay any more."


def mailed(world: World) -> Ticket:
    """A report by mail, which says no class."""
    place = world.services["SHOP", "shop"]
    with scoped(ENGINE):
        return report(
            world.customers["SHOP"],
            title="t",
            text="x",
            class_id="ordinary",
            by=world.cora,
            service=place,
            channel="email",
            now=now(),
        )


def under(world: World, classification: str) -> None:
    """A contract of the shop that says so of the class."""
    text = text_of("SHOP-7") + f"\nclassification: {{{classification}}}\n"
    accept_wording(world, offer_wording(world, draft(world, "SHOP-7", text=text)))


SETS_ONLY = "set_by: client, dispute: {until_settled: keep_provider_class}"
PROVIDER = "set_by: provider, dispute: {until_settled: keep_provider_class}"


def address(ticket: Ticket) -> str:
    return f"/portal/tickets/{ticket.key}"


def class_of(ticket: Ticket) -> str:
    with scoped(ENGINE):
        return Ticket.objects.get(pk=ticket.pk).class_id


def test_a_client_says_the_class_of_what_came_by_mail_and_both_sides_read_who_it_was(
    house: World, visit: Send, send: Send
) -> None:
    ticket = mailed(house)
    page = visit(house.cora, address(ticket)).content.decode()
    assert "Określ klasę" in page
    assert 'name="class_id" value="critical"' in page
    assert " checked" not in page.partition("Określ klasę")[2].partition("</form>")[0]
    assert "client has not set it" in visit(house.ben, f"/desk/tickets/{ticket.key}").content.decode()
    assert send(house.cora, f"{address(ticket)}/class", class_id="critical", seen=1).status_code == 303
    with scoped(ENGINE):
        row = next(one for one in evidence_of(ticket.customer_id).events if one.kind is Kind.CLASSIFIED)
    assert (row.class_, row.by, row.person, row.channel) == ("critical", Role.CUSTOMER, house.cora.opaque, "portal")
    desk = visit(house.ben, f"/desk/tickets/{ticket.key}").content.decode()
    assert "set the class to" in desk
    assert "client has not set it" not in desk
    with scoped(ENGINE):
        own = Ticket.objects.get(pk=ticket.pk)
        assert own.clocks.get(clock="response").started_at == own.reported_at


def test_the_class_that_it_was_taken_for_can_be_said_to_be_right(house: World, send: Send) -> None:
    ticket = mailed(house)
    assert send(house.cora, f"{address(ticket)}/class", class_id="ordinary", seen=1).status_code == 303
    with scoped(ENGINE):
        assert TicketEvent.objects.filter(ticket=ticket, kind=Kind.CLASSIFIED).count() == 1


def test_another_class_than_the_one_they_said_needs_a_reason(house: World, ticket: Ticket, send: Send) -> None:
    assert send(house.cora, f"{address(ticket)}/class", class_id="serious", seen=1).status_code == 422
    assert send(house.cora, f"{address(ticket)}/class", class_id="serious", reason=WHY, seen=1).status_code == 303
    assert class_of(ticket) == "serious"


def test_the_house_is_told_with_the_reason(house: World, ticket: Ticket, send: Send, visit: Send) -> None:
    send(house.cyryl, f"{address(ticket)}/class", class_id="serious", reason=WHY, seen=1)
    assert WHY in visit(house.ben, "/inbox").content.decode()
    assert WHY in visit(house.ben, f"/desk/tickets/{ticket.key}").content.decode()


def test_where_the_client_only_sets_it_first_a_class_that_they_said_is_not_changed(
    world: World, visit: Send, send: Send
) -> None:
    under(world, SETS_ONLY)
    ticket = mailed(world)
    assert send(world.cora, f"{address(ticket)}/class", class_id="serious", seen=1).status_code == 303
    assert f'action="{address(ticket)}/class"' not in visit(world.cora, address(ticket)).content.decode()
    answer = send(world.cora, f"{address(ticket)}/class", class_id="critical", reason=WHY, seen=2)
    assert (answer.status_code, class_of(ticket)) == (422, "serious")


def test_where_the_provider_sets_it_there_is_no_button_and_the_report_only_says_how_bad_it_is(
    world: World, visit: Send, send: Send
) -> None:
    under(world, PROVIDER)
    form = visit(world.cora, "/portal/report?system=SHOP/shop").content.decode()
    assert "Zgodnie z umową klasę określa dostawca" in form
    typed = {"system": "SHOP/shop", "title": "Down", "text": "It is down.", "class_id": "critical"}
    assert send(world.cora, "/portal/report", **typed).status_code == 303
    with scoped(ENGINE):
        ticket = Ticket.objects.latest("pk")
        body = Message.objects.get(ticket=ticket).body
    assert ticket.class_id == "ordinary"
    assert body == "It is down.\n\nJak poważne jest to dla nas: Awaria krytyczna."
    assert f'action="{address(ticket)}/class"' not in visit(world.cora, address(ticket)).content.decode()
    assert send(world.cora, f"{address(ticket)}/class", class_id="critical", reason=WHY, seen=1).status_code == 422
    assert (
        send(world.ben, f"/desk/tickets/{ticket.key}/class", class_id="critical", reason=WHY, seen=1).status_code == 303
    )


def test_without_a_contract_no_class_is_granted(uncovered: Ticket, world: World, send: Send) -> None:
    answer = send(world.cora, f"{address(uncovered)}/class", class_id="critical", reason=WHY, seen=1)
    assert answer.status_code == 422


def test_somebody_who_only_reads_sets_no_class(house: World, ticket: Ticket, send: Send) -> None:
    assert send(house.celina, f"{address(ticket)}/class", class_id="serious", reason=WHY, seen=1).status_code == 403


@pytest.mark.parametrize("is_mail", [True, False])
def test_the_letter_says_whose_it_is_to_set_the_class(house: World, is_mail: bool, visit: Send) -> None:
    ticket = mailed(house) if is_mail else None
    if ticket is None:
        with scoped(ENGINE):
            actions.report(
                house.customers["SHOP"],
                title="t",
                text="x",
                class_id="ordinary",
                by=house.cora,
                now=now(),
                service=house.services["SHOP", "shop"],
            )
    inbox = visit(house.cora, "/inbox").content.decode()
    assert ("Zgodnie z umową klasę określa klient" in inbox) is is_mail
