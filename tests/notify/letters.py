"""Letters for the tests, one with a clock."""

from datetime import UTC, datetime

from gwarant.notify.letter import Letter
from gwarant.web.components import sample_readings

NOW = datetime(2026, 6, 12, 13, 40, tzinfo=UTC)


def plain(lang: str) -> Letter:
    return Letter("Odpowiedź" if lang == "pl" else "Reply", ("Ben writes:", "It works\nagain <now>."), key="SHOP-42")


def clocked(lang: str, name: str = "running") -> Letter:
    return Letter(
        "New",
        ("Cora Czarnecka of Acme Shop reports:", "Since the update each receipt comes out twice."),
        path="/desk/tickets/SHOP-42",
        action="Open the ticket",
        tone="at_risk",
        reading=sample_readings()[name],
        key="SHOP-42",
        title="the till prints every receipt twice",
    )
