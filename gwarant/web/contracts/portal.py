"""The client's pages about contracts: read them, see what changed, accept what is offered."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from gwarant.contracts import actions
from gwarant.contracts.models import NEVER_OFFERED, ContractVersion, VersionStatus
from gwarant.contracts.refusals import Changed, Overlaps, TooLate
from gwarant.customers.models import CustomerRole
from gwarant.notify.news import About
from gwarant.pictures.words import long_day
from gwarant.web.access import (
    CLIENT_ADMINISTRATORS,
    EVERY_CLIENT,
    AuthedRequest,
    customer_person,
    get_version,
    memberships,
    role_at,
)
from gwarant.web.contracts.forms import AcceptanceForm
from gwarant.web.contracts.pages import changed_page, document, wording_page
from gwarant.web.customers.pages import contract_lines
from gwarant.web.files.papers import shelf_of_contract, shelf_of_customer, shelved
from gwarant.web.messages.reading import seen
from gwarant.web.moment import now
from gwarant.web.templatetags.look import lang


@require_GET
@customer_person(*EVERY_CLIENT)
def contracts(request: AuthedRequest) -> HttpResponse:
    """The person's contracts: what is in force, and what waits for acceptance."""
    owners = [one.customer for one in memberships(request.user).order_by("customer__name")]
    lines = [line for owner in owners for line in contract_lines(owner, now()) if line["shown"]]
    shelves = [(one, shelved(shelf_of_customer(one), f"/portal/customers/{one.key}")) for one in owners]
    context = {
        "lines": lines,
        "is_several": len(owners) > 1,
        "shelves": [(one, papers) for one, papers in shelves if papers["standing"] or papers["former"]],
    }
    return render(request, "contracts/portal_list.html", context)


@require_GET
@customer_person(*EVERY_CLIENT)
def wording(request: AuthedRequest, number: str, version: int) -> HttpResponse:
    """A wording in plain sentences, and the form to accept it."""
    found = _offered(request, number, version)
    seen(request, About.CONTRACT, found.contract.number)
    return _wording(request, found)


@require_GET
@customer_person(*EVERY_CLIENT)
def download(request: AuthedRequest, number: str, version: int, kind: str) -> HttpResponse:
    """The wording as a file, so that its fingerprint can be computed anew."""
    return document(_offered(request, number, version), kind)


@require_POST
@customer_person(*CLIENT_ADMINISTRATORS)
def accept(request: AuthedRequest, number: str, version: int) -> HttpResponse:
    """Accept the wording whose fingerprint was shown."""
    found = get_version(request, number, version, CLIENT_ADMINISTRATORS)
    if found.status in NEVER_OFFERED:
        raise Http404
    form = AcceptanceForm(request.POST, customer=found.customer.name)
    if not form.is_valid():
        return _wording(request, found, form, 422)
    try:
        actions.accept(found, by=request.user, fingerprint=form.cleaned_data["fingerprint"], now=now())
    except Changed as changed:
        return changed_page(request, get_version(request, number, version), changed, "portal")
    except TooLate as error:
        said = _("It was to hold from %(day)s, and that day has passed. Ask your caretaker for a new offer.")
        form.add_error(None, said % {"day": long_day(error.day, lang())})
        return _wording(request, found, form, 409)
    except Overlaps:
        form.add_error(None, _("Another version of this contract holds in that time. Nothing was accepted."))
        return _wording(request, found, form, 409)
    messages.success(request, _("Accepted. The other side was told."))
    return redirect("portal:wording", number, version)


def _offered(request: AuthedRequest, number: str, version: int) -> ContractVersion:
    """The wording, unless it is a draft still."""
    found = get_version(request, number, version)
    if found.status in NEVER_OFFERED or not found.document:
        raise Http404
    return found


def _wording(
    request: AuthedRequest, found: ContractVersion, form: AcceptanceForm | None = None, status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = wording_page(found, lang(), now())
    is_theirs = role_at(request, found.customer) == CustomerRole.ADMINISTRATOR
    if found.status == VersionStatus.OFFERED and is_theirs:
        context["form"] = form or AcceptanceForm(
            customer=found.customer.name, initial={"fingerprint": found.fingerprint}
        )
    context |= {"is_theirs": is_theirs, "crumbs": [(reverse("portal:contract"), _("Contracts"))]}
    context["older"] = found.contract.versions.exclude(status__in=NEVER_OFFERED).order_by("-version")
    context["papers"] = shelved(shelf_of_contract(found.contract), f"/portal/contracts/{found.contract.number}")
    return render(request, "contracts/portal_wording.html", context, status=status)
