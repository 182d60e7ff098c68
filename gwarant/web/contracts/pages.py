"""What several pages about contracts show: a wording, its targets, what it changes, what was in the way."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from gwarant.contracts.actions import former_of
from gwarant.contracts.linting import Checked
from gwarant.contracts.models import ContractVersion
from gwarant.contracts.numbering import with_status
from gwarant.contracts.refusals import Changed
from gwarant.contracts.terms import wording_of
from gwarant.sla.contract.model import Contract as Terms
from gwarant.sla.contract.parse import canonical
from gwarant.web.contracts.problems import to_know, to_mend
from gwarant.web.contracts.standing import standing_of
from gwarant.web.contracts.told import changes_between, hours_of, targets_of, told

Typed = Sequence[tuple[str, str]]  # what, as it was typed
YAML, JSON = "yaml", "json"
MEDIA = {YAML: "application/yaml; charset=utf-8", JSON: "application/json"}


def wording_page(version: ContractVersion, language: str, now: datetime) -> dict[str, Any]:
    """A wording in sentences, with its targets and what it changes."""
    former = former_of(version)
    page = terms_page(wording_of(version), wording_of(former) if former else None, language)
    said = standing_of(version, now)
    return {**page, "version": version, "contract": version.contract, "said": said, "former": former}


def terms_page(wording: Terms, former: Terms | None, language: str) -> dict[str, Any]:
    """Terms in sentences, with their targets and what they change against the former ones."""
    targets = targets_of(wording, language)
    return {
        "terms": wording,
        "told": told(wording, language),
        "clocks": [name for name, _cell in targets[0][1]] if targets else [],
        "targets": targets,
        "hours": hours_of(wording, language),
        "former": former.metadata if former else None,
        "changes": changes_between(former, wording, language) if former else [],
        "zone": wording.defaults.timezone,
    }


def draft_frame(found: ContractVersion, here: str) -> dict[str, Any]:
    """What every page of a draft has: its crumbs and the ways to write it."""
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


def changer_of(found: ContractVersion) -> str:
    """Whoever changed the draft last."""
    return found.changed_by.name if found.changed_by else _("Somebody")


def findings(checked: Checked | None) -> dict[str, Any]:
    """What the linter says, for the list beside a draft."""
    return {"problems": to_mend(checked), "notes": to_know(checked)} if checked else {"problems": [], "notes": []}


def no_draft(
    request: HttpRequest, found: ContractVersion, changed: Changed | None = None, typed: str = "", fields: Typed = ()
) -> HttpResponse:
    """An offered wording never changes, nor does one that was given up."""
    if request.method == "GET":
        messages.info(request, _("This version is no draft any more: what was offered or discarded never changes."))
        return redirect("desk:contract", found.contract.number)
    told = changed or Changed(found.offered_by or found.changed_by, found.changed_at)
    return changed_page(request, found, told, "desk", typed, fields)


def document(version: ContractVersion, kind: str) -> HttpResponse:
    """The wording as a file: the bytes that were hashed, or the YAML as people wrote it, with the status it has."""
    if kind == JSON and not version.document:
        raise Http404
    body = canonical(wording_of(version)) if kind == JSON else _written(version).encode()
    name = f"{version.contract.number}-{version.version}.{kind}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "ETag": f'"{hashlib.sha256(body).hexdigest()}"'}
    return HttpResponse(body, content_type=MEDIA[kind], headers=headers)


def _written(version: ContractVersion) -> str:
    """The text as it was written; of what was offered or accepted its status is the one that was hashed."""
    if not version.document:
        return version.text
    return with_status(version.text, wording_of(version).metadata.status)


def changed_page(
    request: HttpRequest, version: ContractVersion, changed: Changed, side: str, typed: str = "", fields: Typed = ()
) -> HttpResponse:
    """Somebody was faster: who, when, and how it stands now; and what was typed, a text or clause by clause."""
    context: dict[str, Any] = {
        "version": version,
        "who": changed.who,
        "at": changed.at,
        "base": f"{side}/base.html",
        "side": side,
    }
    context |= {"typed": typed, "fields": fields}
    return render(request, "contracts/changed.html", context, status=409)
