"""What can have corrected a dispute: what the house wrote down since about the same contract."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import QuerySet

from gwarant.contracts.models import ContractVersion
from gwarant.ledger.models import Row
from gwarant.ledger.reading import read_rows
from gwarant.reports.disputes.models import About, Dispute, Figure
from gwarant.reports.marks import tickets_of
from gwarant.reports.month import accepted
from gwarant.reports.own import own_evidence
from gwarant.sla.evidence.form import FORM_OF
from gwarant.sla.evidence.model import Evidence, Kind, Role
from gwarant.sla.evidence.model import Row as EvidenceRow

_MEASURED = ("state", "maintenance", "exclusion")
_VERDICT = ("ticket", "exclusion")
_FIGURES: Mapping[str, tuple[str, ...]] = {
    Figure.KEPT: ("ticket", "proof", "value", *_MEASURED),
    Figure.MEASURES: ("ticket", "value", *_MEASURED),
    Figure.DUTIES: ("ticket", "proof", "exclusion"),
    Figure.TICKETS: ("ticket",),
    Figure.HOURS: ("time", "ticket"),
    Figure.OTHER: ("ticket", "time", "proof", "value", "amount", *_MEASURED),
}
"""Of which types the rows are that can have moved a part of the month."""
_IDLE = frozenset({Kind.NOTED, Kind.FOLLOWED, Kind.UNFOLLOWED, Kind.REMARKED, Kind.LEFT, Kind.RECOGNISED})
"""Events from which no figure follows."""


def corrections_since(one: Dispute) -> list[Row]:
    """The rows that can have corrected it, the newest first; none of an amount, which is answered by its own steps."""
    types = _types(one)
    rows: QuerySet[Row] = Row.objects.filter(customer=one.customer_id, received_at__gte=one.raised_at, type__in=types)
    if not types or not rows.exists():
        return []
    mine = {row.id for row in _own(one, read_rows(rows).reading().evidence, types)}
    return [row for row in rows.defer("line").order_by("-pk") if row.uid in mine]


def _types(one: Dispute) -> tuple[str, ...]:
    if one.about == About.FIGURE:
        return _FIGURES[one.figure]
    return _VERDICT if one.about == About.VERDICT else ()


def _own(one: Dispute, evidence: Evidence, types: tuple[str, ...]) -> Iterator[EvidenceRow]:
    """Of the rows those of the contract, of a verdict those of its ticket, and none that the client wrote."""
    wordings = ContractVersion.objects.accepted().filter(customer=one.customer_id).select_related("contract")
    others = list(wordings.exclude(contract=one.contract_id).order_by("contract_id", "version"))
    tickets = set(tickets_of(one.contract_id))
    found = own_evidence(evidence, accepted(one.contract), others, tickets)
    tickets = {one.ticket} if one.ticket else tickets | {row.ticket for row in found.events}
    rows: Iterator[Any] = (row for type_ in types for row in getattr(found, FORM_OF[type_].part))
    for row in rows:
        ticket = getattr(row, "ticket", "")
        is_idle = getattr(row, "kind", None) in _IDLE
        is_of_it = ticket in tickets if ticket or one.ticket else True
        if is_of_it and not is_idle and getattr(row, "by", Role.PROVIDER) is Role.PROVIDER:
            yield row
