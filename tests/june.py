"""A June of the shop that was broken: what tests of its statement share."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from gwarant.contracts.models import Contract
from gwarant.demo.cast import World
from gwarant.hours.actions import log_time
from gwarant.ledger.actions import append
from gwarant.reports.actions import close
from gwarant.sla.evidence.model import State, StateInterval
from gwarant.tickets import actions
from gwarant.tickets.models import Ticket
from gwarant.web.moment import now

REPORTED = datetime(2026, 6, 8, 8, 0, tzinfo=UTC)  # a Monday
CLOSED = datetime(2026, 7, 3, 8, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


def late_ticket(house: World) -> Ticket:
    """A critical fault of June, answered two days later, with an hour of work; in the engine's scope."""
    shop, service = house.customers["SHOP"], house.services["SHOP", "shop"]
    told: dict[str, Any] = {"title": "Checkout fails", "text": "…", "class_id": "critical"}
    ticket = actions.report(shop, **told, by=house.cyryl, now=REPORTED, service=service)
    actions.reply(ticket, "On it.", by=house.ben, now=REPORTED + 48 * HOUR)
    actions.resolve(ticket, "A full disk.", by=house.ben, now=REPORTED + 49 * HOUR)
    log(ticket, house, CLOSED - HOUR)
    return ticket


def log(ticket: Ticket, house: World, now: datetime) -> None:
    """An hour of work of June, written down at the moment."""
    told: dict[str, Any] = {"start_at": REPORTED + 47 * HOUR, "minutes": 60, "work": "support", "note": ""}
    log_time(ticket, person=house.ben, **told, now=now)


def shop_was_down(house: World) -> None:
    """The tenth of June by another monitor's word, and the rest of the month up: 15 % of 5400 to be claimed."""
    begins, ends = datetime(2026, 5, 31, 22, 0, tzinfo=UTC), datetime(2026, 6, 30, 22, 0, tzinfo=UTC)
    tenth = begins + 9 * 24 * HOUR, begins + 10 * 24 * HOUR
    for name, start, end, state in (
        ("a", begins, tenth[0], State.UP),
        ("b", *tenth, State.DOWN),
        ("c", tenth[1], ends, State.UP),
    ):
        span = {"start": ms(start), "end": ms(end), "received": ms(end)}
        row = StateInterval(id=f"SHOP:test:{name}", **span, service="shop", state=state, every=60)
        append(row, customer=house.customers["SHOP"], now=end)


def claimable_june(house: World) -> Contract:
    """The shop's contract, whose June was closed and pays 810 to whoever claims it within thirty days."""
    shop_was_down(house)
    found = Contract.objects.get(number="SHOP-2026-01")
    close(found, "2026-06", by=house.olga, now=CLOSED)
    return found


def this_month() -> str:
    """The month that runs for the shop: about midnight it is another than in UTC."""
    return f"{now().astimezone(ZoneInfo('Europe/Warsaw')):%Y-%m}"


def ms(moment: datetime) -> int:
    """Its milliseconds."""
    return int(moment.timestamp()) * 1000
