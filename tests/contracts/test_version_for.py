from datetime import UTC, date, datetime, timedelta

from paper import accept, accepted, amended, offered, whole

from gwarant.contracts.terms import version_for
from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.cast import World

JUNE = datetime(2026, 6, 10, 10, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def found(world: World, system: str | None, moment: datetime = JUNE, customer: str = "SHOP") -> str:
    service = world.services[customer, system] if system else None
    with scoped(ENGINE):
        version = version_for(world.customers[customer].pk, service, moment)
        return str(version) if version else ""


def test_a_contract_that_names_the_system_goes_before_one_that_covers_all(world: World) -> None:
    accepted(world, "ALL", text=whole("ALL"))
    accepted(world, "ERP", "erp")
    assert found(world, "erp") == "ERP@1"
    assert found(world, "shop") == "ALL@1"
    assert found(world, None) == "ALL@1"


def test_the_order_of_acceptance_does_not_matter(world: World) -> None:
    accepted(world, "ERP", "erp")
    accepted(world, "ALL", text=whole("ALL"))
    assert (found(world, "erp"), found(world, "shop")) == ("ERP@1", "ALL@1")


def test_without_a_contract_for_the_system_there_is_none(world: World) -> None:
    accepted(world, "ERP", "erp")
    assert found(world, "shop") == ""
    assert found(world, None) == ""
    assert found(world, "booking", customer="CLINIC") == ""


def test_an_offer_judges_nothing(world: World) -> None:
    offered(world)
    assert found(world, "shop") == ""


def test_a_contract_holds_from_midnight_to_midnight_of_its_own_zone(world: World) -> None:
    accepted(world, "SHOP-1", "shop", starts="2026-06-05", effective__to="2026-06-20")
    start, end = datetime(2026, 6, 4, 22, tzinfo=UTC), datetime(2026, 6, 20, 22, tzinfo=UTC)
    assert [found(world, "shop", at) for at in (start - SECOND, start)] == ["", "SHOP-1@1"]
    assert [found(world, "shop", at) for at in (end - SECOND, end)] == ["SHOP-1@1", ""]


def test_an_amendment_judges_from_its_day(world: World) -> None:
    first = accepted(world)
    accept(world, amended(world, first, date(2026, 7, 1)))
    change = datetime(2026, 6, 30, 22, tzinfo=UTC)
    assert [found(world, "shop", at) for at in (change - SECOND, change)] == ["SHOP-1@1", "SHOP-1@2"]


def test_of_two_that_name_the_system_the_later_begun_judges(world: World) -> None:
    accepted(world, "OLD", "shop", starts="2026-06-01")
    accepted(world, "NEW", "shop", starts="2026-06-08")
    assert found(world, "shop") == "NEW@1"
    assert found(world, "shop", datetime(2026, 6, 7, 12, tzinfo=UTC)) == "OLD@1"
