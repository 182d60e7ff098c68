"""How allauth and axes behave here: nobody signs up alone, mail goes by our outbox, too many tries wait a while."""

import secrets
from functools import wraps
from http import HTTPStatus
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from gwarant.accounts.actions import begin_guess, guessed
from gwarant.accounts.actions.guessing import CODE, PASSWORD
from gwarant.accounts.models import User
from gwarant.notify.actions import tell
from gwarant.web.access import View
from gwarant.web.browser import browser_of
from gwarant.web.moment import now
from gwarant.web.people.letters import change_letter, changes
from gwarant.web.sender import sender_of

MINUTES = 60
TOO_MANY = _(
    "There were too many tries for this account from browsers that it was never used in. Sign in where you have signed "
    "in before, use a passkey, choose a new password by a link, or wait an hour."
)


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """People come by invitation only; what they are told stands in our words."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "too_many_login_attempts": TOO_MANY,
    }

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """Try a password; each is counted against the account, wherever it comes from."""
        address = address_of(request, credentials)
        attempt = begin_guess(PASSWORD, address, browser=known_as(request, address), now=now())
        if attempt is None:
            raise self.validation_error("too_many_login_attempts")
        user: User | None = super().authenticate(request, **credentials)
        if user is not None:
            guessed(attempt)
        return user

    def get_client_ip(self, request: HttpRequest) -> str:
        return client_address(request)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write one of our letters into the outbox; what has none is not sent."""
        if template_prefix not in changes():
            return
        user = User.objects.filter(email__iexact=email, is_active=True).first()
        if user is not None:
            at, address = now(), client_address(self.request)
            key = f"account:{user.pk}:{secrets.token_hex(8)}"
            tell([user], change_letter(template_prefix, user, at, address), key=key, customer=None, now=at)


def telling(view: View) -> View:
    """A page of allauth that says 422 when what was typed is refused: after a form that was good it leads elsewhere."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        if request.method == "POST" and response.status_code == HTTPStatus.OK:
            response.status_code = HTTPStatus.UNPROCESSABLE_ENTITY
        return response

    return answered


def address_of(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str:
    """The address that somebody tries to sign in with, under whichever name it comes."""
    told = credentials or {}
    found = told.get("email") or told.get("login") or told.get("username") or request.POST.get("login") or ""
    return str(found).replace("\0", "").strip().lower()[:254]


def known_as(request: HttpRequest, address: str, what: str = PASSWORD) -> str:
    """The mark of the browser, if whoever has that address has signed in there before; else empty.

    For a CODE they must have finished the second step there: a link in a mail makes no such browser.
    """
    browser = browser_of(request)
    pk = User.objects.filter(email__iexact=address).values_list("pk", flat=True).first() if browser else None
    known = (browser.stepped if what == CODE else browser.people) if browser else ()
    return browser.mark if browser and pk in known else ""


def client_address(request: HttpRequest) -> str:
    """Where the request comes from; behind a proxy of ours, what that proxy says."""
    return sender_of(request.META) or "127.0.0.1"


def locked_out(request: HttpRequest, response: HttpResponse | None, credentials: dict[str, Any]) -> HttpResponse:
    """Too many tries of one person from one address: how long to wait."""
    return render(request, "429.html", {"minutes": round(settings.AXES_COOLOFF_TIME * MINUTES)}, status=429)
