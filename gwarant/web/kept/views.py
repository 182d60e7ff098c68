"""After signing in: the form that came too late stands there with everything typed, and was not sent."""

from collections.abc import Iterator
from copy import copy
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import Resolver404, is_valid_path, resolve
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from gwarant.accounts.actions import claim_kept, forget_kept, kept_by, kept_by_somebody
from gwarant.accounts.models import KeptForm, User
from gwarant.web.access import AuthedRequest, person
from gwarant.web.browser import browser_of
from gwarant.web.kept.filling import filled, form_for
from gwarant.web.kept.keeping import ASKED, MARK, NEVER, own_place, shown
from gwarant.web.kept.sending import may_send
from gwarant.web.moment import now

PLACE = "#kept"
NOT_FOR_READING = 405
ASKED_ABOUT = 3  # forms whose pages one request opens, the newest


@require_http_methods(["GET", "POST"])
@never_cache
@person
def kept(request: AuthedRequest) -> HttpResponseBase:
    """Lead to what was typed; where several people sign in in this browser, ask first. POST: it is mine, or not."""
    own = _own(request, request.user)
    if request.method == "POST":
        asked = _numbered(own, request) or next(_doubtful(request, request.POST.get("number", "")), None)
        return _decided(request, asked)
    if own:
        return _shown(request, own[0])
    possible = next(_doubtful(request), None)
    return render(request, "kept/whose.html", {"kept": possible}) if possible else redirect("home")


def _own(request: HttpRequest, user: User) -> list[KeptForm]:
    """What the person typed in this browser and may still send, the newest first."""
    browser = browser_of(request)
    if browser is None or not browser.knows(user):
        return []
    return [one for one in kept_by(browser.mark, user, now=now()) if may_send(user, one.path)]


def _doubtful(request: AuthedRequest, number: str = "") -> Iterator[KeptForm]:
    """What somebody typed in this browser, nobody can tell who, and this person may be asked about; or that one.

    To find out, pages are opened: of a few forms, one after the other, as long as somebody asks for the next.
    """
    browser = browser_of(request)
    if browser is None or not browser.knows(request.user):
        return
    among = [one for one in kept_by_somebody(browser.mark, now=now()) if number in ("", str(one.pk))]
    yield from (one for one in among[:ASKED_ABOUT] if _may_be_theirs(request, one))


def _may_be_theirs(request: AuthedRequest, found: KeptForm) -> bool:
    """Whether the person may send the form and open where it stands.

    That is the page that it came from, and the nearest page at or above its own address: the first that is for reading.
    """
    if not may_send(request.user, found.path):
        return False
    if found.page and _answered(request, found.page) is None:
        return False
    answers = (_answered(request, place) for place in _at_and_above(found) if is_valid_path(place))
    nearest = next((one for one in answers if one is None or one.status_code != NOT_FOR_READING), None)
    return nearest is not None and is_page(nearest)


def _numbered(among: list[KeptForm], request: AuthedRequest) -> KeptForm | None:
    """The one that the page showed, and no newer one."""
    number = request.POST.get("number", "")
    return next((one for one in among if str(one.pk) == number), None)


def _decided(request: AuthedRequest, found: KeptForm | None) -> HttpResponseBase:
    """The person says that it is theirs, or that it may be forgotten."""
    if found is None:
        return redirect("home")
    if request.POST.get("answer") == "mine":
        claim_kept(found, request.user)
        return redirect("kept")
    page = own_place(found.page).partition("?")[0] or "home"
    forget_kept(found)
    return redirect(page if found.person_id else "home")


def _shown(request: AuthedRequest, found: KeptForm) -> HttpResponseBase:
    for place in _places(found):
        answer = _opened(request, place)
        if answer is not None and form_for(_text(answer), place, found.path, found.fields):
            return redirect(f"{place}{'&' if '?' in place else '?'}{ASKED}={found.pk}{PLACE}")
    typed = {"kept": found, "typed": shown(found.fields), "page": _places(found)[0]}
    return render(request, "kept/typed.html", typed)


def _places(found: KeptForm) -> list[str]:
    """Where the form may stand: on the page that it came from, at its own address, or at one above."""
    told = (own_place(found.page), found.path, *_at_and_above(found)[1:])
    return [place for place in dict.fromkeys(told) if place and not place.startswith(NEVER)]


def _at_and_above(found: KeptForm) -> list[str]:
    """The address that the form sends to, and each above it."""
    path = urlsplit(found.path).path
    return [path, *(path[:at] for at in range(len(path) - 1, 0, -1) if path[at] == "/")]


def _opened(request: AuthedRequest, place: str) -> HttpResponse | None:
    """The page as the person may see it; None where it is none."""
    answer = _answered(request, place)
    return answer if answer is not None and is_page(answer) else None


def _answered(request: AuthedRequest, place: str) -> Any:
    """What a GET of the place answers to the person; None where there is nothing for them.

    Never asked is what no form comes from, this page among it: it would ask itself for ever.
    """
    path, _, query = place.partition("?")
    if path.startswith(NEVER):
        return None
    inner = copy(request)
    inner.method, inner.path, inner.path_info = "GET", path, path
    inner.GET, inner.POST = QueryDict(query), QueryDict()
    inner.META = {**request.META, "REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": query}
    try:
        match = resolve(path)
        inner.resolver_match = match
        return match.func(inner, *match.args, **match.kwargs)
    except (Resolver404, Http404, PermissionDenied):
        return None


def is_page(answer: HttpResponseBase) -> bool:
    """Whether it is a page that people read."""
    is_html = answer.headers.get("Content-Type", "").startswith("text/html")
    return answer.status_code == 200 and is_html and not answer.streaming


def fill(request: HttpRequest, answer: HttpResponse, number: str) -> None:
    """Put what was typed into its form, if it is this person's and was typed in this browser."""
    own = _own(request, request.user) if isinstance(request.user, User) else []
    found = next((one for one in own if str(one.pk) == number), None)
    form = form_for(_text(answer), request.get_full_path(), found.path, found.fields) if found else None
    if found is None or form is None:
        return
    notice = render_to_string("kept/_notice.html", {"kept": found}, request)
    answer.content = filled(_text(answer), form, found.fields, notice)
    answer.headers["Cache-Control"] = "private, no-store"


def forget(request: HttpRequest) -> None:
    """It was sent now: what was kept of it goes."""
    browser, user = browser_of(request), request.user
    if browser is not None and isinstance(user, User):
        path = request.path
        for one in kept_by(browser.mark, user, now=now()):
            if urlsplit(one.path).path == path:
                forget_kept(one)


def is_marked(request: HttpRequest) -> bool:
    """Whether the browser says that something of it is kept."""
    return MARK in request.COOKIES


def waits(request: HttpRequest, user: User) -> bool:
    """Whether something that the person typed waits in this browser."""
    return is_marked(request) and bool(_own(request, user))


def _text(answer: HttpResponse) -> str:
    return answer.content.decode(answer.charset or "utf-8")
