"""Pauses: only for a reason from the contract's closed list, with evidence, and the customer's consent where asked."""

from typing import Unpack

from django.utils.translation import gettext as _

from gwarant.accounts.models import User
from gwarant.contracts.terms import wording_of
from gwarant.sla.contract.model.desk import Pause
from gwarant.sla.evidence.model import Kind
from gwarant.tickets import letters, people
from gwarant.tickets.actions.performing import perform, work
from gwarant.tickets.log import Log
from gwarant.tickets.models import Status, Ticket, TicketEvent
from gwarant.tickets.problem import NotAPause
from gwarant.tickets.recording import Attempt, Way, record
from gwarant.tickets.standing import Standing
from gwarant.tickets.waiting import begins_with_question


def pauses_of(ticket: Ticket) -> tuple[Pause, ...]:
    """The reasons for which the ticket's clocks may stand still."""
    return wording_of(ticket.version).pauses if ticket.version else ()


def declarable(ticket: Ticket) -> list[Pause]:
    """The reasons that may be declared: what begins with a question is asked."""
    return [one for one in pauses_of(ticket) if not begins_with_question(one)]


def evidence_of(event: TicketEvent) -> str:
    """What the person typed to show why the clocks stand still."""
    return event.message.body if hasattr(event, "message") else event.ref


def pause(ticket: Ticket, reason: str, evidence: str, **way: Unpack[Way[User]]) -> Ticket:
    """Declare a pause; NotAPause when the contract has no such reason or the evidence is missing."""
    attempt = Attempt(**way)

    def deed(own: Log) -> Log:
        found = _reason(own.ticket, reason)
        if found is None:
            raise NotAPause(_("The contract does not know this reason for a pause."))
        if found.evidence and not evidence.strip():
            raise NotAPause(_("This pause needs evidence: say what shows it, or give a link."))
        if begins_with_question(found):
            raise NotAPause(_("This pause begins with a question: ask the customer, and they see what we wait for."))
        return record(own, Kind.PAUSED, attempt, body=evidence.strip(), reason=reason)

    def tell(stands: Standing) -> None:
        found = _reason(stands.ticket, reason)
        assert found is not None  # the deed was done
        people.tell_reporter(stands.ticket, letters.paused(stands, found, evidence), attempt.now)

    return work(ticket, attempt, deed, tell)


def end_pause(ticket: Ticket, **way: Unpack[Way[User]]) -> Ticket:
    """The clocks run again, whatever they waited for."""
    attempt = Attempt(**way)
    return perform(ticket, attempt, lambda own: record(own, Kind.RESUMED, attempt))


def decide_pause(ticket: Ticket, approved: bool, *, reason: str = "", **way: Unpack[Way[User]]) -> Ticket:
    """The customer agrees to a pause or refuses it; refused, it never counted."""
    attempt, by = Attempt(**way), way["by"]

    def deed(own: Log) -> Log:
        asked = undecided_pause(own)
        if asked is None:
            raise NotAPause(_("No pause waits for a decision."))
        said, why = asked.uid, asked.reason
        return record(own, Kind.PAUSE_DECIDED, attempt, body=reason, approved=approved, reason=why, ref=said)

    return perform(
        ticket,
        attempt,
        deed,
        lambda stands: people.tell_house(stands.ticket, letters.pause_decided(stands, by, approved), attempt.now),
    )


def undecided_pause(log: Log) -> TicketEvent | None:
    """The first pause that the contract lets the customer decide on and that was not decided; of each reason the last.

    That the ticket was resolved meanwhile decides nothing: a refusal is a correction.
    """
    approving = {one.id for one in pauses_of(log.ticket) if one.approve == "client"}
    if log.ticket.status == Status.CLOSED or not approving:
        return None
    decided = {one.ref for one in log.events if one.kind == Kind.PAUSE_DECIDED}
    asked = {one.reason: one for one in log.events if one.kind == Kind.PAUSED and one.reason in approving}
    open_ones = sorted((one for one in asked.values() if one.uid not in decided), key=lambda one: one.number)
    return next(iter(open_ones), None)


def _reason(ticket: Ticket, reason: str) -> Pause | None:
    return next((one for one in pauses_of(ticket) if one.id == reason), None)
