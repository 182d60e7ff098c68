"""Closing a month: what it still lacks is asked first, then it stands as it was stated."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from gwarant.accounts.models import StaffRole, User
from gwarant.pictures.summary import period_name
from gwarant.reports.actions import AlreadyClosed, close
from gwarant.reports.delivery.notes import LONGEST
from gwarant.reports.missing import Missing, missing_of
from gwarant.reports.missing_words import words_of
from gwarant.reports.month import Month
from gwarant.web.access import AuthedRequest, staff
from gwarant.web.moment import now
from gwarant.web.months.addresses import Addresses
from gwarant.web.months.door import month_page
from gwarant.web.months.lists import frame
from gwarant.web.templatetags.look import lang
from gwarant.web.typed import WordsField

CLOSERS = (StaffRole.OWNER, StaffRole.MANAGER, StaffRole.CARETAKER)


class NoteForm(forms.Form):
    """What the caretaker says to the client of the month."""

    note = WordsField(label=gettext_lazy("A word to the client"), required=False, max_length=LONGEST)

    def __init__(self, data: Any = None, *, language: str) -> None:
        super().__init__(data)
        named = {"en": _("in English"), "pl": _("in Polish")}[language]
        told = _("It stands first in the report, as you write it: %(language)s. It cannot be changed afterwards.")
        self.fields["note"].help_text = told % {"language": named}
        self.fields["note"].widget.attrs["lang"] = language


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
    form = NoteForm(request.POST or None, language=month.contract.customer.language)
    if request.method == "POST" and form.is_valid():
        return _close(request, month, addresses, form.cleaned_data["note"])
    lacks = [(one, words_of(one), _href(one, addresses)) for one in missing_of(month)]
    return render(
        request,
        "months/closing.html",
        {**frame(month, addresses), "lacks": lacks, "form": form, "named": period_name(month.period, lang())},
        status=422 if form.is_bound else 200,
    )


def _close(request: AuthedRequest, month: Month, addresses: Addresses, note: str) -> HttpResponse:
    try:
        close(month.contract, month.period.name, by=request.user, now=now(), note=note)
    except AlreadyClosed:
        messages.error(request, _("Somebody has closed the month already."))
    else:
        words = _("Closed: the month stands as it was stated. What comes later is told as a revision.")
        messages.success(request, words)
        return redirect(addresses.delivery)
    return redirect(addresses.page)


def _href(one: Missing, addresses: Addresses) -> str:
    return addresses.ticket(one.ticket) if one.ticket else reverse("desk:correction", args=[one.correction])
