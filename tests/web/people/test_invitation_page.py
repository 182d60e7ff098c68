"""The page behind an invitation's link."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from letters_out import mails

from gwarant.accounts.models import User
from gwarant.customers.actions import find_invitation, invite, revoke_invitation
from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.cast import World
from gwarant.web.moment import now
from gwarant.web.people.letters import send_invitation

TYPED = {"name": "Nowa Osoba", "password": "four words nobody said"}


def invited(world: World, email: str = "new@shop.example", **facts: object) -> str:
    """The page of an invitation to the shop."""
    told = {"customer": world.customers["SHOP"], "role": "requester", "now": now(), **facts}
    with scoped(ENGINE):
        return reverse("invitation", args=[invite(email=email, by=world.cora, send=send_invitation, **told)])


def token_of(page: str) -> str:
    return page.rsplit("/", 1)[1]


def test_the_page_says_who_invites_to_what(client: Client, world: World) -> None:
    answer = client.get(invited(world))
    assert answer.status_code == 200
    assert all(words in answer.content.decode() for words in ("Cora Czarnecka", "Acme Shop", "new@shop.example"))


def test_looking_at_the_link_uses_nothing_up(client: Client, world: World) -> None:
    page = invited(world)
    for _ in range(3):
        client.get(page)
        client.head(page)
    with scoped(ENGINE):
        assert find_invitation(token_of(page)).is_open(now())


def test_a_name_and_a_password_make_the_account_and_sign_in(client: Client, world: World) -> None:
    answer = client.post(invited(world), TYPED)
    assert (answer.status_code, answer.url) == (302, "/")
    assert client.get("/").url == reverse("portal:home")
    assert User.objects.get(email="new@shop.example").check_password(TYPED["password"])


def test_a_colleague_comes_to_the_desk(client: Client, world: World) -> None:
    page = invited(world, "new@house.example", customer=None, role="", staff_role="engineer")
    client.post(page, TYPED)
    assert client.get("/").url == reverse("desk:due")


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"name": "", "password": "four words nobody said"}, "name"),
        ({"name": "Nowa", "password": "short"}, "password"),
        ({"name": "Nowa", "password": "password1234"}, "password"),
        ({"name": "\0", "password": "four words nobody said"}, "name"),
    ],
)
def test_bad_input_is_told_by_its_field_and_kept(
    client: Client, world: World, typed: dict[str, str], field: str
) -> None:
    answer = client.post(invited(world), typed)
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == [field]
    assert f'value="{typed["name"]}"' in answer.content.decode() or field == "name"


def test_a_used_link_says_so_and_makes_nothing(client: Client, world: World) -> None:
    page = invited(world, language="en")
    client.post(page, TYPED)
    other = Client(headers={"accept-language": "en"})
    assert other.get(page).status_code == 410
    answer = other.post(page, {**TYPED, "name": "Thief"})
    assert (answer.status_code, "has been used" in answer.content.decode()) == (410, True)


def test_withdrawn_expired_and_unknown_links_say_what_to_do(client: Client, world: World) -> None:
    client.cookies["gwarant_language"] = "en"
    withdrawn, expired = invited(world), invited(world, "old@shop.example", now=now() - timedelta(days=8))
    with scoped(ENGINE):
        revoke_invitation(find_invitation(token_of(withdrawn)), now=now())
    said = {page: client.get(page) for page in (withdrawn, expired, "/invitations/nonsense")}
    assert [one.status_code for one in said.values()] == [410, 410, 404]
    assert all(words in said[page].content.decode() for page, words in ((withdrawn, "withdrawn"), (expired, "expired")))


def test_who_has_an_account_signs_in_and_accepts_as_themselves(client: Client, world: World) -> None:
    page = invited(world, "zoe@clinic.example")
    assert f"/accounts/login/?next={page}" in client.get(page).content.decode()
    client.force_login(world.zoe, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.post(page).status_code == 302
    with scoped(ENGINE):
        assert world.zoe.memberships.active().count() == 2


def test_nobody_accepts_for_another_account(client: Client, world: World) -> None:
    page = invited(world, "zoe@clinic.example")
    client.force_login(world.ula, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.post(page, TYPED).status_code == 302
    with scoped(ENGINE):
        assert world.zoe.memberships.active().count() == 1
        assert find_invitation(token_of(page)).accepted_at is None


def test_the_page_speaks_the_language_of_the_invitation(client: Client, world: World) -> None:
    assert '<html lang="pl"' in client.get(invited(world, language="pl")).content.decode()
    other = invited(world, "other@shop.example", language="en")
    assert '<html lang="en"' in client.get(other).content.decode()


def test_the_mail_carries_the_link_in_the_language_of_the_invitation(world: World) -> None:
    page = invited(world, language="en")
    with scoped(ENGINE):
        sent = mails().get(address="new@shop.example")
    assert page in sent.text
    assert "Cora Czarnecka" in sent.text


def test_a_token_never_comes_into_the_log(client: Client, world: World, caplog: pytest.LogCaptureFixture) -> None:
    page = invited(world)
    assert client.post(page, {"name": ""}).status_code == 422
    assert token_of(page) not in caplog.text
