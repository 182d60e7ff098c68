"""Of rights and amounts: what may be used, what is to be claimed, what was claimed and waits for an answer."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from gwarant.sla.civil import civil_period
from gwarant.sla.contract.versions import reigns
from gwarant.sla.decisions.codes import CLAIM, CLAIM_UNPRICED, CLAIMED, RIGHT
from gwarant.sla.decisions.model import CLIENT, PROVIDER, Decision, Ground
from gwarant.sla.remedies import Entry, Status

ON_CLAIM = "on_claim"
Until = tuple[date | None, int | None]


def rights(ground: Ground) -> Iterator[Decision]:
    """The rights that arose and may still be used."""
    for one in ground.assessment.rights:
        if one.is_open and ground.is_ahead(one.use_until):
            by = one.of if one.of in (CLIENT, PROVIDER) else CLIENT
            yield Decision(what=RIGHT(right=one.right), by=by, until=one.use_until, contract=one.contract)


def claims(ground: Ground) -> Iterator[Decision]:
    """What is to be claimed, for each month and last day one sum."""
    found: dict[tuple[str, Until], list[Entry]] = {}
    for one in ground.assessment.ledger:
        is_open = one.status is Status.COMPUTED and not one.lapsed and one.open != 0
        if is_open and ground.is_ahead(one.claim_until, one.claim_until_at) and _is_claimed(one.month, ground):
            found.setdefault((one.month, (one.claim_until, one.claim_until_at)), []).append(one)
    for (month, (day, at)), rows in found.items():
        sums = [one.open for one in rows if one.open is not None]
        currency = ground.last.defaults.currency or ""
        told = CLAIM(month=month, amount=sum(sums, Decimal(0)), currency=currency)
        told = told if len(sums) == len(rows) else CLAIM_UNPRICED(month=month)
        yield Decision(what=told, by=CLIENT, until=day, until_at=at)


def claimed(ground: Ground) -> Iterator[Decision]:
    """Months of which the client claimed something, or disputes it, and the provider has not answered."""
    found: dict[str, list[Entry]] = {}
    for one in ground.assessment.ledger:
        if one.status in (Status.CLAIMED, Status.DISPUTED) and one.open != 0:
            found.setdefault(one.month, []).append(one)
    for month, rows in found.items():
        day = min((one.decide_until for one in rows if one.decide_until), default=None)
        yield Decision(what=CLAIMED(month=month), by=PROVIDER, until=day)


def _is_claimed(month: str, ground: Ground) -> bool:
    """Whether what the month owes has to be claimed, by the wordings that held in it."""
    period = civil_period(month, ground.zone)
    held = (one for one, first, after in reigns(ground.wordings) if first < period.after and period.first < after)
    return any(one.remedy_rules.mode == ON_CLAIM for one in held)
