"""The reports of the demo on their way: to the customers' people, and to addresses without an account."""

from datetime import datetime, timedelta

from gwarant.demo.cast import World
from gwarant.notify.bouncing import Failed, note
from gwarant.notify.models import Delivery
from gwarant.reports.delivery.links import seen
from gwarant.reports.delivery.models import Gets, Sending
from gwarant.reports.delivery.readers import add_address, readers_of
from gwarant.reports.delivery.sending import deliver
from gwarant.reports.models import Report

KEEPS = "audyt@shop.example"  # a mailbox of the shop that keeps each day's head
BOARDS = {"SHOP": ("zarzad@shop.example", "pl"), "CLINIC": ("ksiegowosc@clinic.example", "pl")}
GONE = "ksiegowosc@clinic.example"
READS = "cora"
SAID = Failed("failed", "5.1.1", f"550 5.1.1 <{GONE}>: Recipient address rejected: User unknown")
LATER = timedelta(hours=1)


def send_report(report: Report, world: World, *, is_last: bool, now: datetime) -> None:
    """Send it; the shop looks at each of its reports, and the last one of the clinic comes back from one address."""
    customer = report.contract.customer
    by = customer.caretaker or world.olga
    if customer.key in BOARDS:
        add_address(customer, *BOARDS[customer.key], by=by, now=now)
    if customer.key == "SHOP":
        add_address(customer, KEEPS, "pl", gets=Gets.HEADS, by=by, now=now)
    sent = deliver(report, readers_of(customer), by=by, now=now)
    seen(report, world.people[READS], now=now + LATER)
    for one in sent:
        if one.address == GONE and is_last:
            _comes_back(one, now + LATER)


def _comes_back(sending: Sending, now: datetime) -> None:
    mail = Delivery.objects.get(notice__key=sending.key, medium="mail")
    note(mail, SAID, now=now)
