"""Work that began at a local time which the clocks showed twice, or never."""

from datetime import UTC, datetime, timedelta

from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.cast import World
from gwarant.tickets import actions
from gwarant.tickets.models import Ticket
from gwarant.web.hours.forms import LogForm

NIGHT = datetime(2026, 10, 25, 4, tzinfo=UTC)
TYPED = {"on": "2026-10-25", "start": "02:30", "length": "20", "work": "support", "note": "disk"}


def reported(house: World) -> Ticket:
    with scoped(ENGINE):
        return actions.report(
            house.customers["SHOP"],
            title="Checkout fails",
            text="Every payment ends with an error.",
            class_id="critical",
            by=house.cyryl,
            now=NIGHT - timedelta(hours=6),
            service=house.services["SHOP", "shop"],
        )


def test_the_first_of_two_is_taken_only_when_somebody_said_so(house: World) -> None:
    ticket = reported(house)
    with scoped(ENGINE):
        asked = LogForm(TYPED, ticket=ticket, now=NIGHT)
        assert not asked.is_valid()
        assert (set(asked.errors), asked.asks) == ({"start"}, True)
        assert "+0200" in str(asked.errors["start"])
        sure = LogForm({**TYPED, "sure": "on", "sure_of": "start=02:30"}, ticket=ticket, now=NIGHT)
        assert sure.is_valid(), sure.errors
        assert sure.cleaned_data["start_at"] == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
