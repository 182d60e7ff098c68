"""A contract that was amended in the middle of a month: each figure cites the wording that judged it."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from amending import amend
from service import START

from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.cast import World
from gwarant.hours.actions import log_time
from gwarant.tickets import actions

Visit = Callable[..., Any]
SIDES = (("desk", "ben"), ("portal", "cora"))
CITED = r'href="/(?:desk|portal)/contracts/SHOP-2026-01/(\d)#article-(\w+)"'
MAY, CHANGE = START - timedelta(days=10), date(2026, 6, 16)


def fault(house: World, at: datetime, late: timedelta) -> None:
    """A critical fault, answered late and solved at once, with an hour of work."""
    shop = house.services["SHOP", "shop"]
    told = {"title": "Checkout fails", "text": "…", "class_id": "critical", "service": shop}
    ticket = actions.report(house.customers["SHOP"], by=house.cyryl, now=at, **told)
    ticket = actions.resolve(ticket, "A full disk.", by=house.ben, now=at + late)
    work = {"minutes": 60, "work": "support", "note": "disk", "now": at + late}
    log_time(ticket, person=house.ben, start_at=at + late - timedelta(hours=1), **work)


@pytest.fixture(autouse=True)
def amended(house: World) -> None:
    """Faults in May, before and after the change in June, one that is answered in July; a month of two wordings."""
    with scoped(ENGINE):
        for at in (MAY, START + timedelta(days=3)):
            fault(house, at, timedelta(hours=3))
        amend(house, "SHOP", CHANGE, START + timedelta(days=8))
        fault(house, START + timedelta(days=20), timedelta(hours=3))
        fault(house, START + timedelta(days=29, hours=13, minutes=30), timedelta(hours=3))


def page_of(visit: Visit, house: World, side: str, who: str, month: str) -> str:
    return visit(house.people[who], f"/{side}/contracts/SHOP-2026-01/months/{month}").content.decode()


def section(page: str, name: str) -> str:
    return page.partition(f'<section aria-labelledby="{name}">')[2].partition("</section>")[0]


@pytest.mark.parametrize(("side", "who"), SIDES)
def test_a_month_before_the_change_cites_the_wording_that_held_then(
    house: World, visit: Visit, side: str, who: str
) -> None:
    page = page_of(visit, house, side, who, "2026-05")
    assert {version for version, _ in re.findall(CITED, page)} == {"1"}
    assert {part for _, part in re.findall(CITED, page)} >= {"targets", "availability", "work", "remedies"}
    assert "SHOP-2026-01-2.json" not in page
    for word in ("First word", "Everything stands still", "version 2", "wersja 2"):
        assert word not in page
    assert ("version 1" if side == "desk" else "wersja 1") in page


@pytest.mark.parametrize(("side", "who"), SIDES)
def test_a_month_after_the_change_cites_the_new_one(house: World, visit: Visit, side: str, who: str) -> None:
    page = page_of(visit, house, side, who, "2026-07")
    assert {version for version, _ in re.findall(CITED, page)} == {"2"}
    assert "First word" in page


@pytest.mark.parametrize(("side", "who"), SIDES)
def test_in_the_month_of_the_change_every_figure_cites_its_own(house: World, visit: Visit, side: str, who: str) -> None:
    page = page_of(visit, house, side, who, "2026-06")
    for part in ("kept", "availability", "hours", "remedies", "breaches"):
        found = section(page, part)
        assert {version for version, _ in re.findall(CITED, found)} == {"1", "2"}, part
    for own, other in (("Everything stands still", "First word"), ("Critical fault", "Response")):
        told = section(page, "breaches") if side == "desk" else ""
        assert not told or (own in told and other in told)


def test_every_number_of_the_month_leads_to_its_own_readings(house: World, visit: Visit) -> None:
    answer = visit(house.ben, "/desk/contracts/SHOP-2026-01/months/2026-06")
    for _title, rows in answer.context["kept"]:
        for row in rows:
            for number, href in (row["met"], row["judged"], row["breached"]):
                listed = visit(house.ben, href)
                assert listed.context["page"].paginator.count == number
                cites = {version for version, _ in re.findall(CITED, listed.content.decode())}
                assert len(cites) == min(number, 1)


@pytest.mark.parametrize(("side", "who"), SIDES)
def test_a_citation_leads_to_the_article_of_that_wording(house: World, visit: Visit, side: str, who: str) -> None:
    page = page_of(visit, house, side, who, "2026-06")
    for version, part in set(re.findall(CITED, page)):
        wording = visit(house.people[who], f"/{side}/contracts/SHOP-2026-01/{version}").content.decode()
        assert f'id="article-{part}"' in wording, (version, part)
