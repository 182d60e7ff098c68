"""One more medium is one description and one line in the registry: everything else follows from it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from letters_out import news
from service import START

from gwarant.accounts.models import User
from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.cast import World
from gwarant.engine.sweeps import lanes, sweeps
from gwarant.notify.actions import choose, tell, wishes_of
from gwarant.notify.channels.envelope import DeliveryFailed, Entry, Receipt
from gwarant.notify.choices import Wishes
from gwarant.notify.delivery import send_due
from gwarant.notify.letter import Letter
from gwarant.notify.media import MEDIA
from gwarant.notify.medium import Medium, OwnAddress, Pace, Parcel, Payload, Reader, Ways
from gwarant.notify.models import Delivery, DeliveryState

PAGE = "/profile/notices"
flown: list[Parcel] = []


def render(letter: Letter, reader: Reader, _ways: Ways) -> Payload:
    return {"subject": letter.subject, "ring": f"{reader.language}: {letter.what}"}


def opened(_ways: Ways, _entry: Entry) -> Callable[[Parcel], Receipt]:
    def deliver(parcel: Parcel) -> Receipt:
        if parcel.address == "coop 0":
            raise DeliveryFailed("it came back")
        flown.append(parcel)
        return Receipt("landed")

    return deliver


PIGEON = Medium(
    name="pigeon",
    label="Pigeon post",
    render=render,
    opened=opened,
    own=OwnAddress(
        label="Your coop",
        hint="Such as coop 7.",
        check=lambda address, _ways: "" if address.startswith("coop ") else "There is no such coop.",
        type="tel",
    ),
    usual=lambda kind: bool(kind.always),
    shown=lambda address: address.partition(" ")[0],
    pace=Pace(lease=timedelta(hours=2), back_off=(timedelta(hours=1), timedelta(hours=10))),
)


@pytest.fixture(autouse=True)
def _registered(monkeypatch: pytest.MonkeyPatch) -> None:
    flown.clear()
    monkeypatch.setitem(MEDIA, "pigeon", PIGEON)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def told(world: World, address: str, kind: str = "evidence") -> Delivery:
    """Tell Ben, who has given that address."""
    with scoped(ENGINE):
        choose(world.ben, Wishes({}, {"pigeon": address}), now=START)
        tell([world.ben], news(Letter("It broke", ()), kind), key="k", customer=None, now=START)
        return Delivery.objects.get(medium="pigeon")


def test_it_stands_on_the_page_of_choices_with_its_own_usual_and_its_field(world: World) -> None:
    page = signed_in(world.ben).get(PAGE).content.decode()

    assert '<th scope="col" class="box">Pigeon post</th>' in page
    assert '<input type="checkbox" name="evidence.pigeon" checked>' in page
    assert '<input type="checkbox" name="new.pigeon">' in page
    assert "Your coop" in page
    assert "Such as coop 7." in page
    assert '<input type="tel" name="address_pigeon"' in page


def test_an_address_is_checked_by_the_medium_and_nothing_typed_is_lost(world: World) -> None:
    client = signed_in(world.ben)
    refused = client.post(PAGE, {"address_pigeon": "the moon", "new.pigeon": "on"})

    assert refused.status_code == 422
    assert "There is no such coop." in refused.content.decode()
    assert 'value="the moon"' in refused.content.decode()
    assert client.post(PAGE, {"address_pigeon": "coop 7", "new.pigeon": "on"}).status_code == 302
    with scoped(ENGINE):
        assert wishes_of(world.ben).addresses == {"pigeon": "coop 7"}
        assert wishes_of(world.ben).chosen["new"]["pigeon"] is True


def test_it_carries_what_it_renders_to_the_address_that_was_given(world: World) -> None:
    row = told(world, "coop 7")
    with scoped(ENGINE):
        assert send_due("pigeon", START) == 1
        row.refresh_from_db()

    assert row.payload["ring"] in ("en: It broke", "pl: It broke")
    assert (row.state, row.sent_at, row.address) == (DeliveryState.SENT, START, "coop 7")
    assert [one.address for one in flown] == ["coop 7"]


def test_without_an_address_it_carries_nothing(world: World) -> None:
    with scoped(ENGINE):
        tell([world.ben], news(Letter("It broke", ()), "evidence"), key="k", customer=None, now=START)
        assert not Delivery.objects.filter(medium="pigeon").exists()


def test_what_fails_waits_as_the_medium_says_and_is_given_up_when_it_says(world: World) -> None:
    row, at, waits = told(world, "coop 0"), START, []
    with scoped(ENGINE):
        for _ in PIGEON.pace.back_off:
            send_due("pigeon", at)
            row.refresh_from_db()
            assert row.due_at is not None
            waits.append(row.due_at - at)
            at = row.due_at
        send_due("pigeon", at)
        row.refresh_from_db()

    assert [round(wait / timedelta(hours=1) / hours) for wait, hours in zip(waits, (1, 10), strict=True)] == [1, 1]
    assert (row.state, row.attempts, row.last_error) == (DeliveryState.DEAD, 3, "it came back")


def test_it_has_a_sweep_and_a_lane_of_its_own() -> None:
    assert "pigeon" in sweeps()
    assert ("pigeon",) in lanes()
    assert ("outbox",) in lanes()


def test_the_house_sees_that_it_goes_out_and_of_the_address_what_the_medium_shows(world: World) -> None:
    row = told(world, "coop 7")
    client = signed_in(world.olga)
    page = client.get(f"/desk/messages/{row.pk}").content.decode()

    assert "It broke" in page
    assert "coop 7" not in page
    assert client.get(f"/desk/messages/{row.pk}/file").status_code == 404


def test_while_the_settings_do_not_make_it_usable_it_is_offered_to_nobody_and_what_was_chosen_stays(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = told(world, "coop 7")
    monkeypatch.setitem(MEDIA, "pigeon", replace(PIGEON, is_ready=lambda ways: ways is not settings.ENV))
    client = signed_in(world.ben)
    with scoped(ENGINE):
        assert send_due("pigeon", START) == 0
        assert tell([world.ben], news(Letter("It broke", ()), "evidence"), key="k2", customer=None, now=START) == 1
        assert Delivery.objects.filter(medium="pigeon").get() == row

    assert "Pigeon post" not in client.get(PAGE).content.decode()
    assert client.post(PAGE, {"new.mail": "on"}).status_code == 302
    with scoped(ENGINE):
        assert wishes_of(world.ben).addresses == {"pigeon": "coop 7"}
