"""The lists of people: who reads, who changes, and what is refused."""

from datetime import timedelta

import pytest
from django.db.models import F
from django.test import Client
from django.urls import reverse
from letters_out import mails
from service import START

from gwarant.accounts.models import Attempt, StaffRole, User
from gwarant.customers.actions import add_member
from gwarant.customers.models import Invitation, Membership
from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.cast import World

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
TYPED = {"email": "new@firm.example", "name": "Nowa", "role": "engineer", "language": "en"}
TO_CUSTOMER = {**TYPED, "role": "reader"}


def as_(user: User) -> Client:
    client = Client(headers={"accept-language": "en"})
    User.objects.filter(pk=user.pk).update(language="en")
    client.force_login(user, backend=BACKEND)
    return client


def membership(user: User, key: str = "SHOP") -> Membership:
    with scoped(ENGINE):
        return Membership.objects.get(user=user, customer__key=key)


def waiting(email: str = TYPED["email"]) -> Invitation:
    with scoped(ENGINE):
        return Invitation.objects.waiting().get(email=email)


def test_everybody_of_the_house_reads_the_list(world: World) -> None:
    for reader in (world.olga, world.marek, world.alice, world.ben, world.ada):
        page = as_(reader).get(reverse("desk:people"))
        assert page.status_code == 200
        assert "Beniamin Bąk" in page.content.decode()


def test_only_owner_and_manager_are_offered_changes(world: World) -> None:
    offered = [b"/departure" in as_(one).get(reverse("desk:people")).content for one in (world.marek, world.ben)]
    assert offered == [True, False]


@pytest.mark.parametrize("name", ["alice", "ben", "ada"])
def test_others_of_the_house_change_nobody(world: World, name: str) -> None:
    client = as_(getattr(world, name))
    pages = [
        reverse("desk:invitations"),
        *(reverse(f"desk:person_{one}", args=[world.dorota.pk]) for one in ("role", "departure")),
    ]
    assert [client.post(one, TYPED).status_code for one in pages] == [403, 403, 403]


def test_customers_find_no_desk_and_strangers_are_sent_to_sign_in(world: World) -> None:
    assert as_(world.cora).get(reverse("desk:people")).status_code == 404
    assert Client().get(reverse("desk:people")).url.startswith("/accounts/login/")


def test_inviting_a_colleague_writes_a_mail(world: World) -> None:
    assert as_(world.marek).post(reverse("desk:invitations"), TYPED).status_code == 302
    assert waiting().staff_role == StaffRole.ENGINEER
    with scoped(ENGINE):
        assert "/invitations/" in mails().get(address=TYPED["email"]).text


@pytest.mark.parametrize(
    ("field", "value"), [("email", "no address"), ("email", ""), ("role", "king"), ("language", "de")]
)
def test_a_bad_invitation_names_the_field_and_keeps_the_rest(world: World, field: str, value: str) -> None:
    answer = as_(world.olga).post(reverse("desk:invitations"), {**TYPED, field: value})
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, [field])
    assert 'value="Nowa"' in answer.content.decode()


def test_whom_we_have_already_is_told_at_the_address(world: World) -> None:
    answer = as_(world.olga).post(reverse("desk:invitations"), {**TYPED, "email": "ben@house.example"})
    assert (answer.status_code, answer.context["form"].errors["email"]) == (422, ["This person is here already."])


def test_a_manager_neither_invites_nor_touches_an_owner(world: World) -> None:
    client = as_(world.marek)
    assert client.post(reverse("desk:invitations"), {**TYPED, "role": "owner"}).status_code == 422
    assert client.post(reverse("desk:person_role", args=[world.ben.pk]), {"role": "owner"}).status_code == 422
    assert client.post(reverse("desk:person_departure", args=[world.olga.pk])).status_code == 403


def test_the_last_owner_is_told_why_they_stay(world: World) -> None:
    client = as_(world.olga)
    pages = [reverse("desk:person_departure", args=[world.olga.pk]), reverse("desk:person_role", args=[world.olga.pk])]
    for page in pages:
        answer = client.post(page, {"role": "engineer"})
        assert (answer.status_code, b"This is the last owner" in answer.content) == (409, True)


def test_a_role_is_changed(world: World) -> None:
    as_(world.olga).post(reverse("desk:person_role", args=[world.ben.pk]), {"role": "caretaker"})
    world.ben.refresh_from_db()
    assert world.ben.staff_role == StaffRole.CARETAKER


def test_an_invitation_is_sent_again_and_withdrawn(world: World) -> None:
    client = as_(world.olga)
    client.post(reverse("desk:invitations"), TYPED)
    first = waiting()
    a_while_passes()
    assert client.post(reverse("desk:invitation_renewal", args=[first.pk])).status_code == 302
    assert waiting().token_hash != first.token_hash
    assert client.post(reverse("desk:invitation_revocation", args=[first.pk])).status_code == 302
    with scoped(ENGINE):
        assert not Invitation.objects.waiting().exists()
    assert client.post(reverse("desk:invitation_renewal", args=[first.pk])).status_code == 409


def a_while_passes() -> None:
    """Five minutes since every mail."""
    Attempt.objects.update(at=F("at") - timedelta(minutes=5))


def test_the_page_says_from_when_an_invitation_can_be_sent_again(world: World) -> None:
    client = as_(world.cora)
    told = {**TYPED, "role": "reader"}
    client.post(reverse("portal:invitations"), told)
    first = waiting()
    page = client.get(reverse("portal:people")).content.decode()
    again = reverse("portal:invitation_renewal", args=[first.pk])
    assert ("can be sent again from" in page, again in page) == (True, False)
    for _ in range(3):
        answer = client.post(again)
        assert (answer.status_code, "It can be sent again from" in answer.content.decode()) == (409, True)
    assert client.post(reverse("portal:invitations"), told).status_code == 422
    assert waiting().token_hash == first.token_hash
    a_while_passes()
    assert again in client.get(reverse("portal:people")).content.decode()
    assert client.post(again).status_code == 302


def test_the_house_invites_and_removes_people_of_a_customer(world: World) -> None:
    client = as_(world.marek)
    assert client.post(reverse("desk:customer_invitations", args=["SHOP"]), TO_CUSTOMER).status_code == 302
    assert waiting().customer_id == world.customers["SHOP"].pk
    page = reverse("desk:customer_person_departure", args=["SHOP", membership(world.cyryl).pk])
    assert client.post(page).status_code == 302
    world.cyryl.refresh_from_db()
    assert not world.cyryl.is_active


def test_a_membership_is_found_only_below_its_customer(world: World) -> None:
    page = reverse("desk:customer_person_departure", args=["SHOP", membership(world.zoe, "CLINIC").pk])
    assert as_(world.olga).post(page).status_code == 404


def test_htmx_gets_only_the_list_of_a_customer(world: World) -> None:
    page = as_(world.ben).get(reverse("desk:customer_people", args=["SHOP"]), headers={"HX-Request": "true"})
    assert b"<html" not in page.content
    assert "Cora Czarnecka" in page.content.decode()


def test_a_customers_people_see_their_list_and_administrators_change_it(world: World) -> None:
    pages = [as_(one).get(reverse("portal:people")).content.decode() for one in (world.cora, world.cyryl, world.celina)]
    assert all("Cyryl Cichy" in one and "Zofia" not in one for one in pages)
    assert ["/departure" in one for one in pages] == [True, False, False]


def test_only_administrators_of_a_customer_invite(world: World) -> None:
    codes = [as_(one).post(reverse("portal:invitations"), TO_CUSTOMER).status_code for one in (world.cyryl, world.cora)]
    assert codes == [403, 302]
    assert waiting().customer_id == world.customers["SHOP"].pk


def test_nothing_of_another_customer_can_be_touched(world: World) -> None:
    as_(world.zoe).post(reverse("portal:invitations"), TO_CUSTOMER)
    cora, foreign = as_(world.cora), waiting()
    assert cora.post(reverse("portal:person_departure", args=[membership(world.zenon, "CLINIC").pk])).status_code == 404
    for verb in ("renewal", "revocation"):
        assert cora.post(reverse(f"portal:invitation_{verb}", args=[foreign.pk])).status_code == 404
    assert waiting().token_hash == foreign.token_hash


def test_a_role_at_one_customer_is_none_at_another(world: World) -> None:
    with scoped(ENGINE):
        add_member(world.customers["CLINIC"], world.cora, "reader", now=START)
    page = reverse("portal:person_departure", args=[membership(world.zenon, "CLINIC").pk])
    assert as_(world.cora).post(page).status_code == 403


def test_a_customers_last_administrator_stays_until_there_is_another(world: World) -> None:
    answer = as_(world.cora).post(reverse("portal:person_departure", args=[membership(world.cora).pk]))
    assert (answer.status_code, b"last administrator" in answer.content) == (409, True)


def test_a_person_removed_in_the_portal_is_out_at_the_next_request(world: World) -> None:
    cyryl = as_(world.cyryl)
    assert cyryl.get(reverse("portal:people")).status_code == 200
    as_(world.cora).post(reverse("portal:person_departure", args=[membership(world.cyryl).pk]))
    assert cyryl.get(reverse("portal:people")).url.startswith("/accounts/login/")
