"""Which facts of a stretch of time changed what a month owes."""

from collections.abc import Iterator

from gwarant.sla.assessment.past import MS, Past
from gwarant.sla.evidence.model import AmountStatus, Kind
from gwarant.sla.remedies import Breach, Line, Settlement
from gwarant.sla.remedies.ledger import Fact
from gwarant.sla.spans import Span

WENT_ON, CAP = "went_on", "cap"
_TELLING = frozenset(
    {
        Kind.CLASSIFIED,
        Kind.REJECTED,
        Kind.ACCEPTED,
        Kind.REOPENED,
        Kind.MERGED,
        Kind.PAUSED,
        Kind.PAUSE_DECIDED,
        Kind.RESTORATION_FAILED,
    }
)


def facts_of(
    past: Past, month: str, before: Settlement | None, after: Settlement | None, stretch: Span
) -> tuple[Fact, ...]:
    """The facts of `[start, end)` (UTC seconds) that touch a line that differs; where none does, room under a cap."""
    found = dict.fromkeys(_chosen(past, month, stretch))
    for breach in _differing(before, after):
        own = list(_touching(past, breach, stretch)) or [Fact(kind=WENT_ON, about=breach.name)]
        found |= dict.fromkeys(own)
    return tuple(found) or (Fact(kind=CAP),)


def _differing(before: Settlement | None, after: Settlement | None) -> list[Breach]:
    """The breaches whose lines came, went, or pay otherwise."""
    was, now = ({_key(line): line for line in (one.lines if one else ())} for one in (before, after))
    keys = [key for key in {**was, **now} if _worth(was.get(key)) != _worth(now.get(key))]
    return list({breach.key: breach for breach in ((now.get(key) or was[key]).breach for key in keys)}.values())


def _key(line: Line) -> tuple[object, ...]:
    return line.remedy, line.breach.key


def _worth(line: Line | None) -> tuple[object, ...] | None:
    return None if line is None else (line.pct, line.amount, line.granted, line.units)


def _chosen(past: Past, month: str, stretch: Span) -> Iterator[Fact]:
    for row in past.evidence.amounts:
        if row.status is AmountStatus.ELECTED and row.month == month and stretch[0] <= row.at < stretch[1]:
            yield Fact(kind=row.status.value, id=row.id, about=f"{row.incident}: {row.remedy}")


def _touching(past: Past, breach: Breach, stretch: Span) -> Iterator[Fact]:
    start, end = stretch
    if breach.ticket:
        yield from _of_ticket(past, breach.ticket, stretch)
        return
    for row in past.evidence.exclusions:
        if row.service and row.service == breach.service and start * MS <= row.decided < end * MS:
            yield Fact(kind="exclusion", id=row.id, about=row.reason)
    for value in past.evidence.values:
        if value.measure == breach.promise and start <= value.received < end:
            yield Fact(kind="value", id=value.id, about=value.measure)
    for proof in past.evidence.proofs:
        if proof.duty in (breach.duty, breach.promise) and start <= proof.received < end:
            yield Fact(kind="proof", id=proof.id, about=proof.duty)


def _of_ticket(past: Past, ticket: str, stretch: Span) -> Iterator[Fact]:
    for row in past.evidence.exclusions:
        if row.ticket == ticket and stretch[0] * MS <= row.decided < stretch[1] * MS:
            yield Fact(kind="exclusion", id=row.id, about=f"{ticket}: {row.reason}")
    for event in past.evidence.events:
        own = ticket in (event.ticket, event.into)
        if own and event.kind in _TELLING and stretch[0] <= event.at < stretch[1]:
            yield Fact(kind=event.kind.value, id=event.id, about=event.ticket)
