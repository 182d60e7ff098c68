"""The page behind an invitation's link. Looking at it uses nothing up: mail programs follow links too."""

from allauth.account.utils import perform_login
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from gwarant.accounts.models import User
from gwarant.accounts.refusals import EmailTaken
from gwarant.customers.actions import accept_invitation, account_of, find_invitation
from gwarant.customers.models import Invitation
from gwarant.customers.refusals import BelongsElsewhere, InvitationOver, NoInvitation, SignInFirst
from gwarant.web.middleware import language_of
from gwarant.web.moment import now
from gwarant.web.people.forms import AcceptanceForm
from gwarant.web.people.refusing import sentence_of
from gwarant.web.people.roles import role_name


@require_http_methods(["GET", "POST"])
@never_cache
@sensitive_post_parameters("password")
def invitation(request: HttpRequest, token: str) -> HttpResponseBase:
    """Who invites to what; a name and a password make the account."""
    try:
        found = find_invitation(token)
    except NoInvitation:
        return _over(request, None, status=404)
    with translation.override(_language(request, found)):
        return _unlogged(_answer(request, token, found))


def _answer(request: HttpRequest, token: str, found: Invitation) -> HttpResponseBase:
    if not found.is_open(now()):
        return _over(request, found, status=410)
    known = account_of(found)
    if request.method == "POST":
        return _accepted_as_known(request, token) if known else _accepted_as_new(request, token, found)
    return _page(request, found, known)


def _unlogged(response: HttpResponseBase) -> HttpResponseBase:
    """Keep the address, which is the token, out of the log that Django writes for 4xx."""
    response._has_been_logged = True  # type: ignore[attr-defined]
    return response


def _accepted_as_new(request: HttpRequest, token: str, found: Invitation) -> HttpResponseBase:
    form = AcceptanceForm(request.POST, invitation=found)
    if not form.is_valid():
        return _page(request, found, None, form, status=422)
    try:
        person = accept_invitation(token, **form.cleaned_data, now=now())
    except InvitationOver as refusal:
        return _over(request, refusal.invitation, status=409)
    except (EmailTaken, SignInFirst):
        return _page(request, found, account_of(found), status=409)
    response: HttpResponseBase = perform_login(request, person)
    return response


def _accepted_as_known(request: HttpRequest, token: str) -> HttpResponseBase:
    user = request.user if isinstance(request.user, User) else None
    try:
        accept_invitation(token, user=user, now=now())
    except InvitationOver as refusal:
        return _over(request, refusal.invitation, status=409)
    except SignInFirst:
        return redirect(request.path)
    except BelongsElsewhere as refusal:
        return render(request, "people/invitation_over.html", {"problem": sentence_of(refusal)}, status=409)
    messages.success(request, _("Welcome. You have one more company now."))
    return redirect("home")


def _page(
    request: HttpRequest,
    found: Invitation,
    known: User | None,
    form: AcceptanceForm | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    context = {
        "invitation": found,
        "role": role_name(found.role or found.staff_role),
        "known": known,
        "is_known": known is not None and request.user == known,
        "form": form or AcceptanceForm(invitation=found),
    }
    return render(request, "people/invitation.html", context, status=status)


def _over(request: HttpRequest, found: Invitation | None, *, status: int) -> HttpResponse:
    """Used, withdrawn, too old or never there: what it is, and what to do."""
    return render(request, "people/invitation_over.html", {"invitation": found}, status=status)


def _language(request: HttpRequest, found: Invitation) -> str:
    """The invitation's language, until the reader chooses one."""
    has_chosen = isinstance(request.user, User) or settings.LANGUAGE_COOKIE_NAME in request.COOKIES
    return language_of(request) if has_chosen else found.language
