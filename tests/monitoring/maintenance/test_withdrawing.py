"""A window is taken back before it begins and ended while it lasts: as evidence, told, and alarms start again."""

from datetime import timedelta

import pytest
from outages_in import MINUTE, NOON, Watched, prober_at

from gwarant.demo.cast import World
from gwarant.ledger.models import Row
from gwarant.ledger.reading import read_rows
from gwarant.ledger.verify import verify
from gwarant.monitoring.enrolling import open_place
from gwarant.monitoring.maintenance.announcing import announce, planned
from gwarant.monitoring.maintenance.withdrawing import NotWithdrawn, withdraw
from gwarant.monitoring.models import Maintenance, Outage
from gwarant.notify.models import Notice
from gwarant.reports.originals import TABLES
from gwarant.sla.availability.exclusions import lasting

HOURS = timedelta(hours=1)


def window(house: World) -> Maintenance:
    shop = house.services["SHOP", "shop"]
    return announce(planned(shop, [(NOON + HOURS, NOON + 3 * HOURS)], by=house.ben, now=NOON), now=NOON)[0]


def left() -> list[int]:
    """How many hours of each window the evidence leaves."""
    rows = read_rows(Row.objects.filter(type="maintenance")).reading().evidence.maintenance
    return [(one.end - one.start) // 3_600_000 for one in lasting(rows)]


@pytest.mark.usefixtures("engine")
def test_before_it_begins_it_is_taken_back_once_and_everybody_hears_it(house: World) -> None:
    one = window(house)
    withdraw(one, text="The disks came late.", by=house.marek, now=NOON + MINUTE)
    assert left() == []
    assert [found.coming(NOON + MINUTE).count() for found in (Maintenance.objects, one.service.maintenance)] == [0, 0]
    told = Notice.objects.filter(code="maintenance_withdrawn")
    assert set(told.values_list("user__email", flat=True)) == {
        f"{name}@shop.example" for name in ("cora", "cyryl", "celina")
    }
    with pytest.raises(NotWithdrawn, match="gone"):
        withdraw(one, by=house.ben, now=NOON + 2 * MINUTE)
    assert verify(tables=TABLES).problems == ()


@pytest.mark.usefixtures("engine")
def test_of_a_rule_one_window_is_taken_back_alone_or_with_all_that_come_after_it(house: World) -> None:
    shop, day = house.services["SHOP", "shop"], timedelta(days=1)
    rule = [(NOON + n * day, NOON + n * day + HOURS) for n in range(1, 6)]
    windows = announce(planned(shop, rule, by=house.ben, now=NOON), now=NOON)
    announce(
        planned(shop, [(NOON + 9 * day, NOON + 9 * day + HOURS)], by=house.ben, now=NOON + MINUTE), now=NOON + MINUTE
    )
    withdraw(windows[1], by=house.ben, now=NOON + MINUTE)
    assert left() == [1] * 5
    withdraw(windows[2], text="No disks.", with_later=True, by=house.ben, now=NOON + 2 * MINUTE)
    assert [one.start_at for one in Maintenance.objects.coming(NOON + MINUTE)] == [NOON + day, NOON + 9 * day]
    assert left() == [1] * 2
    told = Notice.objects.filter(code="maintenance_withdrawn", user=house.cora).order_by("pk")
    assert [one.facts["later"] for one in told] == [0, 2]
    assert verify(tables=TABLES).problems == ()


@pytest.mark.usefixtures("engine")
def test_while_it_lasts_it_is_ended_and_afterwards_nobody_can(house: World) -> None:
    one = window(house)
    withdraw(one, by=house.ben, now=NOON + 2 * HOURS)
    assert left() == [1]
    with pytest.raises(NotWithdrawn, match="over"):
        withdraw(one, by=house.ben, now=NOON + 2 * HOURS + MINUTE)
    assert verify(tables=TABLES).problems == ()


@pytest.mark.usefixtures("engine")
def test_what_is_down_when_it_is_ended_is_an_outage_from_then_on(house: World) -> None:
    place = open_place("p0", "Place 0", now=NOON)
    watched = Watched(house, [place], [prober_at(place)])
    shop = watched.look_at("SHOP shop")
    watched.sees("SHOP shop", "u")
    stretch = NOON + MINUTE, NOON + 60 * MINUTE
    (one,) = announce(planned(shop, [stretch], by=house.ben, now=NOON), now=NOON)
    watched.sees("SHOP shop", "udd")
    assert not Outage.objects.exists()
    withdraw(one, by=house.ben, now=NOON + 3 * MINUTE)
    watched.sees("SHOP shop", "dd")
    assert Outage.objects.get().detected_at == NOON + 2 * MINUTE
