"""What the pages about people show."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render

from gwarant.accounts.actions import is_independent, open_rescues
from gwarant.accounts.models import Rescue, StaffRole, User
from gwarant.customers.actions import vouchers_of
from gwarant.customers.models import Customer, CustomerRole, Invitation, InvitationQuerySet, Membership
from gwarant.customers.pace import pauses_of
from gwarant.tickets.actions import reported_by
from gwarant.web.access import AuthedRequest
from gwarant.web.people.forms import InheritanceForm, RoleForm
from gwarant.web.people.roles import role_name

STAFF_ORDER = [str(role) for role in StaffRole]
CLIENT_ORDER = [str(role) for role in CustomerRole]
MOST_GONE = 50


@dataclass(frozen=True)
class Colleague:
    """A line of the house's list."""

    person: User
    role: str
    has_second_step: bool
    form: RoleForm | None
    rescue: Rescue | None = None
    may_agree: bool = False


@dataclass(frozen=True)
class Place:
    """A line of a customer's list."""

    membership: Membership
    role: str
    is_reader: bool
    has_second_step: bool = False
    rescue: Rescue | None = None
    may_agree: bool = False


@dataclass(frozen=True)
class Waiting:
    """An invitation that nobody has used yet."""

    invitation: Invitation
    role: str
    is_late: bool
    again_at: datetime | None  # from when it can be sent again; None: now


def house_page(reader: User, now: datetime) -> dict[str, Any]:
    """Everybody of the house, who is invited, and who was here."""
    inside = User.objects.filter(is_active=True).exclude(staff_role="")
    asked = {one.person_id: one for one in open_rescues(now=now)} if reader.leads else {}
    secured = _with_second_step(inside)
    gone = User.objects.filter(is_active=False).exclude(staff_role="").order_by("-left_at")
    return {
        "people": [_colleague(one, reader, secured, asked) for one in by_rank(inside)],
        "waiting": waiting(Invitation.objects.filter(customer=None), now) if reader.leads else [],
        "gone": list(gone[:MOST_GONE]),
        "leads": reader.leads,
    }


def client_page(customer: Customer, reader: User, now: datetime, *, manages: bool) -> dict[str, Any]:
    """A customer's people, and who is invited."""
    found = Membership.objects.active().filter(customer=customer).select_related("user")
    places = sorted(found, key=lambda one: (CLIENT_ORDER.index(one.role), one.user.name.casefold()))
    asked, secured = dict[int, Rescue](), set[int]()
    if reader.leads:  # nobody else helps, or needs to know
        asked = {one.person_id: one for one in open_rescues(now=now)}
        secured = _with_second_step(User.objects.filter(pk__in=[one.user_id for one in places]))
    return {
        "customer": customer,
        "places": [
            Place(
                one,
                role_name(one.role),
                one.user_id == reader.pk,
                one.user_id in secured,
                asked.get(one.user_id),
                _may_agree(asked.get(one.user_id), reader),
            )
            for one in places
        ],
        "waiting": waiting(Invitation.objects.filter(customer=customer), now) if manages else [],
        "manages": manages,
    }


def inheritance(request: AuthedRequest, membership: Membership) -> InheritanceForm:
    """Asks which colleague, or the administrators, is asked about what a customer's person reported."""
    there = Membership.objects.active().filter(customer=membership.customer).exclude(role=CustomerRole.READER)
    others = list(there.exclude(pk=membership.pk).select_related("user").order_by("user__name"))
    typed = request.POST if request.method == "POST" else None
    return InheritanceForm(typed, others=others, has_reports=reported_by(membership).exists())


def departure_page(
    request: AuthedRequest,
    membership: Membership,
    form: InheritanceForm,
    *,
    back: str,
    crumbs: list[tuple[str, str]],
) -> HttpResponse:
    """What a customer's person leaves behind, and who is asked about it afterwards."""
    context = {"membership": membership, "tickets": list(reported_by(membership)), "form": form}
    context |= {"back": back, "crumbs": crumbs}
    return render(request, "people/client_departure.html", context, status=422 if form.is_bound else 200)


def waiting(invitations: InvitationQuerySet, now: datetime) -> list[Waiting]:
    found = list(invitations.waiting().select_related("invited_by").order_by("-expires_at"))
    pauses = pauses_of(found, now)
    return [
        Waiting(one, role_name(one.role or one.staff_role), now >= one.expires_at, pauses.get(one.pk)) for one in found
    ]


def by_rank(people: Iterable[User]) -> list[User]:
    return sorted(people, key=lambda one: (STAFF_ORDER.index(one.staff_role), one.name.casefold()))


def _with_second_step(people: QuerySet[User]) -> set[int]:
    steps = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    return set(Authenticator.objects.filter(user__in=people, type__in=steps).values_list("user_id", flat=True))


def _colleague(person: User, reader: User, secured: set[int], asked: dict[int, Rescue]) -> Colleague:
    form = None
    if reader.may_appoint(person.staff_role):
        form = RoleForm(by=reader, initial={"role": person.staff_role}, auto_id=f"person_{person.pk}_%s")
    found = asked.get(person.pk)
    has_second_step, may_agree = person.pk in secured, _may_agree(found, reader)
    return Colleague(person, role_name(person.staff_role), has_second_step, form, found, may_agree)


def _may_agree(asked: Rescue | None, reader: User) -> bool:
    return asked is not None and asked.asked_by_id != reader.pk and is_independent(asked, reader, vouchers_of)
