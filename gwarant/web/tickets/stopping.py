"""The page behind the link by which a follower of a ticket stops, without signing in. Looking at it stops nothing."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from gwarant.database.scope import ENGINE, scoped
from gwarant.tickets import actions
from gwarant.tickets.authors import EMAIL
from gwarant.tickets.following import followers_of
from gwarant.tickets.stopping import stopping
from gwarant.web.moment import now


@csrf_exempt  # the link itself is the proof: mail programs send the click without a page of ours (RFC 8058)
@require_http_methods(["GET", "POST"])
@never_cache
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """Whose mails about which ticket; POST stops them, and says so as often as it is sent."""
    with scoped(ENGINE):
        found = stopping(token)
        if found is None:
            return _private(render(request, "tickets/stop.html", status=404))
        ticket, name = found
        who = followers_of(ticket).get(name)
        if request.method == "POST" and who is not None:
            actions.unfollow(ticket, name, by=who, channel=EMAIL, now=now())
        told = {"ticket": ticket, "who": who, "is_over": who is None or request.method == "POST"}
        return _private(render(request, "tickets/stop.html", told))


def _private(response: HttpResponse) -> HttpResponse:
    """The address is the key: it goes to nobody by a click, and into no log that Django writes for 4xx."""
    response.headers["Referrer-Policy"] = "no-referrer"
    response._has_been_logged = True  # type: ignore[attr-defined]
    return response
