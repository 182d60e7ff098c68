"""Of the evidence: what waits for a word of somebody before it counts, and what nobody could judge."""

from collections.abc import Iterator, Mapping, Sequence

from gwarant.sla.assessment.codes import NO_PROOFS
from gwarant.sla.availability.codes import CONSENT_MISSING, NOT_APPROVED
from gwarant.sla.availability.figure import Verdict
from gwarant.sla.clocks.pauses import undecided
from gwarant.sla.clocks.ticket import Ticket, tickets_of
from gwarant.sla.contract.model import Contract
from gwarant.sla.decisions.codes import (
    APPROVAL,
    CAUSES,
    CONSENT,
    OBJECTION,
    OBJECTION_MONTH,
    OBJECTION_TO,
    PAUSE,
    UNMEASURED,
    UNPROVEN,
    UNRECORDED,
    UNVALUED,
)
from gwarant.sla.decisions.model import CLIENT, PROVIDER, Decision, Ground
from gwarant.sla.evidence.model import Kind, ObjectionAct, ObjectionRecord
from gwarant.sla.evidence.voids import counting
from gwarant.sla.facts import Told
from gwarant.sla.measures import MeasureVerdict
from gwarant.sla.terms import Terms

MS = 1000


def pauses(ground: Ground) -> Iterator[Decision]:
    """Pauses that the client has to agree to and has not spoken about; they run as asked until then."""
    under = {one.ticket: one.contract for one in ground.assessment.readings}
    wordings = {Terms(one).name: one for one in ground.wordings}
    asking = {name for name, one in wordings.items() if any(pause.approve == CLIENT for pause in one.pauses)}
    own = {ticket for ticket, name in under.items() if name in asking}
    rows = [row for row in counting(ground.rows).events if row.ticket in own]
    for ticket in tickets_of(rows) if rows else ():
        if ticket.id in own and not _is_closed(ticket):
            yield from _of_ticket(ticket, wordings, under[ticket.id])


def _of_ticket(ticket: Ticket, wordings: Mapping[str, Contract], name: str) -> Iterator[Decision]:
    for pause in wordings[name].pauses:
        if pause.approve == CLIENT and next(undecided(pause, ticket.events), None) is not None:
            yield Decision(what=PAUSE(ticket=ticket.id, label=pause.label or pause.id), by=CLIENT, contract=name)


def _is_closed(ticket: Ticket) -> bool:
    turns = [event.kind for event in ticket.events if event.kind in (Kind.CLOSED, Kind.REOPENED)]
    return turns[-1:] == [Kind.CLOSED]


def corrections(ground: Ground) -> Iterator[Decision]:
    """Exclusions of availability that would count with one more word: the client's, or a second person's."""
    words = ((CONSENT_MISSING, CONSENT, CLIENT), (NOT_APPROVED, APPROVAL, PROVIDER))
    for one in ground.assessment.availability:
        service = one.figure.service
        for refused in one.figure.refused:
            for why, code, by in words:
                if why.is_of(refused.why):
                    told = code(service=service, start=refused.start, end=refused.end)
                    yield Decision(what=told, by=by, contract=one.contract)


def objections(ground: Ground) -> Iterator[Decision]:
    """What the client objected to or disputed, and nobody has answered."""
    rows = ground.rows.objections
    answered = {row.of for row in rows if row.of}
    for row in _raised(rows):
        if row.id not in answered:
            yield Decision(what=_objected(row), by=PROVIDER)


def _objected(row: ObjectionRecord) -> Told:
    """The objection by what it is about."""
    since = row.at // MS
    if row.service:
        return OBJECTION_TO(service=row.service, start=row.start, end=row.end, since=since)
    return OBJECTION_MONTH(month=row.month, since=since) if row.month else OBJECTION(since=since)


def _raised(rows: Sequence[ObjectionRecord]) -> Iterator[ObjectionRecord]:
    return (row for row in rows if row.act is ObjectionAct.RAISED)


def causes(ground: Ground) -> Iterator[Decision]:
    """Missed deadlines of which nobody has written why."""
    if ground.without_cause:
        yield Decision(what=CAUSES(tickets=ground.without_cause), by=PROVIDER)


def unmeasured(ground: Ground) -> Iterator[Decision]:
    """What is promised and could not be judged, because nothing measures or proves it."""
    found = ground.assessment
    for one in found.availability:
        if one.figure.verdict is Verdict.UNDETERMINED:
            yield Decision(what=UNMEASURED(promise=one.figure.promise), by=PROVIDER, contract=one.contract)
    for row in found.measures:
        if row.verdict in (MeasureVerdict.UNDETERMINED, MeasureVerdict.NOT_JUDGED) and row.target:
            yield Decision(what=UNVALUED(measure=row.id), by=PROVIDER, contract=row.contract)
    for duty in (one for one in found.duties if one.could_not_check):
        yield Decision(what=UNPROVEN(duty=duty.duty), by=PROVIDER, contract=duty.contract)
    if any(map(NO_PROOFS.is_of, found.notes)):
        yield Decision(what=UNRECORDED(duties=len(ground.last.duties)), by=PROVIDER)
