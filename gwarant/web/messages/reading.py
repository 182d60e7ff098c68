"""Notices that are read because their matter is looked at."""

from django.http import HttpRequest

from gwarant.accounts.models import User
from gwarant.notify.actions import mark_matter_read
from gwarant.notify.news import About
from gwarant.web.moment import now

AHEAD = ("prefetch", "prerender", "preview")  # what browsers say of a page that nobody looks at yet
HINTS = ("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz")


def seen(request: HttpRequest, about: About, ref: str) -> None:
    """The person opens the page of a matter: what they were told about it until now is read."""
    if isinstance(request.user, User) and is_looked_at(request):
        mark_matter_read(request.user, about, ref, now=now())


def is_looked_at(request: HttpRequest) -> bool:
    """Whether somebody looks at the page: it is no part of another one, and no browser fetches it ahead."""
    if request.META.get("REQUEST_METHOD") != "GET" or request.headers.get("HX-Request"):  # HEAD is answered as GET
        return False
    if any(word in request.headers.get(name, "").lower() for name in HINTS for word in AHEAD):
        return False
    return request.headers.get("Sec-Fetch-Dest", "document") == "document"
