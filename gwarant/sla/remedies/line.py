"""The lines of a settlement: each breach that a remedy answers, priced."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from gwarant.sla.calendar import Calendar
from gwarant.sla.contract.model.money import Remedy, RemedyOf, RemedyRules
from gwarant.sla.contract.values import Period
from gwarant.sla.facts import ExactMoney, Id, Internal, Moment, Share, Told
from gwarant.sla.hours.month import Month
from gwarant.sla.money import percent_of
from gwarant.sla.remedies.award import Award
from gwarant.sla.remedies.base import Fee
from gwarant.sla.remedies.breach import Breach
from gwarant.sla.remedies.claims import Until, claim_until
from gwarant.sla.remedies.codes import BASE_BLANK
from gwarant.sla.remedies.kinds import KINDS


@dataclass(frozen=True, kw_only=True)
class Line:
    """One breach under one remedy. `amount` is exact, after the remedy's own cap and before all others, None while its
    base is blank; `cut` is what its own cap took.

    `count` are the paid units or steps, `units` the starts of units (UTC seconds); `kept` tells whether it counts,
    `reason` why not. `claim_until` is the last day of the claim, `claim_until_at` its moment where it must be made
    within hours, `claim_last` the last second of either.
    """

    remedy: Id
    incident: Id
    breach: Breach
    units: tuple[Moment, ...]
    pct: Share | None
    base: Fee | None
    amount: ExactMoney | None
    count: int = 1
    cut: ExactMoney = Fraction(0)
    granted: Period | None = None
    claim_until: date | None = None
    claim_until_at: Moment | None = None
    claim_last: Internal | None = None
    kept: bool = True
    reason: Told | None = None
    notes: tuple[Told, ...] = ()

    @property
    def grants(self) -> str:
        """What is given in kind, such as P2D; empty where it is money."""
        return str(self.granted) if self.granted else ""


def until_of(line: Line) -> Until | None:
    """Until when the line is claimed; None where that has no end, or none that is known."""
    if line.claim_until is None or line.claim_last is None:
        return None
    return Until(line.claim_until, line.claim_last, line.claim_until_at)


def answers(of: RemedyOf, breach: Breach) -> bool:
    """Whether the remedy is one for this breach."""
    if of.clock:
        return of.clock == breach.clock and (not of.class_ or breach.class_ in of.class_)
    if of.duty:
        return of.duty == breach.duty
    if of.outage:
        return of.outage == breach.outage
    return bool(of.promise) and of.promise in (breach.promise, breach.duty)


def answered(remedies: Sequence[Remedy], breaches: Iterable[Breach]) -> list[Breach]:
    """The breaches that one of the remedies is for, each once, in an order that does not depend on the listing."""
    ordered = sorted(dict.fromkeys(breaches), key=lambda breach: breach.rank)
    return [breach for breach in ordered if any(answers(remedy.of, breach) for remedy in remedies)]


def lines_of(
    remedy: Remedy,
    rules: RemedyRules,
    breaches: Sequence[Breach],
    base: Fee,
    month: Month,
    reported: int | None = None,
    days: Calendar | None = None,
) -> Iterator[Line]:
    """The remedy's lines of the month in the order in which its breaches fell, before its own cap.

    `reported` is when the month's report came (UTC seconds), from which a claim may run; `days` knows the working days
    of a claim.
    """
    for award in KINDS[remedy.kind](remedy, breaches, month):
        yield _line(remedy, award, base, claim_until(rules, award.breach, month, reported, days))


def _line(remedy: Remedy, award: Award, base: Fee, until: Until | None) -> Line:
    used = base if award.pct is not None else None
    blank = BASE_BLANK(fee=base.name, month=base.month) if used and used.amount is None else None
    return Line(
        remedy=remedy.id,
        incident=award.breach.incident,
        breach=award.breach,
        units=award.units,
        pct=award.pct,
        base=used,
        amount=_amount(award, base),
        count=award.count,
        granted=award.granted,
        claim_until=until.day if until else None,
        claim_until_at=until.at if until else None,
        claim_last=until.last if until else None,
        notes=tuple(note for note in (award.note, blank) if note),
    )


def _amount(award: Award, base: Fee) -> Fraction | None:
    if award.pct is None:
        return award.amount
    return None if base.amount is None else percent_of(award.pct, base.amount)
