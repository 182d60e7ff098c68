"""The page of a system's availability in a month: the month's own figures, its outages, and what was seen of them."""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from looks_in import each_hour, watched

from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.cast import World
from gwarant.monitoring.models import Monitor, Place, SeenLook, Shown, Turn
from gwarant.monitoring.moments import milliseconds_of
from gwarant.reports.month import _judged
from gwarant.sla.availability import display
from gwarant.tickets import actions

Visit = Callable[..., Any]
MONTH = "contracts/SHOP-2026-01/months/2026-06"
PAGE = f"{MONTH}/availability/shop"
JUNE = datetime(2026, 5, 31, 22, tzinfo=UTC)  # midnight in Warsaw
PLACES = "waw", "krk", "fra"  # the contract asks for three, and two of them decide
CERTIFICATE = "ab" * 32
FAILED = range(216, 228)


@pytest.fixture
def shop(house: World) -> Monitor:
    """Down for half of 10 June, seen with its answer, address and certificate; reported as well. Blind on 20 June."""
    _judged.cache_clear()  # another test may have laid as many looks of each kind, and was taken back
    with scoped(ENGINE):
        service, first = house.services["SHOP", "shop"], milliseconds_of(JUNE)
        found = watched(service, PLACES, JUNE)
        each_hour(found, PLACES, first, [*range(-3, 456), *range(480, 724)], down=FAILED)
        SeenLook.objects.filter(state="down").update(code="502", address="192.0.2.7", certificate=CERTIFICATE)
        said = {"print": CERTIFICATE, "begins": 0, "ends": 1_785_000_000, "issuer": "A CA", "first_at": 0}
        Shown.objects.create(customer=house.customers["CLINIC"], subject="forged.example", **said)
        Shown.objects.create(customer=found.customer, subject="shop.example", **said)
        fra, failed = Place.objects.get(key="fra"), first + FAILED[0] * 3_600_000
        Turn.objects.create(
            monitor=found, place=fra, customer=found.customer, slot=failed, state="down", code="502", said="<b>Bad</b>"
        )
        told = {"title": "Shop is down", "text": "…", "class_id": "critical", "is_down": True}
        at = datetime(2026, 6, 9, 23, tzinfo=UTC)
        actions.report(house.customers["SHOP"], by=house.cyryl, service=service, now=at, **told)
    return found


def test_both_sides_see_the_figures_of_the_assessment_with_their_evidence(
    house: World, visit: Visit, shop: Monitor
) -> None:
    """The certificate and the places are those of their own looks, which the customer may download as well."""
    document = json.loads(visit(house.ben, f"/desk/{MONTH}.json").content)
    (judged,) = document["availability"]
    for who, side in ((house.ben, "desk"), (house.cora, "portal")):
        answer = visit(who, f"/{side}/{PAGE}", HTTP_ACCEPT_LANGUAGE="en")
        (figure,), page = answer.context["figures"], answer.content.decode()
        for bound in ("lower", "point", "upper"):
            assert figure[bound].replace(",", ".") == f"{display(Decimal(judged['figure'][bound]), judged['scale'])}%"
        (outage,), (told,) = answer.context["outages"]["lines"], judged["figure"]["outages"]
        assert outage["since"] == datetime.fromisoformat(told["start"]).timestamp()
        assert (outage["failed"].code, outage["failed"].address) == ("502", "192.0.2.7")
        assert (outage["failed"].at, outage["place"]) == (milliseconds_of(JUNE) + 216 * 3_600_000, "Fra")
        assert [one.subject for one in outage["certificates"]] == ["shop.example"]
        assert [href for _, href in outage["tickets"]] == [f"/{side}/tickets/SHOP-1"]
        assert visit(who, outage["tickets"][0][1]).status_code == 200
        assert outage["reason"] in (
            "the answer was 502: the server failed at it",
            "odpowiedź: 502, błąd po stronie serwera",
        )
        assert re.search(
            r"<details[^>]*><summary>[^<]*</summary><pre[^>]*>&lt;b&gt;Bad&lt;/b&gt;</pre></details>", page
        )
        assert "style=" not in page
        assert page.count('class="gw-hollow"') == 1 + 1  # the day that nobody watched, and the legend
        assert f'href="/{side}/{PAGE}"' in visit(who, f"/{side}/{MONTH}").content.decode()


def test_the_lengths_shown_add_up_to_the_whole_and_the_looks_that_failed_are_in_no_percentile(
    house: World, visit: Visit, shop: Monitor
) -> None:
    page = visit(house.cora, f"/portal/{PAGE}", HTTP_ACCEPT_LANGUAGE="pl")
    (figure,), latency = page.context["figures"], page.context["latency"]
    assert dict(figure["times"]) == {
        "działa": "684 godz.",
        "nie działa": "12 godz.",
        "brak danych": "24 godz.",
        "Razem": "720 godz.",
    }
    assert latency["looks"] == len(PLACES) * 684
    assert [name for name, _ in latency["rows"]][-1] == "Cała odpowiedź"
    assert "Przerwy w działaniu" in page.content.decode()


def test_where_fewer_places_spoke_than_are_promised_nobody_is_told_that_nobody_looked(
    house: World, visit: Visit
) -> None:
    _judged.cache_clear()
    with scoped(ENGINE):
        found = watched(house.services["SHOP", "shop"], PLACES, JUNE)
        each_hour(found, PLACES[:1], milliseconds_of(JUNE), range(72))
    page = visit(house.cora, f"/portal/{PAGE}", HTTP_ACCEPT_LANGUAGE="en")
    assert page.context["latency"]["looks"] == 72
    assert "potrafiło wtedy ustalić mniej miejsc" in page.content.decode()
    assert "Nikt tego" not in page.content.decode()
    assert "Fewer places could say how it was" in visit(house.ben, f"/desk/{MONTH}").content.decode()


def test_a_report_that_no_measurement_shows_is_named_where_no_outage_stands(house: World, visit: Visit) -> None:
    told: dict[str, Any] = {"title": "Down", "text": "…", "class_id": "critical", "is_down": True}
    at = datetime(2026, 6, 9, 23, tzinfo=UTC)
    with scoped(ENGINE):
        ticket = actions.report(
            house.customers["SHOP"], by=house.cyryl, service=house.services["SHOP", "shop"], now=at, **told
        )
    page = visit(house.cora, f"/portal/{PAGE}").content.decode()
    assert "Nic nie zmierzono, więc nie wiadomo, czy były przerwy w działaniu." in page
    assert "Nie widziano przerw" not in page
    assert f'href="/portal/tickets/{ticket.key}"' in page


def test_a_month_without_looks_says_so_and_a_system_without_a_promise_is_a_page_that_says_so(
    house: World, visit: Visit
) -> None:
    page = visit(house.ben, f"/desk/{PAGE}")
    assert "unknown 24 h" in page.content.decode()
    assert "Nobody watched it in this time" in page.content.decode()
    assert "gw-up" not in page.content.decode()
    for service in ("erp", "nothing", "%00"):
        answer = visit(house.ben, f"/desk/{MONTH}/availability/{service}")
        assert answer.status_code == 404
        assert b"promises no availability" in answer.content
    assert visit(house.zoe, f"/portal/{PAGE}").status_code == 404
    assert visit(house.cora, f"/desk/{PAGE}").status_code == 404
