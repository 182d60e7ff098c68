"""What waits and became void does not leave, is no failure, and says why; everything else goes."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.conf import settings
from letters import NOW, plain
from letters_out import mails, news

from gwarant.accounts.models import StaffRole, User
from gwarant.customers.actions import depart, end_membership, invite, renew_invitation, revoke_invitation
from gwarant.customers.models import Invitation, Membership
from gwarant.demo.cast import World
from gwarant.notify.actions import retry, tell
from gwarant.notify.delivery import run_once
from gwarant.notify.models import Delivery, DeliveryState
from gwarant.web.people.letters import send_invitation

pytestmark = pytest.mark.usefixtures("engine")
LATER = NOW + timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _to_the_office(office, monkeypatch):
    monkeypatch.setattr(settings, "ENV", replace(settings.ENV, email_url=office.url, email_from="desk@house.example"))


def told(world: World, *names: str) -> None:
    people = [world.people[name] for name in names]
    tell(people, news(plain), key="SHOP-42:1", customer=world.customers["SHOP"], now=NOW)


def states() -> dict[str, tuple[str, str]]:
    return {one.address.partition("@")[0]: (one.state, one.failure) for one in mails()}


def test_whoever_lost_their_place_gets_nothing_that_waited(world: World, office) -> None:
    told(world, "cora", "cyryl", "ben")
    end_membership(Membership.objects.get(user=world.cyryl), now=NOW)

    assert run_once(LATER) == 2
    assert sorted(one["To"] for one in office.taken) == ["ben@house.example", "cora@shop.example"]
    own = mails().get(address=world.cyryl.email)
    assert (own.state, own.failure, own.due_at) == (DeliveryState.WITHDRAWN, "left", None)
    assert own.went_wrong == "Whoever it was written to had left before it went out."
    assert run_once(LATER + timedelta(days=2)) == 0


def test_a_place_at_one_customer_opens_nothing_of_another(world: World, office) -> None:
    told(world, "cyryl")
    Membership.objects.create(customer=world.customers["UNI"], user=world.cyryl, role="reader", since_at=NOW)
    end_membership(Membership.objects.get(user=world.cyryl, customer=world.customers["SHOP"]), now=NOW)

    assert run_once(LATER) == 0
    assert states() == {"cyryl": (DeliveryState.WITHDRAWN, "no_place")}
    assert not office.taken


def test_whoever_left_the_house_and_came_back_as_a_customers_gets_nothing_of_before(world: World, office) -> None:
    told(world, "ben", "dorota")
    depart(world.ben, now=NOW)
    User.objects.filter(pk=world.dorota.pk).update(joined_at=LATER, staff_role=StaffRole.ENGINEER)

    assert run_once(LATER) == 0
    assert states() == dict.fromkeys(("ben", "dorota"), (DeliveryState.WITHDRAWN, "left"))


def test_an_invitation_whose_link_is_dead_does_not_leave(world: World, office) -> None:
    def invited(name: str) -> Invitation:
        asked = {"by": world.olga, "send": send_invitation, "staff_role": StaffRole.ENGINEER}
        invite(email=f"{name}@house.example", **asked, now=NOW)
        return Invitation.objects.get(email=f"{name}@house.example")

    invited("kept")
    revoke_invitation(invited("ended"), now=NOW)
    renew_invitation(invited("renewed"), by=world.olga, send=send_invitation, now=NOW + timedelta(minutes=6))

    assert run_once(NOW + timedelta(minutes=7)) == 2
    void = mails().filter(state=DeliveryState.WITHDRAWN)
    assert [(one.failure, set(one.payload)) for one in void] == [("revoked", {"subject"})] * 2
    assert sorted(one["To"] for one in office.taken) == ["kept@house.example", "renewed@house.example"]


def test_what_was_withdrawn_is_no_failure_and_is_not_sent_again_by_hand(world: World, office) -> None:
    told(world, "cyryl")
    end_membership(Membership.objects.get(user=world.cyryl), now=NOW)
    run_once(LATER)

    assert not retry(mails().get(), now=LATER)
    assert not Delivery.objects.outgoing().filter(state=DeliveryState.DEAD).exists()
    assert not office.taken


def test_what_was_given_up_and_is_sent_again_asks_the_same(world: World, office) -> None:
    told(world, "cyryl")
    mails().update(state=DeliveryState.DEAD, due_at=None, attempts=7, last_error="550 full")
    end_membership(Membership.objects.get(user=world.cyryl), now=NOW)
    assert retry(mails().get(), now=LATER)

    assert run_once(LATER) == 0
    own = mails().get()
    assert (own.state, own.failure, own.last_error) == (DeliveryState.WITHDRAWN, "left", "")
