"""A browser in which somebody has signed in before: a signed cookie names it, and who signed in there, the last first.

It opens nothing. It tells the guesses of strangers from the person's own, and says who typed what came after a session
had ended.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from hashlib import sha256

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase

from gwarant.accounts.models import User

COOKIE = "__Host-browser" if settings.ENV.is_secure else "gwarant_browser"
SALT = "gwarant.browser"
A_YEAR = 365 * 86_400
MOST = 5  # people remembered in one browser


@dataclass(frozen=True)
class Browser:
    """Its name, which only the browser knows, and the people who signed in there, the last first.

    `stepped` are those of them who have finished their second step there.
    """

    name: str
    people: tuple[int, ...] = ()
    stepped: tuple[int, ...] = ()

    @property
    def mark(self) -> str:
        """All that is kept of the name."""
        return sha256(self.name.encode()).hexdigest()

    def knows(self, user: User) -> bool:
        return user.pk in self.people


def browser_of(request: HttpRequest) -> Browser | None:
    """The browser, if somebody has ever signed in there."""
    try:
        name, people, *more = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=A_YEAR)
        return Browser(str(name), *(tuple(int(one) for one in each) for each in (people, *more[:1])))
    except (signing.BadSignature, ValueError, TypeError):
        return None


def browser_with(request: HttpRequest, user: User) -> Browser:
    """The browser in which this person is signed in; one that was never seen before gets its name now."""
    made: Browser | None = getattr(request, "made_browser", None)
    found = with_person(made or browser_of(request), user, is_stepped=_is_stepped(request, user))
    request.made_browser = found  # type: ignore[attr-defined]
    return found


def with_person(browser: Browser | None, user: User, *, is_stepped: bool) -> Browser:
    """The browser with this person as the last one there."""
    known = browser or Browser(secrets.token_urlsafe(24))
    people = (user.pk, *(one for one in known.people if one != user.pk))[:MOST]
    stepped = {*known.stepped, user.pk} if is_stepped else {*known.stepped}
    return replace(known, people=people, stepped=tuple(one for one in people if one in stepped))


def _is_stepped(request: HttpRequest, user: User) -> bool:
    """Whether this is the person's session and has begun, or gone on, with their second step."""
    records = get_authentication_records(request, user) if request.user == user else []
    return any(one.get("method") == "mfa" for one in records)


def remember(response: HttpResponseBase, browser: Browser) -> None:
    """Leave the cookie in the browser."""
    response.set_cookie(
        COOKIE,
        signing.dumps([browser.name, browser.people, browser.stepped], salt=SALT),
        max_age=A_YEAR,
        secure=settings.ENV.is_secure,
        httponly=True,
        samesite="Lax",
    )


def middleware(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Whoever is signed in is remembered in this browser, and whoever chose a new password there by a mailed link."""

    def remembering(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        user = getattr(request, "shown_by_mail", request.user)
        if isinstance(user, User) and browser_with(request, user) != browser_of(request):
            remember(response, browser_with(request, user))
        return response

    return remembering
