"""Where answers to our mails are read, and what they carry so that an answer finds its ticket."""

from email import message_from_bytes
from email.message import Message
from typing import Any

import pytest
from letters_out import mails
from service import START

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
