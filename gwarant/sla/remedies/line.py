"""The lines of a settlement: each breach that a remedy answers, priced."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from gwarant.sla.contract.model.money import Remedy, RemedyOf, RemedyRules
from gwarant.sla.hours.month import Month
from gwarant.sla.money import percent_of
from gwarant.sla.remedies.award import Award
from gwarant.sla.remedies.base import Bases, Fee, fee
from gwarant.sla.remedies.breach import Breach
from gwarant.sla.remedies.claims import claim_until
from gwarant.sla.remedies.kinds import KINDS


@dataclass(frozen=True, kw_only=True)
class Line:
    """One breach under one remedy. `amount` is exact and before caps, None while its base is blank.

    `kept` tells whether it counts, `reason` why not; `units` are the starts of the paid units (UTC seconds).
    """

    remedy: str
    of: str
    incident: str
    breach: Breach
    units: tuple[int, ...]
    pct: Fraction | None
    base: Fee | None
    amount: Fraction | None
    grants: str = ""
    claim_until: date | None = None
    kept: bool = True
    reason: str = ""
    note: str = ""


def answers(of: RemedyOf, breach: Breach) -> bool:
    """Whether the remedy is one for this breach."""
    if of.clock:
        return of.clock == breach.clock and (not of.class_ or breach.class_ in of.class_)
    if of.duty:
        return of.duty == breach.duty
    return bool(of.promise) and of.promise in (breach.promise, breach.duty)


def lines(
    remedies: Sequence[Remedy], rules: RemedyRules, breaches: Sequence[Breach], bases: Bases, month: Month
) -> Iterator[Line]:
    """The lines of the month in the contract's order of remedies, then in the order in which the breaches fell."""
    ordered = sorted(dict.fromkeys(breaches), key=lambda breach: breach.rank)
    for remedy in remedies:
        answered = [breach for breach in ordered if answers(remedy.of, breach)]
        for award in KINDS[remedy.kind](remedy, answered, month):
            yield _line(
                remedy, award, fee(remedy.base, month.name, bases), claim_until(rules, award.breach, month.name)
            )


def _line(remedy: Remedy, award: Award, base: Fee, until: date | None) -> Line:
    used = base if award.pct is not None else None
    blank = f"{base.name} of {base.month} is blank" if used and used.amount is None else ""
    return Line(
        remedy=remedy.id,
        of=award.breach.name,
        incident=award.breach.incident,
        breach=award.breach,
        units=award.units,
        pct=award.pct,
        base=used,
        amount=_amount(award, base),
        grants=award.grants,
        claim_until=until,
        note="; ".join(note for note in (award.note, blank) if note),
    )


def _amount(award: Award, base: Fee) -> Fraction | None:
    if award.pct is None:
        return award.amount
    return None if base.amount is None else percent_of(award.pct, base.amount)
