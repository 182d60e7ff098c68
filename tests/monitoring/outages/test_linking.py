"""A report of the same outage is named beside what monitoring saw, both ways."""

from datetime import timedelta

from outages_in import MINUTE, NOON, Watched

from gwarant.monitoring.outages.linking import same_outage
from gwarant.tickets.actions import report
from gwarant.tickets.models import Ticket


def test_a_report_within_an_outage_and_its_ticket_name_each_other(unpromised: Watched) -> None:
    shop = unpromised.look_at("SHOP shop")
    told = {"title": "The shop is down", "text": "Since noon.", "class_id": "critical", "by": unpromised.house.cora}
    early = report(shop.customer, service=shop, now=NOON - timedelta(hours=2), **told)
    unpromised.sees("SHOP shop", "ud")
    seen = Ticket.objects.get(channel="monitoring")
    during = report(shop.customer, service=shop, now=NOON + 2 * MINUTE, **told)
    other = report(shop.customer, service=unpromised.house.services["SHOP", "erp"], now=NOON + 2 * MINUTE, **told)
    assert same_outage(seen) == [during]
    assert same_outage(during) == [seen]
    assert same_outage(early) == same_outage(other) == []
    unpromised.sees("SHOP shop", "u" * 7)
    later = report(shop.customer, service=shop, now=NOON + timedelta(hours=3), **told)
    assert same_outage(later) == []
    assert same_outage(seen) == [during]
