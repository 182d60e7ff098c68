"""The customers' page about their own people."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gwarant.customers.actions import invite, renew_invitation, revoke_invitation
from gwarant.customers.models import Customer, Invitation, Membership
from gwarant.customers.refusals import InvitationRefused
from gwarant.texts import in_sentence
from gwarant.tickets.actions import let_go_of_client
from gwarant.web.access import CLIENT_ADMINISTRATORS, EVERY_CLIENT, AuthedRequest, customer_person, memberships
from gwarant.web.moment import now
from gwarant.web.people.forms import ClientInvitationForm
from gwarant.web.people.letters import send_invitation
from gwarant.web.people.pages import client_page, departure_page, inheritance
from gwarant.web.people.refusing import sentence_of


@require_GET
@customer_person(*EVERY_CLIENT)
def people(request: AuthedRequest) -> HttpResponse:
    """Everybody who signs in for the customer."""
    return _page(request)


@require_POST
@customer_person(*CLIENT_ADMINISTRATORS)
def invitations(request: AuthedRequest) -> HttpResponse:
    """Invite a colleague."""
    form = ClientInvitationForm(request.POST, customers=_run_by(request))
    if not form.is_valid():
        return _page(request, form, status=422)
    told = form.cleaned_data
    try:
        invite(
            email=told["email"],
            name=told["name"],
            role=told["role"],
            language=told["language"],
            customer=form.chosen,
            by=request.user,
            send=send_invitation,
            now=now(),
        )
    except InvitationRefused as refusal:
        form.add_error("email", sentence_of(refusal))
        return _page(request, form, status=422)
    return _done(request, _("The invitation is on its way to %(email)s.") % told)


@require_http_methods(["GET", "POST"])
@customer_person(*CLIENT_ADMINISTRATORS)
def departure(request: AuthedRequest, pk: int) -> HttpResponse:
    """What a colleague leaves behind; POST: they leave."""
    found = Membership.objects.filter(pk=pk).select_related("user", "customer").first()
    if found is None or not _is_mine(request, found.customer):
        raise Http404
    form = inheritance(request, found)
    if request.method == "GET" or not form.is_valid():
        place = reverse("portal:people")
        return departure_page(request, found, form, back=place, crumbs=[(place, _("People"))])
    try:
        let_go_of_client(found, form.heir, by=request.user, keep_administrator=True, now=now())
    except InvitationRefused as refusal:
        return _page(request, problem=sentence_of(refusal), status=409)
    said = {"name": found.user.name, "customer": found.customer.name}
    return _done(request, in_sentence(_("%(name)s has left %(customer)s."), said))


@require_POST
@customer_person(*CLIENT_ADMINISTRATORS)
def revocation(request: AuthedRequest, pk: int) -> HttpResponse:
    """Withdraw an invitation."""
    found = _invitation(request, pk)
    try:
        revoke_invitation(found, now=now())
    except InvitationRefused as refusal:
        return _page(request, problem=sentence_of(refusal), status=409)
    return _done(request, _("The invitation to %(email)s is withdrawn: its link is void.") % {"email": found.email})


@require_POST
@customer_person(*CLIENT_ADMINISTRATORS)
def renewal(request: AuthedRequest, pk: int) -> HttpResponse:
    """Send an invitation again."""
    found = _invitation(request, pk)
    try:
        renew_invitation(found, by=request.user, send=send_invitation, now=now())
    except InvitationRefused as refusal:
        return _page(request, problem=sentence_of(refusal), status=409)
    return _done(request, _("A new link is on its way to %(email)s.") % {"email": found.email})


def _page(
    request: AuthedRequest, form: ClientInvitationForm | None = None, *, problem: str = "", status: int = 200
) -> HttpResponse:
    mine = _run_by(request)
    places = memberships(request.user).order_by("customer__name")
    groups = [client_page(one.customer, request.user, now(), manages=one.customer in mine) for one in places]
    context = {"groups": groups, "is_alone": len(groups) == 1, "problem": problem, "is_open": form is not None}
    if mine:
        context["form"] = form or ClientInvitationForm(customers=mine, initial={"language": request.user.language})
        context["invite_href"] = reverse("portal:invitations")
    return render(request, "people/portal.html", context, status=status)


def _done(request: AuthedRequest, said: str) -> HttpResponse:
    """Back to the list, or to the start for somebody who just ended their own place."""
    messages.success(request, said)
    return redirect("portal:people" if memberships(request.user).exists() else "home")


def _run_by(request: AuthedRequest) -> list[Customer]:
    return [one.customer for one in memberships(request.user, CLIENT_ADMINISTRATORS).order_by("customer__name")]


def _is_mine(request: AuthedRequest, customer: Customer) -> bool:
    """Whether the reader runs this customer's side; False for an outsider, 403 for another role there."""
    role = memberships(request.user).filter(customer=customer).values_list("role", flat=True).first()
    if role and role not in CLIENT_ADMINISTRATORS:
        raise PermissionDenied
    return bool(role)


def _invitation(request: AuthedRequest, pk: int) -> Invitation:
    found = Invitation.objects.filter(pk=pk).exclude(customer=None).select_related("customer").first()
    if found is None or found.customer is None or not _is_mine(request, found.customer):
        raise Http404
    return found
