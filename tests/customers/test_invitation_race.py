"""Two at once: one is first, the other is told."""

from collections.abc import Callable, Iterator

import pytest
from racing import at_once, committing
from service import START

from gwarant.accounts.actions import leave
from gwarant.accounts.models import StaffRole, User
from gwarant.accounts.refusals import LastOwner
from gwarant.customers.actions import accept_invitation, invite
from gwarant.customers.models import Membership
from gwarant.customers.refusals import InvitationOver
from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.cast import make_cast

REFUSALS = (InvitationOver, LastOwner)


@pytest.fixture(autouse=True)
def committed(django_db_setup: None, django_db_blocker: object) -> Iterator[None]:
    with committing(django_db_blocker, "accounts_company", "accounts_user", "customers_customer"):
        yield


def test_of_two_people_with_one_invitation_one_wins() -> None:
    with scoped(ENGINE):
        world = make_cast(START)
        token = invite(
            email="new@shop.example",
            by=world.cora,
            customer=world.customers["SHOP"],
            role="reader",
            send=lambda *_: None,
            now=START,
        )

        def use(name: str) -> Callable[[], object]:
            return lambda: accept_invitation(token, name=name, password="four words nobody said", now=START).name

        answers = at_once(REFUSALS, use("First"), use("Second"))
        assert answers.count(InvitationOver) == 1
        assert Membership.objects.filter(user__email="new@shop.example").count() == 1


def test_of_two_owners_who_leave_at_once_one_stays() -> None:
    with scoped(ENGINE):
        world = make_cast(START)
        User.objects.filter(pk=world.marek.pk).update(staff_role=StaffRole.OWNER)
        answers = at_once(REFUSALS, lambda: leave(world.olga, now=START), lambda: leave(world.marek, now=START))
        assert answers.count(LastOwner) == 1
        assert User.objects.filter(staff_role=StaffRole.OWNER, is_active=True).count() == 1
