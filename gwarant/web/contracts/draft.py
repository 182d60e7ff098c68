"""Writing a draft: clause by clause, or as YAML with the linter beside it; and offering it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gwarant.contracts import actions
from gwarant.contracts.linting import Checked
from gwarant.contracts.models import ContractVersion, VersionStatus
from gwarant.contracts.refusals import Changed, NotFit
from gwarant.pictures.clauses import answers_of, clauses_of, complaints, compose
from gwarant.sla.problem import Severity
from gwarant.web.access import LEADERS, AuthedRequest, get_version, staff
from gwarant.web.contracts.clause_form import answers_in, clause_form, parts_of
from gwarant.web.contracts.forms import TextForm
from gwarant.web.contracts.pages import changed_page
from gwarant.web.contracts.problems import said, to_know, to_mend
from gwarant.web.moment import now
from gwarant.web.templatetags.look import lang


@require_http_methods(["GET", "POST"])
@staff(*LEADERS)
def edit(request: AuthedRequest, number: str, version: int) -> HttpResponse:
    """The draft clause by clause."""
    found = get_version(request, number, version)
    if found.status != VersionStatus.DRAFT:
        return _not_a_draft(request, found)
    checked = actions.check(found, found.text, now=now())
    package = checked.contract.metadata.based_on if checked.contract else ""
    if not package:
        messages.info(request, _("This text rests on no package, or cannot be read: it is written as YAML only."))
        return redirect("desk:contract_yaml", number, version)
    if request.method == "POST":
        return _save_clauses(request, found, package)
    answers = answers_of(found.text)
    form = clause_form(clauses_of(package, lang(), answers, base=found.text), None, {**answers, "seen": found.mark})
    return _clauses(request, found, form, package, answers, checked)


@require_http_methods(["GET", "POST"])
@staff(*LEADERS)
def yaml(request: AuthedRequest, number: str, version: int) -> HttpResponse:
    """The draft as text; the button Check looks at it without keeping it."""
    found = get_version(request, number, version)
    if found.status != VersionStatus.DRAFT:
        return _not_a_draft(request, found)
    if request.method == "GET":
        checked = actions.check(found, found.text, now=now())
        return _yaml(request, found, TextForm(initial={"text": found.text, "seen": found.mark}), checked)
    form = TextForm(request.POST)
    if not form.is_valid():
        return _yaml(request, found, form, None, 422)
    checked = actions.check(found, form.cleaned_data["text"], now=now())
    if request.POST.get("then") == "check":
        return _yaml(request, found, form, checked)
    if checked.contract is None:
        form.add_error(
            "text", _("This cannot be read as a contract, so it was not saved. See what is wrong beside it.")
        )
        return _yaml(request, found, form, checked, 422)
    return _save_text(request, found, form, checked)


@require_POST
@staff(*LEADERS)
def check(request: AuthedRequest, number: str, version: int) -> HttpResponse:
    """The linter's findings for what stands in the editor."""
    found = get_version(request, number, version)
    form = TextForm(request.POST)
    if not form.is_valid():
        problems = [(0, problem, "") for problem in form.errors.get("text", ())]
        return render(request, "contracts/_findings.html", {"problems": problems, "notes": []})
    return render(
        request, "contracts/_findings.html", _findings(actions.check(found, form.cleaned_data["text"], now=now()))
    )


@require_POST
@staff(*LEADERS)
def offer(request: AuthedRequest, number: str, version: int) -> HttpResponse:
    """Show the draft to the customer."""
    found = get_version(request, number, version)
    return _offer(request, found, str(request.POST.get("seen", ""))[:16] or None)


def _offer(request: AuthedRequest, found: ContractVersion, seen: str | None) -> HttpResponse:
    try:
        actions.offer(found, by=request.user, seen=seen, now=now())
    except Changed as changed:
        return changed_page(request, found, changed, "desk")
    except NotFit as refusal:
        context = {"version": found, "contract": found.contract, "problems": said(refusal.problems)}
        context["crumbs"] = [(reverse("desk:contract", args=[found.contract.number]), found.contract.number)]
        return render(request, "contracts/not_fit.html", context, status=422)
    messages.success(request, _("Offered. The customer's administrators were told and can accept it in the portal."))
    return redirect("desk:contract", found.contract.number)


def _save_clauses(request: AuthedRequest, found: ContractVersion, package: str) -> HttpResponse:
    answers = answers_in(package, request.POST, lang(), found.text)
    _add_system(request, found, answers)
    form = clause_form(clauses_of(package, lang(), answers, base=found.text), request.POST, answers)
    if form.is_valid():
        _complain(form, package, answers, found.text)
    if not form.is_valid():
        return _clauses(request, found, form, package, answers, None, 422)
    text = compose(package, answers, number=found.contract.number, version=found.version, base=found.text)
    try:
        saved = actions.change_draft(
            found, text=text, by=request.user, seen=form.cleaned_data["seen"] or None, now=now()
        )
    except Changed as changed:
        return _clauses_conflict(request, found, package, answers, changed)
    return _saved(request, saved, "desk:edit_contract")


def _clauses_conflict(
    request: AuthedRequest, found: ContractVersion, package: str, answers: dict[str, str], changed: Changed
) -> HttpResponse:
    """What was typed stays; a second Save writes it over what the other person saved."""
    latest = get_version(request, found.contract.number, found.version)
    if latest.status != VersionStatus.DRAFT:
        return _not_a_draft(request, latest, changed)
    data = request.POST.copy()
    data["seen"] = latest.mark
    groups = clauses_of(package, lang(), answers, base=latest.text)
    form = clause_form(groups, data, answers)
    theirs = answers_of(latest.text)
    titles = {one.path: one.title for group in groups for one in group.clauses}
    changes = [(titles[path], theirs.get(path, ""), answers.get(path, "")) for path in titles
               if theirs.get(path, "") != answers.get(path, "")]  # fmt: skip
    context = {"who": changed.who, "at": changed.at, "changes": changes}
    return _clauses(request, latest, form, package, answers, None, 409, context)


def _complain(form: forms.Form, package: str, answers: dict[str, str], base: str) -> None:
    """What cannot be understood refuses the form; blanks and warnings do not."""
    for one in complaints(package, answers, lang(), base=base):
        if one.severity is Severity.ERROR:
            form.add_error(one.path if one.path in form.fields else None, one.sentence)


def _add_system(request: AuthedRequest, found: ContractVersion, answers: dict[str, str]) -> None:
    """One more of the customer's systems, with what the package promises for each."""
    key = request.POST.get("add_system", "")
    service = found.customer.services.filter(key=key.replace("\0", "")[:40]).first() if key else None
    if service:
        answers[f"services.{service.key}.name"] = service.name


def _save_text(request: AuthedRequest, found: ContractVersion, form: TextForm, checked: Checked) -> HttpResponse:
    told = form.cleaned_data
    try:
        saved = actions.change_draft(found, text=told["text"], by=request.user, seen=told["seen"] or None, now=now())
    except Changed as changed:
        latest = get_version(request, found.contract.number, found.version)
        if latest.status != VersionStatus.DRAFT:
            return _not_a_draft(request, latest, changed, told["text"])
        again = TextForm({"text": told["text"], "seen": latest.mark})
        context = {"who": changed.who, "at": changed.at, "theirs": latest.text}
        return _yaml(request, latest, again, checked, 409, context)
    return _saved(request, saved, "desk:contract_yaml")


def _saved(request: AuthedRequest, saved: ContractVersion, back: str) -> HttpResponse:
    if request.POST.get("then") == "offer":
        return _offer(request, saved, saved.mark)
    messages.success(request, _("Saved as a draft. The customer does not see it yet."))
    return redirect(back, saved.contract.number, saved.version)


def _not_a_draft(
    request: AuthedRequest, found: ContractVersion, changed: Changed | None = None, typed: str = ""
) -> HttpResponse:
    """An offered wording never changes."""
    if request.method == "GET":
        messages.info(request, _("This version is no draft any more: what was offered never changes."))
        return redirect("desk:contract", found.contract.number)
    told = changed or Changed(found.offered_by, found.changed_at)
    context = {
        "version": found,
        "who": told.who,
        "at": told.at,
        "base": "desk/base.html",
        "side": "desk",
        "typed": typed,
    }
    return render(request, "contracts/changed.html", context, status=409)


def _findings(checked: Checked | None) -> dict[str, Any]:
    return {"problems": to_mend(checked), "notes": to_know(checked)} if checked else {"problems": [], "notes": []}


def _frame(found: ContractVersion, here: str) -> dict[str, Any]:
    arguments = [found.contract.number, found.version]
    clauses, text = (reverse(f"desk:{name}", args=arguments) for name in ("edit_contract", "contract_yaml"))
    owner = found.customer
    return {
        "version": found,
        "contract": found.contract,
        "crumbs": [
            (reverse("desk:customers"), _("Customers")),
            (reverse("desk:customer", args=[owner.key]), owner.name),
            (reverse("desk:contract", args=[found.contract.number]), found.contract.number),
        ],
        "tabs": [(clauses, _("Clause by clause"), here == "clauses", 0), (text, _("As YAML"), here == "yaml", 0)],
    }


def _clauses(
    request: AuthedRequest,
    found: ContractVersion,
    form: forms.Form,
    package: str,
    answers: dict[str, str],
    checked: Checked | None,
    status: int = 200,
    more: dict[str, Any] | None = None,
) -> HttpResponse:
    groups = clauses_of(package, lang(), answers, base=found.text)
    named = {one.path.split(".")[1] for group in groups for one in group.clauses if group.id == "services"}
    others = found.customer.services.filter(is_active=True).exclude(key__in=named)
    context = {**_frame(found, "clauses"), **_findings(checked), "form": form, "parts": parts_of(groups, form)}
    context |= {"is_checked": checked is not None, "others": others, **(more or {})}
    return render(request, "contracts/edit.html", context, status=status)


def _yaml(
    request: AuthedRequest,
    found: ContractVersion,
    form: TextForm,
    checked: Checked | None,
    status: int = 200,
    more: dict[str, Any] | None = None,
) -> HttpResponse:
    context = {**_frame(found, "yaml"), **_findings(checked), "form": form, "is_checked": checked is not None}
    return render(request, "contracts/yaml.html", {**context, **(more or {})}, status=status)
