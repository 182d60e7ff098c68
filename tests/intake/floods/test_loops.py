"""Loops with other ticket systems: two instances of ours, and one that answers everything and marks nothing."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from django.conf import settings as used
from django.db import connections
from letters_in import NOW, come, door, mail
from other_desks import Desk, House, another, unmarked
from paper import signed_in

from gwarant.customers.models import Customer, IntakeAddress
from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.cast import World
from gwarant.intake.addresses.actions import register_machine
from gwarant.intake.models import RawMail
from gwarant.notify.models import Delivery, Notice
from gwarant.tickets import actions
from gwarant.tickets.models import Ticket

OURS, THEIRS = "help@house.example", "help@clinic.example"
SECOND = timedelta(seconds=1)
ROUNDS = 40  # far more than any loop may have


@pytest.fixture
def ours(house: World, tmp_path: Path) -> House:
    door(house, OURS, "SHOP")
    return House(OURS, connections["default"], used.SECRET_KEY, tmp_path / "ours")


@pytest.fixture
def theirs(ours: House, tmp_path: Path) -> Iterator[House]:
    with another(THEIRS, tmp_path / "theirs") as other:
        with other.at_work():
            customer = Customer.objects.get(key="CLINIC")
            IntakeAddress.objects.create(address=THEIRS, customer=customer, created_at=NOW)
        yield other


def told(house: House) -> list[str]:
    with house.at_work():
        return [*RawMail.objects.order_by("pk").values_list("outcome", flat=True)]


def correspond(one: House, other: House, begins: bytes, gateway: Callable[[bytes], bytes]) -> tuple[int, int]:
    """The mails that each sent after the first one came to `one`, once both are silent."""
    sent, at = [0, 0], NOW
    letters = [begins]
    for n in range(ROUNDS):
        here, there = (one, other) if n % 2 == 0 else (other, one)
        for raw in letters:
            here.takes(gateway(raw), at)
        at += SECOND
        letters = here.sends(there.address, at)
        sent[n % 2] += len(letters)
        if not letters:
            return sent[0], sent[1]
    raise AssertionError("they go on and on")


def test_two_instances_of_ours_are_silent_after_the_first_receipt(ours: House, theirs: House) -> None:
    begins = mail(sender=f"Their desk <{THEIRS}>", to=OURS)
    assert correspond(ours, theirs, begins, gateway=bytes) == (1, 0)
    assert (told(ours), told(theirs)) == (["ticket"], ["automatic"])


def test_a_persons_reply_is_a_report_there_and_its_receipt_ends_it(house: World, ours: House, theirs: House) -> None:
    ticket = ours.takes(mail(sender=f"Their desk <{THEIRS}>", to=OURS), NOW).ticket
    assert ticket is not None
    ours.sends(THEIRS, NOW)
    with ours.at_work():
        actions.reply(ticket, "Which till is it?", by=house.ben, now=NOW + SECOND)
    (said,) = ours.sends(THEIRS, NOW + 2 * SECOND)
    assert correspond(theirs, ours, said, gateway=bytes) == (1, 0)
    assert (told(theirs), told(ours)) == (["ticket"], ["ticket", "automatic"])


@pytest.mark.parametrize(("subject", "each"), [("", 1), ("Message", 3)])
def test_without_their_marks_two_instances_are_silent_within_three_mails_of_each(
    ours: House, theirs: House, subject: str, each: int
) -> None:
    begins = mail(sender=f"Their desk <{THEIRS}>", to=OURS)
    gateway = partial(unmarked, subject=subject)
    assert correspond(ours, theirs, begins, gateway) == (each, each)
    assert told(theirs) == ["ticket"] * each
    assert told(ours) == ["ticket"] * each + ["ticket" if subject else "reply"]


@pytest.mark.parametrize(("quotes", "sent"), [(False, 3), (True, 1)])
def test_a_loop_with_a_desk_that_marks_nothing_ends_within_three_mails(
    house: World, ours: House, quotes: bool, sent: int
) -> None:
    desk = Desk("support@shop.example", quotes)
    letters, gone = [mail(sender=desk.address, to=OURS)], 0
    for n in range(ROUNDS):
        for raw in letters:
            last = ours.takes(raw, NOW + n * 60 * SECOND)
        letters = [desk.answer(one) for one in ours.sends(desk.address, NOW + n * 60 * SECOND)]
        gone += len(letters)
    assert gone == sent
    assert told(ours) == (["ticket", "reply"] if quotes else ["ticket"] * 4)
    assert (last.answer_held_at is None) is quotes
    assert last.ticket is not None
    page = signed_in(house.ben).get(f"/desk/tickets/{last.ticket.key}").content.decode()
    assert ("Automatic answer" in page) is not quotes
    day = timedelta(days=1)
    assert ours.takes(mail(sender=desk.address, to=OURS, text="Later"), NOW + day).answer_held_at is None


def test_who_has_an_account_finds_every_receipt_in_the_inbox_and_three_by_mail(house: World) -> None:
    door(house)
    for n in range(5):
        assert come(mail(text=f"{n}")).outcome == "ticket"
    with scoped(ENGINE):
        receipts = Notice.objects.filter(code="received", user=house.cora)
        by_medium = [Delivery.objects.filter(notice__in=receipts, medium=one).count() for one in ("inbox", "mail")]
    assert by_medium == [5, 3]


def test_a_registered_program_is_answered_by_nothing(house: World) -> None:
    door(house)
    with scoped(ENGINE):
        register_machine("nas@shop.example", house.customers["SHOP"], now=NOW)
    found = come(mail(sender="nas@shop.example"))
    assert (found.outcome, found.answer_held_at) == ("ticket", None)
    with scoped(ENGINE):
        assert not Notice.objects.filter(address="nas@shop.example").exists()
        assert Ticket.objects.filter(channel="email").count() == 1
