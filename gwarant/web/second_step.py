"""Whoever must have a second step and has none is led to setting one up before anything else."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from gwarant.accounts.actions import has_second_step
from gwarant.accounts.models import Company, User
from gwarant.web.browser import browser_with
from gwarant.web.kept.keeping import is_own, keep_in, mark

Handler = Callable[[HttpRequest], HttpResponseBase]
OPEN = ("/accounts/", "/profile/security", "/profile/address", "/language", "/healthz", "/readyz", "/metrics")


def middleware(get_response: Handler) -> Handler:
    def guarded(request: HttpRequest) -> HttpResponseBase:
        if request.path.startswith(OPEN) or not is_missing(request):
            return get_response(request)
        place = reverse("security")
        answer = HttpResponse(status=204, headers={"HX-Redirect": place}) if "HX-Request" in request.headers else None
        answer = answer or HttpResponseRedirect(place)
        if request.method == "POST" and _is_kept(request):
            mark(answer)
        return answer

    return guarded


def is_missing(request: HttpRequest) -> bool:
    """Whether the person must have a second step and has none."""
    company, user = getattr(request, "company", None), request.user
    if not isinstance(company, Company) or not isinstance(user, User):
        return False
    return company.demands_second_step(user) and not has_second_step(user)


def _is_kept(request: HttpRequest) -> bool:
    """What was typed is not lost meanwhile."""
    if not isinstance(request.user, User) or not is_own(request):
        return False
    return keep_in(request, browser_with(request, request.user))
