"""A flood of mail: one row where people decide, its messages on a page, released or laid aside all at once."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from gwarant.intake.floods import actions
from gwarant.intake.floods.models import Ending, Flood, Kind
from gwarant.web.access import EVERYBODY_INSIDE, WORKERS, AuthedRequest, staff
from gwarant.web.asked import page_asked
from gwarant.web.mail.forms import LayAsideForm
from gwarant.web.mail.words import TONES, outcome_words
from gwarant.web.moment import now

A_PAGE = 50


def rows_of_floods() -> list[tuple[Flood, str]]:
    """The floods about which nobody has said anything, each with how many messages it keeps back, in words."""
    found = Flood.objects.open().select_related("customer", "ticket")
    return [(one, size_words(one.size)) for one in found]


def size_words(size: int) -> str:
    """How many messages are kept back."""
    return ngettext("%(size)d message kept back", "%(size)d messages kept back", size) % {"size": size}


@require_GET
@staff(*EVERYBODY_INSIDE)
def flood(request: AuthedRequest, pk: int) -> HttpResponse:
    """Who writes so much, since when, and each of the messages."""
    return _page(request, _flood(pk))


@require_POST
@staff(*WORKERS)
def release(request: AuthedRequest, pk: int) -> HttpResponse:
    """Have each message handled like any other."""
    try:
        size = actions.release(_flood(pk), by=request.user, now=now())
    except actions.Ended as problem:
        return _page(request, _flood(pk), str(problem), 409)
    told = ngettext("%(size)d message is read now.", "%(size)d messages are read now.", size) % {"size": size}
    messages.success(request, told)
    return redirect("desk:mails")


@require_POST
@staff(*WORKERS)
def dismissal(request: AuthedRequest, pk: int) -> HttpResponse:
    """Say that all of it is spam, or nothing for us."""
    form = LayAsideForm(request.POST)
    if not form.is_valid():
        return _page(request, _flood(pk), _("Say what it is: spam, or nothing for us."), 422)
    try:
        actions.lay_aside_flood(_flood(pk), is_spam=form.cleaned_data["verdict"] == "spam", by=request.user, now=now())
    except actions.Ended as problem:
        return _page(request, _flood(pk), str(problem), 409)
    messages.success(request, _("It is decided; the messages stay on the record."))
    return redirect("desk:mails")


def _flood(pk: int) -> Flood:
    return get_object_or_404(Flood.objects.select_related("customer", "ticket", "ended_by"), pk=pk)


def _page(request: AuthedRequest, found: Flood, problem: str = "", status: int = 200) -> HttpResponse:
    mails = found.mails.select_related("ticket").order_by("pk")
    page = Paginator(mails, A_PAGE).get_page(page_asked(request))
    told: dict[str, Any] = {
        "flood": found,
        "page": page,
        "rows": [(one, TONES.get(one.became, "unknown"), outcome_words(one.became)) for one in page],
        "size": found.size,
        "why": _why(found),
        "ending": _ending(found),
        "may": request.user.may_change and found.ended_at is None,
        "problem": problem,
        "crumbs": [(reverse("desk:mails"), _("Mail that came in"))],
    }
    return render(request, "mail/flood.html", told, status=status)


def _why(found: Flood) -> str:
    return {
        Kind.DOMAIN: _("Senders of this domain whom nobody knows wrote more than people do."),
        Kind.DOOR: _("Senders whom nobody knows wrote more to this address than people do."),
    }.get(Kind(found.kind), _("This sender wrote more than people do."))


def _ending(found: Flood) -> str:
    return (
        {
            Ending.RELEASED: _("Released"),
            Ending.REFUSED: _("Laid aside"),
            Ending.SPAM: _("Spam"),
            Ending.DECIDED: _("Each message by itself"),
        }.get(Ending(found.ending), "")
        if found.ending
        else ""
    )
