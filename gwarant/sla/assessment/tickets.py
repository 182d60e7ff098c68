"""The ticket side of an assessment: every reading whose verdict fell in the period, and what could not be judged."""

from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from gwarant.sla.assessment.codes import BEGUN, DISMISSAL_REFUSED, EARLY, LAID_ASIDE, REPORT_ONLY, SNAPSHOT, UNJUDGED
from gwarant.sla.assessment.model import Counts, Kept
from gwarant.sla.assessment.ownership import judged_here
from gwarant.sla.clocks.codes import (
    BEGAN_BEFORE,
    CLASS_UNKNOWN,
    CLOSED_AT_ONCE,
    ENDED_WITHOUT,
    NO_CLASS,
    NO_CONTRACT,
    NO_REPORT,
    NO_TARGET,
    NO_TIMES,
    NOT_EXPORTED,
    REMARK,
    UNREADABLE,
)
from gwarant.sla.clocks.early import early_answers
from gwarant.sla.clocks.fold import BRIEF, read_clocks
from gwarant.sla.clocks.reading import Reading, Verdict
from gwarant.sla.clocks.snapshot import seen_from, told_of
from gwarant.sla.clocks.ticket import Ticket, cycles_of, tickets_of
from gwarant.sla.clocks.turns import is_open, resolved_at
from gwarant.sla.clocks.unread import unchecked
from gwarant.sla.contract.model import Contract
from gwarant.sla.contract.model.contract import by_id
from gwarant.sla.contract.model.desk import Class
from gwarant.sla.contract.model.frame import JudgedBy
from gwarant.sla.contract.versions import in_force
from gwarant.sla.evidence.known import Sight
from gwarant.sla.evidence.model import Evidence, Kind
from gwarant.sla.facts import Told
from gwarant.sla.measures.readings import Readings
from gwarant.sla.spans import Span
from gwarant.sla.terms import Terms

TICKET = "ticket"
MOST = 50  # named of those that were laid aside in a month


_TOLD_ELSEWHERE = frozenset({ENDED_WITHOUT(), NOT_EXPORTED()})  # with the verdict, and once for all of them


@dataclass(frozen=True)
class Judged:
    """All tickets as of the period's end. `readings` belong to the period; `breaches` and `ever` are all to its end.

    `others` are tickets that another contract judges, or none.
    """

    readings: tuple[Reading, ...]
    breaches: tuple[Reading, ...]
    counts: Counts
    notes: tuple[Told, ...]
    tickets: tuple[Ticket, ...] = ()
    ever: tuple[Reading, ...] = ()
    others: tuple[Ticket, ...] = ()

    @cached_property
    def by_moment(self) -> Readings:
        """All of them as measures look for them."""
        return Readings(self.ever)

    @cached_property
    def with_reported(self) -> Readings:
        """The same with the readings that bind nobody: a phase that reports tells of them."""
        return Readings(replace(one, reported_only=False) if one.reported_only else one for one in self.ever)


def judge_tickets(
    terms: Sequence[Terms],
    evidence: Evidence,
    period: Span,
    known: int = 0,
    is_brief: bool = False,
    named: Container[str] = (),
) -> Judged:
    """Fold every ticket under the version in force when it was received; only what happened before the end is seen.

    `known` is the moment until which decisions count, where that lies after the end; `named` are the tickets whose
    events ever name a contract. Explained are breaches, and where it is not brief the readings of the period.
    """
    sight = Sight(period[1], max(known, period[1]))
    everything = tickets_of(event for event in evidence.events if event.at < period[1])
    contract = terms[-1].contract.metadata.id or "" if terms else None
    tickets = tuple(one for one in everything if contract is None or judged_here(one, contract, named))
    by_contract = {id(one.contract): one for one in terms}
    explained = BRIEF if is_brief else period[0]
    readings: list[Reading] = []
    unjudged: Counter[Told] = Counter()
    for ticket in tickets:
        found, why = read_ticket(ticket, by_contract, evidence, sight, explained)
        readings += found
        if why:
            unjudged[why] += _reported_in(ticket, period)
    own = [reading for reading in readings if _belongs(reading, period)]
    breaches = [reading for reading in readings if reading.verdict is Verdict.BREACHED]
    notes = tuple(UNJUDGED(tickets=count, why=why) for why, count in sorted(unjudged.items()) if count)
    counts = _counts(tickets, period, sum(unjudged.values()))
    others = () if len(tickets) == len(everything) else tuple(one for one in everything if one not in tickets)
    said = (
        *_snapshots(tickets, own),
        *notes,
        *_aside(tickets, period),
        *_early(tickets, evidence, period),
        *_remarks(own),
    )
    return Judged(tuple(own), tuple(breaches), counts, said, tickets, tuple(readings), others)


def kept(terms: Sequence[Terms], readings: Iterable[Reading]) -> tuple[Kept, ...]:
    """For each promise of each class the counts of its verdicts, in the contract's order."""
    rows: dict[tuple[str, str, str, str], list[Reading]] = {}
    for reading in readings:
        if reading.reported_only:
            continue
        rows.setdefault((reading.contract, reading.class_, reading.clock, reading.calendar), []).append(reading)
    return tuple(
        _kept(one, class_, row)
        for one in terms
        for class_ in one.contract.classes
        for row in _rows_of(one, class_.id, rows)
    )


def read_ticket(
    ticket: Ticket, by_contract: Mapping[int, Terms], evidence: Evidence, sight: Sight, explained: int = 0
) -> tuple[tuple[Reading, ...], Told | None]:
    """The ticket's readings, explained as `read_clocks` does, or why it has none."""
    if not ticket.is_counted:
        return (), None
    wording = wording_of(ticket, [one.contract for one in by_contract.values()])
    if wording is None:
        return (), NO_CONTRACT()
    terms = by_contract[id(wording)]
    own = [row for row in evidence.exclusions if row.ticket == ticket.id]
    found = read_clocks(ticket, terms, sight.end, own, explained, sight.known)
    readings = tuple(_bound(reading, terms) for reading in found)
    unread = min((row.id for row in evidence.unread if row.ticket == ticket.id and row.of == TICKET), default=None)
    if unread is not None:
        readings = unchecked(readings, unread)
        return readings, None if readings else UNREADABLE()
    return readings, None if readings else _why_none(ticket, terms)


def _bound(reading: Reading, terms: Terms) -> Reading:
    """Marked where a phase holds whose targets are only reported."""
    only = terms.has_effect("targets", "report_only", reading.due_at)
    return replace(reading, reported_only=True) if only else reading


def wording_of(ticket: Ticket, versions: Sequence[Contract]) -> Contract | None:
    """The version that judges the ticket, if one was in force when it was received."""
    if not versions:
        return None
    by_event = versions[-1].term.judged_by is JudgedBy.EVENT
    return in_force(versions, ticket.events[0].at if by_event else ticket.received)


def _why_none(ticket: Ticket, terms: Terms) -> Told:
    if not cycles_of(ticket, terms.contract):
        return NO_REPORT()
    if not any(terms.contract.targets.values()):
        return NO_TIMES()
    classes = {name for _, name, _ in ticket.class_changes()}
    if not classes:
        return NO_CLASS()
    known = {class_.id for class_ in terms.contract.classes}
    if not classes & known:
        return CLASS_UNKNOWN(classes=tuple(sorted(classes)))
    if any(terms.contract.targets.get(name) for name in classes):
        return CLOSED_AT_ONCE()
    return NO_TARGET()


def _remarks(readings: Sequence[Reading]) -> Iterator[Told]:
    """What was excluded and why, which exclusions were refused, what a phase only reports."""
    for one in readings:
        if one.reason and one.reason not in _TOLD_ELSEWHERE and not BEGAN_BEFORE.is_of(one.reason):
            yield REMARK(reading=one.name, why=one.reason)
    reported = [one for one in readings if one.reported_only]
    if reported:
        late = sum(one.is_breached for one in reported)
        yield REPORT_ONLY(readings=len(reported), late=late)


def _aside(tickets: Sequence[Ticket], period: Span) -> Iterator[Told]:
    """The tickets that the period laid aside as no reports, and the rows by which that was tried in vain."""
    found = [(one, one.dismissal) for one in tickets if one.dismissal is not None]
    new = [(one, row) for one, row in found if period[0] <= row.at < period[1]]
    gone = [one.id for one, _ in new if one.is_dismissed]
    if gone:
        yield LAID_ASIDE(tickets=tuple(gone[:MOST]), more=max(0, len(gone) - MOST))
    yield from (DISMISSAL_REFUSED(event=row.id) for one, row in new if not one.is_dismissed)


def _snapshots(tickets: Sequence[Ticket], own: Sequence[Reading]) -> Iterator[Told]:
    """How many tickets of the period are told by one row each, and of how many the log begins in the middle."""
    named = {reading.ticket for reading in own}
    found = sum(ticket.id in named and told_of(ticket) is not None for ticket in tickets)
    if found:
        yield SNAPSHOT(tickets=found)
    begun = sum(ticket.id in named and seen_from(ticket) is not None for ticket in tickets)
    if begun:
        yield BEGUN(tickets=begun)


def _early(tickets: Sequence[Ticket], evidence: Evidence, period: Span) -> Iterator[Told]:
    """The answers of the period's tickets that are dated before what they answer."""
    begun = {one.id: one.events[0].at for one in tickets}
    rows = [
        one.id
        for one in early_answers(event for event in evidence.events if event.at < period[1])
        if period[0] <= begun.get(one.ticket, period[1]) < period[1]
    ]
    if rows:
        yield EARLY(rows=tuple(rows[:MOST]), more=max(0, len(rows) - MOST))


def _belongs(reading: Reading, period: Span) -> bool:
    if reading.verdict_at is None:
        return True
    return period[0] <= reading.verdict_at < period[1]


def _counts(tickets: Sequence[Ticket], period: Span, unjudged: int) -> Counts:
    own = [ticket for ticket in tickets if ticket.is_counted]
    kinds = Counter(event.kind for ticket in own for event in ticket.events if period[0] <= event.at < period[1])
    return Counts(
        reported=sum(_reported_in(ticket, period) for ticket in own),
        resolved=sum(_resolved_in(ticket, period) for ticket in own),
        reopened=kinds[Kind.REOPENED],
        open_at_end=sum(map(is_open, own)),
        merged=sum(bool(ticket.merged_into) and _merged_in(ticket, period) for ticket in tickets),
        unjudged=unjudged,
    )


def _reported_in(ticket: Ticket, period: Span) -> bool:
    return period[0] <= ticket.events[0].at < period[1]


def _resolved_in(ticket: Ticket, period: Span) -> bool:
    since = resolved_at(ticket)
    return since is not None and period[0] <= since < period[1]


def _merged_in(ticket: Ticket, period: Span) -> bool:
    return any(event.kind is Kind.MERGED and period[0] <= event.at < period[1] for event in ticket.events)


def _rows_of(
    terms: Terms, class_: str, rows: Mapping[tuple[str, str, str, str], list[Reading]]
) -> Iterable[list[Reading]]:
    order = [clock.id for clock in terms.contract.clocks]
    own = [key for key in rows if key[0] == terms.name and key[1] == class_]
    return [rows[key] for key in sorted(own, key=lambda key: (order.index(key[2]), key[3]))]


def _kept(terms: Terms, class_: Class, readings: Sequence[Reading]) -> Kept:
    first = readings[0]
    clock = by_id(terms.contract.clocks, first.clock)
    verdicts = Counter(reading.verdict for reading in readings)
    target = terms.contract.targets.get(class_.id, {}).get(clock.id)
    shown = {reading.target_text for reading in readings}
    return Kept(
        clock=clock.id,
        label=clock.label or clock.id,
        class_=class_.id,
        class_label=class_.label or class_.id,
        target=str(target.value) if target and len(shown) > 1 else first.target_text,
        calendar=first.calendar,
        contract=terms.name,
        clause=first.clause,
        met=verdicts[Verdict.MET],
        breached=verdicts[Verdict.BREACHED],
        excluded=verdicts[Verdict.EXCLUDED],
        not_reached=verdicts[Verdict.NOT_REACHED],
        could_not_check=verdicts[Verdict.COULD_NOT_CHECK],
        pending=verdicts[Verdict.PENDING],
    )
