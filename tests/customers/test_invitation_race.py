"""Two at once: one is first, the other is told."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, connections
from service import START

from gwarant.accounts.actions import leave
from gwarant.accounts.models import StaffRole, User
from gwarant.accounts.refusals import LastOwner
from gwarant.customers.actions import accept_invitation, invite
from gwarant.customers.models import Membership
from gwarant.customers.refusals import InvitationOver
from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.cast import make_cast


@pytest.fixture(autouse=True)
def committed(django_db_setup: None, django_db_blocker: object) -> Iterator[None]:
    """What is done here is committed, so that two connections see it, and removed by the owner's role afterwards."""
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        yield
        with connections["owner"].cursor() as cursor:
            cursor.execute("TRUNCATE accounts_company, accounts_user, customers_customer CASCADE")
        connections["owner"].close()


def at_once(*works: Callable[[], object]) -> list[object]:
    """What each gives or raises, all let go together."""
    gate = Barrier(len(works))

    def run(work: Callable[[], object]) -> object:
        try:
            with scoped(ENGINE):
                gate.wait()
                return work()
        except (InvitationOver, LastOwner) as refusal:
            return type(refusal)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


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

        answers = at_once(use("First"), use("Second"))
        assert answers.count(InvitationOver) == 1
        assert Membership.objects.filter(user__email="new@shop.example").count() == 1


def test_of_two_owners_who_leave_at_once_one_stays() -> None:
    with scoped(ENGINE):
        world = make_cast(START)
        User.objects.filter(pk=world.marek.pk).update(staff_role=StaffRole.OWNER)
        answers = at_once(lambda: leave(world.olga, now=START), lambda: leave(world.marek, now=START))
        assert answers.count(LastOwner) == 1
        assert User.objects.filter(staff_role=StaffRole.OWNER, is_active=True).count() == 1
