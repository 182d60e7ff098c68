"""What the portal shows and what was mailed, or stands in the inbox, are the same facts."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from letters_out import mails

from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.cast import World
from gwarant.sla.evidence.model import Kind
from gwarant.tickets import actions
from gwarant.tickets.actions.detecting import see, see_restored
from gwarant.tickets.clocks import readings_of
from gwarant.tickets.log import log_of
from gwarant.tickets.models import Ticket
from gwarant.tickets.nearest import lost
from gwarant.web.moment import now

MINUTE = timedelta(minutes=1)


def page(of: object, path: str) -> str:
    client = Client()
    client.force_login(of)  # type: ignore[arg-type]
    return client.get(path).content.decode()


def reported(house: World, class_id: str, ago: timedelta) -> Ticket:
    """Reported as that class a while ago, in the hours in which its clocks run."""
    told = {"title": "Orders fail", "text": "x", "service": house.services["SHOP", "shop"]}
    with scoped(ENGINE):
        return actions.report(
            house.customers["SHOP"], class_id=class_id, by=house.cora, at=now() - ago, now=now(), **told
        )


@pytest.fixture
def latest() -> Callable[[Ticket, str], str]:
    """The last mail of that code about the ticket to whoever reported it."""

    def found(ticket: Ticket, code: str) -> str:
        with scoped(ENGINE):
            rows = mails().filter(notice__ref=ticket.key, notice__code=code, address="cora@shop.example")
            return " ".join(rows.order_by("-pk")[0].text.split())

    return found


def test_a_class_that_is_raised_too_late_tells_the_new_deadline_everywhere(
    house: World, latest: Callable[[Ticket, str], str]
) -> None:
    ticket = reported(house, "ordinary", timedelta(days=9))
    with scoped(ENGINE):
        actions.classify(ticket, "critical", reason="Nobody can pay.", by=house.ben, now=now())
        own = Ticket.objects.get(pk=ticket.pk)
        readings = readings_of(log_of(own), now())
    late, *_more = lost(readings)
    assert late.clock == "response"
    portal, inbox = page(house.cora, f"/portal/tickets/{ticket.key}"), page(house.cora, "/inbox")
    assert "Termin odpowiedzi minął" in portal
    assert "Termin odpowiedzi minął" in inbox
    assert "Termin odpowiedzi minął" in latest(ticket, "classified")


def test_what_the_mail_promises_is_what_the_page_promises_also_after_the_first_answer(
    house: World, latest: Callable[[Ticket, str], str]
) -> None:
    ticket = reported(house, "ordinary", 5 * MINUTE)
    with scoped(ENGINE):
        actions.reply(ticket, "We look.", by=house.ben, now=now())
        actions.classify(Ticket.objects.get(pk=ticket.pk), "critical", reason="x", by=house.ben, now=now())
    portal = page(house.cora, f"/portal/tickets/{ticket.key}")
    promised = next(one for one in ("Przywrócimy działanie", "Naprawimy", "Damy znać") if one in portal)
    assert promised in latest(ticket, "classified")
    assert promised in page(house.cora, "/inbox")


def test_what_monitoring_saw_of_their_system_stands_in_the_history_of_both(house: World) -> None:
    ticket = reported(house, "critical", 60 * MINUTE)
    with scoped(ENGINE):
        see(ticket, "up_for_now", at=now() - 9 * MINUTE, now=now())
        see(ticket, "down_again", at=now() - 8 * MINUTE, now=now())
        see(ticket, "cause_found", ref="SHOP-9", at=now() - 8 * MINUTE, now=now())
        actions.close(Ticket.objects.get(pk=ticket.pk), "No more.", by=house.cora, now=now())
        see_restored(Ticket.objects.get(pk=ticket.pk), at=now() - 7 * MINUTE, now=now())
        actions.note(Ticket.objects.get(pk=ticket.pk), "A secret.", by=house.ben, now=now())
        assert ticket.events.filter(kind=Kind.NOTED).count() == 5
    portal, desk = page(house.cora, f"/portal/tickets/{ticket.key}"), page(house.olga, f"/desk/tickets/{ticket.key}")
    for said in ("system działa, czekamy", "system znowu nie działa", "system znowu działa"):
        assert said in portal
        assert said in desk
    assert "A secret." not in portal
    assert "SHOP-9" not in portal
    assert "SHOP-9" in desk
