"""Names as people type them into forms: one line that somebody sees, or a sentence at the field."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from letters_out import mails
from paper import signed_in

from gwarant.accounts.models import User
from gwarant.customers.actions import find_invitation, invite
from gwarant.customers.models import Customer, Service
from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.cast import World
from gwarant.web.moment import now
from gwarant.web.people.letters import send_invitation
from gwarant.web.people.sign_in_forms import Named

ODD = "Evil\u202e\r\nBcc: victim@x.example\u200b\u2028y"
CLEAN = "Evil Bcc: victim@x.example y"
UNSEEN = ("\u200b", "\u3164", "\u202e\u202c")
CUSTOMER = {"nip": "", "language": "en", "caretaker": "", "deputy": ""}
SYSTEM = {"environment": "production", "address": "", "card": ""}
FORMS: list[tuple[str, str, dict[str, Any]]] = [
    ("ben", "/profile", {"phone": "", "language": "pl"}),
    ("olga", "/desk/customers/new", {**CUSTOMER, "key": "NEW"}),
    ("olga", "/desk/customers/SHOP/edit", CUSTOMER),
    ("olga", "/desk/customers/SHOP/systems", {**SYSTEM, "key": "new"}),
    ("olga", "/desk/customers/SHOP/systems/shop", SYSTEM),
]


def names() -> set[str]:
    with scoped(ENGINE):
        return {name for kept in (User, Customer, Service) for name in kept.objects.values_list("name", flat=True)}


@pytest.mark.parametrize(("who", "page", "told"), FORMS)
def test_a_name_is_kept_as_one_clean_line(world: World, who: str, page: str, told: dict[str, Any]) -> None:
    assert signed_in(world.people[who]).post(page, {**told, "name": ODD}).status_code == 302
    assert CLEAN in names()
    assert ODD not in names()


@pytest.mark.parametrize("unseen", UNSEEN)
@pytest.mark.parametrize(("who", "page", "told"), FORMS)
def test_a_name_that_nobody_sees_is_refused_at_its_field(
    world: World, who: str, page: str, told: dict[str, Any], unseen: str
) -> None:
    before = names()
    answer = signed_in(world.people[who]).post(page, {**told, "name": unseen})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["name"])
    assert names() == before


def test_nobody_puts_lines_of_their_own_into_an_invitation(world: World) -> None:
    cora = signed_in(world.cora)
    cora.post("/profile", {"name": ODD, "phone": "", "language": "en"})
    told = {"email": "w@x.example", "name": ODD, "role": "reader", "language": "en"}
    assert cora.post(reverse("portal:invitations"), told).status_code == 302
    with scoped(ENGINE):
        text = mails().latest("pk").text
    assert CLEAN in text
    assert [line for line in text.splitlines() if line.startswith(("Bcc", "y "))] == []


def test_who_comes_is_called_by_a_line_that_somebody_sees(world: World, client: Client) -> None:
    told = {"customer": world.customers["SHOP"], "role": "reader", "send": send_invitation, "now": now()}
    with scoped(ENGINE):
        token = invite(email="w@x.example", by=world.cora, **told)
    page = reverse("invitation", args=[token])
    answer = client.post(page, {"name": "\u200b", "password": "four words nobody said"})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["name"])
    client.post(page, {"name": ODD, "password": "four words nobody said"})
    with scoped(ENGINE):
        assert find_invitation(token).accepted_by.name == CLEAN


def test_a_passkey_is_called_by_a_line_that_somebody_sees() -> None:
    form = Named()
    form.cleaned_data = {"name": ODD}
    assert form.clean_name() == CLEAN
    form.cleaned_data = {"name": ""}
    assert form.clean_name() == ""  # what it is called then is allauth's
    form.cleaned_data = {"name": "\u200b"}
    with pytest.raises(Exception, match=r"Nobody|nikt"):
        form.clean_name()
