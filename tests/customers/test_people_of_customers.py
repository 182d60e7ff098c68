"""Invitations and places at customers."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from service import START

from gwarant.customers.actions import (
    accept_invitation,
    add_member,
    depart,
    end_membership,
    find_invitation,
    hash_of,
    invite,
    renew_invitation,
    revoke_invitation,
)
from gwarant.customers.models import Customer, CustomerRole, Invitation, Membership
from gwarant.customers.refusals import (
    AlreadyHere,
    BelongsElsewhere,
    InvitationOver,
    LastAdministrator,
    NoInvitation,
    SignInFirst,
)
from gwarant.demo.cast import World

pytestmark = pytest.mark.usefixtures("engine")
LATER = START + timedelta(days=1)
PASSWORD = "four words nobody said"


def unsent(*_: object) -> None:
    """No mail."""


def to_shop(world: World, email: str = "new@shop.example", role: str = CustomerRole.REQUESTER) -> str:
    shop = world.customers["SHOP"]
    return invite(email=email, by=world.cora, customer=shop, role=role, send=unsent, now=START)


def place(world: World, name: str, key: str = "SHOP") -> Membership:
    return Membership.objects.get(user=getattr(world, name), customer__key=key)


def test_an_invitation_makes_an_account_with_its_place(world: World) -> None:
    person = accept_invitation(to_shop(world), name="Nowy", password=PASSWORD, now=LATER)
    assert (person.email, person.name, person.staff_role) == ("new@shop.example", "Nowy", "")
    assert place_roles(person.pk) == [("SHOP", "requester")]


def test_only_the_hash_of_a_token_is_kept(world: World) -> None:
    token = to_shop(world)
    kept = Invitation.objects.get(email="new@shop.example")
    assert kept.token_hash == hash_of(token)
    assert token not in str(vars(kept))
    assert len(token) >= 43


def test_an_invitation_works_once(world: World) -> None:
    token = to_shop(world)
    accept_invitation(token, name="Nowy", password=PASSWORD, now=LATER)
    with pytest.raises(InvitationOver):
        accept_invitation(token, name="Other", password=PASSWORD, now=LATER)


def test_an_invitation_expires_after_seven_days(world: World) -> None:
    token = to_shop(world)
    with pytest.raises(InvitationOver):
        accept_invitation(token, name="Nowy", password=PASSWORD, now=START + timedelta(days=7))


def test_a_withdrawn_invitation_does_not_work(world: World) -> None:
    token = to_shop(world)
    revoke_invitation(find_invitation(token), now=START)
    with pytest.raises(InvitationOver):
        accept_invitation(token, name="Nowy", password=PASSWORD, now=START)


def test_a_used_invitation_cannot_be_withdrawn(world: World) -> None:
    token = to_shop(world)
    accept_invitation(token, name="Nowy", password=PASSWORD, now=START)
    with pytest.raises(InvitationOver):
        revoke_invitation(find_invitation(token), now=LATER)


def test_renewing_gives_a_new_link_and_ends_the_former(world: World) -> None:
    old = to_shop(world)
    new = renew_invitation(find_invitation(old), by=world.cora, send=unsent, now=START + timedelta(days=8))
    with pytest.raises(NoInvitation):
        find_invitation(old)
    assert accept_invitation(new, name="Nowy", password=PASSWORD, now=START + timedelta(days=14)).is_active


def test_inviting_the_same_address_again_ends_the_former_invitation(world: World) -> None:
    old = to_shop(world)
    later = START + timedelta(minutes=5)
    told = {"customer": world.customers["SHOP"], "role": CustomerRole.REQUESTER, "send": unsent, "now": later}
    invite(email="new@shop.example", by=world.cora, **told)
    assert find_invitation(old).revoked_at == later


def test_members_and_staff_are_not_invited_again(world: World) -> None:
    with pytest.raises(AlreadyHere):
        to_shop(world, "Cyryl@shop.example")
    with pytest.raises(BelongsElsewhere):
        to_shop(world, "ben@house.example")
    with pytest.raises(BelongsElsewhere):
        invite(email="cyryl@shop.example", by=world.olga, staff_role="engineer", send=unsent, now=START)


def test_a_person_of_another_customer_accepts_as_themselves(world: World) -> None:
    token = to_shop(world, "zoe@clinic.example")
    with pytest.raises(SignInFirst):
        accept_invitation(token, name="Somebody", password=PASSWORD, now=START)
    assert accept_invitation(token, user=world.zoe, now=START) == world.zoe
    assert place_roles(world.zoe.pk) == [("CLINIC", "administrator"), ("SHOP", "requester")]


def test_nobody_accepts_the_invitation_of_another_account(world: World) -> None:
    with pytest.raises(SignInFirst):
        accept_invitation(to_shop(world, "zoe@clinic.example"), user=world.ula, now=START)


def test_who_leaves_one_customer_of_two_keeps_the_account(world: World) -> None:
    add_member(world.customers["SHOP"], world.zoe, CustomerRole.READER, now=START)
    end_membership(place(world, "zoe"), now=LATER)
    world.zoe.refresh_from_db()
    assert world.zoe.is_active
    end_membership(place(world, "zoe", "CLINIC"), now=LATER)
    world.zoe.refresh_from_db()
    assert not world.zoe.is_active


def test_a_leaver_of_a_customer_can_be_invited_anew(world: World) -> None:
    end_membership(place(world, "cyryl"), now=START)
    back = accept_invitation(to_shop(world, "cyryl@shop.example"), name="Cyryl", password=PASSWORD, now=LATER)
    assert (back.pk, back.is_active) == (world.cyryl.pk, True)
    assert Membership.objects.filter(user=back).count() == 2


def test_the_invitations_that_a_leaver_got_and_sent_end(world: World) -> None:
    token = invite(email="own@private.example", by=world.marek, staff_role="engineer", send=unsent, now=START)
    depart(world.marek, now=LATER)
    assert find_invitation(token).revoked_at == LATER


def test_the_deputy_takes_over_what_a_leaver_cared_for(world: World) -> None:
    depart(world.alice, now=START)
    shop = Customer.objects.get(key="SHOP")
    assert (shop.caretaker, shop.deputy) == (world.ben, None)


def test_a_customer_keeps_its_last_administrator_when_asked_to(world: World) -> None:
    with pytest.raises(LastAdministrator):
        end_membership(place(world, "cora"), keep_administrator=True, now=START)
    assert end_membership(place(world, "cora"), now=START).ended_at == START


def place_roles(pk: int) -> list[tuple[str, str]]:
    found = Membership.objects.filter(user_id=pk, ended_at=None).order_by("customer__key")
    return list(found.values_list("customer__key", "role"))


@pytest.mark.parametrize(
    ("customer", "role", "staff_role"),
    [("SHOP", "requester", "owner"), ("SHOP", "", ""), ("", "", ""), ("", "reader", "owner")],
)
def test_an_invitation_leads_into_the_house_or_to_a_customer_and_never_to_both(
    world: World, customer: str, role: str, staff_role: str
) -> None:
    own = world.customers[customer] if customer else None
    facts = {
        "token_hash": "x",
        "email": "x@x.example",
        "invited_by": world.cora,
        "created_at": START,
        "expires_at": START,
    }
    with pytest.raises(IntegrityError, match="invitation_to_one_side"), transaction.atomic():
        Invitation.objects.create(customer=own, role=role, staff_role=staff_role, **facts)
