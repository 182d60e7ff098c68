"""Of a customer's ledger what concerns one contract: what happens under another one changes none of its months."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import groupby
from typing import TypeVar

from gwarant.contracts.models import ContractVersion
from gwarant.contracts.terms import wording_of
from gwarant.sla.evidence.form import FORMS
from gwarant.sla.evidence.model import AmountDecision, Closing, DutyProof, Evidence, MeasureValue
from gwarant.sla.evidence.own import of_contract

Promised = TypeVar("Promised", DutyProof, MeasureValue)
Monthly = TypeVar("Monthly", AmountDecision, Closing)
Wordings = Sequence[ContractVersion]


def own_evidence(evidence: Evidence, own: Wordings, others: Wordings, tickets: Collection[str]) -> Evidence:
    """What the contract of these wordings is judged from.

    `others` are the wordings of the customer's other contracts. `tickets` are those that stand under the contract, for
    tickets whose events do not say which contract judges them.
    """
    number = own[0].contract.number
    found = of_contract(evidence, number, tickets)
    found = replace(
        found,
        checks=tuple(row for row in found.checks if _watches(own, others, row.service)),
        states=tuple(row for row in found.states if _watches(own, others, row.service)),
        looks=tuple(row for row in found.looks if _watches(own, others, row.service)),
        maintenance=tuple(row for row in found.maintenance if _watches(own, others, row.service)),
        exclusions=tuple(row for row in found.exclusions if row.ticket or _watches(own, others, row.service)),
    )
    found = _unshared(found, own, others) if others else found
    return _with_what_is_gone(found, {row.ticket for row in found.events} | set(tickets))


def _watches(own: Wordings, others: Wordings, service: str) -> bool:
    """Whether a system is the contract's: one that it names, or where it covers all, one that no other names."""
    if not service or any(service in one.service_keys for one in own):
        return True
    return any(not one.service_keys for one in own) and not any(service in one.service_keys for one in others)


def _with_what_is_gone(evidence: Evidence, tickets: Collection[str]) -> Evidence:
    """Of unreadable rows those of its tickets and of none, of voids those of what is left."""
    unread = tuple(row for row in evidence.unread if not row.ticket or row.ticket in tickets)
    found = replace(evidence, unread=unread)
    ids = {row.id for form in FORMS for row in getattr(found, form.part)}
    return replace(found, voids=tuple(row for row in evidence.voids if row.row in ids))


def _unshared(evidence: Evidence, own: Wordings, others: Wordings) -> Evidence:
    """Without the rows that name no contract and are another one's: the one that promises it, else the first one's."""
    number = own[0].contract.number
    contracts = _in_order((*own, *others))

    def promised(rows: tuple[Promised, ...]) -> tuple[Promised, ...]:
        return tuple(row for row in rows if (row.contract or _promiser(contracts, row)) == number)

    def monthly(rows: tuple[Monthly, ...]) -> tuple[Monthly, ...]:
        return tuple(row for row in rows if (row.contract or contracts[0][0].contract.number) == number)

    return replace(
        evidence,
        proofs=promised(evidence.proofs),
        values=promised(evidence.values),
        amounts=monthly(evidence.amounts),
        closings=monthly(evidence.closings),
    )


def _in_order(versions: Wordings) -> list[list[ContractVersion]]:
    """The wordings by contract, the contract first of which the first wording was accepted first."""
    ordered = sorted(versions, key=lambda one: (one.contract_id, one.version))
    found = [list(rows) for _, rows in groupby(ordered, key=lambda one: one.contract_id)]
    return sorted(found, key=lambda rows: (rows[0].accepted_at, rows[0].contract_id))


def _promiser(contracts: Sequence[Sequence[ContractVersion]], row: DutyProof | MeasureValue) -> str:
    holding = [rows for rows in contracts if any(_promises(one, row) for one in rows)]
    return (holding or contracts)[0][0].contract.number


def _promises(version: ContractVersion, row: DutyProof | MeasureValue) -> bool:
    wording = wording_of(version)
    if isinstance(row, DutyProof):
        return any(one.id == row.duty for one in wording.duties)
    return any((one.of.feed or one.id) == row.measure for one in wording.measures)
