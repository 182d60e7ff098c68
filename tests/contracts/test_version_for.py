from datetime import UTC, date, datetime, timedelta

import pytest
from paper import NOW, accept, accepted, amended, offer, offered, text_of, whole

from gwarant.contracts import actions
from gwarant.contracts.models import ContractVersion
from gwarant.contracts.terms import may_be_several, version_for, wording_of
from gwarant.customers.models import Service
from gwarant.database.scope import ENGINE, scoped, staff_scope
from gwarant.demo.cast import World
from gwarant.sla.civil import midnight
from gwarant.sla.contract.versions import in_force

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
    assert found(world, "booking", customer="CLINIC") == ""


def needs_system(world: World, moment: datetime = JUNE) -> bool:
    with scoped(ENGINE):
        return may_be_several(world.customers["SHOP"].pk, moment)


def test_without_a_system_it_is_the_one_contract_under_which_all_are_that_anything_covers(world: World) -> None:
    assert (found(world, None), needs_system(world)) == ("", False)
    accepted(world, "ERP", "erp")
    assert (found(world, None), needs_system(world)) == ("ERP@1", False)
    accepted(world, "SHOP", "shop")
    assert (found(world, None), needs_system(world)) == ("", True)
    with scoped(ENGINE):
        Service.objects.filter(customer=world.customers["SHOP"], key="shop").update(is_active=False)
    assert (found(world, None), needs_system(world)) == ("ERP@1", False)


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


def agreed(world: World, days: list[tuple[str, str]]) -> list[ContractVersion]:
    """Wordings accepted one after the other, each with its first and last day."""
    first, last = days[0]
    found = [accepted(world, starts=first, **({"effective__to": last} if last else {}))]
    for first, last in days[1:]:
        told = text_of("SHOP-1", starts=first, **({"effective__to": last} if last else {}))
        with scoped(staff_scope(world.olga.pk)):
            begun = actions.amend(found[-1], by=world.olga, text=told, now=NOW)
        found.append(accept(world, offer(world, begun)))
    return found


@pytest.mark.parametrize(
    "days",
    [
        [("2026-06-01", ""), ("2026-07-01", "2026-07-31")],
        [("2026-06-01", "2026-12-31"), ("2026-07-01", "2026-07-31"), ("2026-08-01", "")],
        [("2026-06-01", "2026-08-31"), ("2026-07-01", "")],
        [("2026-06-01", ""), ("2026-08-01", ""), ("2026-07-15", "2026-08-15")],
        [("2026-06-01", ""), ("2026-07-01", "2026-07-31"), ("2026-09-01", "")],
    ],
)
def test_tickets_and_months_find_the_same_wording_in_force_on_every_day(
    world: World, days: list[tuple[str, str]]
) -> None:
    wordings = [wording_of(one) for one in agreed(world, days)]
    for day in (date(2026, 6, 15), date(2026, 7, 20), date(2026, 8, 5), date(2026, 8, 20), date(2026, 9, 10)):
        moment = midnight(day, "Europe/Warsaw")
        holding = in_force(wordings, moment)
        told = f"SHOP-1@{holding.metadata.version}" if holding else ""
        assert (day, found(world, "shop", datetime.fromtimestamp(moment, UTC))) == (day, told)
