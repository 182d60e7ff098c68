"""Maintenance is announced once: as evidence, to the customer, and no alarm starts while it lasts."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from outages_in import MINUTE, NOON, Watched, prober_at

from gwarant.demo.cast import World
from gwarant.ledger.models import Row
from gwarant.ledger.verify import verify
from gwarant.monitoring.enrolling import open_place
from gwarant.monitoring.maintenance.announcing import NotAnnounced, announce, planned, windows_by
from gwarant.monitoring.maintenance.meaning import meaning_of
from gwarant.monitoring.models import Maintenance, Outage
from gwarant.notify.models import Notice
from gwarant.reports.originals import TABLES
from gwarant.sla.availability.codes import ANNOUNCED_LATE, EMERGENCY, OUTSIDE_WINDOW
from gwarant.tickets.models import Ticket

SUNDAY = datetime(2026, 6, 6, 22, tzinfo=UTC)  # 00:00 in Warsaw, where the contract's window begins; NOON is a Tuesday
HOURS = timedelta(hours=1)


@pytest.fixture
def plan(house: World, engine: None) -> Callable[..., list[Maintenance]]:
    def one(start: datetime, hours: float = 2, *, now: datetime = NOON, **told: bool) -> list[Maintenance]:
        windows = [(start, start + hours * HOURS)]
        return planned(house.services["SHOP", "shop"], windows, text="New disks.", by=house.ben, now=now, **told)

    return one


def reasons(found: list[Maintenance], now: datetime = NOON) -> list[object]:
    return [one.why for one in meaning_of(found[0].service, found, now).refused]


def test_what_it_will_mean_is_said_by_the_contract(plan: Callable[..., list[Maintenance]]) -> None:
    assert meaning_of(plan(SUNDAY)[0].service, plan(SUNDAY), NOON).is_fine
    late = SUNDAY - 30 * HOURS
    assert reasons(plan(SUNDAY, now=late), late) == [ANNOUNCED_LATE()]
    assert reasons(plan(SUNDAY + 5 * HOURS)) == [OUTSIDE_WINDOW()]
    assert reasons(plan(SUNDAY, is_emergency=True)) == [EMERGENCY()]


def test_an_announcement_is_evidence_is_told_and_is_verified(
    house: World, plan: Callable[..., list[Maintenance]]
) -> None:
    (window,) = announce(plan(SUNDAY), now=NOON)
    row = Row.objects.get(type="maintenance")
    assert (row.uid, row.at) == (window.uid, SUNDAY)
    told = Notice.objects.filter(code="maintenance_announced").values_list("user__email", flat=True)
    assert set(told) == {f"{one}@shop.example" for one in ("cora", "cyryl", "celina")}
    assert verify(tables=TABLES).problems == ()


@pytest.mark.parametrize(
    ("start", "hours", "why"),
    [(NOON - HOURS, 2, "over"), (SUNDAY, -1, "backwards"), (SUNDAY, 0, "backwards"), (SUNDAY, 24 * 30, "long")],
)
def test_what_cannot_be_announced_is_refused(
    plan: Callable[..., list[Maintenance]], start: datetime, hours: float, why: str
) -> None:
    with pytest.raises(NotAnnounced, match=why):
        plan(start, hours)


def test_a_rule_is_read_in_its_zone_also_where_the_clocks_change() -> None:
    found = windows_by("last Sun 01:00-05:00", "Europe/Warsaw", date(2026, 9, 1), date(2026, 10, 31))
    assert [(start.day, (end - start) / HOURS) for start, end in found] == [(26, 4), (24, 5)]


def test_while_it_lasts_no_alarm_starts_and_what_is_down_afterwards_calls(
    house: World, plan: Callable[..., list[Maintenance]]
) -> None:
    place = open_place("p0", "Place 0", now=NOON)
    watched = Watched(house, [place], [prober_at(place)])
    watched.look_at("SHOP shop")
    watched.sees("SHOP shop", "u")
    service = house.services["SHOP", "shop"]
    end = NOON + 5 * MINUTE
    announce(planned(service, [(NOON + MINUTE, end)], by=house.ben, now=NOON), now=NOON)
    watched.sees("SHOP shop", "udd")
    assert not Ticket.objects.exists()
    watched.sees("SHOP shop", "ddd")
    assert (Outage.objects.get().detected_at, Ticket.objects.get().reported_at) == (
        NOON + 2 * MINUTE,
        NOON + 2 * MINUTE,
    )
