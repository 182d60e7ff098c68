"""Sending a month's report: to whom, what became of it, and how the client sees it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gwarant.accounts.models import LANGUAGES, User
from gwarant.notify.recipients import Recipient
from gwarant.pictures.faces import SHAPES, Face, Tone
from gwarant.pictures.summary import period_name
from gwarant.pictures.words import long_day
from gwarant.reports.delivery.duty import last_moment
from gwarant.reports.delivery.models import Sending
from gwarant.reports.delivery.notes import note_of
from gwarant.reports.delivery.readers import readers_of
from gwarant.reports.delivery.sending import NobodyToSend, Superseded, again, deliver
from gwarant.reports.delivery.standing import Mail, Standing, standing_of
from gwarant.reports.headline import of_report
from gwarant.reports.lead import lead
from gwarant.reports.models import Report
from gwarant.reports.month import Month, month_of
from gwarant.reports.sealing.sealer import SealUnusable
from gwarant.sla.civil import day_of
from gwarant.texts import in_sentence
from gwarant.tickets.evidence import stamp
from gwarant.web.access import AuthedRequest, get_contract, staff
from gwarant.web.asked import one_of
from gwarant.web.moment import now
from gwarant.web.months.addresses import Addresses
from gwarant.web.months.closing import CLOSERS
from gwarant.web.months.door import month_page
from gwarant.web.months.files import not_sealed, paper_answer
from gwarant.web.months.lists import frame
from gwarant.web.months.month import shown
from gwarant.web.templatetags.look import lang


class ReadersForm(forms.Form):
    """Who is to get it."""

    to = forms.MultipleChoiceField(widget=forms.CheckboxSelectMultiple, required=False)

    def __init__(self, data: Any = None, *, readers: list[Recipient]) -> None:
        super().__init__(data)
        self.readers = {_named(one): one for one in readers}
        self.fields["to"].choices = [(key, _called(one)) for key, one in self.readers.items()]  # type: ignore[attr-defined]
        self.fields["to"].label = _("Send to")
        self.initial["to"] = [*self.readers]

    def clean_to(self) -> list[Recipient]:
        chosen = [self.readers[key] for key in self.cleaned_data["to"]]
        if not chosen:
            raise forms.ValidationError(_("Choose at least one reader."))
        return chosen


@require_http_methods(["GET", "POST"])
@staff(*CLOSERS)
@month_page
def delivery(request: AuthedRequest, month: Month, addresses: Addresses) -> HttpResponse:
    """To whom the report goes and went; a month that nobody has closed leads to its closing."""
    report = month.report
    if report is None:
        return redirect(addresses.page if month.is_running else addresses.closing)
    standing, readers = standing_of(report), readers_of(month.contract.customer)
    got = {_key(one.sending) for one in standing}
    form = ReadersForm(request.POST or None, readers=[one for one in readers if _named(one) not in got])
    if request.method == "POST" and form.is_valid():
        return _sent(request, report, form.cleaned_data["to"], addresses)
    context = {
        **frame(month, addresses),
        "title": _("Send the report"),
        "kicker": f"{month.contract.customer.name} · {period_name(month.period, lang())}",
        "form": form if form.readers else None,
        "rows": [_row(one) for one in standing],
        "has_readers": bool(readers),
        "customer": month.contract.customer,
        "lead": lead(of_report(report)),
        "note": note_of(report),
        "last": _last(month),
        "languages": [(code, name) for code, name in LANGUAGES if code in _languages(month, readers)],
    }
    return render(request, "months/delivery.html", context, status=422 if form.is_bound else 200)


@require_POST
@staff(*CLOSERS)
def sent_again(request: AuthedRequest, number: str, period: str, pk: int) -> HttpResponseRedirect:
    """Once more to one reader."""
    contract = get_contract(request, number)
    sending = Sending.objects.filter(pk=pk, report__contract=contract, report__period=period).first()
    if sending is None:
        raise Http404
    try:
        if again(sending, by=request.user, now=now()) is None:
            messages.error(request, _("It was sent again already, or the reader has left."))
        else:
            messages.success(request, _("Sent again."))
    except Superseded:
        messages.error(request, _("The month was stated anew since: send the newer report."))
    except SealUnusable as error:
        messages.error(request, not_sealed(sending.report, error))
    return redirect("desk:month_delivery", number, period)


@require_GET
@staff(*CLOSERS)
@month_page
def as_client(request: AuthedRequest, month: Month, addresses: Addresses) -> HttpResponse:
    """The month's page as the portal shows it, in the client's language; its links lead to the desk's pages."""
    told = {"seen_by": month.contract.customer.name, "back": addresses.delivery if month.report else addresses.closing}
    told["above"] = in_sentence(_("This is the page that %(customer)s sees."), {"customer": told["seen_by"]})
    told["back_words"] = _("Back to sending") if month.report else _("Back to closing")
    own = Addresses("portal", addresses.number, addresses.period, addresses.at, leads_to="desk")
    with translation.override(month.contract.customer.language):
        found = month_of(month.contract, month.period.name, lang(), now())
        context = {**shown(found, own), "base": "desk/base.html", "crumbs": [], **told}
        return render(request, "months/as_client.html", context)


@require_GET
@staff(*CLOSERS)
@month_page
def paper_in(request: AuthedRequest, month: Month, addresses: Addresses) -> HttpResponse:
    """The PDF in one of the languages in which it is sent; 404 for a month that nobody has closed."""
    if month.report is None:
        raise Http404
    code = one_of(request, "in", [code for code, _name in LANGUAGES]) or month.contract.customer.language
    seen = month_of(month.contract, month.period.name, code, now())
    return paper_answer(seen, month.report, code, "inline")


def _sent(request: AuthedRequest, report: Report, to: list[Recipient], addresses: Addresses) -> HttpResponse:
    try:
        sent = deliver(report, to, by=request.user, now=now())
    except Superseded:
        messages.error(request, _("The month was stated anew since: send the newer report."))
    except SealUnusable as error:
        messages.error(request, not_sealed(report, error))
    except NobodyToSend:
        messages.error(request, _("Whoever was chosen has left."))
    else:
        told = ngettext("Sent to %(n)s reader.", "Sent to %(n)s readers.", len(sent)) % {"n": len(sent)}
        messages.success(request, told if sent else _("They have it already."))
    return redirect(addresses.delivery)


def _row(one: Standing) -> dict[str, Any]:
    return {
        "standing": one,
        "mail": _mail(one.mail),
        "opened": _opened(one),
        "again": one.sending.pk,
    }


def _mail(mail: Mail) -> Face:
    words = {
        Mail.NONE: (Tone.UNKNOWN, _("inbox alone, as they chose")),
        Mail.WAITS: (Tone.PAUSED, _("on its way")),
        Mail.TAKEN: (Tone.FINE, _("their mail server took it")),
        Mail.LATE: (Tone.AT_RISK, _("their mail server still tries")),
        Mail.CAME_BACK: (Tone.BREACHED, _("came back")),
        Mail.GIVEN_UP: (Tone.BREACHED, _("given up")),
        Mail.WITHDRAWN: (Tone.UNKNOWN, _("withdrawn before it left")),
    }
    tone, word = words[mail]
    return Face(tone, word, SHAPES[tone])


def _opened(one: Standing) -> Face:
    if one.opened:
        told = ngettext("opened, %(n)s time", "opened, %(n)s times", one.opened) % {"n": one.opened}
        return Face(Tone.FINE, told, SHAPES[Tone.FINE])
    if one.is_paper_inside:
        return Face(Tone.UNKNOWN, _("the PDF lies in the mail: nobody sees that"), SHAPES[Tone.UNKNOWN])
    return Face(Tone.PAUSED, _("not yet"), SHAPES[Tone.PAUSED])


def _last(month: Month) -> str:
    """The day by which the contract promises the report; empty where it names none."""
    last = last_moment(month.contract, month.period)
    return long_day(day_of(stamp(last), month.assessment.zone), lang()) if last else ""


def _languages(month: Month, readers: list[Recipient]) -> set[str]:
    return {one.language for one in readers} or {month.contract.customer.language}


def _named(one: Recipient) -> str:
    return f"u{one.pk}" if isinstance(one, User) else f"a{one.address}"


def _key(one: Sending) -> str:
    return f"u{one.user_id}" if one.user_id else f"a{one.address}"


def _called(one: Recipient) -> str:
    if isinstance(one, User):
        how = _("inbox, and mail with a link if they want it")
        return f"{one.name} · {one.email} · {how}"
    how = _("mail with the PDF")
    return f"{one.address} · {how} · {dict(LANGUAGES)[one.language]}"
