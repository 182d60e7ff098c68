"""A promise that nobody looks at is told where it is offered and where it stands; one click makes its monitors."""

from typing import Any

from service import START

from gwarant.customers.actions import change_service
from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.cast import World
from gwarant.monitoring.enrolling import open_place
from gwarant.monitoring.models import Monitor


def test_the_contract_says_what_is_not_watched_and_makes_its_monitors(house: World, visit: Any, client: Any) -> None:
    service = house.services["SHOP", "shop"]
    with scoped(ENGINE):
        told = {"name": service.name, "environment": service.environment, "card": ""}
        change_service(service, **told, address="https://shop.example/")
        for key in ("waw", "krk", "fra"):
            open_place(key, key.title(), now=START)
    page = visit(house.ben, "/desk/contracts/SHOP-2026-01")
    assert "nothing looks at it" in page.content.decode()
    assert "/desk/contracts/SHOP-2026-01/availability/shop" in page.content.decode()
    assert page.context["make_page"] not in visit(house.ada, "/desk/contracts/SHOP-2026-01").content.decode()
    client.force_login(house.ben)
    assert client.post(page.context["make_page"]).status_code == 302
    with scoped(ENGINE):
        made = Monitor.objects.get(service=service)
        assert made.places.count() == 3
    again = visit(house.ben, "/desk/contracts/SHOP-2026-01").content.decode()
    assert "nothing looks at it" not in again
    customer = visit(house.ben, "/desk/customers/SHOP").content.decode()
    assert "/desk/contracts/SHOP-2026-01/availability/shop" in customer
    assert (
        "/desk/contracts/SHOP-2026-01/availability/shop"
        in visit(house.ben, f"/desk/monitors/{made.pk}").content.decode()
    )
