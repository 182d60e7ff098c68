"""What one message to several customers becomes: each one's own, in whatever order it comes."""

import pytest
from letters_in import NOW, door, handled, mail

from gwarant.demo.cast import World
from gwarant.files.store import store
from gwarant.intake.models import Outcome, RawMail, Way
from gwarant.intake.receive import Enveloped, receive_all
from gwarant.intake.whose import doors_of, parted

pytestmark = pytest.mark.usefixtures("engine")
SHOP, UNI, HELP = "shop@house.example", "uni@house.example", "help@house.example"
STRANGER = mail("Jan Nowy <jan@new.example>", to=f"{SHOP}, {UNI}")


def come(raw: bytes, *recipients: str) -> None:
    receive_all([Enveloped(store(raw), Way.LMTP, "jan@new.example", recipients)], NOW)


def all_of_them() -> list[tuple[str, str, str]]:
    rows = [handled(row, NOW) for row in RawMail.objects.order_by("pk")]
    return [(row.box, row.outcome, row.ticket.customer.key if row.ticket else "") for row in rows]


@pytest.fixture
def doors(house: World) -> World:
    door(house), door(house, UNI, "UNI"), door(house, HELP, None)
    return house


@pytest.mark.parametrize("envelopes", [[(SHOP, UNI)], [(UNI,), (SHOP,)], [(SHOP,), (SHOP, UNI)], [(SHOP, UNI), (UNI,)]])
def test_a_message_to_two_customers_is_a_report_of_each(doors: World, envelopes: list[tuple[str, ...]]):
    for one in envelopes:
        come(STRANGER, *one)
    assert sorted(all_of_them()) == [(SHOP, Outcome.TICKET, "SHOP"), (UNI, Outcome.TICKET, "UNI")]


def test_a_message_to_a_customer_and_to_the_house_is_one_report(doors: World):
    come(mail(to=f"{HELP}, {SHOP}"), HELP, SHOP)
    assert all_of_them() == [(SHOP, Outcome.TICKET, "SHOP")]


def test_the_addresses_of_an_envelope_are_parted_by_customer(doors: World):
    plus = "uni+anything@house.example"
    told = doors_of([[HELP, plus], [SHOP, UNI]])
    assert parted([HELP, plus, SHOP, UNI], told) == [[plus, UNI, HELP], [SHOP]]
    assert parted([HELP], told) == [[HELP]]
    assert parted([], told) == [[]]
