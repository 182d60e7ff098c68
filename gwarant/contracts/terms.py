"""From a stored wording to the terms that the core counts with, and which wording a ticket falls under."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import lru_cache

from gwarant.contracts.models import ContractVersion
from gwarant.customers.models import Service
from gwarant.pictures.names import Names, names_of, names_under
from gwarant.sla.contract.model import Contract
from gwarant.sla.contract.model.frame import JudgedBy
from gwarant.sla.contract.parse import of_document
from gwarant.sla.terms import Terms


def wording_of(version: ContractVersion) -> Contract:
    """The resolved contract of an offered or accepted wording."""
    return terms_of(version).contract


def terms_of(version: ContractVersion) -> Terms:
    """The wording made ready to count with; read once a process, because it never changes."""
    return _terms(version.pk, version.fingerprint)


def names_for(version: ContractVersion, lang: str = "en") -> Names:
    """What the wording calls its clocks and classes; the packages' own labels in the reader's language."""
    terms = terms_of(version)
    return replace(names_of(terms.contract), calendars=terms.calendars).said_in(lang)


def names_under_all(versions: Sequence[ContractVersion], lang: str) -> Names:
    """What each of a contract's wordings calls things, in the reader's language."""
    return names_under([wording_of(one) for one in versions]).said_in(lang)


def version_for(customer_id: int, service: Service | None, moment: datetime) -> ContractVersion | None:
    """The wording that judges a report: of those in force one that names the system, else one that covers all.

    Among equals the one that came into force last; None when no contract covers it.
    """
    in_force = ContractVersion.objects.in_force(moment).select_related("contract").defer("text", "document")
    found = in_force.filter(customer_id=customer_id).order_by("-holds_from_at", "-pk")
    named = [one for one in found if service is not None and service.key in one.service_keys]
    whole = [one for one in found if not one.service_keys]
    return next(iter((*named, *whole)), None)


def judging(customer_id: int, service: Service | None, came: datetime, received: datetime) -> ContractVersion | None:
    """The wording for a report that came at one moment and was written down at another; it says which counts."""
    found = version_for(customer_id, service, received)
    by_event = found is not None and wording_of(found).term.judged_by is JudgedBy.EVENT
    return version_for(customer_id, service, came) if by_event else found


@lru_cache(maxsize=256)
def _terms(pk: int, fingerprint: str) -> Terms:
    document = ContractVersion.objects.values_list("document", flat=True).get(pk=pk)
    return Terms(of_document(document).required())
