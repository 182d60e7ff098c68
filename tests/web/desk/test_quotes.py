"""A quote is offered where the contract times one."""

from django.test import Client
from service import START

from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.cast import World
from gwarant.tickets import actions
from gwarant.tickets.models import Ticket


def asked_for(world: World, class_id: str) -> Ticket:
    with scoped(ENGINE):
        return actions.report(
            world.customers["SHOP"],
            title="t",
            text="x",
            class_id=class_id,
            service=world.services["SHOP", "shop"],
            by=world.cora,
            now=START,
        )


def test_a_change_request_offers_a_quote_and_a_fault_does_not(client: Client, house: World) -> None:
    client.force_login(house.ben)
    assert b"/quotes" in client.get(f"/desk/tickets/{asked_for(house, 'change').key}").content
    assert b"/quotes" not in client.get(f"/desk/tickets/{asked_for(house, 'ordinary').key}").content


def test_a_quote_stops_the_clock_that_waits_for_it(client: Client, house: World) -> None:
    ticket = asked_for(house, "change")
    client.force_login(house.ben)
    sent = client.post(f"/desk/tickets/{ticket.key}/quotes", {"text": "14 h", "seen": "1", "key": "a" * 32})
    assert sent.status_code == 303
    with scoped(ENGINE):
        assert ticket.clocks.get(clock="quote").state == "stopped"
