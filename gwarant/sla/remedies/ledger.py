"""The ledger of amounts: what a month owes as computed, how that changed, what the parties did, what is open."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from gwarant.sla.civil import add_period, day_of
from gwarant.sla.contract.model.money import RemedyRules
from gwarant.sla.contract.values import Period
from gwarant.sla.evidence.model import AmountDecision, AmountStatus, Role
from gwarant.sla.facts import Code_, Id, Moment, Money, PeriodName, Quoted, Told
from gwarant.sla.remedies.claims import Until
from gwarant.sla.remedies.fates import ANSWERS
from gwarant.sla.remedies.settlement import Status

_AGREED = (AmountStatus.WAIVED, AmountStatus.REDUCED)
_ANSWERS = (*_AGREED, AmountStatus.ACCEPTED, AmountStatus.SETTLED)


@dataclass(frozen=True, kw_only=True)
class Fact:
    """What changed an amount: a row of the evidence by its id, or `went_on`, `lapsed` and `cap`, which have none.

    Of a row: who wrote it down, when it happened and when it was received (UTC seconds).
    """

    kind: Code_
    id: Id = ""
    ticket: Id = ""
    about: Id = ""  # the service, duty, measure, remedy, wording or row that it concerns
    reason: Quoted = ""
    broken: Told | None = None  # what went on to be late
    person: Id = ""
    at: Moment | None = None
    received: Moment | None = None


@dataclass(frozen=True, kw_only=True)
class Change:
    """What a month owed before and after the facts of a later period (`known`, which ended at `at`)."""

    known: PeriodName
    at: Moment
    before: Money | None
    after: Money | None
    facts: tuple[Fact, ...] = ()
    difference: Money | None = field(init=False)

    def __post_init__(self) -> None:
        blank = self.before is None or self.after is None
        object.__setattr__(self, "difference", None if blank else (self.after or 0) - (self.before or 0))


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A month's amount: of one remedy where the parties decided about it alone, of one line where it has its own fate.

    `first` is what was computed at the month's end, `computed` what is computed now: `first` and all differences.
    `stands` is what is owed after the parties' decisions, `paid` what was settled of it, `open` the rest.
    """

    month: PeriodName
    remedy: Id
    first: Money | None
    changes: tuple[Change, ...]
    computed: Money | None
    status: Status
    stands: Money | None
    paid: Money
    open: Money | None
    decisions: tuple[AmountDecision, ...] = ()
    lapsed: bool = False
    claim_until: date | None = None
    claim_until_at: Moment | None = None  # where it is to be claimed within hours
    decide_until: date | None = None
    overdue: bool = False  # the provider's time to decide has passed without a decision
    incident: Id = ""


@dataclass(frozen=True)
class Today:
    """The day on which the ledger is read, in the contract's zone."""

    day: date
    zone: str


@dataclass(frozen=True)
class Claim:
    """Until when an amount is claimed, whether it has lapsed, or was accepted after that all the same.

    `known` are the moments (UTC seconds) at which its month was looked at.
    """

    until: Until | None
    lapsed: bool
    accepted_late: bool
    known: tuple[int, ...]


@dataclass(frozen=True)
class _State:
    """Where an amount stands while its history is told."""

    computed: Decimal | None
    stands: Decimal | None
    paid: Decimal = Decimal(0)
    status: Status = Status.COMPUTED
    is_agreed: bool = False


def entry_of(
    month: str,
    part: tuple[str, str],
    first: Decimal | None,
    changes: Sequence[Change],
    decisions: Iterable[AmountDecision],
    rules: RemedyRules,
    claim: Claim,
    today: Today,
) -> Entry:
    """The entry of a month, or of a remedy and an incident of it: amounts and decisions in the order of their moments.

    What has lapsed was claimed too late, if at all: its status stays, unless it was waived, and what it would have
    been stays as what is computed.
    """
    rows = tuple(sorted(decisions, key=_order))
    state = _told(first, changes, rows, _moved(rows, claim))
    lapsed, is_waived = claim.lapsed, any(row.status is AmountStatus.WAIVED for row in rows)
    decide = _decide_until(rules, rows, today.zone)
    stands = Decimal(0) if lapsed else _no_more(state) if claim.accepted_late else state.stands
    return Entry(
        month=month,
        remedy=part[0],
        incident=part[1],
        first=first,
        changes=tuple(changes),
        computed=state.computed,
        status=Status.COMPUTED if lapsed and not is_waived else state.status,
        stands=stands,
        paid=state.paid,
        open=None if stands is None else stands - state.paid,
        decisions=rows,
        lapsed=lapsed,
        claim_until=claim.until.day if claim.until else None,
        claim_until_at=claim.until.at if claim.until else None,
        decide_until=decide,
        overdue=decide is not None and decide < today.day and not any(map(_is_answer, rows)),
    )


def _order(row: AmountDecision) -> tuple[int, bool, str]:
    """By their moments; a claim comes before what is said of it in its own second."""
    return row.at, row.status is not AmountStatus.CLAIMED, row.id


def _is_answer(row: AmountDecision) -> bool:
    """Whether nothing waits for the provider after it: a client who disputes what they claimed waits still."""
    return row.status in _ANSWERS or (row.status is AmountStatus.DISPUTED and row.by is not Role.CUSTOMER)


def _moved(rows: Iterable[AmountDecision], claim: Claim) -> Mapping[int, int]:
    """What was accepted late is worth what was left to it from that moment on, not only from the next known one."""
    until = claim.until
    if not claim.accepted_late or until is None:
        return {}
    late = (row.at for row in rows if row.status in ANSWERS and row.at > until.last)
    first = next(late, None)
    known = (moment for moment in claim.known if first is not None and moment > first)
    return {moment: first for moment in [min(known, default=None)] if moment is not None and first is not None}


def _no_more(state: _State) -> Decimal | None:
    """What was accepted late owes no more than what was left to it."""
    if state.stands is None or state.computed is None:
        return state.stands
    return max(Decimal(0), min(state.stands, state.computed))


def _told(
    first: Decimal | None, changes: Sequence[Change], rows: Sequence[AmountDecision], moved: Mapping[int, int]
) -> _State:
    state = _State(first, first)
    steps: list[Change | AmountDecision] = [*changes, *rows]
    for step in sorted(steps, key=lambda one: _place(one, moved)):
        state = _changed(state, step) if isinstance(step, Change) else _decided(state, step)
    return state


def _place(step: Change | AmountDecision, moved: Mapping[int, int]) -> tuple[int, int]:
    if isinstance(step, Change):
        return (moved[step.at], -1) if step.at in moved else (step.at, 1)
    return step.at, 0


def _changed(state: _State, change: Change) -> _State:
    """What was waived or reduced stands as agreed; whatever else was decided, the difference comes on top."""
    stands = state.stands
    if not state.is_agreed:
        step = change.difference
        stands = change.after if stands is None or step is None else stands + step
    return replace(state, computed=change.after, stands=stands)


def _decided(state: _State, row: AmountDecision) -> _State:
    if row.status is AmountStatus.ELECTED:
        return state
    found = replace(state, status=Status(row.status.value))
    if row.status is AmountStatus.SETTLED:
        rest = None if state.stands is None else state.stands - state.paid
        return replace(found, paid=state.paid + (rest or Decimal(0) if row.amount is None else row.amount))
    if row.status is AmountStatus.WAIVED:
        return replace(found, stands=Decimal(0), is_agreed=True)
    if row.status is AmountStatus.REDUCED and row.amount is not None:
        return replace(found, stands=row.amount, is_agreed=True)
    if row.status is AmountStatus.ACCEPTED and row.amount is not None:
        return replace(found, stands=row.amount)
    return found


def _decide_until(rules: RemedyRules, rows: Sequence[AmountDecision], zone: str) -> date | None:
    """The last day on which the provider may decide about the first claim."""
    length: Period | None = rules.claim.decide_by if rules.claim else None
    claimed = next((row for row in rows if row.status is AmountStatus.CLAIMED), None)
    return add_period(day_of(claimed.at, zone), length) if length and claimed else None
