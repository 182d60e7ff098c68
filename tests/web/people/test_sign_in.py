"""Signing in: who gets in, who waits, who is out, and what a stranger learns."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from letters_out import mails
from service import START

from gwarant.accounts.actions import leave
from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.cast import PASSWORD, World

LOGIN = "/accounts/login/"
LIMIT = 8


def sign_in(client: Client, name: str, password: str = PASSWORD, address: str = "10.0.0.1") -> object:
    return client.post(LOGIN, {"login": name, "password": password}, REMOTE_ADDR=address)


@pytest.fixture
def client() -> Client:
    return Client(headers={"accept-language": "en"})


def test_the_first_page_leads_everybody_to_their_place(client: Client, world: World) -> None:
    assert client.get("/").url.startswith(LOGIN)
    for name, place in (("ben@house.example", "desk:due"), ("cora@shop.example", "portal:home")):
        sign_in(client, name)
        assert client.get("/").url == reverse(place)
        client.post("/accounts/logout/")


def test_signing_in_gives_the_session_a_new_key(client: Client, world: World) -> None:
    session = client.session
    session["kept"] = "before"
    session.save()
    sign_in(client, "Ben@House.example")
    assert client.session.session_key != session.session_key
    assert "_auth_user_id" in client.session


def test_a_wrong_password_and_an_unknown_address_look_alike(client: Client, world: World) -> None:
    known, unknown = sign_in(client, "ben@house.example", "wrong"), sign_in(client, "who@house.example", "wrong")
    assert (known.status_code, unknown.status_code) == (422, 422)
    assert steady(known, "ben") == steady(unknown, "who")


def test_a_forgotten_password_tells_a_stranger_nothing(client: Client, world: World) -> None:
    pages = [client.post("/accounts/password/reset/", {"email": f"{name}@house.example"}) for name in ("ben", "who")]
    assert [(one.status_code, one.url) for one in pages] == [(302, reverse("account_reset_password_done"))] * 2
    with scoped(ENGINE):
        assert list(mails().values_list("address", flat=True)) == ["ben@house.example"]


def test_the_link_of_a_forgotten_password_sets_a_new_one_once(client: Client, world: World) -> None:
    client.post("/accounts/password/reset/", {"email": "ben@house.example"})
    with scoped(ENGINE):
        link = re.search(r"/accounts/password/reset/key/\S+/", mails().get().text)
    assert link
    form = client.get(link[0], follow=True).redirect_chain[-1][0]
    new = {"password1": "four words nobody said", "password2": "four words nobody said"}
    assert client.post(form, {**new, "password2": "other"}).status_code == 422
    assert client.post(form, new).url == reverse("account_reset_password_from_key_done")
    assert "does not work any more" in Client(headers={"accept-language": "en"}).get(link[0]).content.decode()
    sign_in(client, "ben@house.example", "four words nobody said")
    assert client.get("/").url == reverse("desk:due")


def test_too_many_tries_wait_a_quarter_of_an_hour(client: Client, world: World) -> None:
    tries = [sign_in(client, "ben@house.example", "wrong") for _ in range(LIMIT)]
    assert [one.status_code for one in tries] == [422] * (LIMIT - 1) + [429]
    assert "After 15 minutes" in tries[-1].content.decode()
    assert sign_in(client, "ben@house.example").status_code == 429


def test_a_lock_holds_for_one_person_from_one_address(client: Client, world: World) -> None:
    for _ in range(LIMIT):
        sign_in(client, "ben@house.example", "wrong")
    assert sign_in(client, "cora@shop.example").status_code == 302
    assert sign_in(Client(), "ben@house.example", address="10.0.0.2").status_code == 302


def test_capitals_and_spaces_are_no_way_around_the_lock(client: Client, world: World) -> None:
    for written in ("ben@house.example", "BEN@house.example", " ben@house.example ", "Ben@House.Example") * 2:
        last = sign_in(client, written, "wrong")
    assert last.status_code == 429


def test_a_lock_is_told_in_polish_too(world: World) -> None:
    client = Client(headers={"accept-language": "pl"})
    answers = [sign_in(client, "ben@house.example", "wrong") for _ in range(LIMIT)]
    assert "15 minut" in answers[-1].content.decode()


def test_a_leaver_is_refused_at_the_next_request(client: Client, world: World) -> None:
    sign_in(client, "ben@house.example")
    assert client.get("/profile").status_code == 200
    with scoped(ENGINE):
        leave(world.ben, now=START)
    assert client.get("/profile").url.startswith(LOGIN)
    sign_in(client, "ben@house.example")
    assert client.get("/profile").status_code == 302


def test_a_leaver_by_the_desk_loses_every_session(client: Client, world: World) -> None:
    places = [client, Client(), Client()]
    for one in places:
        sign_in(one, "dorota@house.example")
    olga = Client()
    sign_in(olga, "olga@house.example")
    assert olga.post(reverse("desk:person_departure", args=[world.dorota.pk])).status_code == 302
    assert [one.get("/profile").status_code for one in places] == [302] * 3
    assert not any("_auth_user_id" in one.session for one in places)


def test_a_new_password_ends_every_other_session_and_is_told_by_mail(client: Client, world: World) -> None:
    other = Client()
    for one in (client, other):
        sign_in(one, "ben@house.example")
    new = {"oldpassword": PASSWORD, "password1": "four words nobody said", "password2": "four words nobody said"}
    assert client.post("/accounts/password/change/", {**new, "oldpassword": "wrong"}).status_code == 422
    assert client.post("/accounts/password/change/", new).status_code == 302
    assert [one.get("/profile").status_code for one in (client, other)] == [200, 302]
    with scoped(ENGINE):
        assert "password was changed" in mails().get(address="ben@house.example").subject


@pytest.mark.parametrize("language", ["en", "pl"])
def test_no_page_about_signing_in_carries_script_or_style_of_its_own(world: World, language: str) -> None:
    client = Client(headers={"accept-language": language})
    outside = ("login/", "password/reset/", "password/reset/done/", "inactive/")
    inside = ("logout/", "password/change/", "sessions/", "reauthenticate/", "2fa/", "2fa/webauthn/")
    pages = [client.get(f"/accounts/{one}") for one in outside]
    sign_in(client, "cora@shop.example")
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    pages += [client.get(f"/accounts/{one}") for one in (*inside, "2fa/totp/activate/", "2fa/webauthn/add/")]
    pages += [client.get(one) for one in ("/profile", "/profile/security")]
    assert [one.url for one in pages if one.status_code != 200] == []
    for one in pages:
        text = one.content.decode()
        assert not re.search(r"<style|<script(?![^>]*(src=|application/json))|\sstyle=|\son[a-z]+=", text)


@pytest.mark.parametrize(
    "page", ["signup/", "email/", "confirm-email/", "confirm-email/x/", "3rdparty/", "login/code/"]
)
def test_what_we_do_not_use_of_allauth_is_not_there(client: Client, world: World, page: str) -> None:
    sign_in(client, "ben@house.example")
    assert client.get(f"/accounts/{page}").status_code == 404


def test_signing_in_never_leads_to_another_site(client: Client, world: World) -> None:
    typed = {"login": "ben@house.example", "password": PASSWORD, "next": "https://evil.example/"}
    assert client.post(LOGIN, typed).url == "/"


def steady(answer: object, name: str) -> str:
    """The page without what differs anyway: the token against forgery and the address typed."""
    text = answer.content.decode().replace(f"{name}@", "x@")
    return re.sub(r'(csrfmiddlewaretoken" value=|x-csrftoken": )"[^"]+"', "", text)
