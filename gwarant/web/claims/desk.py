"""The house's side of the amounts: what waits for a decision, and granting, refusing and paying it."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_GET, require_POST

from gwarant.contracts.terms import wording_of
from gwarant.pictures.keys import month_text
from gwarant.pictures.owed import remedy_text
from gwarant.pictures.words import long_day
from gwarant.reports.claims.acting import GRANTED, PAID, REFUSED, NotDone, grant, pay, refuse
from gwarant.reports.claims.models import AmountStep
from gwarant.reports.claims.waiting import waiting
from gwarant.reports.month import Month, accepted, zone_of
from gwarant.sla.civil import day_of
from gwarant.tickets.evidence import stamp
from gwarant.web.access import EVERYBODY_INSIDE, AuthedRequest, staff
from gwarant.web.claims.page import keys_of, page_of, refusal_words
from gwarant.web.moment import now
from gwarant.web.months.addresses import Addresses
from gwarant.web.months.closing import CLOSERS, may_close
from gwarant.web.months.door import month_page
from gwarant.web.templatetags.look import lang
from gwarant.web.typed import LineField, WordsField

PART = "part"


class GrantForm(forms.Form):
    """What is said with it."""

    text = WordsField(label=gettext_lazy("To the client"), required=False, widget=forms.Textarea(attrs={"rows": 2}))


class RefuseForm(forms.Form):
    """Why it is refused."""

    text = WordsField(
        label=gettext_lazy("Why it is not owed"),
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": gettext_lazy("Please say why: the client reads it.")},
    )


class PayForm(forms.Form):
    """With which number, and how much where it is not all of it."""

    ref = LineField(
        label=gettext_lazy("Number of the credit note or payment"),
        max_length=120,
        error_messages={"required": gettext_lazy("Please give the number of the credit note or the payment.")},
    )
    amount = forms.DecimalField(
        label=pgettext_lazy("an amount", "Amount"),
        required=False,
        min_value=Decimal("0.01"),
        max_digits=12,
        decimal_places=2,
        help_text=gettext_lazy("Empty: all that is open of it."),
        localize=True,
    )


FORMS: dict[str, type[forms.Form]] = {"grant": GrantForm, "refuse": RefuseForm, "pay": PayForm}
OF_AMOUNT = ("beyond", "unpriced")  # told beside the field
OF = {"grant": GRANTED, "refuse": REFUSED, "pay": PAID}


@require_GET
@staff(*EVERYBODY_INSIDE)
def waiting_claims(request: AuthedRequest) -> HttpResponse:
    """What clients claim and nobody has decided, the nearest last day first."""
    rows = [
        {
            "step": one,
            "month": month_text(one.month, lang()),
            "remedy": _remedy(one),
            "until": long_day(one.decide_until, lang()) if one.decide_until else "",
            "is_over": one.decide_until is not None and one.decide_until < day_of(stamp(now()), zone_of(one.contract)),
            "href": reverse("desk:month_claims", args=[one.contract.number, one.month]),
        }
        for one in waiting()
    ]
    return render(request, "claims/list.html", {"rows": rows, "crumbs": [(reverse("desk:months"), _("Months"))]})


def _remedy(one: AmountStep) -> str:
    """What the contract's newest wording calls the remedy, in the reader's language."""
    rows = wording_of(accepted(one.contract)[-1]).remedies
    return remedy_text(next((row.label for row in rows if row.id == one.remedy and row.label), one.remedy), lang())


@require_GET
@staff(*EVERYBODY_INSIDE)
@month_page
def claims(request: AuthedRequest, month: Month, addresses: Addresses) -> HttpResponse:
    """What the month owes, and what can be decided about each part."""
    return _shown(request, month, addresses)


@require_POST
@staff(*CLOSERS)
@month_page
def granting(request: AuthedRequest, month: Month, addresses: Addresses) -> HttpResponse:
    """It is owed."""
    return _decided(request, month, addresses, "grant", grant, _("It is granted, and the client is told."))


@require_POST
@staff(*CLOSERS)
@month_page
def refusal(request: AuthedRequest, month: Month, addresses: Addresses) -> HttpResponse:
    """It is not, and why."""
    return _decided(request, month, addresses, "refuse", refuse, _("It is refused, and the client is told why."))


@require_POST
@staff(*CLOSERS)
@month_page
def payment(request: AuthedRequest, month: Month, addresses: Addresses) -> HttpResponse:
    """It was paid, or set off."""
    return _decided(request, month, addresses, "pay", pay, _("It is settled, and the client is told."))


def _decided(
    request: AuthedRequest, month: Month, addresses: Addresses, name: str, act: Any, words: str
) -> HttpResponse:
    part = request.POST.get(PART, "")
    form = FORMS[name](request.POST, prefix=name)
    kept = {"part": part, "form": form, "name": name}
    if not form.is_valid():
        return _shown(request, month, addresses, 422, kept=kept)
    try:
        act(month.contract, month.period.name, keys_of([part])[0], **form.cleaned_data, by=request.user, now=now())
    except NotDone as refused:
        problem = refusal_words(str(refused), refused.one, month.assessment.zone)
        if str(refused) in OF_AMOUNT:
            form.add_error("amount", problem)
            return _shown(request, month, addresses, 422, kept=kept)
        return _shown(request, month, addresses, 409, kept=kept, problem=problem)
    messages.success(request, words)
    return redirect(addresses.claims)


def _shown(
    request: AuthedRequest,
    month: Month,
    addresses: Addresses,
    status: int = 200,
    *,
    kept: dict[str, Any] | None = None,
    problem: str = "",
) -> HttpResponse:
    page = page_of(month, addresses)
    if may_close(request.user):
        for number, row in enumerate(page["rows"]):
            row["ways"] = list(_ways(row, month.contract.number, kept or {}, number))
    return render(request, "claims/page.html", {**page, "problem": problem}, status=status)


def _ways(row: dict[str, Any], contract: str, kept: dict[str, Any], number: int) -> Iterator[dict[str, Any]]:
    """What can be done about the part, each with its form, as it was typed where it was."""
    titles = {"grant": _("Grant it"), "refuse": _("Refuse it"), "pay": _("Paid")}
    one = row["one"]
    for name, states in OF.items():
        is_kept = kept.get("part") == row["value"] and kept.get("name") == name
        is_open = one.state in states and not (name == "pay" and one.is_paid)
        if is_open or is_kept:
            form = kept["form"] if is_kept else FORMS[name](prefix=name, auto_id=f"id_{number}_%s")
            address = reverse(f"desk:month_claim_{name}", args=[contract, one.month])
            yield {"name": name, "title": titles[name], "form": form, "is_kept": is_kept, "address": address}
