"""What several pages about contracts show: a wording, its targets, what it changes, what was in the way."""

import hashlib
from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from gwarant.contracts.actions import former_of
from gwarant.contracts.models import ContractVersion
from gwarant.contracts.refusals import Changed
from gwarant.contracts.terms import wording_of
from gwarant.sla.contract.parse import canonical
from gwarant.web.contracts.standing import standing_of
from gwarant.web.contracts.told import changes_between, hours_of, targets_of, told

YAML, JSON = "yaml", "json"
MEDIA = {YAML: "application/yaml; charset=utf-8", JSON: "application/json"}


def wording_page(version: ContractVersion, language: str, now: datetime) -> dict[str, Any]:
    """A wording in sentences, with its targets and what it changes."""
    wording = wording_of(version)
    former = former_of(version)
    targets = targets_of(wording, language)
    return {
        "version": version,
        "contract": version.contract,
        "said": standing_of(version, now),
        "terms": wording,
        "told": told(wording, language),
        "clocks": [name for name, _cell in targets[0][1]] if targets else [],
        "targets": targets,
        "hours": hours_of(wording, language),
        "former": former,
        "changes": changes_between(wording_of(former), wording, language) if former else [],
        "zone": wording.defaults.timezone,
    }


def document(version: ContractVersion, kind: str) -> HttpResponse:
    """The wording as a file: the bytes that were hashed, or the YAML as people wrote it."""
    if kind == JSON and not version.document:
        raise Http404
    body = canonical(wording_of(version)) if kind == JSON else version.text.encode()
    name = f"{version.contract.number}-{version.version}.{kind}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "ETag": f'"{hashlib.sha256(body).hexdigest()}"'}
    return HttpResponse(body, content_type=MEDIA[kind], headers=headers)


def changed_page(request: HttpRequest, version: ContractVersion, changed: Changed, side: str) -> HttpResponse:
    """Somebody was faster: who, when, and how it stands now."""
    context = {"version": version, "who": changed.who, "at": changed.at, "base": f"{side}/base.html", "side": side}
    return render(request, "contracts/changed.html", context, status=409)
