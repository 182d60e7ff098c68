"""The door before a file: whoever may see what it belongs to is led on to a link that is good for a few minutes.

Pages name the door and never the link, so that one that was open for hours leads to its files all the same.
"""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from gwarant.files.models import About, Attachment
from gwarant.web.access import AuthedRequest, View
from gwarant.web.files.links import link_to

Door = Callable[[View], View]
Get = Callable[[AuthedRequest, str], Any]  # one of the doors of `access`: the object, or 404


def paths_of(about: About, place: str, name: str, door: Door, get: Get) -> list[URLPattern]:
    """The routes of the files of something: `place` names it by its one part, `get` is the door to it."""
    return [
        path(f"{place}/files/<int:pk>", _view(about, door, get, small=False), name=f"{name}_file"),
        path(f"{place}/files/<int:pk>/thumbnail", _view(about, door, get, small=True), name=f"{name}_thumbnail"),
    ]


def _view(about: About, door: Door, get: Get, *, small: bool) -> View:
    def lead(request: AuthedRequest, pk: int, **named: str) -> HttpResponse:
        (subject,) = named.values()
        get(request, subject)
        found = Attachment.objects.of(about, subject).filter(pk=pk, erased_at=None).first()
        if found is None or not (found.is_public or request.user.is_inside) or (small and not found.is_picture):
            raise Http404
        return HttpResponseRedirect(link_to(found, small=small, door=request.path))

    return require_GET(never_cache(door(lead)))
