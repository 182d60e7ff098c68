"""A report whose system nobody has named: both sides read so, and either may name it."""

from collections.abc import Callable
from typing import Any

from paper import accepted
from service import START

from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.cast import World
from gwarant.tickets import actions
from gwarant.tickets.models import Ticket

Send = Callable[..., Any]


def reported(world: World) -> Ticket:
    given: dict[str, Any] = {"title": "t", "text": "x", "class_id": "ordinary", "channel": "email"}
    with scoped(ENGINE):
        return actions.report(world.customers["SHOP"], by=world.cora, now=START, **given)


def test_under_several_contracts_both_sides_read_that_the_system_decides_and_the_customer_names_it(
    world: World, visit: Send, send: Send
) -> None:
    for key in ("shop", "erp"):
        accepted(world, f"{key.upper()}-1", key)
    ticket = reported(world)
    queue = visit(world.ben, "/desk/queue")
    assert [(row.ticket, asks) for row, _form, asks in queue.context["lines"]] == [(ticket, "choose")]
    assert "Choose its system" in queue.content.decode()
    assert "Nobody has said yet which system" in visit(world.ben, f"/desk/tickets/{ticket.key}").content.decode()
    page = visit(world.cora, f"/portal/tickets/{ticket.key}").content.decode()
    assert "Nie wiemy jeszcze, którego systemu to dotyczy. Wskaż system" in page
    assert "gdy dotarł Twój e-mail" in page
    assert "Nie obejmuje go żadna umowa" not in page
    address = f"/portal/tickets/{ticket.key}/system"
    assert send(world.cora, address, system="", seen=1).status_code == 422
    assert send(world.cora, address, system="erp", seen=1).status_code == 303
    with scoped(ENGINE):
        ticket = Ticket.objects.select_related("version__contract", "service").get(pk=ticket.pk)
        assert ticket.version is not None
        assert (ticket.service, ticket.version.contract.number) == (world.services["SHOP", "erp"], "ERP-1")
        assert ticket.clocks.get(clock="response").started_at == START
    assert send(world.ben, f"/desk/tickets/{ticket.key}/system/name", system="shop", seen=2).status_code == 422
    assert "Twoje systemy obejmują różne umowy" in visit(world.cora, "/portal/report?system=SHOP/").content.decode()


def test_under_one_contract_the_house_may_name_it_too(house: World, visit: Send, send: Send) -> None:
    ticket = reported(house)
    assert "Say which system it is" in visit(house.ben, f"/desk/tickets/{ticket.key}").content.decode()
    assert "Którego systemu to dotyczy?" in visit(house.cora, f"/portal/tickets/{ticket.key}").content.decode()
    assert send(house.ben, f"/desk/tickets/{ticket.key}/system/name", system="shop", seen=1).status_code == 303
    assert "Którego systemu to dotyczy?" not in visit(house.cora, f"/portal/tickets/{ticket.key}").content.decode()
