"""The way to a month: whose it is, whether there is one, as of when."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from gwarant.contracts.models import Contract
from gwarant.pictures.summary import period_name
from gwarant.reports.month import NotInForce, month_of
from gwarant.sla.civil import CivilPeriod, civil_period
from gwarant.web.access import AuthedRequest, get_contract, person
from gwarant.web.asked import Misread, shown
from gwarant.web.moment import now
from gwarant.web.months.addresses import Addresses, read, written
from gwarant.web.templatetags.look import lang

Shown = Callable[..., HttpResponseBase]  # takes request, month, addresses, and what its address names beside them
A_CLOCKS_ERROR = timedelta(minutes=1)  # between two servers of one instance
SOME_ZONE = "Europe/Warsaw"


def month_page(view: Shown) -> Callable[..., HttpResponseBase]:
    """Give the view its month; a month that is not there is a page that says so."""
    return _with_month(view, is_whole=False)


def whole_month_page(view: Shown) -> Callable[..., HttpResponseBase]:
    """The same with all the evidence that the month follows from."""
    return _with_month(view, is_whole=True)


def _with_month(view: Shown, *, is_whole: bool) -> Callable[..., HttpResponseBase]:
    @person
    @wraps(view)
    def found(request: AuthedRequest, side: str, number: str, period: str, **more: str) -> HttpResponseBase:
        if request.user.is_inside != (side == "desk"):
            raise Http404
        contract = get_contract(request, number)
        moment = _asked(request)
        try:
            judged = month_of(contract, period, lang(), moment, is_whole=is_whole)
        except NotInForce as problem:
            return no_month(request, side, contract, period, problem)
        addresses = Addresses(side, number, period, moment if judged.is_running else None)
        return view(request, judged, addresses, **more)

    return found


def _asked(request: HttpRequest) -> datetime:
    """As of when; Misread for what is no moment, and for one that has not come."""
    text, here = request.GET.get("at", ""), now()
    if not text:
        return here
    at, told = read(text), {"at": shown(text), "now": written(here)}
    if at is None:
        raise Misread(_("at=%(at)s is no moment. It is written in UTC with its time, such as %(now)s.") % told)
    if at > here + A_CLOCKS_ERROR:
        raise Misread(_("at=%(at)s has not come yet: a month is shown as of a moment up to now, %(now)s.") % told)
    return min(at, here)


def named(period: str) -> CivilPeriod | None:
    """The calendar month of that name, if it is one."""
    try:
        return civil_period(period, SOME_ZONE) if len(period) == len("2026-10") and "Q" not in period else None
    except ValueError:
        return None


def no_month(request: HttpRequest, side: str, contract: Contract, period: str, problem: NotInForce) -> HttpResponse:
    """A page with the sentence that says why there is no such month, and where there is one."""
    context: dict[str, Any] = {"base": f"{side}/base.html", "words": _why_not(contract, period, problem)}
    if problem.last is not None:
        context["href"] = reverse(f"{side}:month", args=[contract.number, problem.last.name])
        context["action"] = period_name(problem.last, lang())
    return render(request, "months/none.html", context, status=404)


def _why_not(contract: Contract, period: str, problem: NotInForce) -> str:
    try:
        asked = civil_period(period, SOME_ZONE)
    except ValueError:
        told = _("“%(period)s” is no month, quarter or year. They are written 2026-10, 2026-Q4 and 2026.")
        return told % {"period": period[:40]}
    month = period_name(asked, lang())
    if problem.first is None or problem.last is None:
        return _("The contract %(number)s is not in force yet.") % {"number": contract.number}
    if asked.first > problem.last.first:
        told = _("%(month)s: this has not begun, or the contract %(number)s had ended before it.")
        return told % {"month": month, "number": contract.number}
    first = period_name(problem.first, lang())
    told = _("%(month)s: the contract %(number)s was not in force yet. Its first month: %(first)s.")
    return told % {"month": month, "number": contract.number, "first": first}
