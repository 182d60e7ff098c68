"""Objections on both sides: the client's form, its page, and the house's answer."""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext, pgettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gwarant.contracts.models import Contract
from gwarant.customers.models import Service
from gwarant.monitoring.corrections.asking import left_out
from gwarant.monitoring.models import Maintenance
from gwarant.monitoring.objections.answering import NotAnswered, refuse
from gwarant.monitoring.objections.models import Objection
from gwarant.monitoring.objections.raising import NotRaised, object_to
from gwarant.monitoring.objections.until import Until, until_of
from gwarant.pictures.words import long_day
from gwarant.sla.bounds import is_kept
from gwarant.sla.civil import CivilPeriod, civil_period, day_of
from gwarant.sla.evidence.model import ObjectionAct
from gwarant.tickets.evidence import moment_of, stamp
from gwarant.web.access import (
    CLIENT_ADMINISTRATORS,
    EVERY_CLIENT,
    EVERYBODY_INSIDE,
    WORKERS,
    AuthedRequest,
    customer_person,
    get_contract,
    memberships,
    staff,
)
from gwarant.web.corrections.forms import WRITTEN, moment_field, to_the_minute
from gwarant.web.corrections.words import not_answered, not_raised
from gwarant.web.moment import now
from gwarant.web.months.addresses import read
from gwarant.web.months.door import named
from gwarant.web.templatetags.look import lang
from gwarant.web.typed import WordsField


class ObjectionForm(forms.Form):
    """To which stretch, why, and what shows it."""

    begins = moment_field(pgettext_lazy("time", "From"))
    ends = moment_field(pgettext_lazy("time", "To"))
    text = WordsField(
        label=gettext_lazy("Why"),
        help_text=gettext_lazy("What was it like, and what does the figure say instead? Both sides read it."),
        error_messages={"required": gettext_lazy("Please say why: both sides read it.")},
    )
    shown = WordsField(
        label=gettext_lazy("What shows it"),
        required=False,
        help_text=gettext_lazy("A ticket, a log, a link: where anybody can look."),
    )

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        for name in ("begins", "ends"):
            if told.get(name) and not is_kept(told[name]):
                self.add_error(name, WRITTEN)
        return told


class AnswerForm(forms.Form):
    """Why it is refused."""

    text = WordsField(
        label=gettext_lazy("Why it stays as it was measured"),
        error_messages={"required": gettext_lazy("Please say why: the client reads it.")},
    )


@require_http_methods(["GET", "POST"])
@customer_person(*CLIENT_ADMINISTRATORS)
def new(request: AuthedRequest, number: str, period: str, service: str) -> HttpResponse:
    """Object to what was measured of the system in the month, or in a stretch that the address names."""
    contract = get_contract(request, number, CLIENT_ADMINISTRATORS)
    system = _system(contract, service)
    begins, ends = _asked(request, contract, system, period)
    until = until_of(contract, system, begins, ends)
    if until is None:
        raise Http404
    form = ObjectionForm(request.POST or None, initial={"begins": begins, "ends": ends})
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        try:
            said = {"text": typed["text"], "shown": typed["shown"], "by": request.user, "now": now()}
            made = object_to(contract, system, typed["begins"], typed["ends"], **said)
        except NotRaised as refused:
            form.add_error(*_refusal(refused))
        else:
            messages.success(request, _("We have your objection. We answer it here, and you are told."))
            return redirect("portal:objection", made.pk)
    context = {
        "form": form,
        "contract": contract,
        "system": system,
        "late": late_words(until) if is_late(until, now()) else "",
        "last": long_day(until.last, lang()) if until.last else "",
        "back": reverse("portal:month_availability", args=[number, period, service]),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "corrections/objection_form.html", context, status=status)


@require_GET
@customer_person(*EVERY_CLIENT)
def in_portal(request: AuthedRequest, pk: int) -> HttpResponse:
    """One objection of theirs, and how it was answered."""
    found = _door(pk)
    if not memberships(request.user).filter(customer=found.customer_id).exists():
        raise Http404
    return render(request, "corrections/objection.html", _page(found, "portal"))


@require_GET
@staff(*EVERYBODY_INSIDE)
def at_desk(request: AuthedRequest, pk: int) -> HttpResponse:
    """One objection of a client, and the ways to answer it."""
    return _shown(request, _door(pk))


@require_POST
@staff(*WORKERS)
def refusal(request: AuthedRequest, pk: int) -> HttpResponse:
    """Refuse it, with a reason that the client reads."""
    found, form = _door(pk), AnswerForm(request.POST)
    if not form.is_valid():
        return _shown(request, found, 422, form=form)
    try:
        refuse(found, text=form.cleaned_data["text"], by=request.user, now=now())
    except NotAnswered as problem:
        return _shown(request, _door(pk), 409, form=form, problem=not_answered()[str(problem)])
    messages.success(request, _("It is refused, and the client is told why."))
    return redirect("desk:objection", pk)


def objection_line(one: Objection) -> dict[str, Any]:
    """An objection as a row of a list, with how it stands."""
    answer = getattr(one, "answer", None)
    if answer is None and one.correcting is not None:
        return {"one": one, "tone": "at_risk", "word": pgettext("an objection", "a correction waits")}
    if answer is None:
        return {"one": one, "tone": "at_risk", "word": pgettext("an objection", "waits for an answer")}
    if answer.act == ObjectionAct.ACCEPTED:
        return {"one": one, "tone": "fine", "word": pgettext("an objection", "accepted")}
    return {"one": one, "tone": "paused", "word": pgettext("an objection", "refused")}


def is_late(until: Until, at: datetime) -> bool:
    """Whether the contract's days are over."""
    return until.ends_at is not None and at >= until.ends_at


def late_words(until: Until) -> str:
    """That they are over, and when they were."""
    day = long_day(until.last, lang()) if until.last else ""
    return _("The contract let this be objected to until %(day)s. That day is over.") % {"day": day}


def _refusal(refused: NotRaised) -> tuple[str, str]:
    if refused.until is not None:
        return "begins", late_words(refused.until)
    return not_raised()[str(refused)]


def _shown(request: AuthedRequest, found: Objection, status: int = 200, **more: Any) -> HttpResponse:
    page = _page(found, "desk")
    may = request.user.may_change and page["answer"] is None
    context = {
        **page,
        "crumbs": [(reverse("desk:monitors"), _("Monitors")), (reverse("desk:corrections"), _("Corrections"))],
        "ways": _ways(found) if may and found.correcting is None else (),
        "may_refuse": may and found.correcting is None,
        "form": AnswerForm(),
        **more,
    }
    return render(request, "corrections/objection.html", context, status=status)


def _page(found: Objection, side: str) -> dict[str, Any]:
    until = until_of(found.contract, found.service, found.start_at, found.end_at)
    zone = until.zone if until else None
    day = day_of(stamp(found.start_at), zone or "UTC")
    place = [found.contract.number, f"{day:%Y-%m}", found.service.key]
    return {
        **objection_line(found),
        "base": f"{side}/base.html",
        "side": side,
        "objection": found,
        "last_moment": found.until_at - timedelta(seconds=1) if found.until_at else None,
        "answer": getattr(found, "answer", None),
        "zone": zone,
        "month_href": reverse(f"{side}:month_availability", args=place),
    }


def _ways(found: Objection) -> list[tuple[str, str, Any]]:
    """The corrections by which it can be accepted: address, words, and the stretch that each is about."""
    span = found.start_at, found.end_at
    new_one, own = reverse("desk:correction_new"), {"objection": found.pk}
    ways: list[tuple[str, str, Any]] = [
        (f"{new_one}?{urlencode(own)}", _("It was down, though it was measured as up"), found)
    ]
    for one in left_out(found.contract, found.service, *span):
        address = f"{new_one}?{urlencode({**own, 'excluded': one.pk})}"
        ways.append((address, _("What a correction left out counts after all"), one))
    windows = Maintenance.objects.left().filter(Q(until__gt=span[0]), service=found.service, start_at__lt=span[1])
    for window in windows.order_by("start_at", "pk"):
        if window.until > window.start_at:
            address = f"{new_one}?{urlencode({**own, 'window': window.pk})}"
            ways.append((address, _("Maintenance counts as usual time"), window))
    return ways


def _door(pk: int) -> Objection:
    found: Objection | None = Objection.objects.told().filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def _system(contract: Contract, key: str) -> Service:
    found = Service.objects.filter(customer=contract.customer_id, key=key).first() if "\x00" not in key else None
    if found is None:
        raise Http404
    return found


def _asked(request: AuthedRequest, contract: Contract, system: Service, period: str) -> tuple[datetime, datetime]:
    """The stretch that the address names, else the month as far as it has run, in the zone of the promise."""
    begins, ends = (read(request.GET.get(name, "")) for name in ("from", "to"))
    if begins is None or ends is None or ends <= begins:
        month = named(period)
        until = until_of(contract, system, *_span(month)) if month else None
        if month is None or until is None:
            raise Http404
        begins, ends = _span(civil_period(month.name, until.zone))
    if begins >= now():
        raise Http404
    return begins - timedelta(seconds=begins.timestamp() % 60), min(to_the_minute(ends), now())


def _span(month: CivilPeriod) -> tuple[datetime, datetime]:
    return moment_of(month.start), moment_of(month.end)
