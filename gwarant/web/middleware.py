"""Each request runs in the scope of the person who asks, and in their language."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone, translation

from gwarant.accounts.models import Company, User
from gwarant.contracts.models import ContractVersion
from gwarant.contracts.terms import wording_of
from gwarant.database.scope import scoped
from gwarant.ledger.actions import NotWritten
from gwarant.pictures.words import read_in
from gwarant.web.errors import not_written
from gwarant.web.moment import now
from gwarant.web.scoping import places_of, scope_of

ALIVE = "/healthz"  # answers without the database
Handler = Callable[[HttpRequest], HttpResponseBase]


def scope(get_response: Handler) -> Handler:
    def middleware(request: HttpRequest) -> HttpResponseBase:
        request.places = places_of(request.user)  # type: ignore[attr-defined]
        with scoped(scope_of(request.user, request.places)):  # type: ignore[attr-defined]
            return get_response(request)

    return middleware


def language(get_response: Handler) -> Handler:
    def middleware(request: HttpRequest) -> HttpResponseBase:
        request.company = None if request.path == ALIVE else Company.objects.first()  # type: ignore[attr-defined]
        house = request.company.zone if request.company else "UTC"  # type: ignore[attr-defined]
        zone = zone_of(request, house)
        with translation.override(language_of(request)), timezone.override(ZoneInfo(zone)), read_in(zone):
            response = get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language() or "en")
        return response

    return middleware


def reading(get_response: Handler) -> Handler:
    """HEAD is answered as GET is, without the body; what somebody signed in reads stays in no cache but their own."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        is_head = request.method == "HEAD"
        if is_head:
            request.method = "GET"
        response = get_response(request)
        user = getattr(request, "user", None)
        if isinstance(user, User):
            request.META["gwarant.person"] = str(user.pk)  # for the gate, which counts what one person has open
            response.headers.setdefault("Cache-Control", "private, no-cache")
        if is_head:
            request.method = "HEAD"
            _take_the_body(response)
        return response

    return middleware


def _take_the_body(response: HttpResponseBase) -> None:
    if isinstance(response, HttpResponse):
        response.headers.setdefault("Content-Length", str(len(response.content)))
        response.content = b""
    elif isinstance(response, StreamingHttpResponse):
        response.close()
        response.streaming_content = ()


def refusal(get_response: Handler) -> Handler:
    """A row that the ledger refused is the answer to what was sent, and no fault of ours; too many bytes are 413."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if response.status_code == 422 and getattr(request, "is_too_much", False):
            response.status_code = 413  # the form as it was typed, and in it what may be sent
        return response

    def process_exception(request: HttpRequest, problem: Exception) -> HttpResponseBase | None:
        return not_written(request, problem) if isinstance(problem, NotWritten) else None

    middleware.process_exception = process_exception  # type: ignore[attr-defined]
    return middleware


def zone_of(request: HttpRequest, house: str) -> str:
    """Where whoever reads lives: the house's zone, of a customer's person that of their contracts, where it is one."""
    if not isinstance(request.user, User) or request.user.is_inside:
        return house
    in_force = ContractVersion.objects.in_force(now()).only("pk", "fingerprint")  # of what the scope shows
    zones = {wording_of(one).defaults.timezone for one in in_force}
    return zones.pop() if len(zones) == 1 else house


def language_of(request: HttpRequest) -> str:
    """The person's own language, else the one chosen in this browser, else the browser's."""
    chosen = request.user.language if isinstance(request.user, User) else ""
    chosen = chosen or request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    known = dict(settings.LANGUAGES)
    return chosen if chosen in known else translation.get_language_from_request(request)
