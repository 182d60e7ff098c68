"""People come, change their role, leave, and come back. Only here are accounts opened and closed."""

import secrets
from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import IntegrityError, transaction
from django.db.models import Q

from gwarant.accounts.models import StaffRole, User
from gwarant.accounts.refusals import EmailTaken, LastOwner
from gwarant.texts import NAME, line_of, name_of


def create_user(
    *,
    email: str,
    name: str,
    staff_role: str = "",
    language: str = "pl",
    password: str | None = None,
    is_verified: bool = False,
    now: datetime,
) -> User:
    """Open an account; without a password the person chooses one by a link. EmailTaken when there is one, BadName.

    `is_verified`: the address is known to be theirs, by an invitation sent there or by somebody at the console.
    """
    name = name_of(name, NAME)
    user = User(email=email.strip().lower(), name=name, staff_role=staff_role, language=language, joined_at=now)
    user.opaque = f"p-{secrets.token_hex(8)}"
    user.set_password(password)
    try:
        with transaction.atomic():
            user.save(force_insert=True)
            EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=is_verified)
    except IntegrityError as error:
        raise EmailTaken(user.email) from error
    return user


def verify_address(user: User) -> None:
    """The person has shown that the address of their account is theirs: whoever reads its mail."""
    told = {"verified": True, "primary": True}
    EmailAddress.objects.update_or_create(user_id=user.pk, email=user.email, defaults=told)


def come_back(
    user: User, *, name: str, staff_role: str = "", language: str, password: str | None, now: datetime
) -> User:
    """Open the account of somebody who had left anew: another password, no second step of former days."""
    with transaction.atomic():
        found = User.objects.select_for_update(no_key=True).get(pk=user.pk)
        found.name, found.staff_role, found.language = name_of(name, NAME), staff_role, language
        found.is_active, found.joined_at, found.left_at = True, now, None
        found.set_password(password)
        found.save()
        Authenticator.objects.filter(user_id=found.pk).delete()
        return found


def present(user: User, *, name: str, phone: str, language: str, wants_heads: bool) -> User:
    """What a person says about themselves; a role or a departure that came meanwhile stays. BadName."""
    told = {"name": name_of(name, NAME), "phone": line_of(phone), "language": language, "wants_heads": wants_heads}
    for field, value in told.items():
        setattr(user, field, value)
    user.save(update_fields=list(told))
    return user


def change_role(user: User, role: str) -> User:
    """Give a member of the house another role. LastOwner when no owner would be left."""
    with transaction.atomic():
        found = _held(user, stays_owner=role == StaffRole.OWNER)
        found.staff_role = role
        found.save(update_fields=["staff_role"])
        return found


def leave(user: User, *, now: datetime) -> User:
    """Close the account at once: every session ends. LastOwner when no owner would be left."""
    with transaction.atomic():
        found = _held(user, stays_owner=False)
        if found.is_active:
            found.is_active, found.left_at = False, now
            found.save(update_fields=["is_active", "left_at"])
        end_sessions(found)
        return found


def end_sessions(user: User) -> int:
    """Sign the person out everywhere."""
    sessions = list(UserSession.objects.filter(user_id=user.pk))
    for one in sessions:
        one.end()
    return len(sessions)


def _held(user: User, *, stays_owner: bool) -> User:
    """The person's row and all owners', locked in one order, so that two owners never leave at once."""
    owners = Q(staff_role=StaffRole.OWNER, is_active=True)
    held = {
        one.pk: one for one in User.objects.select_for_update(no_key=True).filter(owners | Q(pk=user.pk)).order_by("pk")
    }
    found = held[user.pk]
    others = [one for one in held.values() if one.pk != found.pk]
    if found.is_inside and found.staff_role == StaffRole.OWNER and not others and not stays_owner:
        raise LastOwner
    return found
