"""Writing a draft as YAML with the linter beside it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gwarant.contracts import actions
from gwarant.contracts.linting import Checked
from gwarant.contracts.models import ContractVersion, VersionStatus
from gwarant.contracts.refusals import Changed
from gwarant.web.access import LEADERS, AuthedRequest, get_version, staff
from gwarant.web.contracts.forms import TextForm
from gwarant.web.contracts.pages import draft_frame, findings, no_draft
from gwarant.web.moment import now


@require_http_methods(["GET", "POST"])
@staff(*LEADERS)
def yaml(request: AuthedRequest, number: str, version: int) -> HttpResponse:
    """The draft as text; the button Check looks at it without keeping it."""
    found = get_version(request, number, version)
    if found.status != VersionStatus.DRAFT:
        return no_draft(request, found)
    if request.method == "GET":
        checked = actions.check(found, found.text, now=now())
        return _page(request, found, TextForm(initial={"text": found.text, "seen": found.mark}), checked)
    form = TextForm(request.POST, stored=found.text)
    if not form.is_valid():
        return _page(request, found, form, None, 422)
    checked = actions.check(found, form.cleaned_data["text"], now=now())
    if request.POST.get("then") == "check":
        return _page(request, found, form, checked)
    if checked.contract is None and form.cleaned_data["text"] != found.text:
        form.add_error(
            "text", _("This cannot be read as a contract, so it was not saved. See what is wrong beside it.")
        )
        return _page(request, found, form, checked, 422)
    return _save(request, found, form, checked)


@require_POST
@staff(*LEADERS)
def check(request: AuthedRequest, number: str, version: int) -> HttpResponse:
    """The linter's findings for what stands in the editor."""
    found = get_version(request, number, version)
    form = TextForm(request.POST)
    if not form.is_valid():
        problems = [(0, problem, "") for problem in form.errors.get("text", ())]
        return render(request, "contracts/_findings.html", {"problems": problems, "notes": []})
    checked = actions.check(found, form.cleaned_data["text"], now=now())
    return render(request, "contracts/_findings.html", findings(checked))


def _save(request: AuthedRequest, found: ContractVersion, form: TextForm, checked: Checked) -> HttpResponse:
    told = form.cleaned_data
    try:
        saved = actions.change_draft(found, text=told["text"], by=request.user, seen=told["seen"] or None, now=now())
    except Changed as changed:
        latest = get_version(request, found.contract.number, found.version)
        if latest.status != VersionStatus.DRAFT:
            return no_draft(request, latest, changed, told["text"])
        again = TextForm({"text": told["text"], "seen": latest.mark})
        context = {"who": changed.who, "at": changed.at, "theirs": latest.text}
        return _page(request, latest, again, checked, 409, context)
    if request.POST.get("then") == "offer":
        return redirect("desk:offer_contract", saved.contract.number, saved.version)
    messages.success(request, _("Saved as a draft. The customer does not see it yet."))
    return redirect("desk:contract_yaml", saved.contract.number, saved.version)


def _page(
    request: AuthedRequest,
    found: ContractVersion,
    form: TextForm,
    checked: Checked | None,
    status: int = 200,
    more: dict[str, Any] | None = None,
) -> HttpResponse:
    context = {**draft_frame(found, "yaml"), **findings(checked), "form": form, "is_checked": checked is not None}
    return render(request, "contracts/yaml.html", {**context, **(more or {})}, status=status)
