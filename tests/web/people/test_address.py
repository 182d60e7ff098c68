"""Whose address is known to be theirs, and how somebody else shows it: before that nobody adds a second step."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import signing
from django.test import Client
from django.urls import reverse
from letters_out import mails
from service import START

from gwarant.accounts.actions import create_user
from gwarant.accounts.models import Company, User
from gwarant.cli.founding import make_owner
from gwarant.customers.actions import invite
from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.cast import PASSWORD, World
from gwarant.web.moment import now
from gwarant.web.people.address import SALT
from gwarant.web.people.letters import send_invitation

ADDING = [reverse("mfa_activate_totp"), reverse("mfa_add_webauthn")]


def signed_in(email: str) -> Client:
    """A browser in which the person has just typed the password, twice."""
    client = Client(headers={"accept-language": "en"})
    assert client.post(reverse("account_login"), {"login": email, "password": PASSWORD}).status_code == 302
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client


@pytest.fixture
def unknown(world: World) -> User:
    """Somebody whose address nobody has shown to be theirs."""
    with scoped(ENGINE):
        told = {"name": "New", "staff_role": "engineer", "language": "en", "password": PASSWORD}
        return create_user(email="new@house.example", now=START, **told)


def test_the_first_owner_can_add_a_second_step(db: None) -> None:
    with scoped(ENGINE):
        Company.objects.create(id=1, name="House", language="en", created_at=START)
    owner = make_owner(email="First@house.example", name="First", password=PASSWORD, language="en", now=START)
    assert [signed_in(owner.email).get(place).status_code for place in ADDING] == [200, 200]


def test_who_came_by_an_invitation_can_add_a_second_step(world: World) -> None:
    with scoped(ENGINE):
        told = {"staff_role": "engineer", "by": world.olga, "send": send_invitation, "now": now()}
        token = invite(email="new@house.example", **told)
    typed = {"name": "New", "password": PASSWORD}
    assert Client().post(reverse("invitation", args=[token]), typed).status_code == 302
    assert [signed_in("new@house.example").get(place).status_code for place in ADDING] == [200, 200]


def test_a_stranger_who_asks_for_a_new_password_takes_nothing_away(world: World) -> None:
    before = list(EmailAddress.objects.values_list("email", "verified"))
    Client().post(reverse("account_reset_password"), {"email": "ben@house.example"})
    assert list(EmailAddress.objects.values_list("email", "verified")) == before
    assert [signed_in("ben@house.example").get(place).status_code for place in ADDING] == [200, 200]


def test_others_are_led_to_verifying_their_address(unknown: User) -> None:
    client = signed_in(unknown.email)
    assert [client.get(place).url for place in ADDING] == [reverse("address")] * 2
    assert "Verify the address" in client.get(reverse("security")).content.decode()


def test_the_link_of_the_mail_verifies_and_looking_at_it_does_not(unknown: User) -> None:
    client = signed_in(unknown.email)
    for _ in range(2):
        assert client.post(reverse("address")).status_code == 302
    with scoped(ENGINE):
        link = re.search(r"/profile/address/\S+", mails().get(address=unknown.email).text)
    assert link
    assert client.get(link[0]).status_code == 200
    assert client.get(ADDING[0]).status_code == 302
    assert client.post(link[0]).status_code == 302
    assert [client.get(place).status_code for place in ADDING] == [200, 200]


def test_nobody_verifies_by_the_link_of_another(unknown: User, world: World) -> None:
    page = reverse("address_confirmation", args=[signing.dumps([unknown.pk, unknown.email], salt=SALT)])
    assert signed_in("ben@house.example").post(page).status_code == 410
    forged = reverse("address_confirmation", args=[signing.dumps([unknown.pk, unknown.email])])
    client = signed_in(unknown.email)
    assert client.post(forged).status_code == 410
    assert client.get(ADDING[0]).status_code == 302


def test_a_new_password_by_the_link_of_a_mail_verifies_the_address(unknown: User) -> None:
    client = Client()
    client.post(reverse("account_reset_password"), {"email": unknown.email})
    with scoped(ENGINE):
        link = re.search(r"/accounts/password/reset/key/\S+/", mails().get(address=unknown.email).text)
    assert link
    form = client.get(link[0], follow=True).redirect_chain[-1][0]
    assert client.post(form, {"password1": PASSWORD, "password2": PASSWORD}).status_code == 302
    assert signed_in(unknown.email).get(ADDING[0]).status_code == 200
