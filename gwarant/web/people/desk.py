"""The house's pages about people: its own, and those of a customer."""

from typing import Literal

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gwarant.accounts.actions import change_role, require_second_step, rescue, withdraw_rescue
from gwarant.accounts.models import Company, SecondStep, StaffRole, User
from gwarant.accounts.refusals import PersonRefused
from gwarant.customers.actions import invite, renew_invitation, revoke_invitation, vouchers_of
from gwarant.customers.caring import Care
from gwarant.customers.models import Customer, CustomerRole, Invitation, Membership
from gwarant.customers.refusals import InvitationRefused
from gwarant.texts import in_sentence
from gwarant.tickets.actions import in_hand, let_go, let_go_of_client, only_look
from gwarant.web.access import EVERYBODY_INSIDE, LEADERS, AuthedRequest, get_customer, staff
from gwarant.web.moment import now
from gwarant.web.people.forms import (
    ClientInvitationForm,
    ColleagueInvitationForm,
    HandOverForm,
    RoleForm,
    SecondStepForm,
)
from gwarant.web.people.letters import send_invitation, tell_of_rescue
from gwarant.web.people.pages import client_page, departure_page, house_page, inheritance
from gwarant.web.people.refusing import sentence_of
from gwarant.web.people.roles import role_name


@require_GET
@staff(*EVERYBODY_INSIDE)
def people(request: AuthedRequest) -> HttpResponse:
    """Everybody of the house."""
    return _house(request)


@require_POST
@staff(*LEADERS)
def invitations(request: AuthedRequest) -> HttpResponse:
    """Invite somebody into the house."""
    form = ColleagueInvitationForm(request.POST, by=request.user)
    if not form.is_valid():
        return _house(request, form, status=422)
    told = form.cleaned_data
    try:
        invite(
            email=told["email"],
            name=told["name"],
            staff_role=told["role"],
            language=told["language"],
            by=request.user,
            send=send_invitation,
            now=now(),
        )
    except InvitationRefused as refusal:
        form.add_error("email", sentence_of(refusal))
        return _house(request, form, status=422)
    return _done(request, _("The invitation is on its way to %(email)s.") % told, "desk:people")


@require_POST
@staff(*LEADERS)
def role(request: AuthedRequest, pk: int) -> HttpResponse:
    """Give a member of the house another role."""
    person = _colleague(request, pk)
    form = RoleForm(request.POST, by=request.user)
    if not form.is_valid():
        return _house(request, problem=" ".join(map(str, form.errors.get("role", []))), status=422)
    chosen = form.cleaned_data["role"]
    handing = _handing_on(request, person, chosen)
    if handing is not None and not handing.is_valid():
        return _leaving(request, person, handing, role=chosen)
    try:
        if chosen == StaffRole.AUDITOR:
            changed = only_look(person, *_handed(handing), by=request.user, now=now())
        else:
            changed = change_role(person, chosen)
    except PersonRefused as refusal:
        return _house(request, problem=sentence_of(refusal), status=409)
    told = {"name": changed.name, "role": role_name(changed.staff_role)}
    return _done(request, _("%(name)s has another role now: %(role)s.") % told, "desk:people")


@require_http_methods(["GET", "POST"])
@staff(*LEADERS)
def departure(request: AuthedRequest, pk: int) -> HttpResponse:
    """What a leaver hands on, and to whom; POST: they leave at once."""
    person = _colleague(request, pk)
    form = HandOverForm(request.POST if request.method == "POST" else None, leaver=person)
    if request.method == "GET" or not form.is_valid():
        return _leaving(request, person, form)
    try:
        let_go(person, *_handed(form), by=request.user, now=now())
    except PersonRefused as refusal:
        return _house(request, problem=sentence_of(refusal), status=409)
    return _done(request, _("%(name)s has left: signed out everywhere.") % {"name": person.name}, "desk:people")


@require_POST
@staff(StaffRole.OWNER)
def second_step(request: AuthedRequest) -> HttpResponse:
    """Of whom the house asks a second step."""
    form, house = SecondStepForm(request.POST), Company.objects.first()
    if not form.is_valid() or house is None:
        return _house(request, problem=_("Choose from the list."), status=422)
    require_second_step(house, SecondStep(form.cleaned_data["who"]))
    return _done(request, _("Saved. Whoever has none yet sets it up at the next click."), "desk:people")


@require_POST
@staff(*LEADERS)
def lost_step(request: AuthedRequest, pk: int) -> HttpResponse:
    """Take away the second step of somebody who lost phone and codes: one asks, another agrees."""
    person = User.objects.filter(pk=pk, is_active=True).first()
    if person is None:
        raise Http404
    if not request.user.may_appoint(person.staff_role):
        raise PermissionDenied
    try:
        found = rescue(person, by=request.user, vouchers=vouchers_of, tell=tell_of_rescue, now=now())
    except PersonRefused as refusal:
        return _back(request, _customer_named(request), sentence_of(refusal))
    said = _("The second step of %(name)s is taken away; everybody concerned is told.")
    asked = _("Everybody concerned is told. Another owner or manager has to agree within three days.")
    words = (said if found.done_at else asked) % {"name": person.name}
    return _done(request, words, *_page_of(_customer_named(request)))


@require_POST
@staff(*LEADERS)
def lost_step_withdrawal(request: AuthedRequest, pk: int) -> HttpResponse:
    """Who asked to take a second step away takes the request back."""
    person = User.objects.filter(pk=pk, is_active=True).first()
    if person is None:
        raise Http404
    try:
        withdraw_rescue(person, by=request.user, tell=tell_of_rescue, now=now())
    except PersonRefused as refusal:
        return _back(request, _customer_named(request), sentence_of(refusal))
    said = _("Withdrawn: the second step of %(name)s stays. Everybody concerned is told.") % {"name": person.name}
    return _done(request, said, *_page_of(_customer_named(request)))


@require_POST
@staff(*LEADERS)
def revocation(request: AuthedRequest, pk: int) -> HttpResponse:
    """Withdraw an invitation, into the house or to a customer."""
    found = _invitation(request, pk)
    try:
        revoke_invitation(found, now=now())
    except InvitationRefused as refusal:
        return _back(request, found.customer, sentence_of(refusal))
    said = _("The invitation to %(email)s is withdrawn: its link is void.") % {"email": found.email}
    return _done(request, said, *_page_of(found.customer))


@require_POST
@staff(*LEADERS)
def renewal(request: AuthedRequest, pk: int) -> HttpResponse:
    """Send an invitation again."""
    found = _invitation(request, pk)
    try:
        renew_invitation(found, by=request.user, send=send_invitation, now=now())
    except InvitationRefused as refusal:
        return _back(request, found.customer, sentence_of(refusal))
    return _done(
        request, _("A new link is on its way to %(email)s.") % {"email": found.email}, *_page_of(found.customer)
    )


@require_GET
@staff(*EVERYBODY_INSIDE)
def client_people(request: AuthedRequest, key: str) -> HttpResponse:
    """The people of a customer; asked for by htmx, only the list."""
    return _clients(request, get_customer(request, key))


@require_POST
@staff(*LEADERS)
def client_invitations(request: AuthedRequest, key: str) -> HttpResponse:
    """Invite somebody of the customer."""
    customer = get_customer(request, key)
    form = ClientInvitationForm(request.POST, customers=[customer])
    if not form.is_valid():
        return _clients(request, customer, form, status=422)
    told = form.cleaned_data
    try:
        invite(
            email=told["email"],
            name=told["name"],
            role=told["role"],
            language=told["language"],
            customer=customer,
            by=request.user,
            send=send_invitation,
            now=now(),
        )
    except InvitationRefused as refusal:
        form.add_error("email", sentence_of(refusal))
        return _clients(request, customer, form, status=422)
    return _done(request, _("The invitation is on its way to %(email)s.") % told, "desk:customer_people", key)


@require_http_methods(["GET", "POST"])
@staff(*LEADERS)
def client_departure(request: AuthedRequest, key: str, pk: int) -> HttpResponse:
    """What a customer's person leaves behind; POST: they leave."""
    customer = get_customer(request, key)
    found = Membership.objects.filter(customer=customer, pk=pk).select_related("user").first()
    if found is None:
        raise Http404
    form = inheritance(request, found)
    if request.method == "GET" or not form.is_valid():
        place = reverse("desk:customer_people", args=[key])
        return departure_page(request, found, form, back=place, crumbs=[(place, _("People"))])
    let_go_of_client(found, form.heir, by=request.user, now=now())
    said = in_sentence(_("%(name)s has left %(customer)s."), {"name": found.user.name, "customer": customer.name})
    return _done(request, said, "desk:customer_people", key)


def _house(
    request: AuthedRequest, form: ColleagueInvitationForm | None = None, *, problem: str = "", status: int = 200
) -> HttpResponse:
    context = house_page(request.user, now()) | {"problem": problem, "is_open": form is not None}
    if request.user.staff_role == StaffRole.OWNER and (house := Company.objects.first()):
        context["second_step"] = SecondStepForm(initial={"who": house.second_step})
    if request.user.leads:
        context["form"] = form or ColleagueInvitationForm(by=request.user, initial={"language": request.user.language})
    return render(request, "people/house.html", context, status=status)


def _clients(
    request: AuthedRequest,
    customer: Customer,
    form: ClientInvitationForm | None = None,
    *,
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    context = client_page(customer, request.user, now(), manages=request.user.leads)
    context |= {"problem": problem, "is_open": form is not None, "is_desk": True}
    context["form"] = form or ClientInvitationForm(customers=[customer], initial=_invited(customer))
    context["invite_href"] = reverse("desk:customer_invitations", args=[customer.key])
    context["crumbs"] = [
        (reverse("desk:customers"), _("Customers")),
        (reverse("desk:customer", args=[customer.key]), customer.name),
    ]
    page = "people/_client_people.html" if request.htmx else "people/client.html"
    return render(request, page, context, status=status)


def _invited(customer: Customer) -> dict[str, str]:
    """Whom an invitation asks for first: without an administrator nobody could accept an offer."""
    administrators = customer.memberships.active().filter(role=CustomerRole.ADMINISTRATOR)
    role = CustomerRole.REQUESTER if administrators.exists() else CustomerRole.ADMINISTRATOR
    return {"language": customer.language, "role": role}


def _handing_on(request: AuthedRequest, person: User, role: str) -> HandOverForm | None:
    """Who only looks holds no tickets and cares for nobody: to whom they go is asked, where there are some."""
    if role != StaffRole.AUDITOR:
        return None
    form = HandOverForm(leaver=person)
    if not form.fields:
        return None
    return HandOverForm(request.POST, leaver=person) if form.fields.keys() & request.POST.keys() else form


def _handed(form: HandOverForm | None) -> tuple[User | Literal["caretaker"] | None, dict[int, Care]]:
    """To whom the tickets go, and who cares for the customers."""
    return (form.heir, form.cares) if form else (None, {})


def _leaving(request: AuthedRequest, person: User, form: HandOverForm, role: str = "") -> HttpResponse:
    """What somebody hands on who leaves, or who gets a role in which they only look."""
    tickets = list(in_hand(person).select_related("customer"))
    context = {"person": person, "tickets": tickets, "form": form, "role": role}
    context["role_name"] = role_name(role)
    context["crumbs"] = [(reverse("desk:people"), _("People"))]
    return render(request, "people/departure.html", context, status=422 if form.is_bound else 200)


def _customer_named(request: AuthedRequest) -> Customer | None:
    """The customer on whose page the form stood; None for the house's own."""
    key = request.POST.get("customer", "")
    return get_customer(request, key) if key else None


def _back(request: AuthedRequest, customer: Customer | None, problem: str) -> HttpResponse:
    if customer is None:
        return _house(request, problem=problem, status=409)
    return _clients(request, customer, problem=problem, status=409)


def _page_of(customer: Customer | None) -> tuple[str, ...]:
    return ("desk:people",) if customer is None else ("desk:customer_people", customer.key)


def _done(request: AuthedRequest, said: str, *page: str) -> HttpResponse:
    messages.success(request, said)
    return redirect(*page)


def _colleague(request: AuthedRequest, pk: int) -> User:
    """A member of the house whom the reader may appoint: nobody but an owner touches an owner."""
    found = User.objects.filter(pk=pk, is_active=True).exclude(staff_role="").first()
    if found is None:
        raise Http404
    if not request.user.may_appoint(found.staff_role):
        raise PermissionDenied
    return found


def _invitation(request: AuthedRequest, pk: int) -> Invitation:
    found = Invitation.objects.filter(pk=pk).select_related("customer").first()
    if found is None:
        raise Http404
    if found.customer is None and not request.user.may_appoint(found.staff_role):
        raise PermissionDenied
    return found
