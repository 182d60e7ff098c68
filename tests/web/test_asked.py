"""What an address asks for is gone by, or answered with what would be right."""

import re
from datetime import timedelta
from itertools import product
from operator import itemgetter

import pytest
from django.utils.html import escape
from paper import signed_in
from sweeps import drawn

from gwarant.accounts.models import User
from gwarant.demo.cast import World
from gwarant.web.moment import now
from gwarant.web.months.addresses import written

MONTH = "contracts/SHOP-2026-01/months/2026-06"
LISTS = (
    "/desk/",
    "/desk/rows",
    "/desk/tickets",
    "/desk/queue",
    "/desk/customers",
    "/desk/months",
    "/desk/messages",
    "/inbox",
)
PORTAL_LISTS = ("/portal/tickets", "/portal/months", "/inbox")
NO_PAGES = ("x", "-1", "0", "1.5", "%00", "9" * 20, "٣")
NO_MOMENTS = (
    "2026-06-10",
    "2026-02-30",
    "10.06.2026",
    "nonsense",
    "%00",
    "2026-06-10T25:00:00Z",
    "2026-06-10T12:00:00%2B02:00",
    "1600-01-01T00:00:00Z",
    "9999-12-31T23:59:59Z",
)


def told(person: User, address: str) -> tuple[int, str]:
    User.objects.filter(pk=person.pk).update(language="en")
    person.refresh_from_db()
    answer = signed_in(person).get(address, headers={"accept-language": "en"})
    return answer.status_code, "" if answer.streaming else answer.content.decode()


EVERY_LIST = [*(("olga", one) for one in LISTS), *(("cora", one) for one in PORTAL_LISTS)]


@pytest.mark.sweep
@pytest.mark.parametrize(("page", "place"), drawn(product(NO_PAGES, EVERY_LIST), "no page", kind=itemgetter(1)))
def test_what_is_no_page_of_a_list_is_said(house: World, page: str, place: tuple[str, str]) -> None:
    who, address = place
    code, words = told(house.people[who], f"{address}?page={page}")
    assert (code, "is no page of a list" in words) == (400, True)


def test_a_page_beyond_the_last_is_the_last(house: World) -> None:
    assert {told(house.olga, f"{address}?page=999")[0] for address in LISTS} == {200}
    assert {told(house.olga, f"{address}?page=")[0] for address in LISTS} == {200}


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/desk/tickets?status=zzz", "status=zzz: this page knows open, "),
        ("/desk/tickets?customer=NOBODY", "customer=NOBODY: no customer has this key."),
        ("/desk/tickets?customer=%00", "no customer has this key."),
        ("/desk/?customer=shop", "customer=shop: no customer has this key."),
        ("/desk/?mine=yes", "mine=yes: this page knows 0, 1."),
        ("/desk/messages?state=lost", "state=lost: this page knows "),
        ("/desk/messages?state=<b>", escape("state=<b>: this page knows ")),
        (f"/desk/{MONTH}/readings?verdict=good", "verdict=good: this page knows judged, "),
    ],
)
def test_a_value_that_the_page_does_not_know_is_said(house: World, address: str, words: str) -> None:
    code, page = told(house.olga, address)
    assert (code, words in page) == (400, True)


@pytest.mark.parametrize(
    "address",
    [
        "/desk/tickets?status=open&customer=SHOP&q=a",
        "/desk/?mine=0&customer=SHOP",
        "/desk/messages?state=sent",
        f"/desk/{MONTH}/readings?verdict=judged",
        f"/desk/{MONTH}/readings?verdict=breached",
    ],
)
def test_a_value_that_the_page_knows_is_gone_by(house: World, address: str) -> None:
    assert told(house.olga, address)[0] == 200


@pytest.mark.parametrize("at", NO_MOMENTS)
@pytest.mark.parametrize("below", ["", ".json", "/evidence.jsonl", "/readings"])
def test_what_is_no_moment_is_said_on_every_page_of_a_month(house: World, below: str, at: str) -> None:
    said = re.compile(r"at=.* (is no moment\. It is written in UTC with its time, such as 20|has not come yet)")
    for who, side in ((house.ben, "desk"), (house.cora, "portal")):
        code, words = told(who, f"/{side}/{MONTH}{below}?at={at}")
        assert (code, bool(said.search(words))) == (400, True)


def test_a_moment_that_has_not_come_is_said(house: World) -> None:
    code, words = told(house.ben, f"/desk/{MONTH}?at={written(now() + timedelta(hours=1))}")
    assert (code, "has not come yet" in words) == (400, True)
    assert told(house.ben, f"/desk/{MONTH}?at={written(now())}")[0] == 200
    assert told(house.ben, f"/desk/{MONTH}?at=")[0] == 200


@pytest.mark.parametrize(
    ("period", "code"),
    [("1900-01", 200), ("1900-02", 200), ("2199-12", 200), ("1899-12", 404), ("2200-01", 404), ("0000-00", 404)],
)
def test_months_end_where_the_years_that_are_counted_end(house: World, period: str, code: int) -> None:
    found, page = told(house.ben, f"/desk/months?period={period}")
    assert found == code
    assert found == 404 or ('rel="prev"' in page) == (period != "1900-01")
    assert told(house.ben, f"/desk/contracts/SHOP-2026-01/months/{period}")[0] == 404
