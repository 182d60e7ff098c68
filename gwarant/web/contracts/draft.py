"""Writing a draft as YAML with the linter beside it; what two people wrote is joined, or shown to be decided."""

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
from gwarant.web.contracts.differences import kept_words
from gwarant.web.contracts.forms import TextForm
from gwarant.web.contracts.lines import Joined
from gwarant.web.contracts.merging import base_text, join_texts
from gwarant.web.contracts.pages import changer_of, draft_frame, findings, no_draft
from gwarant.web.moment import now
from gwarant.web.templatetags.look import lang


class _Unsaved(Exception):
    """Why nothing was saved: what both wrote in one place, or a text that is no contract."""

    def __init__(self, found: ContractVersion, joined: Joined, checked: Checked | None) -> None:
        super().__init__(str(found))
        self.found, self.joined, self.checked = found, joined, checked


@require_http_methods(["GET", "POST"])
@staff(*LEADERS)
def yaml(request: AuthedRequest, number: str, version: int) -> HttpResponse:
    """The draft as text; the button Check looks at it without keeping it."""
    found = get_version(request, number, version)
    if found.status != VersionStatus.DRAFT:
        return no_draft(request, found, typed=str(request.POST.get("text", "")))
    if request.method == "GET":
        initial = {"text": found.text, "seen": found.mark, "base": found.text}
        return _page(request, found, TextForm(initial=initial), actions.check(found, found.text, now=now()))
    base = base_text(found.text, found.mark, request.POST.get("seen", ""), request.POST.get("base", ""))
    form = TextForm(request.POST, was=base or "", stored=found.text)
    if not form.is_valid():
        return _page(request, found, form, None, 422)
    if request.POST.get("then") == "check":
        return _page(request, found, form, actions.check(found, form.cleaned_data["text"], now=now()))
    return _save(request, found, form, base)


@require_POST
@staff(*LEADERS)
def check(request: AuthedRequest, number: str, version: int) -> HttpResponse:
    """The linter's findings for what stands in the editor."""
    found = get_version(request, number, version)
    form = TextForm(request.POST, stored=found.text)
    if not form.is_valid():
        problems = [(0, problem, "") for problem in form.errors.get("text", ())]
        return render(request, "contracts/_findings.html", {"problems": problems, "notes": []})
    checked = actions.check(found, form.cleaned_data["text"], now=now())
    return render(request, "contracts/_findings.html", findings(checked))


def _save(request: AuthedRequest, found: ContractVersion, form: TextForm, base: str | None) -> HttpResponse:
    """Saves what was changed since `base` over the text as it stands now; nobody else writes it meanwhile."""
    mine = form.cleaned_data["text"]
    try:
        was, saved = actions.rewrite_draft(
            found, written=lambda latest: _joined(latest, mine, base), by=request.user, now=now()
        )
        return _saved(request, saved, was, base)
    except _Unsaved as refusal:
        if refusal.checked is None or base != refusal.found.text:
            return _both(request, refusal.found, refusal.joined, refusal.checked)
        return _unreadable(request, refusal.found, form, refusal.checked)
    except Changed as changed:
        return no_draft(request, get_version(request, found.contract.number, found.version), changed, mine)


def _joined(found: ContractVersion, mine: str, base: str | None) -> str:
    """The text with the changes of both; _Unsaved where somebody has to decide, or it is no contract."""
    joined = join_texts(base, mine, found.text, _labels(found))
    if joined.places:
        raise _Unsaved(found, joined, None)
    if joined.text != found.text:
        checked = actions.check(found, joined.text, now=now())
        if checked.contract is None and not checked.has_only_blanks:
            raise _Unsaved(found, joined, checked)
    return joined.text


def _labels(found: ContractVersion) -> tuple[str, str]:
    return _("what you wrote"), _("what %(who)s wrote and saved") % {"who": changer_of(found)}


def _both(request: AuthedRequest, found: ContractVersion, joined: Joined, checked: Checked | None) -> HttpResponse:
    """What both wrote in one text, made from what is stored now: only a text without marks can be saved."""
    initial = {"text": joined.text, "seen": found.mark, "base": found.text}
    context = {"who": changer_of(found), "at": found.changed_at, "theirs": found.text, "places": joined.places}
    return _page(request, found, TextForm(initial=initial), checked, 409, context)


def _unreadable(request: AuthedRequest, found: ContractVersion, form: TextForm, checked: Checked) -> HttpResponse:
    form.add_error("text", _("This cannot be read as a contract, so it was not saved. See what is wrong beside it."))
    return _page(request, found, form, checked, 422)


def _saved(request: AuthedRequest, saved: ContractVersion, theirs: ContractVersion, base: str | None) -> HttpResponse:
    if base != theirs.text:
        messages.info(request, kept_words(base, theirs.text, changer_of(theirs), lang()))
    if request.POST.get("then") == "offer":
        return redirect("desk:offer_contract", saved.contract.number, saved.version)
    if saved.text != theirs.text:
        messages.success(request, _("Saved as a draft. The customer does not see it yet."))
    else:
        messages.info(request, _("Nothing was changed, so the text stays as it was."))
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
