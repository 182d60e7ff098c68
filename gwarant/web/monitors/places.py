"""Places and their probers: who looks from where, how it goes there, codes for new ones."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db import IntegrityError
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gwarant.monitoring.alarms import silent
from gwarant.monitoring.enrolling import LASTS, invite, open_place, retire
from gwarant.monitoring.home import HOME
from gwarant.monitoring.models import Monitor, Place, Prober
from gwarant.monitoring.moments import milliseconds_of
from gwarant.monitoring.places import PlaceChanged, change_place, close_place, reopen_place
from gwarant.prober.protocol import SHARES, STEP
from gwarant.web.access import EVERYBODY_INSIDE, LEADERS, AuthedRequest, staff
from gwarant.web.mail.changing import conflict, touched
from gwarant.web.moment import now
from gwarant.web.monitors.forms import PlaceForm, shown_of, stored_as
from gwarant.web.monitors.sure import Question, asked


@require_GET
@staff(*EVERYBODY_INSIDE)
def places(request: AuthedRequest) -> HttpResponse:
    """Every place, and how it goes there."""
    at, found = (
        now(),
        Place.objects.select_related("customer").prefetch_related("probers").order_by("-is_active", "key"),
    )
    rows = [_row(one, at) for one in found]
    page = {"rows": rows, "may": request.user.leads, "crumbs": _crumbs()[:1]}
    return render(request, "monitors/places.html", page)


@require_http_methods(["GET", "POST"])
@staff(*LEADERS)
def new(request: AuthedRequest) -> HttpResponse:
    """One more place."""
    form = PlaceForm(request.POST or None)
    if request.method == "GET":
        return _form(request, form, 200)
    if not form.is_valid():
        return _form(request, form, 422)
    told = form.cleaned_data
    try:
        made = open_place(
            told["key"], told["name"], customer=told["customer"], references=told["references"].splitlines(), now=now()
        )
    except IntegrityError:
        form.add_error("key", _("There is a place of this key already."))
        return _form(request, form, 409)
    messages.success(request, _("%(name)s is there. Now make a code for its prober.") % {"name": made.name})
    return redirect("desk:place", made.key)


@require_GET
@staff(*EVERYBODY_INSIDE)
def place(request: AuthedRequest, key: str) -> HttpResponse:
    """One place with its probers."""
    return _shown(request, _place(key))


@require_http_methods(["GET", "POST"])
@staff(*LEADERS)
def edit(request: AuthedRequest, key: str) -> HttpResponse:
    """Its name, and by what its probers know their own network."""
    found = _place(key)
    form = PlaceForm(request.POST or None, place=found)
    if request.method == "GET":
        return _form(request, form, 200, found)
    if not form.is_valid():
        return _form(request, form, 422, found)
    changed = touched(form)
    if not changed:
        messages.info(request, _("Nothing was changed, so it stays as it was."))
        return redirect("desk:place", key)
    try:
        change_place(found, stored_as(changed), shown=stored_as(form.shown))
    except PlaceChanged as meanwhile:
        again, changes = conflict(form, shown_of(meanwhile.place), "")
        return _form(request, again, 409, found, changes=changes, is_stale=True)
    messages.success(request, _("Saved."))
    return redirect("desk:place", key)


@require_POST
@staff(*LEADERS)
def code(request: AuthedRequest, key: str) -> HttpResponse:
    """A code for one prober; the page shows it this once."""
    found = _place(key)
    if not found.is_active:
        raise Http404
    made = invite(found, by=request.user, now=now())
    return _shown(request, found, code=made, code_ends=now() + LASTS, server=settings.ENV.url)


@require_http_methods(["GET", "POST"])
@staff(*LEADERS)
def close(request: AuthedRequest, key: str) -> HttpResponse:
    """Look from there no more. Whether it is meant is asked first."""
    found = _place(key)
    if request.method == "GET":
        return asked(request, _closing(found), [*_crumbs(), (reverse("desk:place", args=[key]), found.name)])
    close_place(found)
    messages.success(request, _("Closed: nothing is looked at from there, and its probers are not listened to."))
    return redirect("desk:place", key)


@require_POST
@staff(*LEADERS)
def reopen(request: AuthedRequest, key: str) -> HttpResponse:
    """Look from there again."""
    reopen_place(_place(key), now=now())
    messages.success(request, _("It is looked from there again."))
    return redirect("desk:place", key)


@require_http_methods(["GET", "POST"])
@staff(*LEADERS)
def retire_prober(request: AuthedRequest, pk: int) -> HttpResponse:
    """Listen to a prober no more; its part goes to the others. Whether it is meant is asked first."""
    found = Prober.objects.select_related("place").filter(pk=pk).first()
    if found is None:
        raise Http404
    if request.method == "GET":
        return asked(request, _retirement(found), [*_crumbs(), (_at(found.place), found.place.name)])
    retire(found, now=now())
    messages.success(request, _("The prober is retired: nothing that it says counts any more."))
    return redirect("desk:place", found.place.key)


def _closing(found: Place) -> Question:
    n = Monitor.objects.watched_from(found).count()
    told = ngettext("%(n)s monitor is looked at from there.", "%(n)s monitors are looked at from there.", n)
    words = _("Nothing is looked at from there any more, and that time is unknown. It may be opened again.")
    return Question(
        title=_("Close %(name)s?") % {"name": found.name},
        words=(told % {"n": n}, words),
        button=pgettext("a place", "Close it"),
    )


def _retirement(found: Prober) -> Question:
    return Question(
        title=_("Retire the prober %(number)s?") % {"number": found.pk},
        words=(
            _("Nothing that it says counts any more, and what it looks at goes to the other probers of the place."),
            _("To look from that machine again takes a new code."),
        ),
        button=pgettext("a prober", "Retire it"),
    )


def _at(place: Place) -> str:
    return reverse("desk:place", args=[place.key])


def _place(key: str) -> Place:
    found = Place.objects.select_related("customer").filter(key=key).first()
    if found is None:
        raise Http404
    return found


def _row(one: Place, at: datetime) -> dict[str, Any]:
    alive = [prober for prober in one.probers.all() if prober.retired_at is None]
    states = [_prober(prober, at) for prober in alive]
    order = ("breached", "at_risk", "unknown", "fine")
    worst = min(states, key=lambda state: order.index(state["tone"]), default=None)
    if not one.is_active:
        tone, word = "paused", pgettext("a place", "Closed")
    elif worst is None:
        tone, word = "unknown", _("no prober yet") if one.key != HOME else _("starts with the first monitor")
    else:
        tone, word = worst["tone"], worst["word"]
    watched = Monitor.objects.watched_from(one).count()
    lost = sum(prober.lost for prober in alive)
    return {"place": one, "tone": tone, "word": word, "probers": len(alive), "monitors": watched, "lost": lost}


def _prober(one: Prober, at: datetime) -> dict[str, Any]:
    """How it goes: silent, failing everything, with a wrong clock, or well."""
    off = one.clock_off
    if one.retired_at is not None:
        tone, word = "unknown", pgettext("a prober", "Retired")
    elif at - one.seen_at > silent():
        tone, word = "breached", pgettext("a prober", "Silent")
    elif one.fails_since is not None:
        tone, word = "breached", pgettext("a prober", "Fails everything")
    elif off is not None and abs(off) > STEP:
        tone, word = "at_risk", pgettext("a prober", "Its clock is wrong")
    else:
        tone, word = "fine", pgettext("a prober", "Looks")
    held = sum(share.until > milliseconds_of(at) for share in one.shares.all())
    return {"prober": one, "tone": tone, "word": word, "shares": held, "off": _off_words(off), "of": SHARES}


def _off_words(off: int | None) -> str:
    """How far the clock of the prober is off, in words."""
    if off is None:
        return ""
    told = {"ms": f"{abs(off):,}".replace(",", "\u00a0"), "s": f"{abs(off) / 1000:.1f}"}
    if abs(off) < 20:
        return _("right")
    if abs(off) < 1000:
        return (_("%(ms)s ms behind") if off > 0 else _("%(ms)s ms ahead")) % told
    return (_("%(s)s s behind") if off > 0 else _("%(s)s s ahead")) % told


def _shown(request: AuthedRequest, found: Place, **more: Any) -> HttpResponse:
    at = now()
    probers = found.probers.prefetch_related("shares").order_by("retired_at", "pk")
    known = [_prober(one, at) for one in probers if one.retired_at is None or at - one.retired_at < timedelta(days=30)]
    watched = Monitor.objects.watched_from(found).select_related("customer")
    page = {
        "place": found,
        "row": _row(found, at),
        "probers": known,
        "monitors": watched.order_by("customer__name", "name")[:50],
        "is_home": found.key == HOME,
        "networks": settings.ENV.prober_networks if found.key == HOME else (),
        "may": request.user.leads,
        "crumbs": _crumbs(),
        **more,
    }
    return render(request, "monitors/place.html", page)


def _crumbs() -> list[tuple[str, str]]:
    return [(reverse("desk:monitors"), _("Monitors")), (reverse("desk:places"), _("Places and probers"))]


def _form(
    request: AuthedRequest, form: PlaceForm, status: int, found: Place | None = None, **more: Any
) -> HttpResponse:
    crumbs = _crumbs() + ([(reverse("desk:place", args=[found.key]), found.called)] if found else [])
    page = {"form": form, "place": found, "crumbs": crumbs, **more}
    return render(request, "monitors/place_form.html", page, status=status)
