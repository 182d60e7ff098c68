"""Pages for what went wrong: what it was, and what to do next."""

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string

from gwarant.files.sizes import size_words
from gwarant.ledger.actions import NotWritten
from gwarant.web.asked import Misread
from gwarant.web.files.upload import limits
from gwarant.web.kept.keeping import after_its_token, is_own, shown, typed_in

TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    if isinstance(exception, TOO_MUCH):
        most = size_words(settings.DATA_UPLOAD_MAX_MEMORY_SIZE)
        return render(request, "413.html", {"most": most, "files": limits()}, status=413)
    told = exception.words if isinstance(exception, Misread) else ""
    return render(request, "400.html", {"told": told}, status=400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", status=404)


def not_written(request: HttpRequest, problem: NotWritten) -> HttpResponse:
    """What was sent cannot stand on the record, and no form noticed: nothing was done."""
    return render(request, "422.html", {"problems": problem.problems}, status=422)


def server_error(request: HttpRequest) -> HttpResponse:
    """Stands alone: the database may be what failed. What was typed into a form of ours comes back."""
    fields = typed_in(request) if request.method == "POST" and is_own(request) else None
    return HttpResponse(render_to_string("500.html", {"typed": shown(fields or [])}), status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponseBase:
    """The form is too old or came from elsewhere: nothing was done. What was typed into one of ours comes back."""
    kept = after_its_token(request)
    if kept is not None:
        return kept
    fields = typed_in(request) if is_own(request) else None
    return render(request, "403.html", {"is_stale_form": True, "typed": shown(fields or [])}, status=403)
