"""People come, change their role, leave and come back."""

import re

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher, make_password
from service import AS_SERVED, START

from gwarant.accounts.actions import change_role, come_back, create_user, leave
from gwarant.accounts.models import StaffRole, User
from gwarant.accounts.refusals import EmailTaken, LastOwner
from gwarant.demo.cast import World

pytestmark = pytest.mark.usefixtures("engine")


def test_passwords_are_kept_by_argon2(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    assert world.olga.password.startswith("argon2$argon2id$")
    for name, cost in AS_SERVED.items():
        monkeypatch.setattr(Argon2PasswordHasher, name, cost)
    assert re.match(r"argon2\$argon2id\$v=19\$m=102400,t=2,p=8\$", make_password("a long one"))


def test_an_address_is_kept_in_small_letters_and_taken_once(world: World) -> None:
    with pytest.raises(EmailTaken):
        create_user(email="OLGA@house.example", name="Other", now=START)
    assert User.objects.filter(email__iexact="olga@house.example").count() == 1


def test_every_person_has_an_opaque_name_of_their_own(world: World) -> None:
    names = User.objects.values_list("opaque", flat=True)
    assert len(set(names)) == len(names)
    assert not any("@" in one or "olga" in one for one in names)


def test_the_last_owner_can_neither_leave_nor_be_demoted(world: World) -> None:
    with pytest.raises(LastOwner):
        leave(world.olga, now=START)
    with pytest.raises(LastOwner):
        change_role(world.olga, StaffRole.MANAGER)
    world.olga.refresh_from_db()
    assert world.olga.is_active
    assert world.olga.staff_role == StaffRole.OWNER


def test_an_owner_may_leave_when_another_one_stays(world: World) -> None:
    change_role(world.marek, StaffRole.OWNER)
    left = leave(world.olga, now=START)
    assert (left.is_active, left.left_at) == (False, START)


def test_an_owner_may_be_made_an_owner_again(world: World) -> None:
    assert change_role(world.olga, StaffRole.OWNER).staff_role == StaffRole.OWNER


def test_only_an_owner_makes_and_unmakes_owners(world: World) -> None:
    assert world.olga.may_appoint(StaffRole.OWNER)
    assert world.marek.may_appoint(StaffRole.MANAGER)
    assert not world.marek.may_appoint(StaffRole.OWNER)
    assert not world.alice.may_appoint(StaffRole.ENGINEER)


def test_who_comes_back_has_a_new_password_and_the_same_opaque_name(world: World) -> None:
    before = world.ben.opaque
    leave(world.ben, now=START)
    back = come_back(
        world.ben, name="Ben", staff_role="engineer", language="en", password="another long one", now=START
    )
    assert (back.is_active, back.left_at, back.opaque) == (True, None, before)
    assert back.check_password("another long one")
