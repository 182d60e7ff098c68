"""Serving what strangers sent: from a path that reads no cookie, or a host of its own; nothing in it ever runs."""

from collections.abc import Callable, Iterator
from pathlib import Path

from django.conf import settings
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotFound,
    HttpResponseRedirect,
    StreamingHttpResponse,
)
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.http import content_disposition_header

from gwarant.database.scope import ENGINE, scoped
from gwarant.files.folder import pieces
from gwarant.files.kinds import TEXT
from gwarant.files.mailed import mailed, ticket_of
from gwarant.files.models import Attachment
from gwarant.files.store import Stored, folder
from gwarant.files.thumbs import KIND, thumbnail
from gwarant.reports.delivery.kept import PDF
from gwarant.reports.delivery.links import opened, sent_by
from gwarant.reports.delivery.models import Sending
from gwarant.web.files.links import NOTHINGS, PLACE, door_of, linked, stored_in
from gwarant.web.messages.reading import is_looked_at
from gwarant.web.moment import now

OF_PAGE = (
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
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
        return _refused(request) if is_own or request.path.startswith(PLACE) else get_response(request)

    return middleware


def serve(request: HttpRequest, token: str) -> HttpResponseBase:
    """The bytes that a link means, as a download; a small picture may be shown."""
    if request.method != "GET":
        return HttpResponse(status=405, headers={"Allow": "GET, HEAD"})
    asked = linked(token)
    if asked is None:
        door = door_of(token)
        return _led_back(door) if door else _mailed(request, token)
    number, sha256, is_small = asked
    if number == NOTHINGS:
        return _of_nothing(request, token)
    with scoped(ENGINE):
        found = Attachment.objects.filter(pk=number, sha256=sha256, erased_at=None).first()
    if found is None or not folder().has(sha256):
        return _refused(request)
    place = thumbnail(found) if is_small else folder().path(sha256)
    return _bytes(place, found, is_small) if place else _refused(request)


def _of_nothing(request: HttpRequest, token: str) -> HttpResponseBase:
    """The small picture of a stored file that belongs to nothing yet, such as one of a message that waits."""
    found = stored_in(token)
    place = thumbnail(found) if found is not None and folder().has(found.sha256) else None
    return _bytes(place, found, True) if place and found else _refused(request)


def _led_back(door: str) -> HttpResponse:
    """A link that is over: its door asks again who may see the file, and whom it knows gets it."""
    headers = {name: value for name, value in HEADERS.items() if name != "Content-Security-Policy"}
    return HttpResponseRedirect(door, headers=headers)


def _mailed(request: HttpRequest, token: str) -> HttpResponseBase:
    """What a link in a mail means: always a download."""
    with scoped(ENGINE):
        report = sent_by(token)
        if report is not None and folder().has(report.sha256):
            if is_looked_at(request):
                opened(report, now=now())
            return _bytes(folder().path(report.sha256), _paper(report), False)
        found = mailed(token)
        there = found is not None and folder().has(found.sha256)
        key = "" if there else ticket_of(token)
    return _bytes(folder().path(found.sha256), found, False) if found is not None and there else _refused(request, key)


def _paper(report: Sending) -> Stored:
    own = report.report
    return Stored(report.sha256, report.size, PDF, f"{own.contract.number}-{own.period}.pdf")


def _bytes(place: Path, found: Attachment | Stored, is_small: bool) -> HttpResponseBase:
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


def _refused(request: HttpRequest, key: str = "") -> HttpResponse:
    """A page that says where the file is, if the link tells; in the browser's language, because no cookie is read."""
    with translation.override(translation.get_language_from_request(_cookieless(request))):
        page = render_to_string("files/gone.html", {"key": key, "site": settings.ENV.url})
        language = translation.get_language() or "en"
    headers = {**HEADERS, "Content-Security-Policy": OF_PAGE, "Content-Language": language}
    answer = HttpResponseNotFound(page, headers=headers)
    answer._has_been_logged = True  # type: ignore[attr-defined]  # the address is the key, and stands in no log
    return answer


def _cookieless(request: HttpRequest) -> HttpRequest:
    """What of a request tells a language, without its cookies."""
    bare_one = HttpRequest()
    bare_one.META = {name: request.META[name] for name in ("HTTP_ACCEPT_LANGUAGE",) if name in request.META}
    return bare_one
