"""Laying aside what never was a report of the customer's, and taking it up again."""

from collections.abc import Callable
from typing import Unpack

from django.utils.translation import gettext as _

from gwarant.accounts.models import User
from gwarant.customers.models import CustomerRole, Membership
from gwarant.sla.evidence.model import Kind, Role
from gwarant.tickets import letters, people
from gwarant.tickets.actions.performing import perform
from gwarant.tickets.authors import Somebody
from gwarant.tickets.dismissal import asked_for, bears_their_name, is_broken, is_brought, is_surely_theirs
from gwarant.tickets.log import Log
from gwarant.tickets.models import Status, Ticket
from gwarant.tickets.problem import AlreadyThere, NothingSaid, NotYours
from gwarant.tickets.recording import Attempt, Way, record
from gwarant.tickets.standing import Standing

Asks = Callable[[Log], bool]


def dismiss(
    ticket: Ticket, reason: str, text: str, *, is_vouched: Asks = lambda _log: False, **way: Unpack[Way[User]]
) -> Ticket:
    """Say that it never was a report, by the code of the reason and in words: nothing of it counts any more.

    NotYours where something on it is surely the customer's, or bears the name of one of theirs; also to whoever asked
    for it, where a deadline has passed, or somebody of the house brought it or vouched for its sender (`is_vouched`):
    then a second person has to agree. What the customer says is not theirs needs nobody's consent; where it bears the
    name of one of them, or of their domain, that person or an administrator has to say so.
    """
    attempt, by = Attempt(**way), way["by"]
    is_ours = attempt.role is Role.PROVIDER

    def deed(own: Log) -> Log:
        _check(own, text, lambda log: is_ours and bears_their_name(log))
        if not is_ours and bears_their_name(own):
            _check_may_disown(own, by)
        asked = asked_for(own)
        if is_ours and (is_broken(own, attempt.now) or is_brought(own) or is_vouched(own)):
            if asked is None or asked.actor == by:
                raise NotYours(_("A second person of us has to agree to that. Ask for it, and somebody else does it."))
            return record(own, Kind.DISMISSED, attempt, body=text, reason=reason, ref=asked.uid)
        return record(own, Kind.DISMISSED, attempt, body=text, reason=reason)

    def tell(stands: Standing) -> None:
        if not is_ours:
            people.tell_house(stands.ticket, letters.not_theirs(stands, by, text), attempt.now)

    return perform(ticket, attempt, deed, tell)


def ask_to_dismiss(ticket: Ticket, reason: str, text: str, **way: Unpack[Way[User]]) -> Ticket:
    """Ask a colleague to agree that it never was a report; AlreadyThere where somebody has asked.

    It is a note for our people: until somebody agrees the ticket stays what it is.
    """
    attempt, by = Attempt(**way), way["by"]

    def deed(own: Log) -> Log:
        _check(own, text, bears_their_name)
        if asked_for(own) is not None:
            raise AlreadyThere(_("Somebody has asked for it already. Another person of us has to agree."))
        return record(own, Kind.NOTED, attempt, body=text, reason=reason, is_public=False)

    return perform(
        ticket,
        attempt,
        deed,
        lambda stands: people.tell_second(stands.ticket, letters.dismissal_asked(stands, by, text), by, attempt.now),
    )


def take_up(ticket: Ticket, text: str = "", **way: Unpack[Way[Somebody]]) -> Ticket:
    """It is a report after all: it counts as if it had never been laid aside.

    Whoever of the customer said that it is none of theirs hears that the house takes it for one.
    """
    attempt = Attempt(**way)

    def tell(stands: Standing) -> None:
        news = letters.taken_up(stands, attempt.by, text)
        if attempt.role is Role.CUSTOMER:
            people.tell_leaders(stands.ticket, news, attempt.now)
        elif (person := _disowned_by(stands.log)) is not None:
            people.tell_writer(stands.ticket, person, news, attempt.now)

    return perform(ticket, attempt, lambda own: record(own, Kind.TAKEN_UP, attempt, body=text), tell)


def _disowned_by(log: Log) -> User | None:
    """Who of the customer laid it aside last, if not we did."""
    last = next((one for one in reversed(log.events) if one.kind == Kind.DISMISSED), None)
    return last.actor if last is not None and last.by == Role.CUSTOMER else None


def _check_may_disown(log: Log, by: User) -> None:
    """NotYours unless they are whose name it bears, or an administrator of the customer."""
    place = Membership.objects.active().filter(customer_id=log.ticket.customer_id, user=by)
    if log.ticket.reporter != by and not place.filter(role=CustomerRole.ADMINISTRATOR).exists():
        raise NotYours(_("Only the person in whose name it came, or an administrator, can say that it is not yours."))


def _check(log: Log, text: str, is_theirs: Asks) -> None:
    if not text.strip():
        raise NothingSaid(_("Please say why it is no report: the customer can read it."))
    if log.ticket.status == Status.ASIDE:
        raise AlreadyThere(_("It is laid aside already."))
    if is_surely_theirs(log) or is_theirs(log):
        raise NotYours(_("Somebody of the customer wrote it or said something about it, so it is a report."))


def taken_up(log: Log, attempt: Attempt) -> Log:
    """The same beside something else that shows whose it is; a ticket that is not laid aside stays as it is."""
    return record(log, Kind.TAKEN_UP, attempt.further) if log.ticket.status == Status.ASIDE else log
