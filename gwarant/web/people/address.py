"""Showing that an address is one's own, by a link in a mail; a second step needs it, because mail is the way back."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from gwarant.accounts.actions import verify_address
from gwarant.accounts.models import User
from gwarant.notify.actions import mail
from gwarant.notify.dead import works_again
from gwarant.web.access import AuthedRequest, View, person
from gwarant.web.moment import now
from gwarant.web.people.letters import address_letter

SALT = "gwarant.address"
GOOD_FOR = timedelta(days=3)
APART = 300  # seconds between two mails


def is_verified(user: User) -> bool:
    """Whether the person has shown that the address of their account is theirs."""
    known = EmailAddress.objects.filter(user_id=user.pk, email__iexact=user.email, verified=True)
    return bool(known.exists())


def verified(view: View) -> Callable[..., HttpResponseBase]:
    """A page for people whose address is known to be theirs; others are led to showing it."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if isinstance(request.user, User) and not is_verified(request.user):
            return redirect("address")
        return view(request, *args, **kwargs)

    return guarded


@require_http_methods(["GET", "POST"])
@person
def address(request: AuthedRequest) -> HttpResponseBase:
    """Whether the address is verified; POST sends the mail with the link."""
    if request.method == "POST" and not is_verified(request.user):
        _send(request.user)
        messages.success(request, _("The mail is on its way to %(email)s.") % {"email": request.user.email})
        return redirect("address")
    return render(request, "people/address.html", {"is_verified": is_verified(request.user)})


@require_http_methods(["GET", "POST"])
@never_cache
@person
def confirmation(request: AuthedRequest, token: str) -> HttpResponseBase:
    """The page behind the link: looking at it uses nothing up, the button verifies."""
    if _read(token) != [request.user.pk, request.user.email]:
        return _unlogged(render(request, "people/address_over.html", status=410))
    if request.method == "GET":
        return render(request, "people/address_confirm.html")
    verify_address(request.user)
    works_again(request.user.email, by=None, now=now())
    messages.success(request, _("Your address is verified."))
    return redirect("security")


def _send(user: User) -> None:
    """One mail in five minutes at most."""
    at = now()
    token = signing.dumps([user.pk, user.email], salt=SALT)
    key = f"address:{user.pk}:{int(at.timestamp()) // APART}"
    mail(user.email, user.language, address_letter(token), key=key, customer=None, now=at)


def _read(token: str) -> Any:
    try:
        return signing.loads(token, salt=SALT, max_age=GOOD_FOR)
    except (signing.BadSignature, ValueError):
        return None


def _unlogged(response: HttpResponse) -> HttpResponse:
    """Keep the address, which is the token, out of the log that Django writes for 4xx."""
    response._has_been_logged = True  # type: ignore[attr-defined]
    return response
