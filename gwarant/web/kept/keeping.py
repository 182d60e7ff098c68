"""A form that came too late: what was typed is kept, and whoever typed it finds it after signing in."""

import json
from dataclasses import replace
from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit

from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.http.multipartparser import MultiPartParserError
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from gwarant.accounts.actions import keep
from gwarant.accounts.models import User
from gwarant.web.browser import Browser, browser_of, browser_with
from gwarant.web.files.receiving import ANYBODY, HELD, file_of, held_in, received
from gwarant.web.kept.sending import may_send
from gwarant.web.moment import now

MARK = "gwarant_kept"  # a cookie that says no more than that something is kept
AN_HOUR = 3600
MOST_BYTES = 200_000
NEVER = ("/accounts/", "/invitations/", "/profile/address/", "/kept")  # passwords, codes, links that are secrets
SECRET = ("password", "secret", "credential", "csrfmiddlewaretoken", "token", "code")
OWN = ("key", "seen", "as", "sure_of", "mark", "base")  # of the page, hidden in its forms
ASKED = "kept"
Fields = list[list[str]]


def keep_in(request: HttpRequest, browser: Browser | None) -> bool:
    """Keep what was typed for the person of that browser from whose session the form's page came.

    For nobody yet where that is not known, and not at all where nobody whose it can be may send it. False where nothing
    may be kept, or it is too much.
    """
    fields = typed_in(request)
    if browser is None or not browser.people or fields is None or len(json.dumps(fields)) > MOST_BYTES:
        return False
    person = browser.whose(token_of(request))
    path, page = _without_mark(request.get_full_path()), _page_of(request)
    if not any(_may_send(one, path) for one in (browser.people if person is None else (person,))):
        return False
    held = held_in(received(request, ANYBODY if person is None else person))
    fields += [[HELD, sign] for sign, _file in replace(held, person=person or 0).signs()]
    return keep(browser.mark, person, path=path, page=page, fields=fields, now=now()) is not None


def token_of(request: HttpRequest) -> str:
    """The token of the page that the form stood on; empty without one."""
    try:
        return request.POST.get("csrfmiddlewaretoken") or request.headers.get("X-CSRFToken", "")
    except (SuspiciousOperation, MultiPartParserError, OSError):
        return ""


def _may_send(person: int, path: str) -> bool:
    user = User.objects.filter(pk=person).first()
    return user is not None and may_send(user, path)


def typed_in(request: HttpRequest) -> Fields | None:
    """Names and values of a form, in order, without secrets and what no database takes; None for what is never kept."""
    if request.path.startswith(NEVER):
        return None
    try:
        sent = [(name, value) for name, values in request.POST.lists() for value in values]
    except (SuspiciousOperation, MultiPartParserError, OSError):
        return None
    return [[_clean(name), _clean(str(value))] for name, value in sent if name != HELD and not is_secret(name)]


def shown(fields: Fields) -> list[tuple[str, str]]:
    """What a person typed of it: neither empty fields nor what the page itself sent along."""
    typed = [(name, value) for name, value in fields if value.strip() and name not in OWN]
    return [(name, _words_of(name, value)) for name, value in typed if not name.startswith("initial-")]


def _words_of(name: str, value: str) -> str:
    """What was typed, or the name of a file."""
    file = file_of(value, ANYBODY) if name == HELD else None
    return file.name if file else value


def is_secret(name: str) -> bool:
    """Whether a field of this name is never kept."""
    small = name.lower()
    return small in SECRET or any(word in small for word in SECRET[:3])


def is_own(request: HttpRequest) -> bool:
    """Whether the form was sent by a page of ours, as browsers tell and other sites cannot change."""
    site = request.headers.get("Sec-Fetch-Site", "")
    if site:
        return site == "same-origin"
    told = request.headers.get("Origin") or request.headers.get("Referer") or ""
    return bool(told) and _parts(told).netloc in (request.get_host(), urlsplit(settings.ENV.url).netloc)


def after_its_session(request: HttpRequest) -> str:
    """Where to go after signing in, for a form that a stranger sent: to what was typed, if it could be kept."""
    return reverse("kept") if keep_in(request, browser_of(request)) else "/"


def after_its_token(request: HttpRequest) -> HttpResponseBase | None:
    """The answer to a form of ours whose token is no longer good: to what was typed. None where it is not kept."""
    if not is_own(request):
        return None
    user = request.user
    browser = browser_with(request, user) if isinstance(user, User) else browser_of(request)
    if not keep_in(request, browser):
        return None
    return _onward(request, reverse("kept") if isinstance(user, User) else sign_in_address(reverse("kept")))


def sign_in_address(following: str) -> str:
    return f"{reverse('account_login')}?{urlencode({'next': following})}"


def mark(response: HttpResponseBase) -> None:
    """Let the browser say, for an hour, that something of it is kept."""
    secure = settings.ENV.is_secure
    response.set_cookie(MARK, "1", max_age=AN_HOUR, secure=secure, httponly=True, samesite="Lax")


def _onward(request: HttpRequest, place: str) -> HttpResponse:
    if "HX-Request" in request.headers:
        answer = HttpResponse(status=204, headers={"HX-Redirect": place})
    else:
        answer = HttpResponseRedirect(place, status=303)
    mark(answer)
    return answer


def _page_of(request: HttpRequest) -> str:
    """The page on which it was typed, by what the browser says; a page of another site, or one of `NEVER`, is none."""
    parts = _parts(request.headers.get("Referer", ""))
    if parts.netloc not in (request.get_host(), urlsplit(settings.ENV.url).netloc) or parts.path.startswith(NEVER):
        return ""
    return own_place(_without_mark(_clean(parts.path) + (f"?{parts.query}" if parts.query else "")))


def own_place(told: str) -> str:
    """The address, if it is a path of ours and leads nowhere else; else empty."""
    return told if told.startswith("/") and url_has_allowed_host_and_scheme(told, allowed_hosts=None) else ""


def _parts(address: str) -> SplitResult:
    """The parts of an address that a browser tells; of one that is none, no parts."""
    try:
        return urlsplit(address)
    except ValueError:
        return urlsplit("")


def _without_mark(place: str) -> str:
    path, _, query = place.partition("?")
    asked = [(name, value) for name, value in parse_qsl(query, keep_blank_values=True) if name != ASKED]
    return f"{path}?{urlencode(asked)}" if asked else path


def _clean(text: str) -> str:
    """Without NUL and halves of characters."""
    return text.replace("\x00", "").encode("utf-8", "ignore").decode()
