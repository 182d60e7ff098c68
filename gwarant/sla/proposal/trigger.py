"""Whether the contract's own condition of a proposal is reached, by the statements as they were."""

from collections.abc import Sequence
from datetime import date, timedelta

from gwarant.sla.assessment.pieces import Piece, hours_of
from gwarant.sla.assessment.pools import period_at
from gwarant.sla.civil import day_of, days_named
from gwarant.sla.contract.model import Contract
from gwarant.sla.contract.model.money import Pool
from gwarant.sla.contract.model.promises import PeriodKind
from gwarant.sla.evidence.model import Evidence
from gwarant.sla.proposal.model import Trigger


def trigger(present: Contract, pieces: Sequence[Piece], evidence: Evidence, until: date) -> Trigger | None:
    """How many of the last periods of the pool, whole by the day, had work above it; None where nothing is agreed."""
    rule = present.hours.approve.propose_change_after
    of, wanted = rule.get("of", 0), rule.get("periods_over", 0)
    if not of or not wanted or not pieces:
        return None
    per = (present.hours.pool or Pool()).per
    begin = day_of(pieces[0].month.start, pieces[0].terms.zone)
    stated = hours_of(pieces, evidence.entries, evidence.closings, events=evidence.events)
    over: dict[str, bool] = {}
    for piece in pieces:
        first, after = period_at(max(begin, piece.civil.first), per, begin)
        if after - timedelta(days=1) <= until:
            name, one = _name(per, piece, first, after), stated.get(piece.month.name)
            over[name] = over.get(name, False) or bool(one and one.overage > 0)
    looked = tuple(over)[-of:]
    found = tuple(name for name in looked if over[name])
    return Trigger(of=of, periods_over=wanted, looked=looked, over=found, reached=len(found) >= wanted)


def _name(per: PeriodKind, piece: Piece, first: date, after: date) -> str:
    if per is PeriodKind.CALENDAR_MONTH:
        return piece.civil.name
    if per is PeriodKind.CALENDAR_QUARTER:
        return f"{first.year:04}-Q{(first.month + 2) // 3}"
    return f"{first.year:04}" if per is PeriodKind.CALENDAR_YEAR else days_named(first, after - timedelta(days=1))
