"""Writing a draft clause by clause: only what was touched is changed, also where somebody else was faster."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gwarant.contracts import actions
from gwarant.contracts.models import ContractVersion, VersionStatus
from gwarant.contracts.refusals import Changed
from gwarant.customers.models import Service
from gwarant.pictures.clauses import Draft, changed, complaints, draft_of, sheet_of, titles_of, with_system
from gwarant.sla.contract.splice import CannotSplice
from gwarant.sla.problem import InputError, Severity
from gwarant.web.access import LEADERS, AuthedRequest, get_version, staff
from gwarant.web.contracts.clause_form import MOST_FIELDS, clause_form, parts_of, typed_in
from gwarant.web.contracts.differences import clauses_changed, kept_words, sentences_changed
from gwarant.web.contracts.merging import Clash, Merge, base_of, merge
from gwarant.web.contracts.pages import changer_of, draft_frame, findings, no_draft
from gwarant.web.moment import now
from gwarant.web.templatetags.look import lang

TRIES = 3


@dataclass(frozen=True)
class _Typed:
    """What a person sent: the fields as typed, the draft that they were made from, a system to add."""

    fields: dict[str, str]
    base: Draft | None
    system: Service | None


@require_http_methods(["GET", "POST"])
@staff(*LEADERS)
def edit(request: AuthedRequest, number: str, version: int) -> HttpResponse:
    """The draft clause by clause."""
    found = get_version(request, number, version)
    if found.status != VersionStatus.DRAFT:
        return no_draft(request, found)
    draft = _opened(found)
    if draft is None:
        messages.info(request, _("This text has no form: it cannot be read as a contract, or is too long for one."))
        return redirect("desk:contract_yaml", number, version)
    if request.method == "POST":
        return _save(request, found, draft)
    return _page(request, found, draft, clause_form(sheet_of(draft, lang()), found.mark, found.text))


def _opened(found: ContractVersion) -> Draft | None:
    """The draft of the text, unless no form can be made of it."""
    try:
        draft = draft_of(found.text)
        return draft if len(draft.clauses) <= MOST_FIELDS else None
    except InputError:
        return None


def _save(request: AuthedRequest, found: ContractVersion, draft: Draft) -> HttpResponse:
    base = base_of(found.text, found.mark, request.POST.get("seen", ""), request.POST.get("base", ""))
    fields = typed_in(base or draft, request.POST)
    typed = _Typed(fields, base, _system(found, request.POST.get("add_system", "")))
    for _try in range(TRIES):
        merged = merge(base, draft, fields)
        if merged.clashes:
            return _clashed(request, found, draft, merged)
        if problem := _problem(request, found, draft, typed, merged):
            return problem
        text = _written(draft, typed, merged)
        if request.POST.get("then") == "look":
            return _looked(request, found, draft, merged, text)
        try:
            saved = actions.change_draft(found, text=text, by=request.user, seen=found.mark, now=now())
            return _saved(request, saved, found, base)
        except Changed as error:
            found = get_version(request, found.contract.number, found.version)
            latest = _opened(found) if found.status == VersionStatus.DRAFT else None
            if latest is None:
                return no_draft(request, found, error)
            draft = latest
    return no_draft(request, found, Changed(found.changed_by, found.changed_at))


def _written(draft: Draft, typed: _Typed, merged: Merge) -> str:
    text = changed(draft, merged.touched)
    return with_system(text, typed.system.key, typed.system.name) if typed.system else text


def _problem(
    request: AuthedRequest, found: ContractVersion, draft: Draft, typed: _Typed, merged: Merge
) -> HttpResponse | None:
    """The form with what cannot be understood; blanks and warnings do not refuse it."""
    form = clause_form(sheet_of(draft, lang(), merged.touched), found.mark, found.text, merged.touched)
    try:
        for one in complaints(draft, merged.touched, lang()) if merged.touched else ():
            if one.severity is Severity.ERROR:
                form.add_error(one.path if one.path in form.fields else None, one.sentence)
        _written(draft, typed, merged)
    except (CannotSplice, InputError) as error:
        place = getattr(error, "path", "")
        said = _("“%(place)s” is written so that this form cannot change it. Change it as YAML.") % {"place": place}
        form.add_error(None, said)
    return None if form.is_valid() else _page(request, found, draft, form, 422)


def _clashed(request: AuthedRequest, found: ContractVersion, draft: Draft, merged: Merge) -> HttpResponse:
    """Both values at each field that two people touched. Saving again keeps what stands in the fields then."""
    form = clause_form(sheet_of(draft, lang(), merged.touched), found.mark, found.text, merged.touched)
    titles = titles_of(draft, lang())
    for one in merged.clashes:
        mine = merged.touched[one.path]
        if one.path in form.fields:
            form.add_error(one.path, _clash(one))
        else:
            words = {"clause": titles.get(one.path, one.path), "mine": mine, "theirs": one.theirs or "–"}
            form.add_error(None, _("%(clause)s: you wrote “%(mine)s”; now there stands: %(theirs)s") % words)
    context = {"who": changer_of(found), "at": found.changed_at}
    return _page(request, found, draft, form, 409, context)


def _clash(one: Clash) -> str:
    values = {"before": one.before or "–", "theirs": one.theirs or "–"}
    return _("Meanwhile changed from “%(before)s” to “%(theirs)s”. Saving again keeps yours.") % values


def _looked(request: AuthedRequest, found: ContractVersion, draft: Draft, merged: Merge, text: str) -> HttpResponse:
    """What saving would change, in clauses and in the contract's sentences; nothing is saved."""
    after = draft_of(text)
    before_terms, after_terms = (actions.check(found, one, now=now()).contract for one in (found.text, text))
    context = {
        "is_looked": True,
        "clauses_changed": clauses_changed(draft, after, lang()),
        "is_readable": before_terms is not None and after_terms is not None,
        "sentences_changed": sentences_changed(before_terms, after_terms, lang()),
    }
    groups = sheet_of(draft, lang(), merged.touched)
    form = clause_form(groups, found.mark, found.text, merged.touched)
    return _page(request, found, draft, form, 200, context)


def _saved(request: AuthedRequest, saved: ContractVersion, theirs: ContractVersion, base: Draft | None) -> HttpResponse:
    if base is not None and base.text != theirs.text:
        messages.info(request, kept_words(base.text, theirs.text, changer_of(theirs), lang()))
    if request.POST.get("then") == "offer":
        return redirect("desk:offer_contract", saved.contract.number, saved.version)
    if saved.text != theirs.text:
        messages.success(request, _("Saved as a draft. The customer does not see it yet."))
    else:
        messages.info(request, _("Nothing was changed, so the text stays as it was."))
    return redirect("desk:edit_contract", saved.contract.number, saved.version)


def _system(found: ContractVersion, key: str) -> Service | None:
    """One more of the customer's systems, with what the package promises for each."""
    return found.customer.services.filter(key=key.replace("\0", "")[:40]).first() if key else None


def _page(
    request: AuthedRequest,
    found: ContractVersion,
    draft: Draft,
    form: forms.Form,
    status: int = 200,
    more: dict[str, Any] | None = None,
) -> HttpResponse:
    typed = {path: text for path, text in form.data.items() if path in draft.clauses} if form.is_bound else {}
    groups = sheet_of(draft, lang(), typed)
    named = [one.names["service"] for one in draft.specs if one.text == "service.name"]
    checked = actions.check(found, found.text, now=now()) if status == 200 and not form.is_bound else None
    context = {**draft_frame(found, "clauses"), **findings(checked), "form": form}
    context["parts"] = parts_of(groups, form, folds_usual=found.version > 1)
    context |= {"is_checked": checked is not None, "rest": draft.rest, **(more or {})}
    context["others"] = found.customer.services.filter(is_active=True).exclude(key__in=named)
    return render(request, "contracts/edit.html", context, status=status)
