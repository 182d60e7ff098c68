"""Closing a month: what it still lacks is asked first, then it stands as it was stated."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gwarant.accounts.models import StaffRole, User
from gwarant.pictures.summary import period_name
from gwarant.reports.actions import AlreadyClosed, close
from gwarant.reports.missing import Lack, Missing, missing_of
from gwarant.reports.month import Month
from gwarant.web.access import AuthedRequest, staff
from gwarant.web.moment import now
from gwarant.web.months.addresses import Addresses
from gwarant.web.months.door import month_page
from gwarant.web.months.lists import frame
from gwarant.web.templatetags.look import lang

CLOSERS = (StaffRole.OWNER, StaffRole.MANAGER, StaffRole.CARETAKER)


def may_close(user: User) -> bool:
    """Whether the person may close months."""
    return user.staff_role in CLOSERS


@require_http_methods(["GET", "POST"])
@staff(*CLOSERS)
@month_page
def closing(request: AuthedRequest, month: Month, addresses: Addresses) -> HttpResponse:
    """Ask, or close. A month that runs, or was closed, is shown as it stands with the reason."""
    if month.is_running or month.report is not None or not month.is_month:
        if request.method == "POST":
            messages.error(
                request, _("The month still runs.") if month.is_running else _("Somebody has closed the month already.")
            )
        return redirect(addresses.page)
    if request.method == "POST":
        return _close(request, month, addresses)
    lacks = [(one, _words(one), _href(one, addresses)) for one in missing_of(month)]
    return render(
        request,
        "months/closing.html",
        {**frame(month, addresses), "lacks": lacks, "named": period_name(month.period, lang())},
    )


def _close(request: AuthedRequest, month: Month, addresses: Addresses) -> HttpResponse:
    try:
        close(month.contract, month.period.name, by=request.user, now=now())
    except AlreadyClosed:
        messages.error(request, _("Somebody has closed the month already."))
    else:
        words = _("Closed: the month stands as it was stated. What comes later is told as a revision.")
        messages.success(request, words)
    return redirect(addresses.page)


def _words(one: Missing) -> str:
    said: dict[str, Any] = {"ticket": one.ticket, "who": one.who}
    if one.what is Lack.PAUSE:
        return _("%(ticket)s: %(who)s has not said whether a pause counts.") % said
    if one.what is Lack.CAUSE:
        cause = _("%(ticket)s: nobody has written why a deadline was missed.") % said
        return f"{cause} {_('To answer: %(who)s.') % said}" if one.who else cause
    if one.what is Lack.APPROVAL:
        return _("A correction of availability waits for a second person of us.")
    return _("A correction of availability waits for %(who)s.") % said


def _href(one: Missing, addresses: Addresses) -> str:
    return addresses.ticket(one.ticket) if one.ticket else reverse("desk:correction", args=[one.correction])
