"""A forgotten password: one answer and one amount of work for everybody, and no mail flood that shuts anybody out."""

import re
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from letters_out import mails
from service import START

from gwarant.accounts.actions import leave
from gwarant.accounts.models import User
from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.cast import World
from gwarant.web.people.resetting import send_reset

BEN, NOBODY = "ben@house.example", "who@house.example"


def links() -> list[str]:
    with scoped(ENGINE):
        return list(mails().filter(address=BEN).order_by("created_at").values_list("payload__text", flat=True))


def asked(address: str, *minutes: int, since: datetime = START) -> int:
    """Ask at these minutes; how many mails there are then."""
    for one in minutes:
        send_reset(address, now=since + timedelta(minutes=one))
    return len(links())


def work_of(client: Client, address: str) -> list[str]:
    """What the database was asked, without the values."""
    with CaptureQueriesContext(connection) as seen:
        client.post(reverse("account_reset_password"), {"email": address})
    return [re.sub(r"'[^']*'|\d+|NULL", "?", one["sql"]) for one in seen.captured_queries]


def test_a_known_and_an_unknown_address_cost_the_same_work(world: World) -> None:
    known, unknown = work_of(Client(), BEN), work_of(Client(), NOBODY)
    ends = ("RELEASE", "ROLLBACK")  # a mail that does not stay is taken back where another one is kept
    verbs = [[one.split()[0] for one in found if not one.startswith(ends)] for found in (known, unknown)]
    assert verbs[0] == verbs[1]
    assert verbs[0].count("INSERT") >= 2
    assert len(links()) == 1


def test_one_who_has_left_costs_the_same_and_gets_nothing(world: World) -> None:
    with scoped(ENGINE):
        leave(world.ben, now=START)
    assert len(work_of(Client(), BEN)) == len(work_of(Client(), NOBODY))
    assert links() == []


def test_whoever_asks_often_causes_few_mails(world: World) -> None:
    assert asked(BEN, *range(60)) == 3


def test_the_person_always_holds_a_link_that_works(world: World) -> None:
    asked(BEN, *range(0, 24 * 60, 7))
    client, last = Client(), links()[-1]
    link = re.search(r"/accounts/password/reset/key/\S+/", last)
    assert link
    form = client.get(link[0], follow=True).redirect_chain[-1][0]
    new = {"password1": "four words nobody said", "password2": "four words nobody said"}
    assert client.post(form, new).status_code == 302


@pytest.mark.parametrize("change", [{"last_login": START + timedelta(hours=1)}, {"password": "!other"}])
def test_after_links_became_void_the_next_one_comes_at_once(world: World, change: dict[str, object]) -> None:
    before = asked(BEN, 0, 6, 30)
    User.objects.filter(pk=world.ben.pk).update(**change)
    assert asked(BEN, 61) == before + 1


def test_asking_for_a_reset_keeps_nobody_from_signing_in(world: World) -> None:
    for _ in range(30):
        Client().post(reverse("account_reset_password"), {"email": BEN}, REMOTE_ADDR="10.9.9.9")
    typed = {"login": BEN, "password": "correct horse battery"}
    assert Client().post(reverse("account_login"), typed).status_code == 302


def test_a_mailed_link_works_where_somebody_else_is_signed_in(world: World) -> None:
    asked(BEN, 0)
    found = re.search(r"/accounts/password/reset/key/\S+", links()[0])
    assert found is not None
    client = Client()
    client.force_login(world.marek)
    page = client.get(found[0], follow=True)
    place = page.request["PATH_INFO"]
    typed = {"password1": "quite another word 7", "password2": "quite another word 7"}
    assert client.post(place, typed).status_code == 302
    world.ben.refresh_from_db()
    assert world.ben.check_password("quite another word 7")
