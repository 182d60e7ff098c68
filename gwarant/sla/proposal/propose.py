"""The past months of a contract priced under it, under other sizes of its pool and under offers. A pure function."""

import hashlib
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from gwarant import __version__
from gwarant.sla.assessment.pieces import Piece, pieces_of
from gwarant.sla.civil import midnight
from gwarant.sla.contract.model import Contract
from gwarant.sla.contract.model.frame import MoneyRule
from gwarant.sla.contract.resolve import resolve
from gwarant.sla.contract.versions import in_force, reigns
from gwarant.sla.evidence.jsonl import write_lines
from gwarant.sla.evidence.model import Evidence
from gwarant.sla.money import rounded
from gwarant.sla.problem import InputError, Problem
from gwarant.sla.proposal.model import Proposal
from gwarant.sla.proposal.past import demand, whole_months
from gwarant.sla.proposal.price import Case, cases
from gwarant.sla.proposal.sample import spread
from gwarant.sla.proposal.trigger import trigger
from gwarant.sla.terms import Terms


def propose(
    contracts: Sequence[Contract], evidence: Evidence, until: date, offers: Sequence[Contract] = ()
) -> Proposal:
    """Price the whole months up to the day under the wording in force then and under every alternative.

    InputError without time entries or without a whole month: what is not known has no price.
    """
    versions = [resolve(one) for one in contracts]
    if not versions:
        raise _refused("there is no contract to price", "")
    zone = versions[-1].zone
    months = whole_months(versions, until)
    if not months:
        raise _refused(f"no whole month of the contract has ended by {until}", "wait for one, or name a later day")
    if not evidence.entries:
        raise _refused("no time entries are among the evidence", "export them as rows of the type time")
    present = in_force(versions, midnight(months[-1].after, zone) - 1) or versions[-1]
    if present.hours.pool and present.hours.pool.block:
        raise _refused("the hours are a block that is bought once, with which no pool of each period compares", "")
    found = list(cases(present, offers, demand(evidence.entries, months), months, evidence.events))
    cheapest = _cheapest(found)
    digest, money = _digest(evidence), present.defaults.money
    saving = _saving(found, cheapest, money)
    return Proposal(
        contract=found[0].alternative.contract,
        title=present.metadata.title or "",
        client=present.parties.client.name or "",
        currency=present.defaults.currency or "",
        months=tuple(one.name for one in months),
        alternatives=tuple(case.alternative for case in found),
        present=0,
        cheapest=cheapest,
        saving=saving,
        spread=spread(found, 0, cheapest, int(digest, 16), money)
        if saving is not None and cheapest is not None
        else None,
        trigger=trigger(present, _pieces(versions, months[-1].end), evidence, until),
        evidence=f"sha256:{digest}",
        engine=__version__,
    )


def _cheapest(found: Sequence[Case]) -> int | None:
    """The first of those that cost least; the contract as it stands comes first."""
    totals = {n: case.alternative.total for n, case in enumerate(found) if case.alternative.total is not None}
    return min(totals, key=lambda n: totals[n] or Decimal(0), default=None)


def _saving(found: Sequence[Case], cheapest: int | None, money: MoneyRule) -> Decimal | None:
    """What the cheapest saves a month against the contract as it stands."""
    own = found[0].alternative.total
    best = None if cheapest is None else found[cheapest].alternative.total
    if own is None or best is None:
        return None
    months = len(found[0].alternative.months)
    return rounded(Fraction(own - best) / months, money)


def _pieces(versions: Sequence[Contract], end: int) -> tuple[Piece, ...]:
    terms = {id(one): Terms(one) for one in versions}
    zone = versions[-1].zone
    valid = [(terms[id(one)], (midnight(first, zone), midnight(after, zone))) for one, first, after in reigns(versions)]
    return pieces_of(valid, end)


def _digest(evidence: Evidence) -> str:
    digest = hashlib.sha256()
    for line in write_lines(evidence):
        digest.update(line.encode())
    return digest.hexdigest()


def _refused(message: str, hint: str) -> InputError:
    return InputError([Problem("", 0, 0, "proposal", message, hint, "proposal")])
