"""Addresses, domains and programs that are changed, ended and taken up again; mail at an ended one is never lost."""

from datetime import timedelta
from typing import Any

import pytest
from letters_in import NOW, come, mail, marked

from gwarant.customers.models import IntakeAddress
from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.cast import World
from gwarant.intake import actions
from gwarant.intake.account import account
from gwarant.intake.addresses.actions import (
    ChangedMeanwhile,
    IsThere,
    change_place,
    end_place,
    mark_of,
    open_address,
    register_domain,
    register_machine,
    resume_place,
)
from gwarant.intake.changes import Deed, Kind, changes_of
from gwarant.intake.models import Outcome, RawMail
from gwarant.intake.whose import addressed
from gwarant.mail import Mail, read

SHOP = "shop@house.example"
LATER = NOW + timedelta(hours=1)


def opened(world: World, customer: str | None = "SHOP", address: str = SHOP) -> IntakeAddress:
    with scoped(ENGINE):
        return open_address(address, customer=world.customers[customer] if customer else None, by=world.olga, now=NOW)


def again(place: Any) -> Any:
    with scoped(ENGINE):
        return type(place).objects.select_related("customer").get(pk=place.pk)


def ended(world: World, place: Any) -> Any:
    with scoped(ENGINE):
        return end_place(place, why="They moved away.", seen=mark_of(place), by=world.olga, now=NOW)


def test_what_is_there_is_never_saved_over(world: World) -> None:
    made = opened(world)
    with pytest.raises(IsThere) as caught:
        opened(world, "CLINIC", "SHOP@house.example")
    assert caught.value.place == made
    assert again(made).customer == world.customers["SHOP"]


def test_each_step_says_who_when_and_why(world: World) -> None:
    made = opened(world)
    with scoped(ENGINE):
        made = change_place(
            made, {"customer": world.customers["CLINIC"]}, seen=mark_of(made), by=world.marek, now=LATER
        )
        made = ended(world, made)
        made = resume_place(made, seen=mark_of(made), by=None, now=LATER + timedelta(hours=1))
        found = [*changes_of(Kind.ADDRESS, SHOP).select_related("customer", "decided_by")]
    told = {one.deed: (one.decided_by, one.why, one.customer) for one in found}
    shop, clinic = world.customers["SHOP"], world.customers["CLINIC"]
    assert told[Deed.OPENED] == (world.olga, "", shop)
    assert told[Deed.CHANGED] == (world.marek, "", clinic)
    assert told[Deed.ENDED] == (world.olga, "They moved away.", clinic)
    assert told[Deed.RESUMED] == (None, "", clinic)
    assert next(one.facts for one in found if one.deed == Deed.CHANGED) == {"customer": [shop.name, clinic.name]}
    assert made.is_active


def test_of_two_who_change_it_the_second_is_told(world: World) -> None:
    made = opened(world)
    mark, clinic = mark_of(made), world.customers["CLINIC"]
    with scoped(ENGINE):
        change_place(made, {"customer": clinic}, seen=mark, by=world.marek, now=NOW)
        for second in (
            lambda: change_place(made, {"customer": None}, seen=mark, by=world.olga, now=NOW),
            lambda: end_place(made, why="x", seen=mark, by=world.olga, now=NOW),
            lambda: resume_place(made, seen=mark_of(made), by=world.olga, now=NOW),
        ):
            with pytest.raises(ChangedMeanwhile):
                second()
        made = again(made)
        assert (made.customer, made.is_active) == (clinic, True)


def test_mail_at_an_ended_address_waits_for_its_customer_and_is_counted(house: World) -> None:
    place = opened(house)
    ticket = come(mail()).ticket
    assert ticket is not None
    ended(house, place)
    for sender in ("cora@shop.example", "nina@new.example", "zoe@clinic.example"):
        found = come(mail(sender=sender, text=sender))
        assert (found.outcome, found.ticket) == (Outcome.ENDED, None)
    assert come(mail(text="More", In_Reply_To=marked(ticket))).outcome == Outcome.REPLY
    assert come(mail(Auto_Submitted="auto-replied", text="Away")).outcome == Outcome.AUTOMATIC
    with scoped(ENGINE):
        told = account()
        waiting = RawMail.objects.to_decide().filter(outcome=Outcome.ENDED)
        assert told["ended"] == waiting.count() == 3
        assert told["received"] == sum(told.values()) - told["received"] == 6
        raw, said = waiting[1], read(mail(sender="nina@new.example", text="nina@new.example"))
        assert isinstance(said, Mail)
        assert raw.customer == house.customers["SHOP"]
        done = actions.take_as_report(raw, said, house.customers["SHOP"], by=house.ben, now=LATER)
        assert (done.outcome, done.ticket is not None) == (Outcome.TICKET, True)


def test_another_address_of_ours_that_is_in_use_counts_before_the_ended_one(house: World) -> None:
    ended(house, opened(house, "CLINIC", "old@house.example"))
    opened(house)
    found = come(mail(to=f"{SHOP}, old@house.example"), box="old@house.example")
    assert (found.outcome, found.customer) == (Outcome.TICKET, house.customers["SHOP"])


def test_an_ended_domain_says_nothing_and_is_named_as_the_reason(house: World) -> None:
    opened(house, None, "help@house.example")
    with scoped(ENGINE):
        domain = register_domain("new.example", house.customers["SHOP"], now=NOW)
    ended(house, domain)
    raw = mail(sender="nina@new.example", to="help@house.example")
    found = come(raw, box="help@house.example")
    assert (found.outcome, found.reason) == (Outcome.UNKNOWN, "ended")
    with scoped(ENGINE):
        domain = again(domain)
        resume_place(domain, seen=mark_of(domain), by=house.olga, now=LATER)
    found = come(mail(sender="nina@new.example", to="help@house.example", text="2"), box="help@house.example")
    assert (found.outcome, found.reason) == (Outcome.TICKET, "domain")


def test_an_ended_program_is_a_sender_like_any_other(house: World) -> None:
    opened(house, None, "help@house.example")
    with scoped(ENGINE):
        nas = register_machine("nas@shop.example", house.customers["SHOP"], now=NOW)
    ended(house, nas)
    raw = mail(sender="nas@shop.example", to="help@house.example", Auto_Submitted="auto-generated")
    assert come(raw, box="help@house.example").outcome == Outcome.AUTOMATIC


def test_an_ended_address_is_ours_still_and_no_way_to_a_customer(world: World) -> None:
    ended(world, opened(world))
    with scoped(ENGINE):
        assert addressed([SHOP]) is None
        assert addressed(["shop+x@house.example"], is_active=False) == IntakeAddress.objects.get()
