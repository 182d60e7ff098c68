"""An offer before it leaves the house, and what becomes of a draft or an offer: offered, discarded, withdrawn."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gwarant.accounts.models import User
from gwarant.contracts import actions
from gwarant.contracts.models import ContractVersion, VersionStatus
from gwarant.contracts.refusals import Changed, NotFit
from gwarant.customers.models import CustomerRole, Membership
from gwarant.sla.bounds import CHANGE, CONTRACT, Standing
from gwarant.sla.civil import day_of
from gwarant.sla.contract.model import Contract as Wording
from gwarant.web.access import LEADERS, AuthedRequest, get_version, staff
from gwarant.web.contracts.pages import changed_page, draft_frame, no_draft, terms_page
from gwarant.web.contracts.problems import said, to_know
from gwarant.web.contracts.watching import watching
from gwarant.web.days import oddity
from gwarant.web.moment import now


@require_http_methods(["GET", "POST"])
@staff(*LEADERS)
def offer(request: AuthedRequest, number: str, version: int) -> HttpResponse:
    """The draft as the customer will read it, to be confirmed; confirmed, it is offered."""
    found = get_version(request, number, version)
    if found.status != VersionStatus.DRAFT:
        return no_draft(request, found)
    seen = str(request.POST.get("seen", ""))[:16]
    if request.method == "GET" or not seen:
        return _shown(request, found)
    try:
        if _is_doubted(request, found):
            return _shown(request, found, 422)
        actions.offer(found, by=request.user, seen=seen, now=now())
    except Changed as changed:
        return changed_page(request, get_version(request, number, version), changed, "desk")
    except NotFit as refusal:
        return _not_fit(request, found, refusal, 422)
    if administrators(found):
        messages.success(
            request, _("Offered. The customer's administrators were told and can accept it in the portal.")
        )
    else:
        messages.warning(request, _nobody(found))
    return redirect("desk:contract", number)


@require_POST
@staff(*LEADERS)
def withdraw(request: AuthedRequest, number: str, version: int) -> HttpResponse:
    """Take the offer back."""
    found = get_version(request, number, version)
    try:
        actions.withdraw(found, by=request.user, now=now())
    except Changed as changed:
        return changed_page(request, get_version(request, number, version), changed, "desk")
    if administrators(found):
        messages.success(request, _("The offer is withdrawn. The customer's administrators were told."))
    else:
        messages.success(request, _("The offer is withdrawn. Nobody was told: the customer has no administrator."))
    return redirect("desk:contract", number)


@require_POST
@staff(*LEADERS)
def discard(request: AuthedRequest, number: str, version: int) -> HttpResponse:
    """Give a draft up. It stays on the record, by whom and when."""
    found = get_version(request, number, version)
    try:
        actions.discard(found, by=request.user, seen=str(request.POST.get("seen", ""))[:16], now=now())
    except Changed as changed:
        return changed_page(request, get_version(request, number, version), changed, "desk")
    messages.success(request, _("Version %(version)s is discarded.") % {"version": version})
    return redirect("desk:contract", number)


def administrators(found: ContractVersion) -> list[User]:
    """Who can accept for the customer, and is told of offers."""
    places = Membership.objects.active().filter(customer_id=found.customer_id, role=CustomerRole.ADMINISTRATOR)
    return [one.user for one in places.select_related("user").order_by("user__name")]


def _nobody(found: ContractVersion) -> str:
    return _("Offered, but nobody was told: %(customer)s has no administrator who could accept it. Invite one.") % {
        "customer": found.customer.name
    }


def _is_doubted(request: AuthedRequest, found: ContractVersion) -> bool:
    """Whether its first day is odd and nobody has said that this very day is right; NotFit when it is not fit."""
    terms, former = actions.would_offer(found, now=now())
    return bool(_doubt(terms, former, now())) and request.POST.get("sure") != str(terms.effective.from_)


def _shown(request: AuthedRequest, found: ContractVersion, status: int = 200) -> HttpResponse:
    try:
        terms, former = actions.would_offer(found, now=now())
    except NotFit as refusal:
        return _not_fit(request, found, refusal, 200)
    doubt = _doubt(terms, former, now())
    people = administrators(found)
    languages = languages_of(found, people)
    told = []
    for language in languages:
        with translation.override(language):
            told.append((language, terms_page(terms, former, language)))
    context = draft_frame(found, "offer") | {
        "people": people,
        "readings": [(language, _language(language), page) for language, page in told],
        "notes": to_know(actions.check(found, found.text, now=now())),
        "first_day": terms.effective.from_,
        "last_day": terms.effective.to,
        "invite_page": f"{reverse('desk:customer_people', args=[found.customer.key])}#invite",
        "doubt": doubt,
        **watching(found, terms),
        "may_make": request.user.may_change,
    }
    return render(request, "contracts/offer.html", context, status=status)


def _doubt(terms: Wording, former: Wording | None, at: datetime) -> str:
    """What is odd about the first day; a slip there goes out with the offer and never changes."""
    day, today = terms.effective.from_, day_of(int(at.timestamp()), terms.defaults.timezone)
    standing = (CHANGE if former else CONTRACT).of(day, today) if day else Standing.FINE
    return "" if day is None or standing is Standing.FINE else oddity(day, standing)


def languages_of(found: ContractVersion, people: list[User]) -> list[str]:
    """The languages in which the customer will read it: those of its administrators, else its own."""
    return list(dict.fromkeys([one.language for one in people] or [found.customer.language]))


def _language(language: str) -> str:
    return {"pl": _("In Polish"), "en": _("In English")}.get(language, language)


def _not_fit(request: AuthedRequest, found: ContractVersion, refusal: NotFit, status: int) -> HttpResponse:
    context = draft_frame(found, "offer") | {"problems": said(refusal.problems)}
    return render(request, "contracts/not_fit.html", context, status=status)
