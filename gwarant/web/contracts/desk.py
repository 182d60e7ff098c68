"""The house's pages about contracts: begin one, look at its wordings, withdraw, amend."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from gwarant.accounts.models import Company
from gwarant.contracts import actions
from gwarant.contracts.linting import earliest_day
from gwarant.contracts.models import Contract, ContractVersion, VersionStatus
from gwarant.contracts.refusals import NumberTaken, StillUnderWay
from gwarant.contracts.terms import wording_of
from gwarant.customers.models import Customer
from gwarant.notify.news import About
from gwarant.pictures.clauses import compose, key_in
from gwarant.sla.civil import day_of
from gwarant.web.access import EVERYBODY_INSIDE, LEADERS, AuthedRequest, get_contract, get_customer, get_version, staff
from gwarant.web.contracts.forms import AmendmentForm, NewContractForm
from gwarant.web.contracts.packages import comparison, packages, title_of
from gwarant.web.contracts.pages import document, wording_page
from gwarant.web.contracts.standing import standing_of
from gwarant.web.contracts.watching import watching
from gwarant.web.files.papers import PapersForm, put, shelf_of_contract, shelved
from gwarant.web.files.receiving import received
from gwarant.web.messages.reading import seen
from gwarant.web.moment import now
from gwarant.web.templatetags.look import lang


@require_http_methods(["GET", "POST"])
@staff(*LEADERS)
def new_contract(request: AuthedRequest) -> HttpResponse:
    """Choose a package, a number and the systems."""
    customer = get_customer(request, request.GET.get("customer", "").replace("\0", ""))
    initial = {"number": _free_number(customer), "package": packages()[0][0]}
    form = NewContractForm(
        request.POST or None, customer=customer, packages=list(packages()), today=now().date(), initial=initial
    )
    if request.method == "POST" and form.is_valid():
        try:
            version = _begin(customer, form.cleaned_data, request)
        except NumberTaken:
            form.add_error("number", _("Another contract has this number."))
        else:
            return redirect("desk:edit_contract", version.contract.number, version.version)
    context = {
        "form": form,
        "customer": customer,
        "systems": customer.services.filter(is_active=True).exists(),
        "packages": packages(),
        "rows": comparison(lang()),
        "crumbs": [
            (reverse("desk:customers"), _("Customers")),
            (reverse("desk:customer", args=[customer.key]), customer),
        ],
    }
    return render(request, "contracts/new.html", context, status=422 if form.is_bound else 200)


@require_GET
@staff(*EVERYBODY_INSIDE)
def contract(request: AuthedRequest, number: str) -> HttpResponse:
    """All wordings of a contract: who offered and accepted them, when they hold, their fingerprints."""
    found = get_contract(request, number)
    seen(request, About.CONTRACT, found.number)
    return _contract(request, found)


@require_GET
@staff(*EVERYBODY_INSIDE)
def wording(request: AuthedRequest, number: str, version: int) -> HttpResponse:
    """One wording in plain sentences."""
    found = get_version(request, number, version)
    if not found.document:
        return redirect("desk:contract", number)
    context = wording_page(found, lang(), now())
    context["crumbs"] = [*_crumbs(found.contract), (reverse("desk:contract", args=[number]), number)]
    return render(request, "contracts/wording.html", context)


@require_GET
@staff(*EVERYBODY_INSIDE)
def download(request: AuthedRequest, number: str, version: int, kind: str) -> HttpResponse:
    """The wording as it was hashed, or as it was written."""
    return document(get_version(request, number, version), kind)


@require_POST
@staff(*LEADERS)
def amend(request: AuthedRequest, number: str) -> HttpResponse:
    """Begin the next wording, from the text of the last one."""
    found = get_contract(request, number)
    latest = actions.text_to_amend(found)
    if latest is None:
        raise Http404
    form = AmendmentForm(request.POST, today=now().date())
    if not form.is_valid():
        return _contract(request, found, form, 422)
    try:
        draft = actions.amend(latest, by=request.user, starts_on=form.cleaned_data["starts_on"], now=now())
    except StillUnderWay as error:
        said = _("Version %(version)s is still under way: finish or withdraw it first.") % {"version": error.version}
        messages.warning(request, said)
        return _contract(request, found, form, 409)
    return redirect("desk:edit_contract", number, draft.version)


@require_POST
@staff(*LEADERS)
def add_files(request: AuthedRequest, number: str) -> HttpResponse:
    """Put the signed copy or an annex beside the contract."""
    found = get_contract(request, number)
    shelf = shelf_of_contract(found)
    form = PapersForm(received(request), shelf=shelf, files=shelf.files())
    status = put(form, by=request.user, now=now())
    if status != 303:
        return _contract(request, found, papers=form, status=status)
    messages.success(request, _("The files stand beside the contract."))
    return redirect("desk:contract", number)


def _begin(customer: Customer, told: dict[str, Any], request: AuthedRequest) -> ContractVersion:
    package, number = told["package"], told["number"]
    text = compose(package, first_answers(customer, told["systems"], told["starts_on"]), number=number, version=1)
    return actions.start_contract(
        customer, number=number, package=package, text=text, title=title_of(package), by=request.user, now=now()
    )


def first_answers(customer: Customer, systems: list[str], starts_on: date | None) -> dict[str, str]:
    """What is known of a new contract: both sides, the systems, who looks after them, the first day."""
    company = Company.objects.first()
    names = dict(customer.services.filter(key__in=systems).values_list("key", "name"))
    carers = (("provider", customer.caretaker), ("deputy", customer.deputy))
    told = {
        "parties.provider.name": company.name if company else "",
        "parties.provider.nip": company.nip if company else "",
        "parties.client.name": customer.name,
        "parties.client.nip": customer.nip,
        "metadata.language": customer.language,
        "effective.from": starts_on.isoformat() if starts_on else "",
        **{f"services.{key_in(key)}.name": names[key] for key in systems if key in names},
        **{f"contacts.caretaker.{place}": one.name for place, one in carers if one},
    }
    return {path: text for path, text in told.items() if text}


def _free_number(customer: Customer) -> str:
    taken = set(Contract.objects.filter(number__startswith=f"{customer.key}-").values_list("number", flat=True))
    return next(number for n in range(1, len(taken) + 2) if (number := f"{customer.key}-C{n}") not in taken)


def _crumbs(contract: Contract) -> list[tuple[str, str]]:
    owner = contract.customer
    return [(reverse("desk:customers"), _("Customers")), (reverse("desk:customer", args=[owner.key]), owner.name)]


def _contract(
    request: AuthedRequest,
    found: Contract,
    form: AmendmentForm | None = None,
    status: int = 200,
    papers: PapersForm | None = None,
) -> HttpResponse:
    moment = now()
    related = found.versions.select_related("offered_by", "accepted_by", "created_by", "changed_by")
    versions = list(related.order_by("-version"))
    latest = versions[0] if versions else None
    may_amend = latest is not None and latest.status not in actions.UNDER_WAY
    earliest = _earliest(versions) if may_amend else None
    agreed = next((one for one in versions if one.status == VersionStatus.ACCEPTED), None)
    context = {
        **(watching(agreed, wording_of(agreed)) if agreed else {}),
        "may_make": request.user.may_change,
        "contract": found,
        "availability": availability_of(agreed) if agreed else [],
        "crumbs": _crumbs(found),
        "wordings": [(one, standing_of(one, moment)) for one in versions],
        "leads": request.user.leads,
        "papers": shelved(shelf_of_contract(found), f"/desk/contracts/{found.number}", papers, adds=request.user.leads),
        "may_amend": may_amend,
        "earliest": earliest,
        "form": form or AmendmentForm(initial={"starts_on": earliest}, today=moment.date()),
    }
    return render(request, "contracts/contract.html", context, status=status)


def availability_of(agreed: ContractVersion) -> list[tuple[str, str]]:
    """The systems whose availability it promises, each with the address of its year."""
    terms = wording_of(agreed)
    names = {one.id: one.name for one in terms.services}
    keys = dict.fromkeys(one.service for one in terms.availability)
    return [(names.get(key) or key, reverse("desk:availability", args=[agreed.contract.number, key])) for key in keys]


def _earliest(versions: list[ContractVersion]) -> date | None:
    """The first day on which a change told today may hold by notice alone; None while nothing was accepted."""
    accepted = next((one for one in versions if one.status == VersionStatus.ACCEPTED), None)
    if accepted is None:
        return None
    terms = wording_of(accepted)
    return earliest_day(terms, day_of(int(now().timestamp()), terms.defaults.timezone))
