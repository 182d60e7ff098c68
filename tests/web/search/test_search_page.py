"""The search at the desk and in the portal: what is read in what was typed, what is found, and by whom."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from gwarant.accounts.models import User
from gwarant.customers.actions import who_writes
from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.cast import World
from gwarant.files.store import store
from gwarant.tickets.actions import report
from gwarant.tickets.models import Ticket
from gwarant.web.moment import now

pytestmark = pytest.mark.usefixtures("forms")
Send = Callable[..., Any]
ENGLISH = {"accept-language": "en"}
IN_PLACE = {**ENGLISH, "hx-request": "true"}


def keys(html: str) -> list[str]:
    """The numbers of the tickets that the page shows, in their order."""
    return [part.split("<", 1)[0] for part in html.split('<span class="key">')[1:]]


@pytest.fixture
def page(visit: Send) -> Callable[..., str]:
    """What somebody reads when they look for something."""

    def of(who: User, q: str, headers: dict[str, str] = ENGLISH) -> str:
        side = "desk" if who.is_inside else "portal"
        answer = visit(who, f"/{side}/search?{urlencode({'q': q})}", **headers)
        assert answer.status_code == 200
        return str(answer.content.decode())

    return of


@pytest.mark.parametrize(
    "q",
    [
        "placic kart koncz",
        "klient:shop płacę",
        "customer:Acme stan:otwarte",
        "stan:nowe,praca system:shop",
        "czarnekca kartami",
        "osoba:cyryl",
        "PERSON:Cyryl checkout",
        "od:2020-01-01 checkout",
        "Checkout fails",
        "prowadzi:nikt checkout",
        "SHOP-1",
        "platnosci.png",
    ],
)
def test_words_names_and_filters_of_both_languages_find_the_ticket(
    house: World, ticket: Ticket, act: Send, page: Send, q: str
):
    act(
        "reply",
        ticket,
        "Klientka płaci kartą, a strona kończy błędem.",
        by=house.cora,
        files=[store(b"x", "platnosci.png")],
    )
    assert keys(page(house.ben, q)) == [ticket.key]


@pytest.mark.parametrize(
    "q", ["klient:clinic checkout", "stan:zamknięte checkout", "do:2020-01-01 checkout", "system:mes checkout", "płac"]
)
def test_filters_that_do_not_fit_find_nothing(house: World, ticket: Ticket, page: Send, q: str):
    found = page(house.ben, q)
    assert (keys(found), "Nothing found" in found) == ([], True)


@pytest.mark.parametrize(
    ("q", "told"),
    [
        ("stan:dziwny", "“dziwny” is no state. Known are open, new"),
        ("klient:nikogo", "No customer is called “nikogo”."),
        ("system:zzz", "No system is called “zzz”."),
        ("osoba:zzzzz checkout", "Nobody is called “zzzzz”."),
        ("od:wczoraj", "“wczoraj” is no day: write it as 2026-05-31."),
    ],
)
def test_a_filter_that_nobody_understands_is_told_and_finds_nothing(
    house: World, ticket: Ticket, page: Send, q: str, told: str
):
    found = page(house.ben, q)
    assert told in found
    assert keys(found) == []


def test_what_was_looked_for_is_marked_where_it_stands(house: World, ticket: Ticket, act: Send, page: Send):
    act("note", ticket, "A <b>secret</b> of the bramka", by=house.ben)
    found = page(house.ben, "checkout bramce secret")
    assert "<mark>Checkout</mark> fails" in found
    assert "A &lt;b&gt;<mark>secret</mark>&lt;/b&gt; of the <mark>bramka</mark>" in found


def test_clients_find_their_own_tickets_and_nothing_said_inside(house: World, ticket: Ticket, act: Send, page: Send):
    act("note", ticket, "The bramka of the shop", by=house.ben, files=[store(b"x", "passwords.txt")])
    for q in ("bramka", "passwords", "bramka checkout", "person:ben", "Bąk"):
        assert keys(page(house.cora, q)) == [], q
    assert keys(page(house.cora, "checkout")) == [ticket.key]
    assert keys(page(house.zoe, "checkout")) == []
    act("reply", ticket, "We look at it", by=house.ben)
    assert keys(page(house.cora, "bąk")) == keys(page(house.cora, "person:ben")) == [ticket.key]
    assert "bramka" not in page(house.cora, "ben")


def test_people_customers_and_systems_are_found_by_their_names_with_a_typing_error(house: World, page: Send):
    with scoped(ENGINE):
        who_writes(house.customers["SHOP"], email="kasia@else.example", name="Katarzyna Kowalska", now=now())
    assert '/desk/customers/SHOP"><span>Cora Czarnecka' in page(house.ben, "Czarnceka")
    assert '/desk/customers/SHOP"><span>Katarzyna Kowalska' in page(house.ben, "kowalksa katarzyna")
    assert '/desk/people"><span>Beniamin Bąk' in page(house.ben, "beniamin")
    assert '/desk/customers/CLINIC"' in page(house.ben, "clinic")
    assert '/desk/customers/UNI#systems"' in page(house.ben, "enrolmnet")


def test_clients_find_their_own_people_alone(house: World, page: Send):
    assert '/portal/people"><span>Cora Czarnecka' in page(house.cora, "czarnecka")
    for q in ("zofia", "olga", "clinic", "Sklep"):
        assert "/portal/people" not in page(house.cora, q).split('id="found"')[1], q


def test_the_box_has_the_results_alone(house: World, ticket: Ticket, page: Send):
    found = page(house.ben, "checkout", IN_PLACE)
    assert keys(found) == [ticket.key]
    assert "<html" not in found
    assert "<form" not in found


def test_every_page_has_the_way_to_the_search_and_its_box(house: World, client: Client):
    for who, side in ((house.ben, "desk"), (house.cora, "portal")):
        client.force_login(who)
        shown = client.get(f"/{side}/").content.decode()
        assert f'href="/{side}/search"' in shown
        assert f'hx-get="/{side}/search"' in shown
        assert shown.count('data-key="/"') == 1
        assert client.get(f"/{side}/search").content.decode().count('data-key="/"') == 1


def test_more_than_a_page_has_pages_and_only_so_many_words_are_read(
    house: World, reported: Callable[[], Ticket], page: Send
):
    made = [reported().key for _ in range(22)]
    assert keys(page(house.ben, "checkout")) == made[:1:-1]
    assert "q=checkout&amp;page=2" in page(house.ben, "checkout")
    assert "Only the first twelve words" in page(house.ben, " ".join(["checkout"] * 13))


@pytest.mark.parametrize(
    "q", ["'", "\\", "'' | 'a", "\x00", ":", '"', "!&|()<->:*", "a:b:c", "%_", "-1", "٣", "<script>"]
)
def test_no_sign_breaks_the_search(house: World, page: Send, q: str):
    assert 'role="search"' in page(house.ben, q)
    assert 'role="search"' in page(house.cora, q)


def test_it_asks_the_database_few_questions(
    house: World, reported: Callable[[], Ticket], page: Send, django_assert_max_num_queries: Any
):
    for _ in range(5):
        reported()
    page(house.ben, "checkout")
    with django_assert_max_num_queries(14):
        assert len(keys(page(house.ben, "checkout", IN_PLACE))) == 5


@pytest.mark.parametrize("q", ["state:spam", "state:all", "state:spam weekend", "state:all weekend"])
def test_a_client_finds_nothing_that_was_laid_aside_by_words_or_without(
    page: Callable[..., str], house: World, q: str
) -> None:
    shop, cyryl, at = house.customers["SHOP"], house.cyryl, now()
    told: dict[str, Any] = {"title": "You won a weekend", "text": "A weekend.", "class_id": "critical"}
    with scoped(ENGINE):
        own = report(shop, **told, by=cyryl, now=at, service=house.services["SHOP", "shop"])
        Ticket.objects.filter(pk=own.pk).update(status="aside")
    assert own.key not in keys(page(house.people["cora"], q))
    assert own.key in keys(page(house.people["olga"], q))


@pytest.mark.parametrize("q", ["from:0001-01-01", "to:9999-12-31", "do:31.12.9999", "od:0000-01-01"])
def test_a_day_that_no_calendar_of_ours_holds_is_no_day(page: Callable[..., str], house: World, q: str) -> None:
    assert "is no day" in page(house.ben, q)
