"""Where each part of a month's amount stands at a moment: what it comes to, until when it is claimed, what came of it.

The core judges it: what could be claimed now is added to the evidence as if it were claimed, and judged with the rest.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from gwarant.contracts.models import Contract
from gwarant.contracts.terms import wording_of
from gwarant.reports.gathering import gather
from gwarant.reports.marks import marks_of
from gwarant.reports.month import Month, judge, month_of, months_of, zone_of
from gwarant.sla.civil import CivilPeriod, civil_period, day_of, days_named
from gwarant.sla.civil import month_of as civil_month
from gwarant.sla.contract.model import Contract as Wording
from gwarant.sla.contract.model.money import RemedyRules
from gwarant.sla.evidence.form import FORM_OF
from gwarant.sla.evidence.model import AmountDecision, AmountStatus, Evidence, Role
from gwarant.sla.money import total
from gwarant.sla.remedies import Entry, Line
from gwarant.sla.remedies.due import is_accepted_late, is_lapsed
from gwarant.sla.remedies.fates import fits
from gwarant.sla.remedies.ledger import Claim, Today, entry_of
from gwarant.tickets.evidence import stamp

A_SECOND, A_DAY = timedelta(seconds=1), timedelta(days=1)
ASKED = "asked:"  # the ids of the claims that nobody has made
ELECTS = "client_elects"
ON_CLAIM = "on_claim"


class State(StrEnum):
    """Where a part stands."""

    OPEN = "open"  # it can be claimed
    DUE = "due"  # without a claim
    CLAIMED = "claimed"
    GRANTED = "granted"
    REFUSED = "refused"
    DISPUTED = "disputed"  # by the client
    REDUCED = "reduced"
    WAIVED = "waived"
    PAID = "paid"
    LAPSED = "lapsed"
    ASIDE = "aside"  # it does not count: another remedy does, or the breach is gone


@dataclass(frozen=True, kw_only=True)
class Owed:
    """One remedy for one incident: the lines that it has in the month, and where it stands.

    `comes_to` is what it is worth as it is known now, `decide_until` the last day on which the house may decide about
    its claim; `rivals` are the remedies among which the client may choose for the incident.
    """

    month: str
    remedy: str
    label: str  # what the contract calls the remedy
    incident: str
    lines: tuple[Line, ...]
    state: State
    comes_to: Decimal | Fraction | None
    entry: Entry | None
    last: date | None
    last_at: int | None  # the moment of that day (UTC seconds), where it is to be claimed within hours
    decide_until: date | None
    currency: str
    must_claim: bool = False  # the contract asks for a claim, and there is none
    rivals: tuple[str, ...] = ()
    is_chosen: bool = False

    @property
    def key(self) -> tuple[str, str]:
        return self.remedy, self.incident

    @property
    def open(self) -> Decimal | None:
        """What is not paid of it."""
        return self.entry.open if self.entry else None

    @property
    def is_paid(self) -> bool:
        """Whether nothing is open of it."""
        return self.open is not None and self.open <= 0

    @property
    def may_choose(self) -> bool:
        """Whether the client may let this remedy stand for the incident instead of the one that does."""
        choosing = (State.OPEN, State.DUE, State.CLAIMED, State.ASIDE)
        return len(self.rivals) > 1 and not self.is_chosen and self.state in choosing


def standing_of(contract: Contract, name: str, now: datetime) -> tuple[Owed, ...]:
    """The parts of the month of that name in the order of its lines; NotInForce where there is no such month."""
    at = now + A_SECOND  # what is written in a second is read in the next
    month = month_of(contract, name, "en", at if _runs(contract, name, at) else now)
    groups: dict[tuple[str, str], list[Line]] = {}
    for one in month.assessment.months:
        for line in one.remedies.lines if one.month == name else ():
            groups.setdefault((line.remedy, line.incident), []).append(line)
    if not groups:
        return ()
    asked = [_asked(month, key, now) for key in groups]
    entries, rows = _judged(contract, name, asked, at)
    if month.is_running:
        entries = {key: _running(month, key, lines, (*rows, *asked), now) for key, lines in groups.items()}
    return tuple(_owed(month, key, tuple(lines), entries.get(key), rows) for key, lines in groups.items())


def rules_of(month: Month, wording: str) -> RemedyRules:
    """The rules by which the wording of that name pays."""
    return _wording(month, wording).remedy_rules


def _wording(month: Month, name: str) -> Wording:
    return wording_of(month.named[name])


def _runs(contract: Contract, name: str, at: datetime) -> bool:
    newest = months_of(contract, at)[:1]
    return bool(newest) and newest[0].name == name and stamp(at) < newest[0].end


def _asked(month: Month, key: tuple[str, str], now: datetime) -> AmountDecision:
    remedy, incident = key
    return AmountDecision(
        id=f"{ASKED}{remedy}:{incident}",
        at=stamp(now),
        received=stamp(now),
        month=month.period.name,
        status=AmountStatus.CLAIMED,
        remedy=remedy,
        incident=incident,
        by=Role.CUSTOMER,
        contract=month.contract.number,
    )


def _judged(
    contract: Contract, name: str, asked: Sequence[AmountDecision], at: datetime
) -> tuple[Mapping[tuple[str, str], Entry], tuple[AmountDecision, ...]]:
    """The entries of the month by their parts, as if all were claimed now, and what the parties really said of it."""
    period = _reach(contract, at)
    mark = marks_of(contract, [period], at)[0]
    found: Evidence = gather(mark)
    rows = tuple(row for row in found.amounts if row.month == name)
    amounts = sorted((*found.amounts, *asked), key=FORM_OF["amount"].order)
    ledger = judge(mark, replace(found, amounts=tuple(amounts))).ledger
    return {(one.remedy, one.incident): one for one in ledger if one.month == name}, rows


def _reach(contract: Contract, at: datetime) -> CivilPeriod:
    """The contract's newest month; of one that has ended all from its last month until now."""
    newest, zone = months_of(contract, at)[0], zone_of(contract)
    if stamp(at) < newest.end:
        return newest
    after = civil_month(day_of(stamp(at), zone), zone).after
    return civil_period(days_named(newest.first, after - A_DAY), zone)


def _running(
    month: Month, key: tuple[str, str], lines: Sequence[Line], rows: Iterable[AmountDecision], now: datetime
) -> Entry:
    """The entry that a part of a month that still runs would have."""
    zone = month.assessment.zone
    own = [row for row in rows if fits(row, lines[0])]
    kept = total(line.amount for line in lines if line.kept or is_lapsed(line))
    worth = None if kept is None else Decimal(kept.numerator) / Decimal(kept.denominator)
    lapsed = any(map(is_lapsed, lines)) and not any(line.kept for line in lines)
    claim = Claim(until=None, lapsed=lapsed, accepted_late=any(map(is_accepted_late, lines)), known=())
    rules, today = rules_of(month, lines[0].breach.contract), Today(day_of(stamp(now), zone), zone)
    return entry_of(month.period.name, key, worth, (), own, rules, claim, today)


def _owed(
    month: Month, key: tuple[str, str], lines: tuple[Line, ...], entry: Entry | None, rows: Sequence[AmountDecision]
) -> Owed:
    wording = lines[0].breach.contract
    rules, mode = rules_of(month, wording), _mode(month, wording)
    chosen = [row.remedy for row in rows if row.status is AmountStatus.ELECTED and row.incident == key[1]][-1:]
    rivals = _rivals(month, key[1]) if rules.combine.same_incident == ELECTS else ()
    own = [row for row in rows if fits(row, lines[0])]
    decisions = [row for row in (entry.decisions if entry else ()) if not row.id.startswith(ASKED)]
    end = max(
        lines, key=lambda line: (line.claim_until is None, line.claim_until or date.min, line.claim_until_at or 0)
    )
    return Owed(
        month=month.period.name,
        remedy=key[0],
        label=next((one.label for one in _wording(month, wording).remedies if one.id == key[0]), "") or key[0],
        incident=key[1],
        lines=lines,
        state=_state(entry, decisions, mode),
        comes_to=entry.computed if entry else Decimal(0),
        entry=entry,
        last=end.claim_until,
        last_at=end.claim_until_at,
        decide_until=entry.decide_until if entry else None,
        currency=month.currency(wording),
        must_claim=mode == ON_CLAIM and not any(row.status is AmountStatus.CLAIMED for row in own),
        rivals=rivals,
        is_chosen=chosen == [key[0]],
    )


def _mode(month: Month, wording: str) -> str:
    return next((one.remedies.mode for one in month.assessment.months if one.contract == wording), "")


def _rivals(month: Month, incident: str) -> tuple[str, ...]:
    lines = (line for one in month.assessment.months for line in one.remedies.lines)
    return tuple(dict.fromkeys(line.remedy for line in lines if line.incident == incident))


def _state(entry: Entry | None, decisions: Sequence[AmountDecision], mode: str) -> State:
    said = [row for row in decisions if row.status is not AmountStatus.ELECTED]
    if said and not (entry and entry.lapsed):
        return _said(said[-1])
    if entry is None or not _is_worth(entry):
        return State.ASIDE
    if entry.lapsed:
        return State.LAPSED
    return State.OPEN if mode == ON_CLAIM else State.DUE


def _is_worth(entry: Entry) -> bool:
    """Whether it comes to anything, or nobody knows to what."""
    return entry.computed is None or entry.computed > 0


def _said(row: AmountDecision) -> State:
    if row.status is AmountStatus.DISPUTED:
        return State.REFUSED if row.by is Role.PROVIDER else State.DISPUTED
    return _SAID[row.status]


_SAID = {
    AmountStatus.CLAIMED: State.CLAIMED,
    AmountStatus.ACCEPTED: State.GRANTED,
    AmountStatus.REDUCED: State.REDUCED,
    AmountStatus.WAIVED: State.WAIVED,
    AmountStatus.SETTLED: State.PAID,
}
