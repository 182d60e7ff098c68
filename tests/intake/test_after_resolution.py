"""An answer by mail to a resolution: it decides nothing, and its writer is asked back once."""

from datetime import timedelta

from letters_in import NOW, door, lie, mail, marked
from letters_out import mails

from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.cast import World
from gwarant.tickets import actions
from gwarant.tickets.models import Status

MINUTE, BOX = timedelta(minutes=1), "shop@house.example"


def test_who_answers_a_resolution_by_mail_is_asked_back_once_with_two_links(house: World) -> None:
    with scoped(ENGINE):
        door(house)
        ticket = lie(mail(), BOX, NOW).ticket
        assert ticket is not None
        actions.resolve(ticket, "Done.", by=house.ben, now=NOW + MINUTE)
        [resolved] = mails().filter(address="cora@shop.example", notice__code="resolved")
        links = [f"/portal/tickets/{ticket.key}?works={said}#turn" for said in ("yes", "no")]
        assert [link in resolved.text and link in resolved.payload["html"] for link in links] == [True, True]
        for n in (2, 3):
            lie(mail(text=f"It is still not fixed {n}.", In_Reply_To=marked(ticket)), BOX, NOW + n * MINUTE)
        asked = mails().filter(notice__code="whether_it_works")
        assert [one.address for one in asked] == ["cora@shop.example"]
        assert [link in asked[0].text for link in links] == [True, True]
        ticket.refresh_from_db()
        assert (ticket.status, ticket.closes_at) == (Status.RESOLVED, None)
        assert mails().filter(notice__code="spoken", address="ben@house.example").count() == 2


def test_an_address_without_an_account_is_asked_in_words(house: World) -> None:
    with scoped(ENGINE):
        door(house)
        sender = "new@shop.example"
        ticket = lie(mail(sender=sender), BOX, NOW).ticket
        assert ticket is not None
        actions.resolve(ticket, "Done.", by=house.ben, now=NOW + MINUTE)
        lie(mail(sender=sender, text="No.", In_Reply_To=marked(ticket)), BOX, NOW + 2 * MINUTE)
        [asked] = mails().filter(notice__code="whether_it_works")
        assert (asked.address, "/portal/" in asked.text) == (sender, False)
