"""A mail that came back is seen on its ticket by the house alone, and a click says that the address works again."""

from collections.abc import Callable
from typing import Any

import pytest
from letters_out import mails

from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.cast import World
from gwarant.notify.bouncing import Failed, note
from gwarant.notify.dead import dead
from gwarant.tickets.models import Ticket
from gwarant.web.moment import now

Send = Callable[..., Any]
CYRYL = "cyryl@shop.example"


@pytest.mark.parametrize(("code", "action", "stops"), [("5.1.1", "failed", True), ("4.4.1", "delayed", False)])
def test_the_desk_says_what_did_not_arrive_and_lets_mail_go_again(
    house: World, ticket: Ticket, visit: Send, send: Send, code: str, action: str, stops: bool
) -> None:
    with scoped(ENGINE):
        row = mails().get(address=CYRYL)
        assert note(row, Failed(action, code, "550 <b>Nobody</b> here"), now=now())
    place = f"/desk/tickets/{ticket.key}"
    page = visit(house.ben, place).content.decode()
    assert f"A mail to {CYRYL} did not arrive" in page
    assert f"{code} 550 &lt;b&gt;Nobody&lt;/b&gt; here" in page
    assert ("The address works again" in page) == stops
    assert "Nie dotarła" in visit(house.marek, f"/desk/messages/{row.pk}").content.decode()
    assert "did not arrive" not in visit(house.cora, f"/portal/tickets/{ticket.key}").content.decode()
    assert send(house.ben, f"/desk/messages/{row.pk}/working").status_code == 302
    with scoped(ENGINE):
        assert dead([CYRYL]) == {}
    assert "The address works again" not in visit(house.ben, place).content.decode()
