"""Monitors: the list of all, and one with its places, its last looks and its certificate."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gwarant.customers.models import Customer
from gwarant.monitoring.actions import MonitorChanged, pause_monitor, retire_monitor
from gwarant.monitoring.called import called
from gwarant.monitoring.kinds import HEARTBEAT, REPORTED, TOLD, target_of
from gwarant.monitoring.models import Monitor, SeenLook, Shown
from gwarant.monitoring.moments import milliseconds_of, moment_of
from gwarant.monitoring.overview import Stand, parts_of, stands_of, worst
from gwarant.monitoring.written import time_of
from gwarant.pictures.frame import Frame
from gwarant.pictures.latency import COLUMNS, columns_of, latency_svg
from gwarant.prober.model import Certificate
from gwarant.web.access import EVERYBODY_INSIDE, WORKERS, AuthedRequest, staff
from gwarant.web.asked import customer_asked, one_of, page_asked
from gwarant.web.availability.links import links_of
from gwarant.web.moment import now
from gwarant.web.monitors.own_settings import settings_set
from gwarant.web.monitors.sure import Question, asked
from gwarant.web.monitors.trials import places_to_try
from gwarant.web.monitors.words import (
    TONES,
    doubt_words,
    kind_words,
    phase_words,
    rare_words,
    reason_words,
    stand_words,
    state_words,
)
from gwarant.web.pings.page import job_of
from gwarant.web.pings.words import took_words
from gwarant.web.reported.desk import states_of, waiting

PAGE = 100
LOOKS = 20
ORDER = ("down", "partly", "degraded", "unknown", "up", "paused")
LISTED = (
    *("name", "kind", "settings", "is_active", "every", "timeout", "asks_at", "up_at"),
    *("customer__key", "customer__name", "service__name"),
)
Row = tuple[Monitor, Sequence[Stand], str]
CHART = timedelta(hours=24)


@require_GET
@staff(*EVERYBODY_INSIDE)
def monitors(request: AuthedRequest) -> HttpResponse:
    """All of them, what is down first: two statements, however many there are."""
    q, customer = request.GET.get("q", "").strip()[:200], customer_asked(request)
    state, kind = one_of(request, "state", state_words()), one_of(request, "kind", kind_words())
    asked = Monitor.objects.kept().select_related("customer", "service").only(*LISTED)
    asked = asked.filter(customer__key=customer) if customer else asked
    asked = asked.filter(kind=kind) if kind else asked
    found = [one for one in _ordered(asked, milliseconds_of(now())) if _fits(one, q.lower(), state)]
    page = Paginator(found, PAGE).get_page(page_asked(request))
    customers = Customer.objects.order_by("name").values_list("key", "name")
    shown = {
        "q": q,
        "customer": customer,
        "state": state,
        "kind": kind,
        "customers": [("", _("All customers")), *customers],
        "states": [("", pgettext("monitors", "All states")), *state_words().items()],
        "kinds": [("", _("All kinds")), *kind_words().items()],
        "is_filtered": bool(q or customer or state or kind),
        "may": request.user.may_change,
        "waiting": waiting().filter(is_firing=True).count(),
    }
    return render(request, "monitors/list.html", {"page": page, "lines": [_line(*one) for one in page], **shown})


@require_GET
@staff(*EVERYBODY_INSIDE)
def monitor(request: AuthedRequest, pk: int) -> HttpResponse:
    """One monitor."""
    return shown_page(request, door(pk))


@require_POST
@staff(*WORKERS)
def pause(request: AuthedRequest, pk: int) -> HttpResponse:
    """Look at it no more for a while."""
    return _turned(request, pk, False, _("Paused: nobody looks at it, and that time is unknown."))


@require_POST
@staff(*WORKERS)
def go_on(request: AuthedRequest, pk: int) -> HttpResponse:
    """Look at it again."""
    return _turned(request, pk, True, _("It is looked at again."))


@require_http_methods(["GET", "POST"])
@staff(*WORKERS)
def retire(request: AuthedRequest, pk: int) -> HttpResponse:
    """Look at it no more for good; what was seen stays. Whether it is meant is asked first."""
    found = door(pk)
    if found.retired_at is not None:
        raise Http404
    if request.method == "GET":
        return sure(request, found, _retirement(found))
    try:
        retire_monitor(found, seen=seen_in(request), by=request.user, now=now())
    except MonitorChanged as meanwhile:
        return shown_page(request, meanwhile.monitor, 409, is_stale=True)
    messages.success(request, _("%(name)s is retired; what was seen of it stays.") % {"name": found.name})
    return redirect("desk:monitors")


def _retirement(found: Monitor) -> Question:
    words = _("It is looked at no more and its secrets are forgotten. What was seen stays as evidence.")
    if found.kind == REPORTED:
        words = _("States of other tools reach it no more. What they told stays.")
    elif found.kind in TOLD:
        words = _("Nothing is expected of it any more, and what it tells is not taken. What it told stays.")
    counted = _(
        "Nothing else is judged in its place: without another monitor the availability of %(system)s is unknown."
    )
    return Question(
        title=_("Retire %(name)s?") % {"name": found.name},
        words=(words, *([counted % {"system": found.service.name}] if found.counts else [])),
        button=pgettext("a monitor", "Retire it"),
    )


def sure(request: AuthedRequest, found: Monitor, question: Question) -> HttpResponse:
    """Whether something is meant that cannot be taken back."""
    crumbs = [(reverse("desk:monitors"), _("Monitors")), (reverse("desk:monitor", args=[found.pk]), found.name)]
    return asked(request, question, crumbs, seen=found.revision)


def door(pk: int) -> Monitor:
    """The monitor of that number, also a retired one."""
    found = Monitor.objects.select_related("customer", "service", "changed_by").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def seen_in(request: AuthedRequest) -> int:
    """The revision that the page showed; one that is none fits no monitor."""
    told = request.POST.get("seen", "")
    return int(told) if told.isdecimal() and len(told) < 10 else 2**31 - 1


def shown_page(request: AuthedRequest, found: Monitor, status: int = 200, **more: Any) -> HttpResponse:
    """The page of one monitor."""
    at = now()
    stands = stands_of([found], milliseconds_of(at), found.pk)[found.pk]
    state = worst(found, stands)
    page = {
        "monitor": found,
        "crumbs": [(reverse("desk:monitors"), _("Monitors"))],
        "target": target_of(found.kind, found.settings),
        "kind": kind_words().get(found.kind, found.kind),
        "is_told": found.kind in TOLD,
        "job": job_of(found, at) if found.kind == HEARTBEAT else None,
        "states": states_of(found) if found.kind == REPORTED else None,
        "tone": TONES[state],
        "word": state_words()[state],
        "doubt": doubt_words(found, state),
        "rare": rare_words(found, at),
        "stands": [stand_words(one, is_active=found.is_active) for one in stands],
        "settings": [*settings_set(found)],
        "leads": request.user.leads,
        "every": time_of(found.every),
        "timeout": time_of(found.timeout),
        "certificates": [*_certificates(found, stands, at)],
        "looks": [*_looks(found, milliseconds_of(at - CHART), names_places=len(stands) != 1)],
        "chart": _chart(found, at),
        "may": request.user.may_change and found.retired_at is None,
        "try_from": places_to_try(found.customer) if found.kind not in TOLD else [],
        "tried_from": request.POST.get("from", ""),
        "judged": links_of(found.customer_id, at).get(found.service.key, []) if found.counts else [],
        **more,
    }
    return render(request, "monitors/monitor.html", page, status=status)


def _ordered(asked: Iterable[Monitor], at: int) -> list[Row]:
    """Each with how it stands and in a word, what is down first."""
    known, order = list(asked), {state: number for number, state in enumerate(ORDER)}
    stands = stands_of(known, at)
    rows = [(one, stands[one.pk], worst(one, stands[one.pk])) for one in known]
    return sorted(rows, key=lambda row: (order[row[2]], row[0].customer.name, row[0].name))


def _takes(one: Monitor, milliseconds: int) -> str:
    """How long its last look took, or the last run of a job."""
    return took_words(milliseconds) if one.kind in TOLD else f"{milliseconds} ms"


def _line(one: Monitor, stands: Sequence[Stand], state: str) -> dict[str, Any]:
    same = [stand for stand in stands if stand.state == ("down" if state == "partly" else state)]
    since = max((stand.since for stand in same if stand.since), default=0)
    took = [stand.total for stand in stands if stand.total and stand.state in ("up", "degraded")]
    return {
        "monitor": one,
        "state": state,
        "tone": TONES[state],
        "word": state_words()[state],
        "why": reason_words(same[0].code) if same and state not in ("up", "paused") else "",
        "doubt": doubt_words(one, state),
        "since": moment_of(since) if since else None,
        "takes": _takes(one, max(took) // 1000) if took else "",
        "target": target_of(one.kind, one.settings),
        "places": _("tells of itself") if one.kind in TOLD else ", ".join(map(_called, stands)),
    }


def _called(stand: Stand) -> str:
    return called(stand.key, stand.name)


def _fits(row: Row, q: str, wanted: str) -> bool:
    one, stands, state = row
    if (wanted and state != wanted) or not q:
        return not wanted or state == wanted
    places = " ".join(f"{stand.key} {_called(stand)}" for stand in stands)
    words = f"{one.name} {one.customer.name} {one.customer.key} {one.service.name} {places}".lower()
    words += target_of(one.kind, one.settings).lower()
    return all(part in words for part in q.split())


def _certificates(found: Monitor, stands: Sequence[Stand], at: datetime) -> Iterable[dict[str, Any]]:
    """Each certificate that is shown now, with the days that it has left; at a third of its life it warns."""
    prints = {one.certificate for one in stands if one.certificate}
    for one in Shown.objects.filter(customer=found.customer_id, print__in=prints).order_by("ends"):
        warns = Certificate(one.begins, one.ends, one.print).warns_at() <= at.timestamp()
        days = int((one.ends - at.timestamp()) // 86_400)
        tone = "breached" if days < 0 else "at_risk" if warns else "fine"
        word = {
            "breached": pgettext("a certificate", "Expired"),
            "at_risk": pgettext("a certificate", "Renew it"),
            "fine": pgettext("a certificate", "Good"),
        }[tone]
        yield {
            "subject": one.subject,
            "issuer": one.issuer,
            "print": one.print,
            "ends": moment_of(max(0, min(one.ends, 2**34)) * 1000),
            "days": days,
            "tone": tone,
            "word": word,
        }


def _looks(found: Monitor, since: int, *, names_places: bool) -> Iterable[dict[str, Any]]:
    words = state_words()
    latest = SeenLook.objects.filter(monitor=found, slot__gte=since).select_related("place").order_by("-slot")
    for one in latest[:LOOKS]:
        yield {
            "at": moment_of(one.slot),
            "place": one.place.called if names_places else "",
            "tone": TONES[one.state],
            "word": words[one.state],
            "why": reason_words(one.code) if one.state != "up" else "",
            "total": sum(one.phases) / 1000 if any(one.phases) else None,
            "parts": phase_words(one.phases),
            "address": one.address,
            "is_extra": one.is_extra,
        }


def _chart(found: Monitor, at: datetime) -> str:
    """How long looks took in the last day, and where they found it down; nothing where there were none."""
    first, last = milliseconds_of(at - CHART), milliseconds_of(at)
    columns = columns_of(parts_of(found.pk, first, last, COLUMNS))
    if not columns:
        return ""
    slowest = max(one.took for one in columns) / 1000
    down = sum(one.state == "down" for one in columns)
    told = _("Nothing was answered in the last 24 hours.")
    if slowest:
        told = _("The slowest look of the last 24 hours took %(took)d ms.") % {"took": slowest}
    if down:
        told += " " + ngettext(
            "It was down in %(n)d part of ten minutes.", "It was down in %(n)d parts of ten minutes.", down
        ) % {"n": down}
    return mark_safe(latency_svg(columns, _hours(at), _("Time of each look"), told, Frame("latency", alone=False)))


def _hours(at: datetime) -> list[tuple[float, str]]:
    """Every sixth hour of the reader's clock."""
    local, marks = localtime(at), list[tuple[float, str]]()
    for back in range(24):
        hour = (local - timedelta(hours=back)).replace(minute=0, second=0)
        if hour.hour % 6 == 0:
            marks.append((1 - (local - hour) / CHART, f"{hour:%H:%M}"))
    return [(x, words) for x, words in reversed(marks) if 0 <= x < 0.97]


def _turned(request: AuthedRequest, pk: int, is_active: bool, told: str) -> HttpResponse:
    found = door(pk)
    try:
        pause_monitor(found, is_active, seen=seen_in(request), by=request.user, now=now())
    except MonitorChanged as meanwhile:
        return shown_page(request, meanwhile.monitor, 409, is_stale=True)
    messages.success(request, told)
    return redirect("desk:monitor", pk)
