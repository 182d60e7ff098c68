"""A person's inbox in the product."""

from datetime import timedelta

import pytest
from django.test import Client
from letters_out import news
from service import START

from gwarant.accounts.models import User
from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.cast import World
from gwarant.notify.actions import tell
from gwarant.notify.letter import Letter
from gwarant.notify.models import Notice


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def told(world: World, *names: str, number: int = 1, path: str = "/profile") -> None:
    letter = Letter(f"News {number}", ("What happened.",), path=path)
    people = [world.people[name] for name in names]
    with scoped(ENGINE):
        tell(people, news(letter), key=f"n{number}", customer=None, now=START + timedelta(minutes=number))


def item_of(user: User) -> Notice:
    with scoped(ENGINE):
        return Notice.objects.get(user=user)


def test_the_newest_stands_first_and_the_unread_are_marked(world: World) -> None:
    for number in (1, 2):
        told(world, "cora", number=number)
    page = signed_in(world.cora).get("/inbox").content.decode()

    assert page.index("News 2") < page.index("News 1")
    assert page.count('class="unread"') == 2


def test_nobody_sees_what_another_was_told(world: World) -> None:
    told(world, "cora")

    assert "News 1" not in signed_in(world.cyryl).get("/inbox").content.decode()
    assert "News 1" not in signed_in(world.olga).get("/inbox").content.decode()


@pytest.mark.parametrize("other", ["cyryl", "olga", "zoe"])
@pytest.mark.parametrize("verb", ["", "/reading"])
def test_nobody_opens_anothers_item(world: World, other: str, verb: str) -> None:
    told(world, "cora")
    client, page = signed_in(world.people[other]), f"/inbox/{item_of(world.cora).pk}{verb}"
    answer = client.post(page) if verb else client.get(page)

    assert answer.status_code == 404
    assert item_of(world.cora).read_at is None


def test_opening_an_item_leads_to_its_matter_and_marks_it_read(world: World) -> None:
    told(world, "cora")
    answer = signed_in(world.cora).get(f"/inbox/{item_of(world.cora).pk}")

    assert answer["Location"] == "/profile"
    assert item_of(world.cora).read_at is not None


@pytest.mark.parametrize("path", ["", "https://elsewhere.example/", "//elsewhere.example/"])
def test_an_item_never_leads_out_of_the_product(world: World, path: str) -> None:
    told(world, "cora", path=path)

    assert signed_in(world.cora).get(f"/inbox/{item_of(world.cora).pk}")["Location"] == "/inbox"


def test_one_is_marked_read_without_opening_it(world: World) -> None:
    told(world, "cora")
    client = signed_in(world.cora)
    client.post(f"/inbox/{item_of(world.cora).pk}/reading")

    assert 'class="unread"' not in client.get("/inbox").content.decode()


def test_all_are_marked_read_at_once_and_nobody_elses(world: World) -> None:
    for number in (1, 2):
        told(world, "cora", number=number)
    told(world, "cyryl", number=3)
    client = signed_in(world.cora)

    answer = client.post("/inbox/reading", follow=True)
    assert "Oznaczono 2 wiadomości jako przeczytane." in answer.content.decode()
    assert 'class="unread"' not in answer.content.decode()
    assert item_of(world.cyryl).read_at is None


def test_an_empty_inbox_says_so(world: World) -> None:
    assert "Jeszcze nic tu nie ma" in signed_in(world.cora).get("/inbox").content.decode()


def test_a_long_inbox_has_pages(world: World) -> None:
    for number in range(1, 43):
        told(world, "ben", number=number)
    client = signed_in(world.ben)

    assert "News 42" in client.get("/inbox").content.decode()
    assert "News 1<" in client.get("/inbox?page=2").content.decode()
    assert client.get("/inbox?page=rubbish").status_code == 200


def test_a_stranger_is_led_to_sign_in(world: World) -> None:
    assert Client().get("/inbox")["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("page", ["/inbox/reading", "/inbox/1/reading"])
def test_marking_is_a_post(world: World, page: str) -> None:
    assert signed_in(world.cora).get(page).status_code == 405


def test_the_inbox_stands_in_the_frame_of_its_reader(world: World) -> None:
    desk, portal = (signed_in(one).get("/inbox").content.decode() for one in (world.ben, world.cora))

    assert 'class="desk"' in desk
    assert 'class="portal"' in portal
