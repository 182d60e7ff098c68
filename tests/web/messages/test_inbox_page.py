"""A person's inbox in the product: grouped by matter, in the language that they read today."""

from datetime import timedelta

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from letters_out import news
from service import START

from gwarant.accounts.actions import come_back, leave
from gwarant.accounts.models import User
from gwarant.customers.actions import add_member
from gwarant.customers.models import Membership
from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.cast import PASSWORD, World
from gwarant.notify.actions import tell
from gwarant.notify.letter import Letter
from gwarant.notify.models import Notice
from gwarant.tickets import actions
from gwarant.tickets.models import Ticket
from gwarant.web.messages.grouping import brief

UNREAD = 'class="matter unread"'


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def told(world: World, *names: str, number: int = 1, path: str = "/profile", ref: str = "") -> None:
    letter = Letter(f"News {number}", ("What happened.",), path=path)
    people = [world.people[name] for name in names]
    with scoped(ENGINE):
        tell(people, news(letter, ref=ref), key=f"n{number}", customer=None, now=START + timedelta(minutes=number))


def item_of(user: User) -> Notice:
    with scoped(ENGINE):
        return Notice.objects.get(user=user)


def test_the_newest_stands_first_and_the_unread_are_marked(world: World) -> None:
    for number in (1, 2):
        told(world, "cora", number=number)
    page = signed_in(world.cora).get("/inbox").content.decode()

    assert page.index("News 2") < page.index("News 1")
    assert page.count(UNREAD) == 2


def test_nobody_sees_what_another_was_told(world: World) -> None:
    told(world, "cora")

    assert "News 1" not in signed_in(world.cyryl).get("/inbox").content.decode()
    assert "News 1" not in signed_in(world.olga).get("/inbox").content.decode()


def test_who_comes_back_on_the_other_side_reads_nothing_of_before(world: World) -> None:
    told(world, "dorota", ref="PLANT-1")
    with scoped(ENGINE):
        leave(world.dorota, now=START + timedelta(days=1))
        come_back(world.dorota, name="Dorota", language="pl", password=PASSWORD, now=START + timedelta(days=2))
        person = User.objects.get(pk=world.dorota.pk)
        add_member(world.customers["SHOP"], person, "reader", now=START + timedelta(days=2))
    client, old = signed_in(person), item_of(person)

    assert "News 1" not in client.get("/inbox").content.decode()
    assert client.get(f"/inbox/{old.pk}").status_code == 404


def test_who_left_one_customer_for_another_reads_nothing_of_the_first(world: World) -> None:
    with scoped(ENGINE):
        letter = news(Letter("Of the shop", ("What happened.",), path="/profile"))
        tell([world.cyryl], letter, key="s", customer=world.customers["SHOP"], now=START + timedelta(minutes=1))
        add_member(world.customers["CLINIC"], world.cyryl, "reader", now=START)
    client = signed_in(world.cyryl)

    assert "Of the shop" in client.get("/inbox").content.decode()
    with scoped(ENGINE):
        place = Membership.objects.active().get(user=world.cyryl, customer=world.customers["SHOP"])
        Membership.objects.filter(pk=place.pk).update(ended_at=START + timedelta(days=1))
    assert "Of the shop" not in client.get("/inbox").content.decode()


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

    assert UNREAD not in client.get("/inbox").content.decode()


def test_all_are_marked_read_at_once_and_nobody_elses(world: World) -> None:
    for number in (1, 2):
        told(world, "cora", number=number)
    told(world, "cyryl", number=3)
    client = signed_in(world.cora)

    answer = client.post("/inbox/reading", follow=True)
    assert "Oznaczono 2 wiadomości jako przeczytane." in answer.content.decode()
    assert UNREAD not in answer.content.decode()
    assert item_of(world.cyryl).read_at is None


def test_an_empty_inbox_says_so(world: World) -> None:
    assert "Jeszcze nic tu nie ma" in signed_in(world.cora).get("/inbox").content.decode()


def test_a_long_inbox_has_pages(world: World) -> None:
    for number in range(1, 23):
        told(world, "ben", number=number)
    client = signed_in(world.ben)

    assert "News 22" in client.get("/inbox").content.decode()
    assert "News 1<" in client.get("/inbox?page=2").content.decode()
    assert client.get("/inbox?page=rubbish").status_code == 400


def test_a_stranger_is_led_to_sign_in(world: World) -> None:
    assert Client().get("/inbox")["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize("page", ["/inbox/reading", "/inbox/1/reading"])
def test_marking_is_a_post(world: World, page: str) -> None:
    assert signed_in(world.cora).get(page).status_code == 405


def test_the_inbox_stands_in_the_frame_of_its_reader(world: World) -> None:
    desk, portal = (signed_in(one).get("/inbox").content.decode() for one in (world.ben, world.cora))

    assert 'class="desk"' in desk
    assert 'class="portal"' in portal


def test_what_was_told_of_one_ticket_stands_together_under_it(world: World) -> None:
    for number, ref in enumerate(("SHOP-1", "SHOP-2", "SHOP-1"), 1):
        told(world, "cora", number=number, ref=ref)
    page = signed_in(world.cora).get("/inbox")

    assert [(one.key, one.unread, len(one.items)) for one in page.context["groups"]] == [
        ("SHOP-1", 2, 2),
        ("SHOP-2", 1, 1),
    ]
    assert page.content.decode().count(UNREAD) == 2


def test_of_a_long_group_the_unread_and_the_newest_are_shown_at_once(world: World) -> None:
    for number in range(1, 6):
        told(world, "cora", number=number, ref="SHOP-1")
    client = signed_in(world.cora)
    (group,) = client.get("/inbox").context["groups"]
    assert (len(group.items), group.more) == (5, 0)
    client.post("/inbox/reading")
    (group,) = client.get("/inbox").context["groups"]

    assert [one.subject for one in group.items] == ["News 5", "News 4", "News 3"]
    assert [one.subject for one in group.earlier] == ["News 2", "News 1"]


def test_marking_one_of_a_group_marks_its_matter_and_no_other(world: World) -> None:
    for number, ref in enumerate(("SHOP-1", "SHOP-1", "SHOP-2"), 1):
        told(world, "cora", number=number, ref=ref)
    client = signed_in(world.cora)
    first = client.get("/inbox").context["groups"][1].newest
    client.post(f"/inbox/{first.pk}/reading")

    assert [(one.key, one.unread) for one in client.get("/inbox").context["groups"]] == [("SHOP-2", 1), ("SHOP-1", 0)]


def test_an_inbox_speaks_the_language_that_its_reader_has_today(house: World) -> None:
    ticket = reported(house)
    client = signed_in(house.cora)
    assert "Przyjęliśmy" in client.get("/inbox").content.decode()
    with scoped(ENGINE):
        User.objects.filter(pk=house.cora.pk).update(language="en")
    page = client.get("/inbox").content.decode()

    assert "We have it" in page
    assert f"Your report is registered as {ticket.key}." in page
    assert "Przyjęliśmy" not in page


@pytest.mark.parametrize(("name", "side"), [("cora", "portal"), ("alice", "desk")])
def test_opening_a_ticket_reads_what_was_told_of_it(house: World, name: str, side: str) -> None:
    ticket, other = reported(house), reported(house)
    client = signed_in(house.people[name])
    client.get(f"/{side}/tickets/{ticket.key}")
    unread = {one.key: one.unread for one in client.get("/inbox").context["groups"]}

    assert (unread[ticket.key], unread[other.key]) == (0, 1)


AHEAD = (
    {"HTTP_SEC_PURPOSE": "prefetch"},
    {"HTTP_SEC_PURPOSE": "prefetch;prerender"},
    {"HTTP_PURPOSE": "prefetch"},
    {"HTTP_X_MOZ": "prefetch"},
    {"HTTP_SEC_FETCH_DEST": "image"},
    {"HTTP_SEC_FETCH_DEST": "empty"},
    {"HTTP_HX_REQUEST": "true"},
)


@pytest.mark.parametrize("headers", AHEAD, ids=str)
def test_a_page_that_nobody_looks_at_reads_nothing(house: World, headers: dict[str, str]) -> None:
    ticket = reported(house)
    client = signed_in(house.cora)
    (first,) = (one.newest for one in client.get("/inbox").context["groups"] if one.key == ticket.key)
    client.get(f"/portal/tickets/{ticket.key}", **headers)
    client.get(f"/inbox/{first.pk}", **headers)

    assert {one.key: one.unread for one in client.get("/inbox").context["groups"]}[ticket.key] == 1


def test_a_head_request_reads_nothing(house: World) -> None:
    ticket = reported(house)
    client = signed_in(house.cora)
    client.head(f"/portal/tickets/{ticket.key}")

    assert {one.key: one.unread for one in client.get("/inbox").context["groups"]}[ticket.key] == 1


def test_a_notice_of_another_release_is_shown_by_its_matter(world: World) -> None:
    told(world, "cora", ref="SHOP-1")
    with scoped(ENGINE):
        Notice.objects.create(
            key="x", user=world.cora, kind="new", code="unheard_of", about="ticket", ref="SHOP-9", created_at=START
        )

    assert "SHOP-9" in signed_in(world.cora).get("/inbox").content.decode()


def reported(house: World) -> Ticket:
    place = {"service": house.services["SHOP", "shop"], "class_id": "ordinary"}
    told = {"title": "Late", "text": "Since noon.", "by": house.cora, "now": START, **place}
    with scoped(ENGINE):
        return actions.report(house.customers["SHOP"], **told)


def warned(house: World, ticket: Ticket, *told: tuple[str, str, int]) -> None:
    """Notices of clocks: code, clock and minute."""
    with scoped(ENGINE):
        for code, clock, minute in told:
            facts = {"key": ticket.key, "title": "Late", "side": "desk", "clock": clock, "percent": minute}
            Notice.objects.create(
                key=f"{clock}{minute}",
                user=house.olga,
                kind="warning",
                code=code,
                about="ticket",
                ref=ticket.key,
                facts=facts,
                created_at=START + timedelta(minutes=minute),
            )


def test_a_warning_is_folded_away_once_something_later_is_told_of_its_clock(house: World) -> None:
    ticket = reported(house)
    clocks = (("warned", "Answer", 50), ("warned", "Repair", 60), ("warned", "Answer", 75), ("breached", "Answer", 100))
    warned(house, ticket, *clocks)
    (group,) = (one for one in signed_in(house.olga).get("/inbox").context["groups"] if one.key == ticket.key)
    shown, folded = ([one.subject.split(": ")[1] for one in items] for items in (group.items, group.earlier))

    assert (shown, folded) == (["Answer", "Repair"], ["Answer", "Answer"])
    assert group.unread == 4


def test_three_offers_of_one_contract_stand_under_its_number_and_lead_where_each_led(world: World) -> None:
    with scoped(ENGINE):
        for n in (1, 2, 3):
            path = f"/portal/contracts/SHOP-9/{n}"
            facts = {"number": "SHOP-9", "version": str(n), "hash": "f" * 64, "path": path}
            offer = {"kind": "offer", "code": "contract_offered", "about": "contract", "ref": "SHOP-9", "facts": facts}
            Notice.objects.create(key=f"o{n}", user=world.cora, created_at=START + timedelta(minutes=n), **offer)
    client = signed_in(world.cora)
    answer = client.get("/inbox")
    (group,) = answer.context["groups"]
    page = answer.content.decode()

    assert (group.key, group.is_ticket, len(group.items)) == ("SHOP-9", False, 3)
    assert '<span class="key">SHOP-9</span></h2>' in page
    assert page.count("f" * 64) == 3
    assert [client.get(f"/inbox/{one.pk}")["Location"][-1] for one in group.items] == ["3", "2", "1"]


@given(st.lists(st.text(max_size=600), max_size=12))
def test_what_is_said_in_short_keeps_its_last_sentence(lines: list[str]) -> None:
    last = "If we hear nothing from you it closes by itself: Fri 6 Mar 17:55."

    assert brief([*lines, last]).endswith(last)
    assert len(brief([*lines, last])) <= 5 * 181
