"""A new monitor, a changed one, and looking once before anything is kept."""

from collections.abc import Collection
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gwarant.customers.models import Service
from gwarant.database.seal import SealBroken
from gwarant.monitoring.actions import (
    Facts,
    MonitorChanged,
    MonitorRefused,
    NameTaken,
    add_monitor,
    carried_off,
    change_monitor,
)
from gwarant.monitoring.giving import readable_secrets_of, settings_of
from gwarant.monitoring.kinds import HEARTBEAT, REPORTED, TOLD
from gwarant.monitoring.models import Monitor, Place
from gwarant.monitoring.moments import moment_of
from gwarant.monitoring.trial import try_out
from gwarant.prober.checks import KINDS, SettingsRefused
from gwarant.prober.model import Answer, Reason
from gwarant.prober.reach import reach_of
from gwarant.web.access import WORKERS, AuthedRequest, staff
from gwarant.web.asked import one_of
from gwarant.web.mail.changing import Changes, conflict, touched
from gwarant.web.moment import now
from gwarant.web.monitors.forms import FORGET, SECRET, MonitorForm, stored_in
from gwarant.web.monitors.trials import NobodyLooked, TooManyTrials, from_place, places_to_try, trying
from gwarant.web.monitors.views import door, seen_in, shown_page
from gwarant.web.monitors.words import TONES, kind_words, parts_of, rare_words, reason_words, state_words
from gwarant.web.pings.forms import JobForm
from gwarant.web.pings.forms import stored_in as job_stored_in
from gwarant.web.reported.forms import ReportedForm
from gwarant.web.reported.forms import stored_in as reported_stored_in

ASKED = (*KINDS, HEARTBEAT, REPORTED)  # the kinds that a form is there for
AnyForm = MonitorForm | JobForm | ReportedForm


@require_http_methods(["GET", "POST"])
@staff(*WORKERS)
def new(request: AuthedRequest) -> HttpResponse:
    """One more monitor; what kind is chosen first, because each asks for something else."""
    wanted = request.POST.get("choose")
    if wanted is not None and wanted not in ASKED:
        raise Http404
    kind = wanted or one_of(request, "kind", ASKED) or ASKED[0]
    if request.method == "GET" or wanted:
        return _form(request, _made(kind, initial={**_named(request), **_carried(request.POST)}), 200)
    form = _made(kind, request.POST)
    if "try" in request.POST and isinstance(form, MonitorForm):
        return _tried(request, form, form.facts(), None) if form.is_enough_to_look() else _form(request, form, 422)
    facts = form.facts() if form.is_valid() else None
    if facts is None:
        return _form(request, form, 422)
    service: Service = form.cleaned_data["service"]
    try:
        made = add_monitor(service, facts, by=request.user, now=now())
    except MonitorRefused as refused:
        form.blame(refused.problems)
        return _form(request, form, 422)
    except NameTaken:
        form.add_error("name", _("This customer has a monitor of this name already."))
        return _form(request, form, 409)
    messages.success(request, _added_words(made))
    return redirect("desk:monitor", made.pk)


@require_http_methods(["GET", "POST"])
@staff(*WORKERS)
def edit(request: AuthedRequest, pk: int) -> HttpResponse:
    """Change what was touched; a secret that is left empty stays."""
    found = _kept(pk, ASKED)
    form = _made(found.kind, request.POST or None, found)
    if request.method == "GET":
        return _form(request, form, 200, found)
    facts = form.facts() if form.is_valid() else None
    if facts is None:
        return _form(request, form, 422, found)
    if "try" in request.POST and found.kind in KINDS:
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
        again, changes = _conflict(form, meanwhile.monitor)
        return _form(request, again, 409, found, changes=changes, is_stale=True)
    messages.success(request, _("Saved."))
    return redirect("desk:monitor", pk)


def _conflict(form: AnyForm, stands: Monitor) -> tuple[AnyForm, Changes]:
    if isinstance(form, JobForm):
        return conflict(form, job_stored_in(stands), str(stands.revision))
    if isinstance(form, ReportedForm):
        return conflict(form, reported_stored_in(stands), str(stands.revision))
    again, changes = conflict(form, stored_in(stands), str(stands.revision))
    places = [one.key for one in stands.places.all()]
    if "places" not in form.changed_data:
        again.data.setlist("places", places)
    again.data.setlist("initial-places", places)
    return again, changes


def _made(kind: str, data: Any = None, monitor: Monitor | None = None, initial: Any = None) -> AnyForm:
    """The form of a kind: of what is looked at, or of a job that tells of itself."""
    if kind == HEARTBEAT:
        return JobForm(data, monitor=monitor, initial=initial)
    if kind == REPORTED:
        return ReportedForm(data, monitor=monitor, initial=initial)
    return MonitorForm(data, kind=kind, monitor=monitor, initial=initial or {})


def _named(request: AuthedRequest) -> dict[str, str]:
    """The tool whose page led here."""
    return {"source": request.GET["source"]} if "source" in request.GET else {}


def _carried(typed: QueryDict) -> dict[str, Any]:
    """What was typed before another kind was chosen, but for secrets: a field of the same name goes on with it."""
    plain = {name for name in typed if not name.startswith((SECRET, FORGET, "initial-"))}
    told = {name: typed.getlist(name) if name == "places" else typed[name] for name in plain - {"choose", "seen"}}
    return {name: value for name, value in told.items() if value}


def _added_words(made: Monitor) -> str:
    if made.kind == HEARTBEAT:
        return _("%(name)s is made: below stands the address at which it tells of itself.") % {"name": made.name}
    if made.kind == REPORTED:
        return _("%(name)s is made, and takes what the tool tells of.") % {"name": made.name}
    return _("%(name)s is looked at from its next slot on.") % {"name": made.name}


@require_POST
@staff(*WORKERS)
def trial(request: AuthedRequest, pk: int) -> HttpResponse:
    """Look once, now, as it stands."""
    found = _kept(pk, KINDS)
    try:
        wanted = settings_of(found)
    except SealBroken:
        messages.error(request, _("Its secrets were sealed under another secret key: type them once more."))
        return redirect("desk:monitor_edit", pk)
    try:
        seen = _seen(request, found.kind, wanted, found.timeout, _place(request, found.service))
    except TooManyTrials as running:
        messages.error(request, _running_words(running))
        return shown_page(request, found, 429)
    except NobodyLooked:
        messages.error(request, _nobody_words())
        return redirect("desk:monitor", pk)
    except _OtherCustomer:
        raise Http404 from None
    return shown_page(request, found, trial=seen)


def _kept(pk: int, kinds: Collection[str]) -> Monitor:
    found = door(pk)
    if found.retired_at is not None or found.kind not in kinds:
        raise Http404
    return found


def _tried(request: AuthedRequest, form: AnyForm, facts: Facts, found: Monitor | None) -> HttpResponse:
    if carried := [*carried_off(facts, found)]:
        form.blame(carried)
        return _form(request, form, 422, found)
    kept = readable_secrets_of(found) if found else {}
    wanted = {name: value for name, value in {**kept, **facts.settings}.items() if name not in facts.forgets}
    try:
        service = found.service if found else form.cleaned_data["service"]
        seen = _seen(request, facts.kind, wanted, facts.timeout, _place(request, service))
    except TooManyTrials as running:
        form.add_error(None, _running_words(running))
        return _form(request, form, 429, found)
    except NobodyLooked:
        form.add_error(None, _nobody_words())
        return _form(request, form, 422, found)
    except _OtherCustomer:
        form.add_error(None, _("This place looks for another customer alone: choose another one to try it from."))
        return _form(request, form, 422, found)
    except SettingsRefused as refused:
        form.blame(refused.problems)
        return _form(request, form, 422, found)
    return _form(request, form, 200, found, trial=seen)


def _running_words(running: TooManyTrials) -> str:
    if running.is_own:
        return _("Another trial of yours still runs. Try this one when it has ended.")
    return _("As many trials run as can at once. Try it in half a minute.")


class _OtherCustomer(Exception):
    """The place stands in another customer's network: what is tried is not for it."""


def _place(request: AuthedRequest, service: Service | None) -> Place | None:
    """From where it is tried; None for the server itself. Without a system no customer's own place."""
    key = request.POST.get("from", "")
    found = Place.objects.filter(key=key, is_active=True).first() if key and "\x00" not in key else None
    if key and found is None:
        raise Http404
    if found is not None and found.customer_id not in (None, service.customer_id if service else None):
        raise _OtherCustomer
    return found


def _nobody_words() -> str:
    return _("No prober of that place answered in time. Look on the page of the place how it goes there.")


def _seen(
    request: AuthedRequest, kind: str, wanted: dict[str, Any], timeout: int, place: Place | None
) -> dict[str, Any]:
    """What one look finds: from the server itself, under the rules of the house's own prober, or from the place."""
    with trying(request):
        if place is None:
            answer: Answer = try_out(kind, wanted, timeout, reach_of(settings.ENV.prober_networks))
        else:
            answer = from_place(request.user, place, kind, wanted, timeout)
    certificate = answer.certificate
    return {
        "place": place.called if place else "",
        "tone": TONES[answer.state.value],
        "word": state_words()[answer.state.value],
        "why": reason_words(str(answer.code)) if answer.code else "",
        "parts": parts_of(answer.phases),
        "total": answer.phases.total / 1000,
        "address": "" if answer.code == Reason.NOT_ALLOWED else answer.address,
        "certificate": certificate,
        "ends": moment_of(max(0, min(certificate.ends, 2**34)) * 1000) if certificate else None,
        "said": answer.said,
    }


def _form(
    request: AuthedRequest, form: AnyForm, status: int, found: Monitor | None = None, **more: Any
) -> HttpResponse:
    words = kind_words()
    kinds = [(name, words[name], name == form.kind) for name in ASKED]
    crumbs = [(reverse("desk:monitors"), _("Monitors"))]
    if found:
        crumbs.append((reverse("desk:monitor", args=[found.pk]), found.name))
    rare = rare_words(found, now()) if found else ""
    page = {"form": form, "monitor": found, "rare": rare, "kinds": kinds if not found else [], "crumbs": crumbs, **more}
    page |= {"address": f"{request.path}?kind={form.kind}" if not found else "", "is_job": form.kind in TOLD}
    customer = found.customer if found else None
    page |= {"try_from": places_to_try(customer), "tried_from": request.POST.get("from", "")}
    return render(request, "monitors/form.html", page, status=status)
