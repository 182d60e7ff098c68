"""A report of the same outage is named beside what monitoring saw, both ways."""

from datetime import timedelta

from django.test import Client
from django.utils.translation import override
from outages_in import MINUTE, NOON, Watched

from gwarant.monitoring.moments import milliseconds_of
from gwarant.monitoring.outages.found import turns_of
from gwarant.monitoring.outages.linking import same_outage
from gwarant.tickets.actions import report
from gwarant.tickets.models import Ticket
from gwarant.web.monitors.beside import moments_of


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


def test_its_ticket_says_what_was_seen_where_and_leads_to_the_monitor(unpromised: Watched) -> None:
    shop = unpromised.look_at("SHOP shop")
    unpromised.sees("SHOP shop", "udd")
    seen, monitor = Ticket.objects.get(channel="monitoring"), unpromised.monitors["SHOP shop"]
    (first,) = turns_of(seen)
    assert (first.monitor, first.place.key, first.slot) == (monitor, "p0", milliseconds_of(NOON + MINUTE))
    told = {"title": "The shop is down", "text": "x", "class_id": "critical", "by": unpromised.house.cora}
    assert turns_of(report(shop.customer, service=shop, now=NOON + 2 * MINUTE, **told)) == []
    desk = Client()
    desk.force_login(unpromised.house.ben)
    page = desk.get(f"/desk/tickets/{seen.key}").content.decode()
    assert f"/desk/monitors/{monitor.pk}" in page
    assert "Place 0" in page


def test_its_ticket_keeps_apart_when_it_was_detected_confirmed_called_and_over(watched: Watched) -> None:
    watched.look_at("SHOP shop")
    watched.sees("SHOP shop", "uuu", "uuu", "uuu")
    watched.sees("SHOP shop", "duuuuu", "ddduuu", "udduuu")  # the second of two is down a minute later
    ticket = Ticket.objects.get(channel="monitoring")
    with override("en"):
        told = {one["word"]: (one["at"], one["after"]) for one in moments_of(ticket)}
    begun = NOON + 3 * MINUTE
    assert told["detected"] == (begun, "")
    assert told["up again"] == (begun + 3 * MINUTE, "after 3 min")
    assert list(told) == ["detected", "confirmed", "first of us called", "up again"]
    reported = {"title": "x", "text": "y", "class_id": "critical", "by": watched.house.cora}
    assert moments_of(report(ticket.customer, service=ticket.service, now=NOON, **reported)) == []
