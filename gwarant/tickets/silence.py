"""Silence after a resolution: when it closes the ticket, the words of the customer that ended it, our answer to them.

A word stands where it was said; it can be answered only by what we said once it was written down. One that comes when
the ticket is closed waits until somebody opens it again, answers, or says that nothing is to be done.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from gwarant.contracts.terms import terms_of
from gwarant.sla.clocks.silence import accepting, is_word, silence_ends
from gwarant.sla.clocks.ticket import Ticket as EvidenceTicket
from gwarant.sla.clocks.ticket import cycles_of
from gwarant.sla.evidence.model import NO_WORDS, Kind, Role
from gwarant.sla.evidence.model import TicketEvent as EvidenceEvent
from gwarant.sla.terms import Terms
from gwarant.tickets.evidence import moment_of, own_ticket
from gwarant.tickets.log import Log
from gwarant.tickets.models import OVER, Status, Ticket, TicketEvent

PATIENCE = timedelta(days=14)  # of silence, where the contract does not say how long

_OF_CUSTOMER = Q(by=Role.CUSTOMER.value) & ~Q(kind__in=[one.value for one in NO_WORDS])
_WORD = Q(automatic=False) & (
    _OF_CUSTOMER | Q(by=Role.PROVIDER.value, kind=Kind.CALLED.value)
)  # as is_word of the core
_OURS = Q(kind=Kind.REPLIED.value, by=Role.PROVIDER.value)


@dataclass(frozen=True)
class Silence:
    """When silence closes a resolved ticket, or when the customer last spoke and so ended it; neither while it is open.

    Of a closed one `spoken_at` is the last word of theirs that waits for us.
    """

    closes_at: datetime | None = None
    spoken_at: datetime | None = None


def silence_of(log: Log) -> Silence:
    """What silence does to the ticket as its events stand."""
    if log.ticket.status not in OVER:
        return Silence()
    own = own_ticket(log)
    return silence_in(log.ticket, own) if own else Silence()


def silence_in(ticket: Ticket, own: EvidenceTicket) -> Silence:
    """The same, of events that were read already."""
    if ticket.status == Status.CLOSED:
        waiting = _waiting(own)
        return Silence(spoken_at=moment_of(waiting[-1].at) if waiting else None)
    if ticket.status != Status.RESOLVED:
        return Silence()
    resolved = _resolved(own)
    if resolved is None:
        return Silence()
    ends = _by_contract(own, resolved, terms_of(ticket.version)) if ticket.version else None
    until = moment_of(resolved.at) + PATIENCE if ends is None else moment_of(ends)
    words = [moment_of(event.at) for event in _words(own, resolved)]
    if any(at <= until for at in words):
        return Silence(spoken_at=max(words))
    return Silence(closes_at=until)


def is_by_contract(ticket: Ticket) -> bool:
    """Whether the contract says how long silence lasts."""
    clock = accepting(terms_of(ticket.version).contract) if ticket.version else None
    return clock is not None and clock.acceptance is not None and clock.acceptance.deemed_after is not None


def words_since(log: Log) -> list[TicketEvent]:
    """What the customer said since the resolution, or since the closing and nobody saw to, the first first."""
    if log.ticket.status not in OVER:
        return []
    own = own_ticket(log)
    if own is None:
        return []
    said = {event.uid: event for event in log.events}
    resolved = _resolved(own)
    words = _words(own, resolved) if resolved else []
    words = _waiting(own) if log.ticket.status == Status.CLOSED else words
    return [said[event.id] for event in words if event.id in said]  # what was merged into it was over before


def answers_to(ticket: Ticket, words: Sequence[TicketEvent]) -> QuerySet[TicketEvent]:
    """What we replied once all of the words were written down, the first first."""
    ours = ticket.events.filter(_OURS).order_by("number")
    return ours.filter(number__gt=max(one.number for one in words)) if words else ours.none()


def is_answered() -> Exists:
    """The same of each ticket of a query that has words since its resolution: whether there is such a reply."""
    own = TicketEvent.objects.filter(ticket=OuterRef("ticket"))
    resolved = own.filter(kind=Kind.RESOLVED.value).order_by("-at").values("at")[:1]
    words = TicketEvent.objects.filter(_WORD, ticket=OuterRef("ticket"), at__gt=Subquery(resolved))
    ours = TicketEvent.objects.filter(_OURS, ticket=OuterRef("pk"))
    return Exists(ours.filter(number__gt=Subquery(words.order_by("-number").values("number")[:1])))


def _by_contract(own: EvidenceTicket, resolved: EvidenceEvent, terms: Terms) -> int | None:
    clock = accepting(terms.contract)
    cycles = cycles_of(own, terms.contract)
    return silence_ends(clock, resolved, cycles[-1], terms) if clock and cycles else None


def _resolved(own: EvidenceTicket) -> EvidenceEvent | None:
    return next((event for event in reversed(own.events) if event.kind is Kind.RESOLVED), None)


def _waiting(own: EvidenceTicket) -> list[EvidenceEvent]:
    """What the customer wrote once it was over, and that we have neither answered since nor laid aside."""
    closed = next((event for event in reversed(own.events) if event.kind is Kind.CLOSED), None)
    if closed is None:
        return []
    # where silence closed it, what was written after the time for that and before the engine came was too late as well
    since = (_resolved(own) if closed.by is Role.SYSTEM else None) or closed
    later = own.events[own.events.index(since) + 1 :]
    answers = [(one.received, one.id) for one in later if _is_ours(one)]
    aside = {one.ref for one in later if one.kind is Kind.NOTED}
    answered = max(answers, default=(0, ""))
    words = [one for one in later if one.kind is Kind.REPLIED and is_word(one)]
    return [one for one in words if (one.received, one.id) > answered and one.id not in aside]


def _is_ours(event: EvidenceEvent) -> bool:
    """Whether somebody of us told the customer something."""
    return event.is_human and event.by is Role.PROVIDER and event.kind is Kind.REPLIED


def _words(own: EvidenceTicket, resolved: EvidenceEvent) -> list[EvidenceEvent]:
    """What the customer said after the resolution, in the order in which it was said."""
    return [event for event in own.events[own.events.index(resolved) + 1 :] if is_word(event)]
