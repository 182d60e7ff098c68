"""Whether offered and accepted wordings still are what was hashed: document, fingerprint, text and dates again."""

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from hashlib import sha256
from typing import Any

from gwarant.contracts.linting import WHOLE
from gwarant.contracts.models import NEVER_OFFERED, ContractVersion, VersionStatus
from gwarant.packages import library
from gwarant.sla.civil import midnight
from gwarant.sla.contract.model import Contract, Resolution
from gwarant.sla.contract.model.frame import Status
from gwarant.sla.contract.parse import canonical, of_document, parse
from gwarant.sla.contract.resolve import resolve
from gwarant.sla.problem import InputError


def frozen(customer_id: int) -> list[ContractVersion]:
    """The customer's wordings from their offer on."""
    found = ContractVersion.objects.filter(customer_id=customer_id).exclude(status__in=NEVER_OFFERED)
    related = found.select_related("contract", "customer", "offered_by", "accepted_by", "changed_by")
    return list(related.order_by("contract__number", "version"))


def faults(customer_id: int) -> Iterator[str]:
    """What a wording says against itself."""
    wordings = frozen(customer_id)
    for one in wordings:
        yield from (f"{one}: {fault}" for fault in _faults(one, wordings))


def remarks(customer_id: int) -> Iterator[str]:
    """Wordings whose text would be resolved with other days today, because other data are installed."""
    wordings = [(one, _read(one.document)) for one in frozen(customer_id)]
    strange = [str(one) for one, wording in wordings if wording is not None and _again(one, canonical) is False]
    if strange:
        yield f"{', '.join(strange)}: the installed data of holidays and zones are others than those that were agreed"


def _faults(version: ContractVersion, wordings: list[ContractVersion]) -> Iterator[str]:
    if version.document is None:
        yield "it was offered, and the document that was hashed is gone"
        return
    if _hash(version.document) != version.fingerprint:
        yield "its document is not the one that was hashed and signed"
    if version.status == VersionStatus.ACCEPTED and version.accepted_fingerprint != version.fingerprint:
        yield "another wording was accepted than was offered"
    wording = _read(version.document)
    if wording is None:
        yield "its document is no contract any more"
        return
    yield from _columns(version, wording, wordings)
    if not _again(version, _without_days):
        yield "its text does not resolve to the document that was hashed"


def _columns(version: ContractVersion, wording: Contract, wordings: list[ContractVersion]) -> Iterator[str]:
    """What is kept beside the document so that it can be asked for must agree with it."""
    named = [one.id for one in wording.services]
    if version.service_keys != named and (version.service_keys or named != [WHOLE]):
        yield "it covers other systems than its document names"
    start, last, zone = wording.effective.from_, wording.effective.to, wording.defaults.timezone
    began = datetime.fromtimestamp(midnight(start, zone), UTC) if start else None
    if version.holds_from_at != began:
        yield "it holds from another moment than its document says"
    ended = datetime.fromtimestamp(midnight(last + timedelta(days=1), zone), UTC) if last else None
    if version.holds_to_at not in (ended, *_ends(version, wordings)):
        yield "it holds to another moment than its document, or the wording after it, says"


def _ends(version: ContractVersion, wordings: list[ContractVersion]) -> Iterator[datetime]:
    later = [one for one in wordings if one.contract_id == version.contract_id and one.version > version.version]
    for one in later:
        if one.status == VersionStatus.ACCEPTED and one.holds_from_at and version.holds_from_at:
            yield max(one.holds_from_at, version.holds_from_at)


def _hash(document: Any) -> str:
    """The fingerprint of a document as it stands, whatever this release would make of it."""
    raw = json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return "sha256:" + sha256(raw.encode("utf-8", "surrogatepass")).hexdigest()


def _read(document: Any) -> Contract | None:
    """The contract of a document; None where it is none."""
    return _contract_in(json.dumps(document, ensure_ascii=False))


@lru_cache(maxsize=32)
def _contract_in(document: str) -> Contract | None:
    """The same of its JSON: a wording is asked several things one after another."""
    try:
        return of_document(json.loads(document)).contract
    except (InputError, ValueError):
        return None


@lru_cache(maxsize=32)
def _resolved(text: str) -> Contract | None:
    """What this release makes of a text when it is offered; None where it cannot be understood."""
    try:
        contract = parse(text, "", library()).contract
    except (InputError, ValueError):
        return None
    return contract and resolve(replace(contract, metadata=replace(contract.metadata, status=Status.SIGNED)))


def _again(version: ContractVersion, form: Callable[[Contract], bytes]) -> bool:
    """Whether the text still resolves to the document, in this form of both."""
    return _agree(version.text, json.dumps(version.document, ensure_ascii=False), form)


@lru_cache(maxsize=64)
def _agree(text: str, document: str, form: Callable[[Contract], bytes]) -> bool:
    """The same of the document's JSON."""
    contract, wording = _resolved(text), _contract_in(document)
    return contract is not None and wording is not None and form(contract) == form(wording)


def _without_days(contract: Contract) -> bytes:
    """All that the text itself says: neither holidays nor changes of the clock, which come from data."""
    calendars = {name: replace(one, free_days=()) for name, one in contract.calendars.items()}
    return canonical(replace(contract, calendars=calendars, resolved=Resolution()))
