"""A person's own pages: the way in, the profile, how one signs in, the language."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gwarant.accounts.actions import open_rescues, present, withdraw_rescue
from gwarant.accounts.models import User
from gwarant.accounts.refusals import PersonRefused
from gwarant.web.access import AuthedRequest, person, to_sign_in
from gwarant.web.kept.views import waits
from gwarant.web.moment import now
from gwarant.web.people.address import is_verified
from gwarant.web.people.forms import ProfileForm
from gwarant.web.people.letters import tell_of_rescue
from gwarant.web.people.refusing import sentence_of
from gwarant.web.second_step import is_missing

A_YEAR = 365 * 86_400


@require_GET
def home(request: HttpRequest) -> HttpResponseBase:
    """The first page: where it leads depends on who asks."""
    if not isinstance(request.user, User):
        return to_sign_in(request)
    if waits(request, request.user):
        return redirect("kept")
    return redirect("desk:due" if request.user.is_inside else "portal:home")


@require_http_methods(["GET", "POST"])
@person
def profile(request: AuthedRequest) -> HttpResponse:
    """Name, phone, language."""
    found = User.objects.get(pk=request.user.pk)
    form = ProfileForm(request.POST or None, instance=found)
    if request.method == "POST" and form.is_valid():
        present(found, **form.cleaned_data)
        with translation.override(found.language):
            messages.success(request, _("Saved."))
        return redirect("profile")
    status = 422 if form.is_bound else 200
    return render(request, "people/profile.html", {"form": form}, status=status)


@require_GET
@person
def security(request: AuthedRequest) -> HttpResponse:
    """How the person signs in, and where they are signed in."""
    kinds = list(Authenticator.objects.filter(user=request.user).values_list("type", flat=True))
    codes = Authenticator.objects.filter(user=request.user, type=Authenticator.Type.RECOVERY_CODES).first()
    context: dict[str, Any] = {
        "has_totp": Authenticator.Type.TOTP in kinds,
        "passkeys": kinds.count(Authenticator.Type.WEBAUTHN),
        "codes": len(codes.wrap().get_unused_codes()) if codes else None,
        "sessions": UserSession.objects.filter(user=request.user).count(),
    }
    context["is_demanded"] = is_missing(request)
    context["is_verified"] = is_verified(request.user)
    context["has_second_step"] = context["has_totp"] or context["passkeys"] > 0
    context["rescue"] = open_rescues(now=now()).filter(person=request.user).first()
    return render(request, "people/security.html", context)


@require_POST
@person
def kept_step(request: AuthedRequest) -> HttpResponse:
    """The person has lost nothing: what somebody asked about their second step is withdrawn."""
    try:
        withdraw_rescue(request.user, by=request.user, tell=tell_of_rescue, now=now())
    except PersonRefused as refusal:
        messages.warning(request, sentence_of(refusal))
    else:
        messages.success(request, _("Withdrawn: your second step stays. Everybody concerned is told."))
    return redirect("security")


@require_POST
def language(request: HttpRequest) -> HttpResponse:
    """The language of the pages, kept in the browser and with the person."""
    chosen = request.POST.get("language", "")
    response = HttpResponseRedirect(_next(request))
    if chosen in dict(settings.LANGUAGES):
        if isinstance(request.user, User):
            User.objects.filter(pk=request.user.pk).update(language=chosen)
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            chosen,
            max_age=A_YEAR,
            secure=request.is_secure(),
            httponly=True,
            samesite="Lax",
        )
    return response


def _next(request: HttpRequest) -> str:
    """The page to go back to; another site never."""
    wanted = request.POST.get("next", "")
    allowed = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if allowed and wanted.startswith("/") else "/"
