"""Whoever gave an address that takes nothing is told, once for each."""

from datetime import timedelta

import pytest
from letters import NOW, clocked
from letters_out import news

from gwarant.demo.cast import World
from gwarant.notify.actions import choose, tell
from gwarant.notify.choices import Wishes
from gwarant.notify.delivery import send_due
from gwarant.notify.models import Delivery, DeliveryState, Notice

pytestmark = pytest.mark.usefixtures("engine")


def given_up(world: World, address: str, number: int) -> None:
    at = NOW + timedelta(hours=number)
    choose(world.ben, Wishes({"warning": {"push": True}}, {"push": address}), now=at)
    told = news(clocked, kind="warning")
    tell([world.ben], told, key=f"SHOP-42:{number}", customer=world.customers["SHOP"], now=at)
    send_due("push", at)


def unreached() -> list[Notice]:
    return list(Notice.objects.filter(key__startswith="unreached:"))


def test_a_person_is_told_once_for_each_address_and_in_the_inbox_alone(world: World):
    for number in range(3):
        given_up(world, "https://127.0.0.1:9/otter", number)
    assert Delivery.objects.filter(medium="push", state=DeliveryState.DEAD).count() == 3
    [notice] = unreached()
    assert notice.user == world.ben
    assert list(Delivery.objects.filter(notice=notice).values_list("medium", flat=True)) == ["inbox"]
    given_up(world, "https://127.0.0.1:10/badger", 4)
    assert len(unreached()) == 2
    assert "otter" not in str(notice.__dict__)
