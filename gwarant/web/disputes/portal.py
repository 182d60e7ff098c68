"""The client's side: disputing something of a closed month, and reading the answer."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from gwarant.files.store import FileGone
from gwarant.pictures.summary import period_name
from gwarant.pictures.words import long_day
from gwarant.reports.disputes.models import About
from gwarant.reports.disputes.raising import NotDisputed, Subject, dispute
from gwarant.reports.disputes.until import until_of
from gwarant.reports.month import Month
from gwarant.web.access import CLIENT_ADMINISTRATORS, EVERY_CLIENT, AuthedRequest, customer_person, role_at
from gwarant.web.claims.page import keys_of
from gwarant.web.disputes.page import dispute_of, page_of
from gwarant.web.disputes.words import about_of, figure_words, not_disputed
from gwarant.web.files.field import FilesField
from gwarant.web.files.receiving import FILES, received
from gwarant.web.moment import now
from gwarant.web.months.addresses import Addresses
from gwarant.web.months.door import month_page
from gwarant.web.months.lists import frame
from gwarant.web.templatetags.look import lang
from gwarant.web.typed import WordsField


class DisputeForm(forms.Form):
    """Which figure where the address names nothing, why, and what shows it."""

    figure = forms.ChoiceField(
        label=gettext_lazy("What do you not take as it stands?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Please choose what it is about.")},
    )
    text = WordsField(
        label=gettext_lazy("Why"),
        help_text=gettext_lazy("What was it like, and what does the month say instead? Both sides read it."),
        error_messages={"required": gettext_lazy("Please say why: both sides read it.")},
    )
    files = FilesField(  # type: ignore[assignment]
        help_text=gettext_lazy("What shows it. It stands beside the contract, for both sides to see.")
    )

    def __init__(self, data: Any = None, *, is_named: bool) -> None:
        super().__init__(data)
        self.fields["figure"].choices = list(figure_words().items())  # type: ignore[attr-defined]
        if is_named:
            del self.fields["figure"]


@require_http_methods(["GET", "POST"])
@customer_person(*CLIENT_ADMINISTRATORS)
@month_page
def new(request: AuthedRequest, month: Month, addresses: Addresses) -> HttpResponse:
    """Dispute what the address names, a verdict or an amount, else a figure that is chosen."""
    if role_at(request, month.contract.customer) not in CLIENT_ADMINISTRATORS:
        raise PermissionDenied
    subject = _asked(request)
    if subject is not None and not month.is_month:
        raise Http404  # each deadline and amount is its month's
    form = DisputeForm(received(request) if request.method == "POST" else None, is_named=subject is not None)
    until = until_of(month.report) if month.report else None
    late = until is not None and now() >= until.ends_at
    problem = not_disputed()["open"] if until is None else ""
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        subject = subject or Subject(about=About.FIGURE, figure=typed["figure"])
        try:
            told = {"text": typed["text"], "files": typed[FILES], "by": request.user, "now": now()}
            made = dispute(month.contract, month.period.name, subject, **told)
        except FileGone as gone:
            form.add_error(FILES, _("%(name)s is not here any more. Please choose it again.") % {"name": gone.name})
        except NotDisputed as refused:
            problem = "" if refused.until else not_disputed()[str(refused)]
            late = refused.until is not None
        else:
            messages.success(request, _("We have it. We answer it here, and you are told."))
            return redirect("portal:dispute", made.pk)
    context = {
        **frame(month, addresses),
        "form": form,
        "named": period_name(month.period, lang()),
        "about": about_of(subject, month.names, month.assessment.zone)
        if subject and subject.about != About.FIGURE
        else "",
        "last": long_day(until.last, lang()) if until else "",
        "late": late,
        "days": month.report.dispute_days if month.report else 0,
        "is_amount": subject is not None and subject.about == About.AMOUNT,
        "problem": problem,
    }
    return render(request, "disputes/new.html", context, status=422 if request.method == "POST" else 200)


@require_GET
@customer_person(*EVERY_CLIENT)
def shown(request: AuthedRequest, pk: int) -> HttpResponse:
    """One dispute of theirs, and how it was answered."""
    return render(request, "disputes/dispute.html", page_of(dispute_of(request, pk), "portal"))


def _asked(request: AuthedRequest) -> Subject | None:
    """What the address names: `?ticket=&clock=&cycle=&link=`, or `?part=`; None where nothing, or no such thing."""
    named = request.GET
    if named.get("ticket") and named.get("clock"):
        numbers = [named.get(name, "0") for name in ("cycle", "link")]
        if not all(one.isascii() and one.isdigit() and len(one) < 7 for one in numbers):
            raise Http404
        cycle, link = map(int, numbers)
        return Subject(about=About.VERDICT, ticket=named["ticket"], clock=named["clock"], cycle=cycle, link=link)
    if named.get("part"):
        remedy, incident = keys_of([named["part"]])[0]
        return Subject(about=About.AMOUNT, remedy=remedy, incident=incident)
    return None
