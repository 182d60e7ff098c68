"""The page of the search, and its results alone for the box that opens from any page."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_GET

from gwarant.texts import line_of
from gwarant.tickets.finding import MOST, Found, find
from gwarant.web.access import EVERY_CLIENT, EVERYBODY_INSIDE, AuthedRequest, customer_person, staff
from gwarant.web.asked import page_asked
from gwarant.web.search import names
from gwarant.web.search.hits import A_PAGE, hits_of
from gwarant.web.search.keys import hints
from gwarant.web.search.names import Named
from gwarant.web.search.reading import Reading, read
from gwarant.web.tickets.wording import house_zone


@require_GET
@staff(*EVERYBODY_INSIDE)
def desk(request: AuthedRequest) -> HttpResponse:
    """What the house finds."""
    return _search(request, "desk")


@require_GET
@customer_person(*EVERY_CLIENT)
def portal(request: AuthedRequest) -> HttpResponse:
    """What a customer's person finds: of their customers alone, and nothing that was said inside the house."""
    return _search(request, "portal")


def _search(request: AuthedRequest, side: str) -> HttpResponse:
    typed = request.GET.get("q", "").replace("\x00", "")
    told: dict[str, Any] = {"q": line_of(typed), "side": side, "hints": hints(is_inside=side == "desk")}
    if told["q"]:
        told |= _found(request, typed.lstrip(), side)
    if not request.htmx or request.htmx.boosted or request.htmx.history_restore_request:
        return render(request, "search/page.html", told)
    answer = HttpResponse(render_to_string("search/_results.html", told))
    patch_cache_control(answer, private=True, no_cache=True)
    return answer


def _found(request: AuthedRequest, typed: str, side: str) -> dict[str, Any]:
    reading = read(typed, request.user, house_zone())
    found = Found() if _is_wrong(reading) else find(reading.query, reading.narrowed)
    if not found.many and reading.nearly and not _is_wrong(reading):
        found = find(reading.nearly, reading.narrowed)
    page: Page[int] = Paginator(found.tickets, A_PAGE).get_page(page_asked(request))
    return {
        "problems": reading.problems,
        "is_cut": reading.asked.is_cut,
        "page": page,
        "hits": hits_of(list(page.object_list), reading.wanted, is_inside=side == "desk"),
        "many": found.many,
        "shown": len(found.tickets),
        "most": MOST if found.many > MOST else 0,
        "called": [(one, href) for one in reading.called if (href := _href(one, side))],
    }


def _is_wrong(reading: Reading) -> bool:
    """Nothing is found by a filter that nobody understands, nor by nothing."""
    return bool(reading.problems) or not (reading.wanted or reading.asked.filters)


def _href(one: Named, side: str) -> str:
    """Where somebody or something stands."""
    if side == "portal":
        return "" if one.is_house else reverse("portal:people" if one.kind == names.PERSON else "portal:monitors")
    if one.kind == names.CUSTOMER:
        return reverse("desk:customer", args=[one.key])
    if one.kind == names.SYSTEM:
        return reverse("desk:customer", args=[one.customer_key]) + "#systems"
    return reverse("desk:people") if one.is_house else reverse("desk:customer", args=[one.customer_key])
