"""Serving what strangers sent: from a path that reads no cookie, or a host of its own; nothing in it ever runs."""

from collections.abc import Callable, Iterator
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotFound, StreamingHttpResponse
from django.utils.http import content_disposition_header

from gwarant.database.scope import ENGINE, scoped
from gwarant.files.folder import pieces
from gwarant.files.kinds import TEXT
from gwarant.files.mailed import mailed
from gwarant.files.models import Attachment
from gwarant.files.store import folder
from gwarant.files.thumbs import KIND, thumbnail
from gwarant.web.files.links import PLACE, linked

Handler = Callable[[HttpRequest], HttpResponseBase]
HEADERS = {
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "no-referrer",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex",
}


def bare(get_response: Handler) -> Handler:
    """Files are served before any cookie is read; a host of their own serves nothing else."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        is_own = request.get_host() == settings.FILES_HOST
        if request.path.startswith(PLACE) and (is_own or not settings.FILES_HOST):
            return serve(request, request.path.removeprefix(PLACE))
        return _refused() if is_own or request.path.startswith(PLACE) else get_response(request)

    return middleware


def serve(request: HttpRequest, token: str) -> HttpResponseBase:
    """The bytes that a link means, as a download; a small picture may be shown."""
    if request.method != "GET":
        return HttpResponse(status=405, headers={"Allow": "GET, HEAD"})
    asked = linked(token)
    if asked is None:
        return _mailed(token)
    number, sha256, is_small = asked
    with scoped(ENGINE):
        found = Attachment.objects.filter(pk=number, sha256=sha256, erased_at=None).first()
    if found is None or not folder().has(sha256):
        return _refused()
    place = thumbnail(found) if is_small else folder().path(sha256)
    return _bytes(place, found, is_small) if place else _refused()


def _mailed(token: str) -> HttpResponseBase:
    """What a link in a mail means: always a download."""
    with scoped(ENGINE):
        found = mailed(token)
    there = found is not None and folder().has(found.sha256)
    return _bytes(folder().path(found.sha256), found, False) if found is not None and there else _refused()


def _bytes(place: Path, found: Attachment, is_small: bool) -> HttpResponseBase:
    kind = KIND if is_small else found.kind
    size = place.stat().st_size
    answer = StreamingHttpResponse(_pieces(place), content_type=f"{TEXT}; charset=utf-8" if kind == TEXT else kind)
    answer.headers["Content-Length"] = str(size)
    for name, value in HEADERS.items():
        answer.headers[name] = value
    if is_small:
        answer.headers["Content-Disposition"] = "inline"
    else:
        answer.headers["Content-Disposition"] = content_disposition_header(True, found.name) or "attachment"
    return answer


def _pieces(place: Path) -> Iterator[bytes]:
    """The file, read as it is sent; opened when that begins."""
    with open(place, "rb") as content:
        yield from pieces(content)


def _refused() -> HttpResponse:
    """A link that is no longer good tells nothing."""
    return HttpResponseNotFound("This link is no longer good. Open the page again.\n", "text/plain", headers=HEADERS)
