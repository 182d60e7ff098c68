"""The looks that a contract's months are judged from: those at the systems whose availability it promises."""

from collections.abc import Collection, Sequence

from gwarant.contracts.models import ContractVersion
from gwarant.contracts.terms import terms_of
from gwarant.customers.models import Service
from gwarant.monitoring.evidence import NO_LOOKS, Counts, looks_of, looks_until
from gwarant.sla.assessment.availability import reach_of_looks
from gwarant.sla.assessment.case import valid_of
from gwarant.sla.evidence.model import Looks

Wordings = Sequence[ContractVersion]
LATE = 2 * 86_400_000


def looks_for(
    customer_id: int, wordings: Wordings, until: int, *, is_running: bool = False, since: int = 0
) -> tuple[Looks, ...]:
    """The rows of looks for what is stated until then (UTC seconds); of a period that runs, those that had come.

    `since` is until when months have handed their figures on; two days before it are read as well, for what came late.
    """
    span = reach_of_looks(valid_of([terms_of(one) for one in wordings]), until, since)
    span = (span[0] - LATE, span[1]) if span and since else span
    if span is None:
        return ()
    found = Service.objects.filter(customer=customer_id, key__in=promised(wordings)).select_related("customer")
    came = until * 1000 if is_running else None
    return tuple(row for service in found.order_by("pk") for row in looks_of(service, span, came))


def counted(customer_id: int, wordings: Wordings, untils: Collection[int]) -> dict[int, Counts]:
    """For each of the moments (UTC seconds) how many looks of each state `looks_for` reads."""
    ends = {until: reach_of_looks(valid_of([terms_of(one) for one in wordings]), until) for until in untils}
    moments = {span[1] for span in ends.values() if span}
    there = looks_until(customer_id, promised(wordings), moments)
    return {until: there[span[1]] if span else NO_LOOKS for until, span in ends.items()}


def promised(wordings: Wordings) -> set[str]:
    """The systems whose availability the wordings promise."""
    return {promise.service for one in wordings for promise in terms_of(one).contract.availability}
