"""The page on which people choose what reaches them where."""

import re

import pytest
from django.test import Client
from service import START

from gwarant.accounts.models import User
from gwarant.database.scope import ENGINE, customer_scope, scoped, staff_scope
from gwarant.demo.cast import World
from gwarant.notify.actions import choose, wishes_of
from gwarant.notify.choices import Wishes
from gwarant.notify.kinds import KINDS
from gwarant.notify.models import Reach

PAGE = "/profile/notices"
OFFERED = {name: one for name, one in KINDS.items() if one.is_offered}


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def boxes(page: str) -> set[str]:
    return {kind for kind in KINDS if f'name="{kind}.mail"' in page}


@pytest.mark.parametrize(("name", "is_inside"), [("ben", True), ("cora", False)])
def test_everybody_chooses_by_what_they_can_get(world: World, name: str, is_inside: bool) -> None:
    page = signed_in(world.people[name]).get(PAGE).content.decode()
    assert boxes(page) == {kind for kind, one in OFFERED.items() if one.concerns(is_inside)}


def test_what_cannot_be_switched_off_says_why(world: World) -> None:
    with scoped(ENGINE):
        User.objects.filter(pk=world.cora.pk).update(language="en")
    page = signed_in(world.cora).get(PAGE).content.decode()
    assert '<input type="checkbox" name="account.mail" checked disabled>' in page
    assert '<input type="checkbox" name="progress.mail" checked>' in page
    assert "even when somebody else is signed in as you" in page


def test_a_box_that_is_emptied_stays_empty_and_the_others_stay_full(world: World) -> None:
    client = signed_in(world.cora)
    full = dict.fromkeys(re.findall(r'name="(\w+\.\w+)" checked>', client.get(PAGE).content.decode()), "on")
    del full["progress.mail"]
    assert client.post(PAGE, full).status_code == 302
    page = client.get(PAGE).content.decode()
    assert '<input type="checkbox" name="progress.mail">' in page
    assert set(re.findall(r'name="(\w+\.\w+)" checked>', page)) == set(full)
    with scoped(ENGINE):
        assert wishes_of(world.cora).chosen == {"progress": {"mail": False}}


def test_nobody_switches_off_what_always_comes(world: World) -> None:
    client = signed_in(world.cora)
    client.post(PAGE, {})
    with scoped(ENGINE):
        assert "account" not in wishes_of(world.cora).chosen


def test_nobody_sees_or_writes_the_choices_of_another(world: World) -> None:
    with scoped(ENGINE):
        choose(world.cora, Wishes({}, {"pigeon": "coop 7"}), now=START)
    for scope in (staff_scope(world.olga.pk), customer_scope(world.cyryl.pk, [world.customers["SHOP"].pk])):
        with scoped(scope):
            assert not Reach.objects.exists()
            assert Reach.objects.update(addresses={}) == 0
    with scoped(customer_scope(world.cora.pk, [])):
        assert wishes_of(world.cora).addresses == {"pigeon": "coop 7"}


def test_the_page_speaks_polish(world: World) -> None:
    assert "Termin z umowy jest zagrożony" in signed_in(world.alice).get(PAGE).content.decode()
