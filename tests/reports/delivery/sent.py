"""What tests of sent reports share: June of the shop, closed, and everybody who is to read it."""

from datetime import datetime

from june import CLOSED

from gwarant.contracts.models import Contract
from gwarant.demo.cast import World
from gwarant.ledger.models import Row
from gwarant.notify.models import Delivery
from gwarant.reports.actions import close
from gwarant.reports.delivery.readers import add_address
from gwarant.reports.models import Report

JUNE = "2026-06"
BOARD = "board@shop.example"


def stated(contract: Contract, house: World, now: datetime = CLOSED, note: str = "") -> Report:
    """June is closed, and its report goes to the board as well, in English."""
    add_address(house.customers["SHOP"], BOARD, "en", by=house.olga, now=now)
    return close(contract, JUNE, by=house.olga, now=now, note=note)


def proofs() -> list[str]:
    """The rows of evidence that prove a duty."""
    return list(Row.objects.filter(type="proof").order_by("pk").values_list("line", flat=True))


def mail_to(address: str) -> Delivery:
    """The last mail about a report that goes there."""
    return Delivery.objects.filter(medium="mail", notice__code="report_sent", address=address).latest("pk")
