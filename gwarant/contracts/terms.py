"""From a stored wording to the terms that the core counts with, and which wording a ticket falls under."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import datetime
from functools import lru_cache

from gwarant.contracts.models import ContractVersion
from gwarant.customers.models import Service, active_services
from gwarant.database.together import ask
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

    Where the system is not known, one that covers all, else the one under which all those systems are that anything
    covers. Among equals the one that came into force last; None when no contract covers it, or several may.
    """
    in_force = _in_force(customer_id, moment)
    if service is not None:
        return _covering(in_force, service.key)
    whole = next((one for one in in_force if not one.service_keys), None)
    if whole is not None or not in_force:
        return whole
    possible = _possible(customer_id, in_force)
    return possible[0] if len({one.contract_id for one in possible}) == 1 else None


def may_be_several(customer_id: int, moment: datetime) -> bool:
    """Whether it takes the system to say under which contract a report of the moment is."""
    in_force = _in_force(customer_id, moment)
    if any(not one.service_keys for one in in_force):
        return False
    return len({one.contract_id for one in _possible(customer_id, in_force)}) > 1


def wording_under(number: str, customer_id: int, came: datetime, received: datetime) -> ContractVersion | None:
    """The contract's own wording for a report that came at one moment and was written down at another."""

    def at(moment: datetime) -> ContractVersion | None:
        return next((one for one in _in_force(customer_id, moment) if one.contract.number == number), None)

    return _as_judged(at, came, received)


def judging(customer_id: int, service: Service | None, came: datetime, received: datetime) -> ContractVersion | None:
    """The wording for a report that came at one moment and was written down at another; it says which counts."""
    return _as_judged(lambda moment: version_for(customer_id, service, moment), came, received)


def _as_judged(
    at: Callable[[datetime], ContractVersion | None], came: datetime, received: datetime
) -> ContractVersion | None:
    found = at(received)
    by_event = found is not None and wording_of(found).term.judged_by is JudgedBy.EVENT
    return at(came) if by_event else found


def _in_force(customer_id: int, moment: datetime) -> list[ContractVersion]:
    """The customer's wordings in force, the one that came into force last first."""
    accepted = ask("accepted", customer_id, lambda: None)
    if accepted is not None:
        return [one for one in accepted if one.holds_from_at <= moment and one.held_at(moment)]
    found = ContractVersion.objects.in_force(moment).select_related("contract").defer("text", "document")
    return list(found.filter(customer_id=customer_id).order_by("-holds_from_at", "-pk"))


def accepted_of(customers: Collection[int]) -> dict[int, list[ContractVersion]]:
    """The wordings of customers that were accepted, by customer, the one that came into force last first."""
    found: dict[int, list[ContractVersion]] = {pk: [] for pk in customers}
    rows = ContractVersion.objects.accepted().filter(customer__in=customers, holds_from_at__isnull=False)
    for one in rows.select_related("contract").defer("text", "document").order_by("-holds_from_at", "-pk"):
        found[one.customer_id].append(one)
    return found


def _covering(in_force: Sequence[ContractVersion], key: str) -> ContractVersion | None:
    named = [one for one in in_force if key in one.service_keys]
    whole = [one for one in in_force if not one.service_keys]
    return next(iter((*named, *whole)), None)


def _possible(customer_id: int, in_force: Sequence[ContractVersion]) -> list[ContractVersion]:
    """The wordings under which the customer's systems are that are looked after today."""
    found = {_covering(in_force, one.key) for one in active_services(customer_id)}
    return [one for one in in_force if one in found]


@lru_cache(maxsize=1024)
def _terms(pk: int, fingerprint: str) -> Terms:
    document = ContractVersion.objects.values_list("document", flat=True).get(pk=pk)
    return Terms(of_document(document, agreed=True).required())
