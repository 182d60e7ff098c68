"""Where a contract stood at the end of a period, by what was known then: verdicts, breaches, what each month owes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from gwarant.sla.assessment.availability import Reign
from gwarant.sla.assessment.breaches import availability_breaches, breaches_of, followed, outage_breaches
from gwarant.sla.assessment.case import Case, valid_of
from gwarant.sla.assessment.money import Bill, bills_of, settlements
from gwarant.sla.assessment.pieces import Piece, pieces_of
from gwarant.sla.assessment.promises import NO_FIGURES, PromisesJudged, judge_promises
from gwarant.sla.assessment.tickets import Judged, judge_tickets
from gwarant.sla.assessment.unsigned import signed
from gwarant.sla.civil import CivilPeriod
from gwarant.sla.evidence.known import Sight
from gwarant.sla.evidence.model import Evidence
from gwarant.sla.remedies import Breach, Settlement
from gwarant.sla.terms import Terms

Settled = tuple[tuple[Bill, Settlement], ...]


@dataclass(frozen=True)
class Standing:
    """The whole of what is known, what of it counts (`seen`), and what came of it.

    `settled` is what every month from the contract's first one on owes.
    """

    civil: CivilPeriod
    sight: Sight
    terms: tuple[Terms, ...]
    valid: Sequence[Reign]
    pieces: Sequence[Piece]
    whole: Evidence
    seen: Evidence
    judged: Judged
    promises: PromisesJudged
    breaches: tuple[Breach, ...]
    settled: Settled


def standing_of(case: Case, civil: CivilPeriod) -> Standing:
    """Everything judged anew from what is seen of the case when the period ends."""
    sight = case.sight(civil.end)
    terms = case.wordings(sight)
    valid, whole = valid_of(terms), case.whole(sight)
    seen, refused = signed(case, case.counted(whole), terms, sight)
    judged = judge_tickets(terms, seen, (civil.start, civil.end), sight.known, named=case.given)
    judged = replace(judged, notes=(*judged.notes, *refused))
    handed = case.handed if case.handed and case.handed.sight.end == civil.start else None
    judged = handed.with_left(judged, civil.end) if handed else judged
    pieces = pieces_of(valid, civil.end)
    before = _before_it(terms, pieces, civil)
    figures = handed.figures if handed and before else NO_FIGURES
    promises = judge_promises(valid, judged, seen, civil, () if handed else before, figures)
    breaches = _breaches([one for one, _ in valid], judged, promises)
    seen = replace(seen, amounts=followed(seen.amounts, breaches))
    settled = _settled(valid, pieces, seen, breaches, civil)
    return Standing(civil, sight, terms, valid, pieces, whole, seen, judged, promises, breaches, settled)


def _breaches(own: Sequence[Terms], judged: Judged, promises: PromisesJudged) -> tuple[Breach, ...]:
    rows = (*promises.earlier, *promises.availability)
    measured = (*availability_breaches(own, rows), *outage_breaches(own, rows))
    return (*breaches_of(own, judged.breaches), *measured, *promises.breaches)


def _settled(
    valid: Sequence[Reign], pieces: Sequence[Piece], seen: Evidence, breaches: Sequence[Breach], civil: CivilPeriod
) -> Settled:
    if not pieces:
        return ()
    bills = bills_of(pieces, breaches, civil)
    first = min(one.contract.effective.from_ for one, _ in valid if one.contract.effective.from_)
    paid = settlements(
        bills, pieces, breaches, first, civil.end, valid=valid, amounts=seen.amounts, closings=seen.closings
    )
    return tuple(zip(bills, paid, strict=True))


def _before_it(terms: Sequence[Terms], pieces: Sequence[Piece], civil: CivilPeriod) -> list[CivilPeriod]:
    """The months before the period whose promises count: they have cost money, or a right looks back on them."""
    contracts = [one.contract for one in terms]
    prices = {one.of.promise or one.of.outage for own in contracts for one in own.remedies}
    names = {row.id for own in contracts for row in own.availability}
    names |= {row.id for own in contracts for row in own.measures}
    if not prices & names and not any(one.triggers for one in contracts):
        return []
    return sorted({piece.civil for piece in pieces if piece.civil.end <= civil.start})
