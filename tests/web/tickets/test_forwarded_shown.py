"""A forwarded message stands open on the ticket's pages."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.cast import World
from gwarant.tickets import actions

Send = Callable[..., Any]
NOW = datetime(2026, 6, 10, 9, 0, tzinfo=UTC)
BLOCK = (
    "From: Jan Pacjent <jan@pacjent.example>\nDate: 30 Nov 2026\nSubject: Rejestracja\nTo: Cora <cora@shop.example>\n"
)


def test_what_a_mail_forwards_is_open_on_both_sides_and_its_writer_named(house: World, visit: Send) -> None:
    text = f"Please look.\n\n---------- Forwarded message ---------\n{BLOCK}\nIt says 500.\n\n-- \nJan"
    way: dict[str, Any] = {"by": house.cora, "channel": "email", "now": NOW}
    with scoped(ENGINE):
        ticket = actions.report(house.customers["SHOP"], title="Fails", text=text, class_id="serious", **way)
        actions.reply(ticket, text.replace("Please look.", "Another one."), **way)
    inside = visit(house.ben, f"/desk/tickets/{ticket.key}").content.decode()
    outside = visit(house.cora, f"/portal/tickets/{ticket.key}").content.decode()
    assert inside.count("Forwarded message from Jan Pacjent") == 2
    assert outside.count("Przekazana wiadomość od: Jan Pacjent") == 2
    for page in (inside, outside):
        assert page.count("It says 500.") == 2
        assert "<summary>Quoted text" not in page
        assert "<summary>Cytowany tekst" not in page
