"""Who is behind an address that writes for a customer."""

from datetime import timedelta

import pytest
from service import START

from gwarant.customers.actions import who_writes
from gwarant.customers.models import Correspondent, Membership
from gwarant.demo.cast import World
from gwarant.texts import NAME

pytestmark = pytest.mark.usefixtures("engine")
KASIA = "kasia@shop.example"


def asked(world: World, email: str = KASIA, name: str = "", key: str = "SHOP") -> object:
    return who_writes(world.customers[key], email=email, name=name, now=START)


def test_an_unknown_address_is_a_correspondent_with_the_name_that_they_wrote(world: World):
    found = asked(world, name="Kasia Kos")
    assert isinstance(found, Correspondent)
    assert (found.email, str(found), found.user) == (KASIA, "Kasia Kos", None)


def test_the_same_address_is_the_same_correspondent_however_it_is_written(world: World):
    assert asked(world) == asked(world, " Kasia@SHOP.example")
    assert Correspondent.objects.count() == 1


def test_a_name_that_comes_later_is_kept_and_the_first_one_stays(world: World):
    asked(world)
    assert str(asked(world, name="Kasia")) == "Kasia"
    assert str(asked(world, name="Somebody else")) == "Kasia"


def test_of_each_customer_an_address_is_another_correspondent(world: World):
    assert asked(world) != asked(world, key="CLINIC")


def test_the_address_of_a_person_of_the_customer_is_that_person(world: World):
    assert asked(world, world.cora.email.upper()) == world.cora


def test_a_person_of_another_customer_or_one_who_left_is_an_address_here(world: World):
    assert isinstance(asked(world, world.cora.email, key="CLINIC"), Correspondent)
    Membership.objects.filter(user=world.cora).update(ended_at=START - timedelta(days=1))
    assert isinstance(asked(world, world.cora.email), Correspondent)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("Kasia\r\nBcc: x", "Kasia Bcc: x"),
        ("\u202eaisaK\x00", "aisaK"),
        ("k" * 300, "k" * NAME),
        ("\u200b", KASIA),
    ],
)
def test_a_name_is_one_line_without_unseen_signs(world: World, written: str, kept: str):
    assert str(asked(world, name=written)) == kept


def test_without_an_address_it_is_somebody_new_each_time_and_nobody_who_was_erased(world: World):
    erased = asked(world, name="Kasia")
    assert isinstance(erased, Correspondent)
    theirs = asked(world, "c@private.example")
    assert isinstance(theirs, Correspondent)
    Correspondent.objects.filter(pk=erased.pk).update(email="", name="")
    Correspondent.objects.filter(pk=theirs.pk).update(email="", name="", user=world.cora)
    found = [asked(world, "", "Somebody"), asked(world, " ", "Somebody else"), asked(world, "")]
    assert all(isinstance(one, Correspondent) for one in found)
    assert len({erased, theirs, *found}) == 5
    assert [str(one) for one in found] == ["Somebody", "Somebody else", "an unknown sender"]
    assert Correspondent.objects.get(pk=erased.pk).name == ""
