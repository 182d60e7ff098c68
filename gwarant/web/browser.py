"""A browser in which somebody has signed in before: a signed cookie names it, and who signed in there, the last first.

It opens nothing. It tells the guesses of strangers from the person's own, and says whose page a form came from that
was sent after a session had ended: each session has a secret of its own in the tokens of its forms.
"""

import secrets
import string
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
SESSIONS = 10  # sessions of which it is known whose they were
ALPHABET = string.ascii_letters + string.digits  # of Django's tokens
SECRET_LENGTH = 32


@dataclass(frozen=True)
class Browser:
    """Its name, which only the browser knows, and the people who signed in there, the last first.

    `stepped` are those of them who have finished their second step there, `sessions` pairs of a mark of a session's
    secret and the person whose session it was, the last first.
    """

    name: str
    people: tuple[int, ...] = ()
    stepped: tuple[int, ...] = ()
    sessions: tuple[tuple[str, int], ...] = ()

    @property
    def mark(self) -> str:
        """All that is kept of the name."""
        return sha256(self.name.encode()).hexdigest()

    def knows(self, user: User) -> bool:
        return user.pk in self.people

    def whose(self, token: str) -> int | None:
        """The one person from whose sessions here a form with this token can come; None where nobody can tell."""
        mark = session_mark(secret_of(token))
        found = {person for session, person in self.sessions if mark and session == mark}
        return found.pop() if len(found) == 1 else None


def browser_of(request: HttpRequest) -> Browser | None:
    """The browser, if somebody has ever signed in there."""
    try:
        told = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=A_YEAR)
        name, people, stepped, sessions = (*told, [], [])[:4]  # a cookie of a release before has two or three
        known = tuple((str(mark), int(person)) for mark, person in sessions)
        return Browser(str(name), tuple(map(int, people)), tuple(map(int, stepped)), known)
    except (signing.BadSignature, ValueError, TypeError):
        return None


def browser_with(request: HttpRequest, user: User) -> Browser:
    """The browser in which this person is signed in; one that was never seen before gets its name now."""
    made: Browser | None = getattr(request, "made_browser", None)
    session = session_mark(request.META.get("CSRF_COOKIE", "")) if request.user == user else ""
    found = with_person(made or browser_of(request), user, session, is_stepped=_is_stepped(request, user))
    request.made_browser = found  # type: ignore[attr-defined]
    return found


def with_person(browser: Browser | None, user: User, session: str, *, is_stepped: bool) -> Browser:
    """The browser with this person as the last one there, in the session of that mark (empty: in none)."""
    known = browser or Browser(secrets.token_urlsafe(24))
    people = (user.pk, *(one for one in known.people if one != user.pk))[:MOST]
    stepped = {*known.stepped, user.pk} if is_stepped else {*known.stepped}
    here = ((session, user.pk),) if session else ()
    sessions = (*here, *(one for one in known.sessions if one not in here))[:SESSIONS]
    return replace(known, people=people, stepped=tuple(one for one in people if one in stepped), sessions=sessions)


def session_mark(secret: str) -> str:
    """All that the cookie says of a session's secret; empty for none."""
    return sha256(f"{SALT}.session:{secret}".encode()).hexdigest()[:16] if secret else ""


def secret_of(token: str) -> str:
    """The secret in the token of a form, plain or as a mask and the masked secret, as Django writes it; else empty."""
    if any(one not in ALPHABET for one in token) or len(token) not in (SECRET_LENGTH, 2 * SECRET_LENGTH):
        return ""
    if len(token) == SECRET_LENGTH:
        return token
    places = [ALPHABET.index(one) for one in token]
    pairs = zip(places[SECRET_LENGTH:], places[:SECRET_LENGTH], strict=True)
    return "".join(ALPHABET[masked - mask] for masked, mask in pairs)


def _is_stepped(request: HttpRequest, user: User) -> bool:
    """Whether this is the person's session and has begun, or gone on, with their second step."""
    records = get_authentication_records(request, user) if request.user == user else []
    return any(one.get("method") == "mfa" for one in records)


def remember(response: HttpResponseBase, browser: Browser) -> None:
    """Leave the cookie in the browser."""
    response.set_cookie(
        COOKIE,
        signing.dumps([browser.name, browser.people, browser.stepped, browser.sessions], salt=SALT),
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
