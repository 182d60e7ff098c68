"""Corrections at the desk: the list, asking for one, agreeing to what another one asks."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gwarant.monitoring.corrections.asking import Promised, ask, left_out, promised
from gwarant.monitoring.corrections.deciding import NotDecided, approve, refuse
from gwarant.monitoring.corrections.models import Correction, Stands
from gwarant.monitoring.models import Maintenance
from gwarant.monitoring.objections.models import Objection
from gwarant.web.access import EVERYBODY_INSIDE, WORKERS, AuthedRequest, staff
from gwarant.web.asked import page_asked
from gwarant.web.corrections.forms import CorrectionForm, RefusalForm, Start
from gwarant.web.corrections.objections import objection_line
from gwarant.web.corrections.page import corrections, line_of, page_of
from gwarant.web.corrections.words import not_decided
from gwarant.web.moment import now

A_PAGE = 50


@require_GET
@staff(*EVERYBODY_INSIDE)
def listed(request: AuthedRequest) -> HttpResponse:
    """The newest first; what waits for somebody stands before what is decided."""
    page = Paginator(corrections().order_by("-asked_at", "-pk"), A_PAGE).get_page(page_asked(request))
    lines = sorted((line_of(one) for one in page), key=lambda line: line["tone"] != "at_risk")
    context = {"page": page, "lines": lines, "may": request.user.may_change, "crumbs": _crumbs()[:1]}
    context["objections"] = [objection_line(one) for one in Objection.objects.told().waiting()[:A_PAGE]]
    return render(request, "corrections/list.html", context)


@require_http_methods(["GET", "POST"])
@staff(*WORKERS)
def new(request: AuthedRequest) -> HttpResponse:
    """Ask for one: of a promise that is chosen first, because each contract has reasons of its own."""
    known = {one.key: one for one in promised()}
    start, about = _start(request, known)
    context: dict[str, Any] = {"crumbs": _crumbs(), "window": start.window, "start": start, "about": about}
    if about is None:
        rows = sorted(known.values(), key=lambda one: (one.contract.customer.name, one.service.name))
        context["promised"] = [(f"?promise={one.key}", one) for one in rows]
        return render(request, "corrections/choose.html", context, status=200 if request.method == "GET" else 422)
    form = CorrectionForm(request.POST or None, about=about, start=start, by=request.user, now=now())
    if request.method == "POST" and form.is_valid() and form.draft is not None:
        made = ask(form.draft, now=now())
        messages.success(request, _("It is asked for. A second person of us has to agree; until then nothing changes."))
        return redirect("desk:correction", made.pk)
    return render(
        request, "corrections/form.html", {**context, "form": form}, status=422 if request.method == "POST" else 200
    )


@require_GET
@staff(*EVERYBODY_INSIDE)
def correction(request: AuthedRequest, pk: int) -> HttpResponse:
    """One correction."""
    return _shown(request, _door(pk))


@require_POST
@staff(*WORKERS)
def approval(request: AuthedRequest, pk: int) -> HttpResponse:
    """The second person agrees."""
    found = _door(pk)
    try:
        made = approve(found, by=request.user, now=now())
    except NotDecided as problem:
        return _shown(request, _door(pk), 409, problem=not_decided()[str(problem)])
    told = _("It counts from now on.") if made.stands is Stands.COUNTS else _("The client is asked for their consent.")
    messages.success(request, told)
    return redirect("desk:correction", pk)


@require_POST
@staff(*WORKERS)
def refusal(request: AuthedRequest, pk: int) -> HttpResponse:
    """Refuse it, or take back what one asked for."""
    found, form = _door(pk), RefusalForm(request.POST)
    if not form.is_valid():
        return _shown(request, found, 422, form=form)
    try:
        refuse(found, text=form.cleaned_data["text"], by=request.user, now=now())
    except NotDecided as problem:
        return _shown(request, _door(pk), 409, problem=not_decided()[str(problem)])
    messages.success(request, _("Nothing changes."))
    return redirect("desk:correction", pk)


def _shown(request: AuthedRequest, found: Correction, status: int = 200, **more: Any) -> HttpResponse:
    page = page_of(found, "desk", now())
    may = request.user.may_change and not page["is_over"]
    is_own = found.asked_by == request.user
    context = {
        **page,
        "crumbs": _crumbs(),
        "may_approve": may and found.stands is Stands.ASKED and not is_own,
        "may_refuse": may,
        "is_own": is_own,
        "form": RefusalForm(),
        **more,
    }
    return render(request, "corrections/correction.html", context, status=status)


def _door(pk: int) -> Correction:
    found: Correction | None = corrections().filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _start(request: AuthedRequest, known: dict[str, Promised]) -> tuple[Start, Promised | None]:
    """What the address names, and of which promise: a window's own, or an objection's, where it names none."""
    window = _named(request, "window", Maintenance.objects.left().select_related("service"))
    answers = _named(request, "objection", Objection.objects.told().waiting())
    about = known.get(request.GET.get("promise", ""))
    if answers is not None:
        about = known.get(f"{answers.contract.number}/{answers.service.key}")
    if window is not None:
        own = [one for one in known.values() if one.service == window.service]
        about = about if about in own else next(iter(own), None)
    excluded = _named(request, "excluded", corrections())
    if excluded is not None:
        span = excluded.start_at, excluded.end_at
        about = known.get(f"{excluded.contract.number}/{excluded.service.key}")
        if about is None or excluded not in left_out(about.contract, about.service, *span):
            raise Http404
    return Start(window, excluded, answers), about


def _named(request: AuthedRequest, name: str, among: Any) -> Any:
    """The row whose number the address gives; 404 where there is none of that number."""
    asked = request.GET.get(name, "")
    if not (asked.isdecimal() and len(asked) < 18):
        return None
    found = among.filter(pk=int(asked)).first()
    if found is None:
        raise Http404
    return found


def _crumbs() -> list[tuple[str, str]]:
    return [(reverse("desk:monitors"), _("Monitors")), (reverse("desk:corrections"), _("Corrections"))]
