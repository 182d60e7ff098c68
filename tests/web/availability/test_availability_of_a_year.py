"""The page of a system's availability in a year: the months' own figures, whoever asks and however often."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any

import numpy as np
import pytest
from looks_in import each_hour, watched

from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.cast import World
from gwarant.monitoring.models import Latency, Monitor
from gwarant.monitoring.moments import milliseconds_of
from gwarant.reports import figures
from gwarant.reports.month import _judged
from gwarant.sla.latency import counted, packed

Visit = Callable[..., Any]
PAGE = "contracts/SHOP-2026-01/availability/shop"
JUNE = datetime(2026, 5, 31, 22, tzinfo=UTC)  # midnight in Warsaw
PLACES = "waw", "krk", "fra"


@pytest.fixture
def shop(house: World) -> Iterator[None]:
    """Watched in June, down for half a day of it; in no other month."""
    _judged.cache_clear()  # another test may have laid as many looks of each kind, and was taken back
    figures._KNOWN.clear()
    with scoped(ENGINE):
        found = watched(house.services["SHOP", "shop"], PLACES, JUNE)
        each_hour(found, PLACES, milliseconds_of(JUNE), range(-3, 724), down=range(216, 228))
    yield
    figures._KNOWN.clear()


def test_each_month_stands_with_the_figure_of_its_own_page(house: World, visit: Visit, shop: None) -> None:
    page = visit(house.ben, f"/desk/{PAGE}", HTTP_ACCEPT_LANGUAGE="en")
    (group,) = page.context["groups"]
    june = next(line for line in group["lines"] if line["month"] == "June 2026")
    (figure,) = visit(house.ben, june["href"]).context["figures"]
    for key in ("point", "lower", "upper", "face"):
        assert june[key] == figure[key]
    august = next(line for line in group["lines"] if line["month"] == "August 2026")
    assert (august["point"], august["face"].tone.value) == ("–", "unknown")
    assert (group["down"], group["outages"]) == ("12 h", 1)
    assert (june["point"], group["point"]) == ("98.3333%", "98.3493%")  # 12 of 720 hours, and of all 727 measured
    running = [line["is_running"] for line in group["lines"]]
    assert (running.count(True), running[-1]) == (1, True)
    assert page.content.decode().count("so far") == 2, "beside its verdict, and beside what all months are together"
    last = visit(house.ben, group["lines"][-1]["href"], HTTP_ACCEPT_LANGUAGE="en").content.decode()
    assert "so far" in last
    assert "main-up" not in page.content.decode()
    assert "style=" not in page.content.decode()


def test_a_second_visit_judges_nothing_anew(house: World, visit: Visit, shop: None) -> None:
    before = visit(house.cora, f"/portal/{PAGE}").context["groups"]
    known = dict(figures._KNOWN)
    again = visit(house.cora, f"/portal/{PAGE}").context["groups"]
    assert [[line["point"] for line in one["lines"]] for one in again] == [
        [line["point"] for line in one["lines"]] for one in before
    ]
    assert len(set(figures._KNOWN) - set(known)) <= 1  # the month that still runs, a minute later


def test_what_is_not_promised_or_asked_for_wrongly_is_said(house: World, visit: Visit) -> None:
    assert visit(house.ben, f"/desk/{PAGE}?year=1999").status_code == 400
    missing = visit(house.ben, "/desk/contracts/SHOP-2026-01/availability/erp")
    assert missing.status_code == 404
    assert b"promises this system" in missing.content
    assert visit(house.zoe, f"/portal/{PAGE}").status_code == 404
    assert visit(house.cora, f"/desk/{PAGE}").status_code == 404


def test_a_year_tells_how_fast_it_answered_in_each_month_and_in_all(house: World, visit: Visit, shop: None) -> None:
    with scoped(ENGINE):
        monitor = Monitor.objects.get(service__key="shop")
        own = {"monitor": monitor, "customer": monitor.customer, "place": monitor.places.first()}
        for day, milliseconds, count in ((date(2026, 6, 3), 100, 96), (date(2026, 7, 3), 2_000, 4)):
            lengths = np.full(count, milliseconds * 1000)
            Latency.objects.create(**own, day=day, counts=packed(counted(np.zeros(count, np.int64), lengths)))
    page = visit(house.ben, f"/desk/{PAGE}", HTTP_ACCEPT_LANGUAGE="en")
    assert page.content.decode().count('data-label="95 of 100"') == 2 + 1  # two months, and both together
    told = page.context["latency"]
    by_month = {name: (looks, [about(one) for _share, one in lengths]) for name, looks, lengths in told["rows"]}
    assert by_month == {"June 2026": (96, [100, 100, 100]), "July 2026": (4, [2000, 2000, 2000])}
    assert (told["whole"][1], [about(one) for _share, one in told["whole"][2]]) == (100, [100, 100, 2000])
    assert visit(house.cora, f"/portal/{PAGE}").context["latency"]["whole"][1] == 100


def about(words: str) -> int:
    """Of milliseconds the first digit: a bucket is off by two percent at most."""
    return int(float(f"{int(words.removesuffix(' ms')):.1g}"))
