"""A month is closed at the desk: first it says what is missing, then both sides read what was stated."""

from collections.abc import Callable
from typing import Any

import pytest
from june import this_month
from service import START

from gwarant.contracts.models import Contract
from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.cast import World
from gwarant.reports.actions import close
from gwarant.reports.models import Report
from gwarant.tickets import actions
from gwarant.tickets.models import Ticket

Send = Callable[..., Any]
MONTH = "contracts/SHOP-2026-01/months/2026-06"
CLOSING = f"/desk/{MONTH}/closing"
JULY = START.replace(month=7, day=3)


@pytest.fixture(autouse=True)
def june(house: World) -> Ticket:
    """A critical fault that nobody has answered."""
    with scoped(ENGINE):
        told: dict[str, Any] = {"title": "Checkout fails", "text": "…", "class_id": "critical"}
        shop = house.services["SHOP", "shop"]
        return actions.report(house.customers["SHOP"], by=house.cyryl, now=START, service=shop, **told)


def test_it_is_asked_with_what_is_missing_and_closed_once(house: World, send: Send, visit: Send) -> None:
    page = visit(house.olga, CLOSING).content.decode()
    assert "SHOP-1: nikt nie napisał, dlaczego nie dotrzymano terminu." in page
    assert CLOSING in visit(house.olga, f"/desk/{MONTH}").content.decode()
    assert send(house.olga, CLOSING).status_code == 302
    desk = visit(house.olga, f"/desk/{MONTH}").content.decode()
    assert "Zamknięto" in desk
    assert "Olga Owocna" in desk
    assert CLOSING not in desk
    assert send(house.olga, CLOSING).status_code == 302
    assert "Miesiąc został już zamknięty." in visit(house.olga, f"/desk/{MONTH}").content.decode()
    portal = visit(house.cora, f"/portal/{MONTH}").content.decode()
    assert "Zamknięto" in portal
    with scoped(ENGINE):
        assert Report.objects.filter(period="2026-06").count() == 1


def test_a_month_that_runs_is_not_closed(house: World, send: Send, visit: Send) -> None:
    running = f"/desk/contracts/SHOP-2026-01/months/{this_month()}"
    assert "closing" not in visit(house.olga, running).content.decode()
    assert send(house.olga, f"{running}/closing").status_code == 302
    assert "Miesiąc jeszcze trwa" in visit(house.olga, running).content.decode()


def test_files_are_those_that_were_frozen(house: World, visit: Send) -> None:
    with scoped(ENGINE):
        report = close(Contract.objects.get(number="SHOP-2026-01"), "2026-06", by=house.olga, now=JULY)
    assert visit(house.cora, f"/portal/{MONTH}.json").content.decode() == report.assessment + "\n"
    assert visit(house.cora, f"/portal/{MONTH}/envelope.json").content.decode() == report.envelope + "\n"
    assert visit(house.olga, "/desk/months?period=2026-06").status_code == 200


def test_a_quarter_has_a_page_that_leads_to_its_months_and_back(house: World, visit: Send) -> None:
    with scoped(ENGINE):
        close(Contract.objects.get(number="SHOP-2026-01"), "2026-06", by=house.olga, now=JULY)
    quarter = visit(house.cora, "/portal/contracts/SHOP-2026-01/months/2026-Q2").content.decode()
    assert "2. kwartał 2026" in quarter
    assert f'href="/portal/{MONTH}"' in quarter
    assert "report.pdf" in quarter
    month = visit(house.olga, f"/desk/{MONTH}").content.decode()
    assert 'href="/desk/contracts/SHOP-2026-01/months/2026-Q2"' in month
    assert 'href="/desk/contracts/SHOP-2026-01/months/2026"' in month


def test_a_quarter_is_not_closed_by_itself(house: World, send: Send) -> None:
    assert send(house.olga, "/desk/contracts/SHOP-2026-01/months/2026-Q2/closing").status_code == 302
    with scoped(ENGINE):
        assert not Report.objects.exists()
