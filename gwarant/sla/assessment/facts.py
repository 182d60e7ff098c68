"""Which facts of a stretch of time changed what a month owes."""

from collections.abc import Iterator
from dataclasses import replace

from gwarant.sla.assessment.case import MS
from gwarant.sla.assessment.past import Past, is_seen
from gwarant.sla.evidence.form import form_of
from gwarant.sla.evidence.known import Sight, arrival
from gwarant.sla.evidence.model import Act, AmountDecision, AmountStatus, Kind, Row
from gwarant.sla.remedies import Breach, Line, Settlement
from gwarant.sla.remedies.due import is_lapsed
from gwarant.sla.remedies.fates import ANSWERS, fits
from gwarant.sla.remedies.ledger import Fact

Stretch = tuple[Sight, Sight]  # what was known before, and what is known after
WENT_ON, CAP, LAPSED = "went_on", "cap", "lapsed"
_REVIVING = (AmountStatus.CLAIMED, AmountStatus.WAIVED, *ANSWERS)
_TELLING = frozenset(
    {
        Kind.CLASSIFIED,
        Kind.REJECTED,
        Kind.ACCEPTED,
        Kind.REOPENED,
        Kind.MERGED,
        Kind.UNMERGED,
        Kind.PAUSED,
        Kind.PAUSE_DECIDED,
        Kind.RESTORATION_FAILED,
        Kind.ADOPTED,
        Kind.MOVED,
        Kind.DISMISSED,
        Kind.TAKEN_UP,
    }
)


def facts_of(
    past: Past, month: str, before: Settlement | None, after: Settlement | None, stretch: Stretch
) -> tuple[Fact, ...]:
    """The facts of the stretch that touch a line that differs; where none does, room under a cap.

    What has lapsed since, or was claimed or accepted, is the reason also of what it did to its neighbours.
    """
    claims = list(_of_claims(past, month, before, after, stretch))
    found = dict.fromkeys((*_chosen(past, month, stretch), *agreed(past, stretch), *claims))
    for breach in _differing(before, after):
        own = list(_touching(past, breach, stretch)) or claims or [Fact(kind=WENT_ON, broken=breach.name)]
        found |= dict.fromkeys(own)
    return tuple(found) or (Fact(kind=CAP),)


def _of_claims(
    past: Past, month: str, before: Settlement | None, after: Settlement | None, stretch: Stretch
) -> Iterator[Fact]:
    """The lines that have lapsed since, and the rows by which one that had is due."""
    was, now = ({_key(line): line for line in (one.lines if one else ())} for one in (before, after))
    rows = [row for row in past.now.seen.amounts if row.month == month and row.status in _REVIVING]
    for key, line in now.items():
        old = was.get(key)
        if is_lapsed(line) and line.claim_last is not None and old and not is_lapsed(old):
            yield Fact(kind=LAPSED, about=line.remedy, broken=line.breach.name, at=line.claim_last + 1)
        elif old and is_lapsed(old) and line.kept:
            own = (row for row in rows if fits(row, line) and _is_new(row, stretch))
            yield from (fact(row, f"amount_{row.status}", ticket=row.incident, about=row.remedy) for row in own)


def _is_new(row: AmountDecision, stretch: Stretch) -> bool:
    """Whether the row was heard in the stretch."""
    was_seen, is_known = (row.at < one.end and row.received < one.known for one in stretch)
    return is_known and not was_seen


def of_ticket(past: Past, ticket: str, stretch: Stretch) -> Iterator[Fact]:
    """The exclusions of the ticket that were heard in the stretch, what turned it, and whatever came late."""
    for row in past.now.seen.exclusions:
        if row.ticket == ticket and _heard(max(row.decided, row.received) // MS, stretch):
            yield fact(row, "exclusion", ticket=ticket, reason=row.reason)
    for event in past.told_of.get(ticket, ()):
        tells = event.kind in _TELLING or event.at < stretch[0].end
        if tells and not is_seen(event, stretch[0]):
            yield fact(event, event.kind.value, ticket=event.ticket)
    yield from _voids(past, ticket, stretch)


def _voids(past: Past, ticket: str, stretch: Stretch) -> Iterator[Fact]:
    """The ticket's rows that were taken out in the stretch."""
    own = {row.id for row in past.now.whole.events if row.ticket == ticket}
    for void in past.now.whole.voids:
        if void.row in own and _heard(void.received, stretch):
            yield fact(void, "void", about=void.row)


def taken_out(past: Past, stretch: Stretch) -> Iterator[Fact]:
    """The voids of other rows than those of tickets that were heard in the stretch."""
    own = {row.id for row in past.now.whole.events}
    for void in past.now.whole.voids:
        if void.row not in own and _heard(void.received, stretch):
            yield fact(void, "void", about=void.row)


def of_service(past: Past, service: str, stretch: Stretch) -> Iterator[Fact]:
    """The rows about a service that were heard in the stretch: of looks only those that came late."""
    before, seen = stretch[0], past.now.seen
    for exclusion in seen.exclusions:
        if exclusion.service == service and _heard(max(exclusion.decided, exclusion.received) // MS, stretch):
            yield fact(exclusion, "exclusion", reason=exclusion.reason)
    for window in seen.maintenance:
        if window.service == service and window.start < before.end * MS and window.received >= before.known * MS:
            yield fact(window, "maintenance", about=service)
    looks = [row for row in past.late_rows(before) if row.service == service]
    if looks:  # one stands for all that came with it
        first = min(looks, key=lambda row: (row.received, row.id))
        yield fact(first, form_of(first).name, about=service)


def agreed(past: Past, stretch: Stretch) -> Iterator[Fact]:
    """The wordings that were accepted in the stretch though they held before it."""
    names = {one.name for one in past.now.terms} - {one.name for one in past.case.wordings(stretch[0])}
    own = {(one.contract.metadata.id, one.contract.metadata.version): one.name for one in past.case.terms}
    for row in past.now.seen.agreements:
        name = own.get((row.contract, row.version), "")
        if row.act is Act.ACCEPTED and name in names:
            yield fact(row, "agreement", about=name)


def fact(row: Row, kind: str, *, ticket: str = "", about: str = "", reason: str = "") -> Fact:
    """The row as a fact: who, when, and when it was received."""
    form = form_of(row)
    at = getattr(row, form.first) // form.per_second
    person = getattr(row, "person", "")
    received = row.received // form.per_second
    own = Fact(kind=kind, id=row.id, ticket=ticket, about=about, reason=reason)
    return replace(own, person=person, at=at, received=received)


def _heard(moment: int, stretch: Stretch) -> bool:
    return stretch[0].known <= moment < stretch[1].known


def _differing(before: Settlement | None, after: Settlement | None) -> list[Breach]:
    """The breaches whose lines came, went, or pay otherwise."""
    was, now = ({_key(line): line for line in (one.lines if one else ())} for one in (before, after))
    keys = [key for key in {**was, **now} if _worth(was.get(key)) != _worth(now.get(key))]
    return list({breach.key: breach for breach in ((now.get(key) or was[key]).breach for key in keys)}.values())


def _key(line: Line) -> tuple[object, ...]:
    return line.remedy, line.breach.key


def _worth(line: Line | None) -> tuple[object, ...] | None:
    return None if line is None else (line.pct, line.amount, line.granted, line.units)


def _chosen(past: Past, month: str, stretch: Stretch) -> Iterator[Fact]:
    for row in past.now.seen.amounts:
        if row.status is AmountStatus.ELECTED and row.month == month and _is_new(row, stretch):
            yield fact(row, row.status.value, ticket=row.incident, about=row.remedy)


def _touching(past: Past, breach: Breach, stretch: Stretch) -> Iterator[Fact]:
    before, after = stretch
    if breach.ticket:
        yield from (one for one in of_ticket(past, breach.ticket, stretch) if _is_by(one, after))
        return
    if breach.service:
        yield from of_service(past, breach.service, stretch)
    for value in past.now.seen.values:
        if value.measure == breach.promise and before.known <= arrival(value) < after.known:
            yield fact(value, "value", about=value.measure)
    for proof in past.now.seen.proofs:
        if proof.duty in (breach.duty, breach.promise) and before.known <= proof.received < after.known:
            yield fact(proof, "proof", about=proof.duty)


def _is_by(one: Fact, sight: Sight) -> bool:
    """Whether the fact was seen by then."""
    happened = one.at is None or one.at < sight.end or one.kind == "exclusion"
    return happened and (one.received is None or one.received < sight.known)
