"""Customers, their systems and people: who comes, by which invitation, and who leaves."""

import secrets
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.db.models import Q

from gwarant.accounts.actions import come_back, create_user, leave, verify_address
from gwarant.accounts.models import User
from gwarant.customers.caring import Care, care_of, cared_for_by, without
from gwarant.customers.models import (
    CareChange,
    Correspondent,
    Customer,
    CustomerRole,
    Invitation,
    Membership,
    Sender,
    Service,
)
from gwarant.customers.pace import count_mail
from gwarant.customers.refusals import (
    AlreadyHere,
    BelongsElsewhere,
    InvitationOver,
    LastAdministrator,
    NoInvitation,
    SignInFirst,
)
from gwarant.customers.senders import sender_of
from gwarant.database.scope import ENGINE, scoped
from gwarant.database.together import add, added, ask, is_together
from gwarant.texts import NAME, TITLE, line_of, name_if_any, name_of, words_of

Send = Callable[[Invitation, str, datetime], object]
GOOD_FOR = timedelta(days=7)
LONGEST_ENVIRONMENT = 40


def create_customer(
    *,
    key: str,
    name: str,
    nip: str = "",
    language: str = "pl",
    caretaker: User | None = None,
    deputy: User | None = None,
    now: datetime,
) -> Customer:
    """A new customer, without systems, people or contracts yet. BadName."""
    return Customer.objects.create(
        key=key,
        name=name_of(name, TITLE),
        nip=nip,
        language=language,
        caretaker=caretaker,
        deputy=deputy,
        created_at=now,
    )


def add_service(
    customer: Customer, *, key: str, name: str, environment: str = "production", address: str = "", card: str = ""
) -> Service:
    """Take a system of the customer into care. BadName."""
    told = _described(name, environment, card)
    return Service.objects.create(customer=customer, key=key, address=address, **told)


def change_customer(customer: Customer, *, name: str, nip: str, language: str) -> Customer:
    """Call a customer otherwise; who cares for them is said by `care`. BadName."""
    customer.name, customer.nip, customer.language = name_of(name, TITLE), nip, language
    customer.save(update_fields=["name", "nip", "language"])
    return customer


def name_sender(customer: Customer, *, name: str, address: str, now: datetime) -> Sender:
    """Have mail about their tickets come from there; what is empty is the house's. BadName, ValidationError."""
    told = {"name": name_if_any(name, NAME), "address": sender_of(address), "changed_at": now}
    return Sender.objects.update_or_create(customer=customer, defaults=told)[0]


def change_service(service: Service, *, name: str, environment: str, address: str, card: str) -> Service:
    """Describe a system anew. BadName."""
    told = {**_described(name, environment, card), "address": address}
    for field, value in told.items():
        setattr(service, field, value)
    service.save(update_fields=list(told))
    return service


def _described(name: str, environment: str, card: str) -> dict[str, str]:
    environment = name_of(environment, LONGEST_ENVIRONMENT)
    return {"name": name_of(name, TITLE), "environment": environment, "card": words_of(card)}


def add_member(customer: Customer, user: User, role: str, *, now: datetime) -> Membership:
    """Give a person a place at the customer."""
    return Membership.objects.create(customer=customer, user=user, role=role, since_at=now)


def who_writes(customer: Customer, *, email: str, name: str = "", now: datetime) -> User | Correspondent:
    """The customer's person behind an address: theirs by their account or by our word, else the address itself.

    Without an address nobody is known: it is somebody new each time, and nobody whose address was blanked.
    What a person calls themselves is kept as one line without unseen signs, of so many letters as fit.
    """
    email, shown = email.strip().lower(), line_of(name)[:NAME].rstrip()
    told = {"name": shown, "opaque": f"c-{secrets.token_hex(8)}", "since_at": now}
    with scoped(ENGINE):
        if not email:
            return Correspondent.objects.create(customer=customer, **told)
        person = ask("whose address", (customer.pk, email), lambda: _person_behind(customer, email))
        if person is not None:
            return person
        found = _address_of(customer, email, told)
        if shown and not found.name:
            found.name = shown
            found.save(update_fields=["name"])
        return found


def _person_behind(customer: Customer, email: str) -> User | None:
    active = Membership.objects.active().filter(customer=customer).select_related("user")
    own = Q(user__email__iexact=email) | Q(user__correspondents__email=email, user__correspondents__customer=customer)
    place = active.filter(own).first()
    return place.user if place is not None else None


def _address_of(customer: Customer, email: str, told: dict[str, Any]) -> Correspondent:
    """The address as it is known, or known from now on."""
    if not is_together():
        return Correspondent.objects.get_or_create(customer=customer, email=email, defaults=told)[0]
    same = Correspondent.objects.filter(customer=customer, email=email)
    known = added(Correspondent, lambda one: one.customer_id == customer.pk and one.email == email)
    found = known or ask("address", (customer.pk, email), same.first)
    if found is None:
        found = Correspondent(customer=customer, email=email, **told)
        add(found)
    return found


def end_membership(membership: Membership, *, keep_administrator: bool = False, now: datetime) -> Membership:
    """Take the person's place away at once; who has no place left has no account left."""
    with transaction.atomic(), scoped(ENGINE):
        user = User.objects.select_for_update(no_key=True).get(pk=membership.user_id)
        places = (
            Membership.objects.select_for_update(no_key=True).filter(customer_id=membership.customer_id).order_by("pk")
        )
        held = {one.pk: one for one in places}
        found = held[membership.pk]
        if found.ended_at is not None:
            return found
        if keep_administrator and not _administrators(found):
            raise LastAdministrator
        found.ended_at = now
        found.save(update_fields=["ended_at"])
        _withdraw_those_of(user, now, customer_id=found.customer_id)
        if not user.staff_role and not Membership.objects.active().filter(user=user).exists():
            leave(user, now=now)
        return found


def vouchers_of(person: User) -> set[int]:
    """Everybody through whom somebody of the house came: who invited them, who invited those, and so on."""
    found: set[int] = set()
    with scoped(ENGINE):
        reached = {person.pk}
        while reached:
            used = Invitation.objects.filter(customer=None, accepted_by__in=reached)
            reached = set(used.values_list("invited_by_id", flat=True)) - found
            found |= reached
    return found


def care(customer: Customer, new: Care, *, by: User | None, now: datetime) -> bool:
    """Name who cares for a customer from now on, and write it down; False where nothing changes."""
    with transaction.atomic(), scoped(ENGINE):
        found = Customer.objects.select_for_update(no_key=True).get(pk=customer.pk)
        customer.caretaker, customer.deputy = new.caretaker, new.deputy
        if care_of(found) == new:
            return False
        customer.save(update_fields=["caretaker", "deputy"])
        CareChange.objects.create(
            customer=customer, caretaker=new.caretaker, deputy=new.deputy, decided_by=by, decided_at=now
        )
        return True


def look_after_no_more(
    user: User, chosen: Mapping[int, Care], *, by: User | None, now: datetime
) -> list[tuple[Customer, Care]]:
    """Who cares from now on for the customers of somebody who cares no more; each with who cared until now.

    `chosen`: by the customers' numbers. Where nobody chose, the deputy takes over.
    """
    with transaction.atomic(), scoped(ENGINE):
        passed = [(one, care_of(one)) for one in cared_for_by(user)]
        for one, before in passed:
            care(one, chosen.get(one.pk) or without(before, user), by=by, now=now)
        return passed


def depart(user: User, *, now: datetime) -> User:
    """A member of the house leaves: account, sessions, invitations; the deputy takes over what they cared for."""
    with transaction.atomic(), scoped(ENGINE):
        left = leave(user, now=now)
        Membership.objects.filter(user=left, ended_at=None).update(ended_at=now)
        _withdraw_those_of(left, now)
        look_after_no_more(left, {}, by=None, now=now)
        return left


def invite(
    *,
    email: str,
    name: str = "",
    by: User,
    send: Send,
    customer: Customer | None = None,
    role: str = "",
    staff_role: str = "",
    language: str = "pl",
    now: datetime,
) -> str:
    """Invite an address; a former invitation of the same kind ends. BadName, TooSoon.

    `send` writes the mail in this transaction.
    """
    email = email.strip().lower()
    with transaction.atomic():
        _check_may_come(email, customer)
        count_mail(by, customer, email, now)
        former = Invitation.objects.waiting().filter(email=email, customer=customer)
        former.update(revoked_at=now)
        token, facts = _new_token(), {"customer": customer, "role": role, "staff_role": staff_role}
        invitation = Invitation.objects.create(
            token_hash=hash_of(token),
            email=email,
            name=name_if_any(name, NAME),
            language=language,
            invited_by=by,
            created_at=now,
            expires_at=now + GOOD_FOR,
            **facts,
        )
        send(invitation, token, now)
        return token


def renew_invitation(invitation: Invitation, *, by: User, send: Send, now: datetime) -> str:
    """Send it again with a new link and a new week; the former link ends. TooSoon."""
    with transaction.atomic():
        found = Invitation.objects.select_for_update(no_key=True).get(pk=invitation.pk)
        if found.accepted_at or found.revoked_at:
            raise InvitationOver(found)
        _check_may_come(found.email, found.customer)
        count_mail(by, found.customer, found.email, now)
        token = _new_token()
        found.token_hash, found.invited_by, found.expires_at = hash_of(token), by, now + GOOD_FOR
        found.save(update_fields=["token_hash", "invited_by", "expires_at"])
        send(found, token, now)
        return token


def revoke_invitation(invitation: Invitation, *, now: datetime) -> None:
    """End an invitation; InvitationOver when it was used meanwhile."""
    unused = Invitation.objects.filter(pk=invitation.pk, accepted_at=None)
    if not unused.update(revoked_at=now):
        invitation.refresh_from_db()
        raise InvitationOver(invitation)


def find_invitation(token: str) -> Invitation:
    """The invitation of the link, whatever became of it; looking uses nothing up."""
    with scoped(ENGINE):
        related = Invitation.objects.select_related("customer", "invited_by")
        found = related.filter(token_hash=hash_of(token)).first()
        if found is None:
            raise NoInvitation
        return found


def account_of(invitation: Invitation) -> User | None:
    """The open account of the invited address, if there is one."""
    return User.objects.filter(email__iexact=invitation.email, is_active=True).first()


def accept_invitation(
    token: str, *, name: str = "", password: str | None = None, user: User | None = None, now: datetime
) -> User:
    """Use the invitation up: a new account, or the place of `user`, who signed in. Of two at once one is first."""
    with transaction.atomic(), scoped(ENGINE):
        invitation = Invitation.objects.select_for_update(no_key=True).filter(token_hash=hash_of(token)).first()
        if invitation is None:
            raise NoInvitation
        if not invitation.is_open(now):
            raise InvitationOver(invitation)
        person = _person(invitation, name, password, user, now)
        if invitation.customer_id:
            Membership.objects.get_or_create(
                customer_id=invitation.customer_id,
                user=person,
                ended_at=None,
                defaults={"role": invitation.role, "since_at": now},
            )
        invitation.accepted_at, invitation.accepted_by = now, person
        invitation.save(update_fields=["accepted_at", "accepted_by"])
        return person


def hash_of(token: str) -> str:
    """All that is kept of a token."""
    return sha256(token.encode()).hexdigest()


def _person(invitation: Invitation, name: str, password: str | None, user: User | None, now: datetime) -> User:
    known = User.objects.select_for_update(no_key=True).filter(email__iexact=invitation.email).first()
    facts = {"name": name, "staff_role": invitation.staff_role, "language": invitation.language}
    if known is None:
        return create_user(email=invitation.email, password=password, is_verified=True, now=now, **facts)
    verify_address(known)
    if not known.is_active:
        return come_back(known, password=password, now=now, **facts)
    if known.is_inside or invitation.staff_role:
        raise BelongsElsewhere
    if user is None or user.pk != known.pk:
        raise SignInFirst
    return known


def _check_may_come(email: str, customer: Customer | None) -> None:
    with scoped(ENGINE):
        known = User.objects.filter(email__iexact=email, is_active=True).first()
        if known is None:
            return
        if known.is_inside == (customer is not None):
            raise BelongsElsewhere
        if customer is None or Membership.objects.active().filter(customer=customer, user=known).exists():
            raise AlreadyHere


def _administrators(besides: Membership) -> bool:
    """Whether the customer has an administrator besides this one, or this one is none."""
    if besides.role != CustomerRole.ADMINISTRATOR:
        return True
    others = Membership.objects.active().filter(customer_id=besides.customer_id, role=CustomerRole.ADMINISTRATOR)
    return others.exclude(pk=besides.pk).exists()


def _withdraw_those_of(user: User, now: datetime, **where: int) -> None:
    """End the open invitations that the person got or sent: neither is a way back."""
    theirs = Q(email__iexact=user.email) | Q(invited_by=user)
    Invitation.objects.waiting().filter(theirs, **where).update(revoked_at=now)


def _new_token() -> str:
    return secrets.token_urlsafe(32)
