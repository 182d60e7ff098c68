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
from gwarant.pictures.clauses import (
    Draft,
    changed,
    complaints,
    draft_of,
    sheet_of,
    text_in_words,
    titles_of,
    touched_in,
    with_system,
)
from gwarant.pictures.clauses.kinds import Kind
from gwarant.sla.contract.splice import CannotSplice
from gwarant.sla.problem import InputError, Severity
from gwarant.web.access import LEADERS, AuthedRequest, get_version, staff
from gwarant.web.contracts.clause_form import MOST_FIELDS, clause_form, parts_of, typed_in
from gwarant.web.contracts.differences import clauses_changed, kept_words, sentences_changed
from gwarant.web.contracts.merging import Clash, Merge, base_of, merge
from gwarant.web.contracts.pages import changer_of, draft_frame, findings, no_draft
from gwarant.web.moment import now
from gwarant.web.templatetags.look import lang


@dataclass(frozen=True)
class _Typed:
    """What a person sent: the fields as typed, the draft that they were made from, a system to add."""

    fields: dict[str, str]
    base: Draft | None
    system: Service | None


@dataclass(frozen=True)
class _Merged:
    """What was typed over the draft as it stands now."""

    found: ContractVersion
    draft: Draft
    merge: Merge

    def form(self) -> forms.Form:
        touched = self.merge.touched
        return clause_form(sheet_of(self.draft, lang(), touched), self.found.mark, self.found.text, touched)


class _Unsaved(Exception):
    """Why nothing was saved: the form with what is wrong, or what two people touched, at its fields."""

    def __init__(self, merged: _Merged, form: forms.Form, status: int) -> None:
        super().__init__(status)
        self.merged, self.form, self.status = merged, form, status


@require_http_methods(["GET", "POST"])
@staff(*LEADERS)
def edit(request: AuthedRequest, number: str, version: int) -> HttpResponse:
    """The draft clause by clause."""
    found = get_version(request, number, version)
    if request.method == "POST":
        return _save(request, found)
    if found.status != VersionStatus.DRAFT:
        return no_draft(request, found)
    draft = _opened(found)
    if draft is None:
        messages.info(request, _("This text has no form: it cannot be read as a contract, or is too long for one."))
        return redirect("desk:contract_yaml", number, version)
    return _page(request, found, draft, clause_form(sheet_of(draft, lang()), found.mark, found.text))


def _opened(found: ContractVersion) -> Draft | None:
    """The draft of the text, unless no form can be made of it."""
    try:
        draft = draft_of(found.text)
        return draft if len(draft.clauses) <= MOST_FIELDS else None
    except InputError:
        return None


def _save(request: AuthedRequest, found: ContractVersion) -> HttpResponse:
    """Nobody else writes the contract while what was typed is put over what stands there."""
    base = base_of(found.text, found.mark, request.POST.get("seen", ""), request.POST.get("base", ""))
    ground = base or _opened(found)
    fields = typed_in(ground, request.POST) if ground else {}
    typed = _Typed(fields, base, _system(found, request.POST.get("add_system", "")))
    try:
        if request.POST.get("then") == "look" and found.status == VersionStatus.DRAFT:
            return _looked(request, *_put(found, typed))
        was, saved = actions.rewrite_draft(
            found, written=lambda latest: _put(latest, typed)[1], by=request.user, now=now()
        )
        return _saved(request, saved, was, base)
    except _Unsaved as refusal:
        return _refused(request, refusal)
    except Changed as changed:
        latest = get_version(request, found.contract.number, found.version)
        return no_draft(request, latest, changed, fields=_given_back(request, ground, typed))


def _put(found: ContractVersion, typed: _Typed) -> tuple[_Merged, str]:
    """The text of the draft with what was typed; _Unsaved, or Changed where no form can be made of it any more."""
    draft = _opened(found)
    if draft is None:
        raise Changed(found.changed_by, found.changed_at)
    merged = _Merged(found, draft, merge(typed.base, draft, typed.fields))
    if merged.merge.clashes:
        raise _Unsaved(merged, _clashed(merged), 409)
    form = merged.form()
    try:
        for one in complaints(draft, merged.merge.touched, lang()) if merged.merge.touched else ():
            if one.severity is Severity.ERROR:  # blanks and warnings do not refuse it
                form.add_error(one.path if one.path in form.fields else None, one.sentence)
        text = _written(draft, typed, merged.merge)
    except (CannotSplice, InputError) as error:
        place = getattr(error, "path", "")
        said = _("“%(place)s” is written so that this form cannot change it. Change it as YAML.") % {"place": place}
        form.add_error(None, said)
    if not form.is_valid():
        raise _Unsaved(merged, form, 422)
    return merged, text


def _given_back(request: AuthedRequest, ground: Draft | None, typed: _Typed) -> list[tuple[str, str]]:
    """What was touched, clause by clause as it was typed; all that was sent where nobody can say what it changed."""
    if ground is None:
        return [(path, str(text)) for path, text in request.POST.items() if "." in path and text]
    titles = titles_of(ground, lang())
    touched = touched_in(ground, typed.fields)
    rows = [(titles.get(path, path), _as_typed(ground, path, text)) for path, text in touched.items()]
    return rows + ([(_("Add a system"), typed.system.name)] if typed.system else [])


def _as_typed(draft: Draft, path: str, text: str) -> str:
    """The letters that were typed; of what was chosen, the words."""
    spec = draft.clauses[path]
    return text_in_words(draft, path, text, lang()) if spec.choices or spec.kind is Kind.YES_NO else text


def _written(draft: Draft, typed: _Typed, merged: Merge) -> str:
    text = changed(draft, merged.touched)
    return with_system(text, typed.system.key, typed.system.name) if typed.system else text


def _clashed(merged: _Merged) -> forms.Form:
    """Both values at each field that two people touched. Saving again keeps what stands in the fields then."""
    form, titles = merged.form(), titles_of(merged.draft, lang())
    for one in merged.merge.clashes:
        mine = merged.merge.touched[one.path]
        if one.path in form.fields:
            form.add_error(one.path, _clash(one))
        else:
            words = {"clause": titles.get(one.path, one.path), "mine": mine, "theirs": one.theirs or "–"}
            form.add_error(None, _("%(clause)s: you wrote “%(mine)s”; now there stands: %(theirs)s") % words)
    return form


def _refused(request: AuthedRequest, refusal: _Unsaved) -> HttpResponse:
    found = refusal.merged.found
    context = {"who": changer_of(found), "at": found.changed_at} if refusal.status == 409 else {}
    return _page(request, found, refusal.merged.draft, refusal.form, refusal.status, context)


def _clash(one: Clash) -> str:
    values = {"before": one.before or "–", "theirs": one.theirs or "–"}
    return _("Meanwhile changed from “%(before)s” to “%(theirs)s”. Saving again keeps yours.") % values


def _looked(request: AuthedRequest, merged: _Merged, text: str) -> HttpResponse:
    """What saving would change, in clauses and in the contract's sentences; nothing is saved."""
    found, draft, after = merged.found, merged.draft, draft_of(text)
    before_terms, after_terms = (actions.check(found, one, now=now()).contract for one in (found.text, text))
    context = {
        "is_looked": True,
        "clauses_changed": clauses_changed(draft, after, lang()),
        "is_readable": before_terms is not None and after_terms is not None,
        "sentences_changed": sentences_changed(before_terms, after_terms, lang()),
    }
    return _page(request, found, draft, merged.form(), 200, context)


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
