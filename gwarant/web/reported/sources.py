"""Other tools that tell us of states: made, given another secret, retired; what each last said."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods

from gwarant.monitoring.beats.models import Source
from gwarant.monitoring.kinds import REPORTED
from gwarant.monitoring.models import Monitor
from gwarant.monitoring.telling.taking import open_source, retire_source
from gwarant.web.access import EVERYBODY_INSIDE, LEADERS, AuthedRequest, staff
from gwarant.web.moment import now
from gwarant.web.monitors.sure import Question, asked
from gwarant.web.reported.forms import SourceForm, written

SHOWN = 50


@require_GET
@staff(*EVERYBODY_INSIDE)
def sources(request: AuthedRequest) -> HttpResponse:
    """All of them, and how it goes with each."""
    rows = [_row(one) for one in Source.objects.order_by("-is_active", "name", "key")]
    page = {"rows": rows, "may": request.user.leads, "crumbs": _crumbs()[:1]}
    return render(request, "monitors/sources.html", page)


@require_http_methods(["GET", "POST"])
@staff(*LEADERS)
def new(request: AuthedRequest) -> HttpResponse:
    """One more; the page that follows shows its secret this once."""
    form = SourceForm(request.POST or None)
    if request.method == "GET":
        return _form(request, form, 200)
    if not form.is_valid():
        return _form(request, form, 422)
    told = form.cleaned_data
    secret = open_source(told["key"], told["name"], now=now())
    Source.objects.filter(key=told["key"]).update(every=told["every"])
    return _shown(request, _source(told["key"]), secret=secret)


@require_GET
@staff(*EVERYBODY_INSIDE)
def source(request: AuthedRequest, key: str) -> HttpResponse:
    """One of them: where it tells, what it last said, who takes its states."""
    return _shown(request, _source(key))


@require_http_methods(["GET", "POST"])
@staff(*LEADERS)
def edit(request: AuthedRequest, key: str) -> HttpResponse:
    """Its name, and how often it tells at least."""
    found = _source(key)
    form = SourceForm(request.POST or None, source=found)
    if request.method == "GET":
        return _form(request, form, 200, found)
    if not form.is_valid():
        return _form(request, form, 422, found)
    told = form.cleaned_data
    Source.objects.filter(pk=found.pk).update(name=told["name"], every=told["every"])
    messages.success(request, _("Saved."))
    return redirect("desk:source", key)


@require_http_methods(["GET", "POST"])
@staff(*LEADERS)
def secret(request: AuthedRequest, key: str) -> HttpResponse:
    """Another secret, and a retired one is heard again; whether it is meant is asked first."""
    found = _source(key)
    if request.method == "GET":
        return asked(request, _another(found), [*_crumbs(), (_at(found), found.name)])
    made = open_source(found.key, found.name, now=now())
    return _shown(request, _source(key), secret=made)


@require_http_methods(["GET", "POST"])
@staff(*LEADERS)
def retire(request: AuthedRequest, key: str) -> HttpResponse:
    """Listen to it no more. Whether it is meant is asked first."""
    found = _source(key)
    if not found.is_active:
        raise Http404
    if request.method == "GET":
        return asked(request, _retirement(found), [*_crumbs(), (_at(found), found.name)])
    retire_source(found, now())
    messages.success(request, _("Nothing that it tells is taken any more, and how its monitors stand is unknown."))
    return redirect("desk:source", key)


def _another(found: Source) -> Question:
    told = _("Under the secret that it has now nothing is taken any more: the tool has to be given the new one.")
    return Question(
        title=_("Another secret for %(name)s?") % {"name": found.name},
        words=(told if found.is_active else _("It is heard again, under the new secret."),),
        button=_("Make another secret"),
    )


def _retirement(found: Source) -> Question:
    n = _takers(found).count()
    words = [_("Its messages are answered with 401. What it told stays, and another secret lets it in again.")]
    if n:
        words.append(_("How the monitors stand that take its states is unknown from then on: %(n)s.") % {"n": n})
    return Question(
        title=_("Retire %(name)s?") % {"name": found.name},
        words=tuple(words),
        button=pgettext("a source", "Retire it"),
    )


def _row(one: Source) -> dict[str, Any]:
    """How it goes: it tells, has not told anything yet, is silent, or is not listened to."""
    if not one.is_active:
        tone, word = "paused", pgettext("a source", "Retired")
    elif one.silence_told_at is not None:
        tone, word = "breached", pgettext("a source", "Silent")
    elif one.heard_at is None:
        tone, word = "unknown", pgettext("a source", "Nothing heard yet")
    else:
        tone, word = "fine", pgettext("a source", "Tells")
    return {
        "source": one,
        "tone": tone,
        "word": word,
        "every": written(one.every),
        "firing": one.states.filter(is_firing=True).count(),
        "monitors": _takers(one).count(),
    }


def _shown(request: AuthedRequest, found: Source, **more: Any) -> HttpResponse:
    page = {
        **_row(found),
        "states": found.states.select_related("source", "monitor").order_by("-is_firing", "-changed_at")[:SHOWN],
        "takers": _takers(found).select_related("customer").order_by("customer__name", "name")[:SHOWN],
        "unmatched": found.states.filter(monitor=None, is_firing=True).count(),
        "server": settings.ENV.url.rstrip("/"),
        "may": request.user.leads,
        "crumbs": _crumbs(),
        **more,
    }
    return render(request, "monitors/source.html", page)


def _takers(found: Source) -> Any:
    return Monitor.objects.kept().filter(kind=REPORTED, settings__source=found.key)


def _source(key: str) -> Source:
    found = Source.objects.filter(key=key).first()
    if found is None:
        raise Http404
    return found


def _at(found: Source) -> str:
    return reverse("desk:source", args=[found.key])


def _crumbs() -> list[tuple[str, str]]:
    return [(reverse("desk:monitors"), _("Monitors")), (reverse("desk:sources"), _("Other tools"))]


def _form(request: AuthedRequest, form: SourceForm, status: int, found: Source | None = None) -> HttpResponse:
    crumbs = _crumbs() + ([(_at(found), found.name)] if found else [])
    page = {"form": form, "source": found, "crumbs": crumbs}
    return render(request, "monitors/source_form.html", page, status=status)
