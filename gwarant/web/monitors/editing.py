"""A new monitor, a changed one, and looking once before anything is kept."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gwarant.customers.models import Service
from gwarant.database.seal import SealBroken
from gwarant.monitoring.actions import Facts, MonitorChanged, MonitorRefused, NameTaken, add_monitor, change_monitor
from gwarant.monitoring.giving import readable_secrets_of, settings_of
from gwarant.monitoring.kinds import TOLD
from gwarant.monitoring.models import Monitor
from gwarant.monitoring.moments import moment_of
from gwarant.monitoring.trial import try_out
from gwarant.prober.checks import KINDS, SettingsRefused
from gwarant.prober.model import Answer
from gwarant.prober.reach import reach_of
from gwarant.web.access import WORKERS, AuthedRequest, staff
from gwarant.web.asked import one_of
from gwarant.web.mail.changing import conflict, touched
from gwarant.web.moment import now
from gwarant.web.monitors.forms import MonitorForm, stored_in
from gwarant.web.monitors.views import door, seen_in, shown_page
from gwarant.web.monitors.words import TONES, parts_of, reason_words, state_words


@require_http_methods(["GET", "POST"])
@staff(*WORKERS)
def new(request: AuthedRequest) -> HttpResponse:
    """One more monitor; what kind is chosen first, because each asks for something else."""
    kind = one_of(request, "kind", KINDS) or next(iter(KINDS))
    form = MonitorForm(request.POST or None, kind=kind)
    if request.method == "GET":
        return _form(request, form, 200)
    facts = _facts(form) if form.is_valid() else None
    if facts is None:
        return _form(request, form, 422)
    if "try" in request.POST:
        return _tried(request, form, facts, None)
    service: Service = form.cleaned_data["service"]
    try:
        made = add_monitor(service, facts, by=request.user, now=now())
    except MonitorRefused as refused:
        form.blame(refused.problems)
        return _form(request, form, 422)
    except NameTaken:
        form.add_error("name", _("This customer has a monitor of this name already."))
        return _form(request, form, 409)
    messages.success(request, _("%(name)s is looked at from its next slot on.") % {"name": made.name})
    return redirect("desk:monitor", made.pk)


@require_http_methods(["GET", "POST"])
@staff(*WORKERS)
def edit(request: AuthedRequest, pk: int) -> HttpResponse:
    """Change what was touched; a secret that is left empty stays."""
    found = _kept(pk)
    form = MonitorForm(request.POST or None, kind=found.kind, monitor=found)
    if request.method == "GET":
        return _form(request, form, 200, found)
    facts = _facts(form) if form.is_valid() else None
    if facts is None:
        return _form(request, form, 422, found)
    if "try" in request.POST:
        return _tried(request, form, facts, found)
    if not touched(form):
        messages.info(request, _("Nothing was changed, so it stays as it was."))
        return redirect("desk:monitor", pk)
    try:
        change_monitor(found, facts, seen=seen_in(request), by=request.user, now=now())
    except MonitorRefused as refused:
        form.blame(refused.problems)
        return _form(request, form, 422, found)
    except NameTaken:
        form.add_error("name", _("This customer has a monitor of this name already."))
        return _form(request, form, 409, found)
    except MonitorChanged as meanwhile:
        if meanwhile.monitor.retired_at is not None:
            return shown_page(request, door(pk), 409, is_stale=True)
        again, changes = conflict(form, stored_in(meanwhile.monitor), str(meanwhile.monitor.revision))
        stands = [one.key for one in meanwhile.monitor.places.all()]
        if "places" not in form.changed_data:
            again.data.setlist("places", stands)
        again.data.setlist("initial-places", stands)
        return _form(request, again, 409, found, changes=changes, is_stale=True)
    messages.success(request, _("Saved."))
    return redirect("desk:monitor", pk)


@require_POST
@staff(*WORKERS)
def trial(request: AuthedRequest, pk: int) -> HttpResponse:
    """Look once, now, as it stands."""
    found = _kept(pk)
    try:
        wanted = settings_of(found)
    except SealBroken:
        messages.error(request, _("Its secrets were sealed under another secret key: type them once more."))
        return redirect("desk:monitor_edit", pk)
    return shown_page(request, found, trial=_seen(found.kind, wanted, found.timeout))


def _kept(pk: int) -> Monitor:
    found = door(pk)
    if found.retired_at is not None or found.kind in TOLD:  # what tells of itself is not looked at
        raise Http404
    return found


def _facts(form: MonitorForm) -> Facts:
    """What the form says."""
    told, (given, forgets) = form.cleaned_data, form.settings()
    return Facts(
        name=told["name"],
        kind=form.kind,
        settings=given,
        places=tuple(told["places"]),
        every=told["every"],
        timeout=told["timeout"],
        forgets=forgets,
        counts=told.get("counts"),
    )


def _tried(request: AuthedRequest, form: MonitorForm, facts: Facts, found: Monitor | None) -> HttpResponse:
    kept = readable_secrets_of(found) if found else {}
    wanted = {name: value for name, value in {**kept, **facts.settings}.items() if name not in facts.forgets}
    try:
        seen = _seen(facts.kind, wanted, facts.timeout)
    except SettingsRefused as refused:
        form.blame(refused.problems)
        return _form(request, form, 422, found)
    return _form(request, form, 200, found, trial=seen)


def _seen(kind: str, wanted: dict[str, Any], timeout: int) -> dict[str, Any]:
    """What one look from the server itself finds, under the rules of the house's own prober."""
    answer: Answer = try_out(kind, wanted, timeout, reach_of(settings.ENV.prober_networks))
    certificate = answer.certificate
    return {
        "tone": TONES[answer.state.value],
        "word": state_words()[answer.state.value],
        "why": reason_words(str(answer.code)) if answer.code else "",
        "parts": parts_of(answer.phases),
        "total": answer.phases.total / 1000,
        "address": answer.address,
        "certificate": certificate,
        "ends": moment_of(max(0, min(certificate.ends, 2**34)) * 1000) if certificate else None,
        "said": answer.said,
    }


def _form(
    request: AuthedRequest, form: MonitorForm, status: int, found: Monitor | None = None, **more: Any
) -> HttpResponse:
    tabs = [(f"{request.path}?kind={name}", _(one.label), name == form.kind, 0) for name, one in KINDS.items()]
    crumbs = [(reverse("desk:monitors"), _("Monitors"))]
    if found:
        crumbs.append((reverse("desk:monitor", args=[found.pk]), found.name))
    page = {"form": form, "monitor": found, "tabs": tabs if not found else [], "crumbs": crumbs, **more}
    return render(request, "monitors/form.html", page, status=status)
