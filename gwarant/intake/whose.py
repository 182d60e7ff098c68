"""For whom a message comes: by its sender's very address, by the address it was sent to, by the sender's domain."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from django.conf import settings
from django.db import connection

from gwarant.accounts.models import User
from gwarant.customers.models import Correspondent, Customer, IntakeAddress, Membership
from gwarant.database.together import ask, ask_all
from gwarant.intake.models import MailDomain

_DOORS = "SELECT address, id, customer_id, is_active FROM customers_intakeaddress WHERE address = ANY (%s::text[])"


class Owner(NamedTuple):
    """Whose an address of ours is: no customer's where it is the house's."""

    pk: int
    customer_id: int | None
    is_active: bool


Doors = Mapping[str, Owner]  # by address


@dataclass(frozen=True)
class Whose:
    """The sender, as far as known, and the customer for whom they write; `by` is the code of how that was found.

    `known`: the address without an account under which they wrote before.
    """

    email: str
    name: str = ""
    staff: User | None = None
    person: User | None = None
    customer: Customer | None = None
    by: str = ""
    known: Correspondent | None = None


def whose(email: str, name: str, door: IntakeAddress | None) -> Whose:
    """Who writes, and for which customer."""
    email = email.strip().lower()
    own = door.customer if door else None
    nobody = Whose(email, name)
    person = ask("account", email, User.objects.filter(email__iexact=email, is_active=True).first) if email else None
    if person is not None and person.staff_role:
        return replace(nobody, staff=person, customer=own, by="door" if own else "")
    if person is not None:
        return _at_a_customer(replace(nobody, person=person), own)
    known = _correspondent(email, own)
    if known is not None:
        return replace(nobody, customer=known.customer, by="address", known=known)
    if own is not None:
        return replace(nobody, customer=own, by="door")
    domain = domain_of(email)
    if domain is None:
        return nobody
    return replace(nobody, customer=domain.customer, by="domain") if domain.is_active else replace(nobody, by="ended")


def addressed(addresses: Sequence[str], *, is_active: bool = True, sure: Sequence[str] = ()) -> IntakeAddress | None:
    """The address of ours at which a message arrived, a customer's own before the house's; or the one that was ended.

    `sure` are those of the envelope: where a customer's own is among them, what a head names beside it is another's.
    What stands behind a plus sign (shop+anything@…) is no part of it.
    """
    known, wanted = _forms(sure), _forms([*sure, *addresses])
    found = (
        one for one in ask_all("door", wanted, doors_at).values() if one is not None and one.is_active is is_active
    )
    rows = sorted(found, key=_rank)
    own = (one for one in rows if one.customer_id and one.address in known)
    return next(own, rows[0] if rows else None)


def is_nobodys(addresses: Sequence[str]) -> bool:
    """Whether none of them is of a customer or of the house now, nor where reports of our own mail come back."""
    if settings.ENV.email_bounces.strip().lower() in _forms(addresses):
        return False
    return not any(one.is_active for one in doors_at(_forms(addresses)).values())


def is_door(address: str) -> bool:
    """Whether it is an address of ours, also one that was ended: what comes there waits for people."""
    return bool(doors_at(_forms([address])))


def _rank(door: "IntakeAddress | Owner") -> tuple[bool, int, int]:
    """A customer's own before the house's."""
    return door.customer_id is None, door.customer_id or 0, door.pk


def doors_at(addresses: Collection[str]) -> dict[str, IntakeAddress]:
    """Which of the addresses are or were ours."""
    found = IntakeAddress.objects.filter(address__in=addresses).select_related("customer", "service")
    return {one.address: one for one in found}


def domain_of(email: str) -> MailDomain | None:
    """The registration of the domain from which somebody writes, ended or not."""
    domain = email.rpartition("@")[2]
    return ask("domain", domain, lambda: domains_of([domain]).get(domain))


def domains_of(domains: Collection[str]) -> dict[str, MailDomain]:
    """Those of the domains that were registered, by their names."""
    return {one.domain: one for one in MailDomain.objects.select_related("customer").filter(domain__in=domains)}


def _forms(addresses: Sequence[str]) -> set[str]:
    return {form for one in addresses for form in forms_of(one.strip().lower())}


def doors_of(envelopes: Sequence[Sequence[str]]) -> Doors:
    """Whose the addresses of ours in envelopes are, asked for all of them at once."""
    with connection.cursor() as cursor:
        cursor.execute(_DOORS, [sorted({form for addresses in envelopes for form in _forms(addresses)})])
        return {address: Owner(*told) for address, *told in cursor.fetchall()}


def parted(addresses: Sequence[str], doors: Doors) -> list[list[str]]:
    """The addresses by the customers whose own they are; those of the whole house stand with the first of them."""
    found = dict[int | None, list[str]]()
    for one in addresses:
        here = [doors[form] for form in forms_of(one.strip().lower()) if form in doors]
        door = min(here, key=lambda door: (not door.is_active, *_rank(door)), default=None)
        found.setdefault(door.customer_id if door else None, []).append(one)
    ours = found.pop(None, [])
    own = list(found.values())
    return [[*own[0], *ours], *own[1:]] if own else [ours]


def forms_of(address: str) -> tuple[str, ...]:
    """The address itself, and without what stands behind a plus sign."""
    local, _, domain = address.rpartition("@")
    base = local.partition("+")[0]
    return (address, f"{base}@{domain}") if base and base != local else (address,)


def _at_a_customer(found: Whose, own: Customer | None) -> Whose:
    """A person of several customers writes for the one whose address was used."""
    active = Membership.objects.active().filter(user=found.person).select_related("customer")
    customers = [one.customer for one in active]
    if own is not None and own in customers:
        return replace(found, customer=own, by="person")
    if len(customers) == 1 and own is None:
        return replace(found, customer=customers[0], by="person")
    return replace(found, by="several" if customers else "")


def _correspondent(email: str, own: Customer | None) -> Correspondent | None:
    known = ask("known", email, lambda: known_at([email])[email]) if email else ()
    found = [one for one in known if one.user_id is None and own in (None, one.customer)]
    return found[0] if len(found) == 1 else None


def known_at(addresses: Collection[str]) -> dict[str, list[Correspondent]]:
    """Who wrote from these addresses, by address: of each customer one."""
    found: dict[str, list[Correspondent]] = {one: [] for one in addresses}
    for one in Correspondent.objects.filter(email__in=addresses).select_related("customer"):
        found[one.email].append(one)
    return found
