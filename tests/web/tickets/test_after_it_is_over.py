"""What a ticket's page says once it is resolved, closed, opened again or of another class."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from django.utils.translation import override

from gwarant.customers.models import Service
from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.cast import World
from gwarant.tickets import actions
from gwarant.tickets.models import Ticket
from gwarant.web.components import sample_readings, specimens
from gwarant.web.moment import now
from gwarant.web.templatetags.clocks import due_line, target_note

Send = Callable[..., Any]
DAY = timedelta(days=1)


def own(ticket: Ticket) -> Ticket:
    return Ticket.objects.get(pk=ticket.pk)


def test_a_resolved_ticket_says_why_its_clock_waits_and_a_closed_one_has_no_clock_that_lives(
    house: World, visit: Send
) -> None:
    told = {"title": "t", "text": "x", "service": house.services["SHOP", "shop"], "class_id": "critical"}
    begun = now() - timedelta(minutes=50)
    with scoped(ENGINE):
        ticket = actions.report(house.customers["SHOP"], by=house.cora, now=begun, **told)
        actions.reply(own(ticket), "We look.", by=house.ben, now=begun + timedelta(minutes=5))
        actions.resolve(own(ticket), "Done.", by=house.ben, now=begun + timedelta(minutes=10))
    page = visit(house.ben, f"/desk/tickets/{ticket.key}")
    (card,) = page.context["live"]
    kept = len(page.context["kept"])  # the answer, the repair for now, and the first news
    assert (card.reading.clock, kept >= 2) == ("resolution", True)
    assert "delivered, waiting for acceptance" in page.content.decode()
    assert "no reason" not in page.content.decode()
    assert f"{kept} kept" in page.content.decode()
    with scoped(ENGINE):
        actions.confirm(own(ticket), by=house.cyryl, now=begun + timedelta(minutes=40))
    for who, side in ((house.ben, "desk"), (house.cora, "portal")):
        page = visit(who, f"/{side}/tickets/{ticket.key}")
        assert (page.context["live"], len(page.context["kept"])) == ([], kept + 1)
        assert "hx-preserve" in page.content.decode()


def test_reopening_is_offered_while_it_is_possible_and_until_when(house: World, ticket: Ticket, visit: Send) -> None:
    told = {"title": "t", "text": "x", "service": house.services["SHOP", "shop"], "class_id": "ordinary"}
    for ago, is_open in ((13 * DAY, True), (16 * DAY, False)):
        with scoped(ENGINE):
            one = actions.report(house.customers["SHOP"], by=house.cora, now=now() - ago - DAY, **told)
            actions.resolve(own(one), "Done.", by=house.ben, now=now() - ago)
            actions.confirm(own(one), by=house.cora, now=now() - ago)
        page = visit(house.cora, f"/portal/tickets/{one.key}").content.decode()
        assert (f"{one.key}/reopening" in page) is is_open
        assert ("Możesz otworzyć zgłoszenie ponownie do" in page) is is_open
        assert ("Czas na ponowne otwarcie minął" in page) is not is_open


def test_a_target_that_is_another_than_at_the_report_is_explained() -> None:
    running, names = sample_readings()["running"], specimens()["names"]
    with override("en"):
        assert target_note(running, names) == ""
        assert target_note(replace(running, cycle=2, target=3 * 3600, target_text="5wd"), names) == (
            "Opened again: 3 h of the promised 5 working days are left for it."
        )
        later = replace(running, class_since=running.started_at + 3600)
        assert target_note(later, names).endswith("in this class since Fri 12 Jun 11:00.")


def test_who_works_on_a_ticket_reads_the_card_of_its_system(house: World, ticket: Ticket, visit: Send) -> None:
    with scoped(ENGINE):
        Service.objects.filter(key="shop").update(card="Restart by https://run.example/shop")
    page = visit(house.ben, f"/desk/tickets/{ticket.key}").content.decode()
    assert 'href="https://run.example/shop"' in page
    assert "run.example" not in visit(house.cora, f"/portal/tickets/{ticket.key}").content.decode()


def test_a_clock_whose_pause_has_a_reason_says_that_one() -> None:
    with override("en"):
        assert "Paused since" in due_line(sample_readings()["paused"], specimens()["names"])
