"""Of the customer's evidence what one contract's months are judged from."""

from dataclasses import replace
from datetime import datetime

from gwarant.contracts.models import ContractVersion
from gwarant.contracts.terms import terms_of, wording_of
from gwarant.ledger.evidence import evidence_of
from gwarant.reports.looked import looks_for
from gwarant.reports.marks import Fingerprints, Mark, tickets_of
from gwarant.reports.own import own_evidence
from gwarant.sla.civil import civil_period
from gwarant.sla.contract.model import Contract
from gwarant.sla.contract.versions import lived
from gwarant.sla.evidence.form import FORM_OF
from gwarant.sla.evidence.model import Evidence
from gwarant.tickets.evidence import moment_of


def gather(mark: Mark, known: int | None = None, written: datetime | None = None, block: int | None = None) -> Evidence:
    """Of the customer's evidence what concerns the contract; with `written` and `block` only what was there by then."""
    return concerning(mark, evidence_of(mark.customer, moment_of(max(mark.until, known or 0)), written, block))


def concerning(mark: Mark, found: Evidence, since: int = 0) -> Evidence:
    """Of what was found what concerns the contract, with its looks; `since` as `looks_for` takes it."""
    own = wordings_of(mark.versions)
    whole = civil_period(mark.name, terms_of(own[0]).zone)
    is_running = mark.until < lived(whole, wording_of(own[-1])).end
    looks = (*found.looks, *looks_for(mark.customer, own, mark.until, is_running=is_running, since=since))
    found = replace(found, looks=tuple(sorted(looks, key=FORM_OF["looks"].order)))
    return own_evidence(found, own, wordings_of(mark.others), tickets_of(mark.contract))


def contracts_of(mark: Mark) -> list[Contract]:
    """The contract's own wordings as the core reads them."""
    return [wording_of(one) for one in wordings_of(mark.versions)]


def wordings_of(marked: Fingerprints) -> list[ContractVersion]:
    """The wordings of these fingerprints, in their order."""
    found = ContractVersion.objects.filter(pk__in=[pk for pk, _ in marked]).select_related("contract")
    return list(found.order_by("contract_id", "version"))
