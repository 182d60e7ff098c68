"""Where answers to our mails are read, and what they carry so that an answer finds its ticket."""

from email import message_from_bytes
from email.message import Message
from typing import Any

import pytest
from letters_out import mails
from service import START

from gwarant.customers.actions import name_sender
from gwarant.customers.models import IntakeAddress
from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.cast import World
from gwarant.notify.delivery import parcel_of
from gwarant.notify.marks import instance, ticket_in
from gwarant.notify.media.mail import envelope_of
from gwarant.tickets import actions
from gwarant.tickets.models import Ticket

ADDRESSES = {"help@house.example": None, "shop@house.example": "SHOP"}


def opened(world: World, *addresses: str) -> None:
    for one in addresses:
        customer = world.customers[ADDRESSES[one]] if ADDRESSES[one] else None
        IntakeAddress.objects.create(address=one, customer=customer, created_at=START)


def sent(ticket: Ticket, settings: Any, to: str = "cora@shop.example") -> list[tuple[Message, str]]:
    """The mails to somebody about the ticket, each with its text."""
    rows = mails().filter(address=to, payload__thread=ticket.key).order_by("pk")
    raws = [envelope_of(parcel_of(row), settings.ENV).content for row in rows]
    return [(message_from_bytes(raw), row.payload["text"]) for raw, row in zip(raws, rows, strict=True)]


@pytest.mark.parametrize(
    ("addresses", "answers"),
    [((), None), (("help@house.example",), "help@house.example"), (tuple(ADDRESSES), "shop@house.example")],
)
def test_answers_go_to_the_customers_own_address_else_to_the_houses(
    house: World, settings: Any, addresses: tuple[str, ...], answers: str | None
) -> None:
    with scoped(ENGINE):
        opened(house, *addresses)
        shop = house.customers["SHOP"]
        ticket = actions.report(shop, title="Basket", text="…", class_id="serious", by=house.cora, now=START)
        ((received, text),) = sent(ticket, settings)
    assert received["Reply-To"] == answers
    assert ("nikt nie czyta" in text) is (answers is None)


def test_each_mail_of_a_ticket_carries_its_mark_and_names_the_instance(house: World, settings: Any) -> None:
    with scoped(ENGINE):
        shop = house.customers["SHOP"]
        ticket = actions.report(shop, title="Basket", text="…", class_id="serious", by=house.cora, now=START)
        actions.reply(ticket, "We look into it.", by=house.ben, now=START)
        found = sent(ticket, settings)
    for one, _ in found:
        assert [ticket_in([one[name]]) for name in ("Message-ID", "References", "In-Reply-To")] == [ticket.key] * 3
        assert one["X-Gwarant-Instance"] == instance()
    assert len({one["Message-ID"] for one, _ in found}) == 2


def test_what_a_person_wrote_is_no_automatic_mail_and_a_receipt_is_one(house: World, settings: Any) -> None:
    with scoped(ENGINE):
        shop = house.customers["SHOP"]
        ticket = actions.report(shop, title="Basket", text="…", class_id="serious", by=house.cora, now=START)
        actions.reply(ticket, "We look into it.", by=house.ben, now=START)
        received, replied = (one for one, _ in sent(ticket, settings))
    assert (received["Auto-Submitted"], replied["Auto-Submitted"]) == ("auto-generated", None)


def test_the_customers_people_read_the_agreed_sender_and_the_house_its_own(house: World, settings: Any) -> None:
    with scoped(ENGINE):
        opened(house, "shop@house.example")
        shop = house.customers["SHOP"]
        name_sender(shop, name="Wsparcie Sklepu", address="support@Shop.example", now=START)
        ticket = actions.report(shop, title="Basket", text="…", class_id="serious", by=house.cora, now=START)
        ((received, _),) = sent(ticket, settings)
        row = mails().get(address="cora@shop.example", payload__thread=ticket.key)
        envelope = envelope_of(parcel_of(row), settings.ENV)
        inside = [one for one, _ in sent(ticket, settings, "alice@house.example")]
    assert received["From"] == "Wsparcie Sklepu <support@shop.example>"
    assert received["Reply-To"] == "shop@house.example"
    assert received["Message-ID"].endswith(f"@{settings.ENV.email_from.rpartition('@')[2]}>")
    assert envelope.sender == settings.ENV.email_from
    assert inside
    assert all("shop.example" not in one["From"] for one in inside)


def test_a_sender_without_an_address_is_a_name_before_ours(house: World, settings: Any) -> None:
    with scoped(ENGINE):
        shop = house.customers["SHOP"]
        name_sender(shop, name="Wsparcie", address="", now=START)
        ticket = actions.report(shop, title="Basket", text="…", class_id="serious", by=house.cora, now=START)
        ((received, _),) = sent(ticket, settings)
    assert received["From"] == f"Wsparcie <{settings.ENV.email_from}>"
