"""Merging a ticket into another one about the same matter, and undoing that."""

from collections.abc import Sequence
from datetime import datetime
from typing import Unpack

from django.utils.translation import gettext as _

from gwarant.accounts.models import User
from gwarant.database.together import nested
from gwarant.sla.clocks.reading import ClockState, Reading
from gwarant.sla.evidence.model import Kind, Role
from gwarant.tickets import letters, people
from gwarant.tickets.authors import MONITORING, opaque_of
from gwarant.tickets.clocks import readings_of
from gwarant.tickets.following import MOST, following
from gwarant.tickets.lifecycle import check_move
from gwarant.tickets.log import Log
from gwarant.tickets.merges import absorbed, brought_by, going_on
from gwarant.tickets.models import Status, Ticket
from gwarant.tickets.problem import TicketProblem, Unfit
from gwarant.tickets.recording import Attempt, Way, check_seen, held, record, save, settle, was_done
from gwarant.tickets.standing import Standing


def merge(ticket: Ticket, into: Ticket, text: str = "", **way: Unpack[Way[User]]) -> Ticket:
    """The ticket is about the same matter as another one and goes on there: what the customer said counts from then on.

    Unfit where they do not belong together, where clocks stand still, and where a breach would be gone by it. Whoever
    reported or followed it follows the other one.
    """
    attempt = Attempt(**way)
    with nested():
        logs = held([ticket.pk, into.pk])
        own, other = logs[ticket.pk], logs[into.pk]
        if was_done(attempt.key):
            return own.ticket
        check_seen(own, attempt)
        check_move(Kind.MERGED, Status(own.ticket.status), attempt.role)
        _check(own, other)
        own.ticket.merged_into = other.ticket
        before = [one for log in (own, other) for one in readings_of(log, attempt.now)]
        done = record(own, Kind.MERGED, attempt, body=text, ref=other.ticket.key)
        stands = _settled((done, _absorbing(other, own, attempt)), attempt.now)
        _check_readings(before, own.ticket, stands[into.pk])
        _tell(stands[ticket.pk], stands[into.pk], attempt, text)
        return stands[ticket.pk].ticket


def unmerge(ticket: Ticket, text: str = "", **way: Unpack[Way[User]]) -> Ticket:
    """It was merged in error: it goes on by itself, and counts as if it had never been merged.

    What was said meanwhile stays where it was said.
    """
    attempt = Attempt(**way)
    with nested():
        target = Ticket.objects.filter(merged__pk=ticket.pk).first() or ticket
        last = going_on(target)
        logs = held(sorted({ticket.pk, target.pk, last.pk}))
        own = logs[ticket.pk]
        if was_done(attempt.key):
            return own.ticket
        check_seen(own, attempt)
        check_move(Kind.UNMERGED, Status(own.ticket.status), attempt.role)
        own.ticket.merged_into = None
        done = record(own, Kind.UNMERGED, attempt, body=text, ref=target.key)
        let = _released(logs[target.pk], own.ticket.key, attempt)
        stands = _settled((done, let, logs[last.pk]) if last != target else (done, let), attempt.now)[ticket.pk]
        people.tell_reporter(own.ticket, letters.unmerged(stands, attempt.by, text, target.key), attempt.now)
        people.tell_house(own.ticket, letters.on_its_own(stands, attempt.by, text, target.key), attempt.now)
        return stands.ticket


def may_be_merged(ticket: Ticket) -> bool:
    """Whether it may go on in another one: what monitoring opened is ended by monitoring, and takes others in."""
    return ticket.channel != MONITORING


def _check(own: Log, other: Log) -> None:
    """Unfit, with the reason, where they do not belong together or one of them stands where it cannot be done."""
    source, target = own.ticket, other.ticket
    said = {"key": source.key, "into": target.key}
    if source.pk == target.pk:
        raise Unfit(_("A ticket cannot be merged into itself: give the number of the other one."))
    if not may_be_merged(source):
        raise Unfit(_("Monitoring opened %(key)s and ends it: merge the other ticket into this one.") % said)
    if source.customer_id != target.customer_id or source.service_id != target.service_id:
        raise Unfit(_("%(into)s is not about the same system of the same customer. Correct the system first.") % said)
    if _contract(source) != _contract(target):
        raise Unfit(_("%(key)s and %(into)s are under different contracts.") % said)
    if target.status == Status.MERGED:
        into = going_on(target).key
        raise Unfit(_("%(into)s was merged itself: choose %(last)s, where it goes on.") % {**said, "last": into})
    try:
        check_move(Kind.ABSORBED, Status(target.status), Role.PROVIDER)
    except TicketProblem:
        raise Unfit(_("%(into)s is over: what goes on there would be lost. Have it reopened first.") % said) from None


def _contract(ticket: Ticket) -> int | None:
    return ticket.version.contract_id if ticket.version else None


def _check_readings(before: Sequence[Reading], source: Ticket, whole: Standing) -> None:
    """Unfit where a clock stands still, or where what was breached of one of them would not be of the whole.

    A breach that has happened is never erased by us; merged tickets have one clock, so it has to be that one's too.
    """
    if any(one.state is ClockState.PAUSED and one.ticket == source.key for one in before):
        raise Unfit(_("A clock of it is paused. End the pause first, and merge it then."))
    kept = {one.clock for one in whole.readings if one.is_breached}
    if any(one.is_breached and one.clock not in kept for one in before):
        raise Unfit(
            _(
                "A deadline was missed that would not be missed any more if the two were one. "
                "A breach cannot be taken away like that: leave them apart, and name the other one in a note."
            )
        )


def _absorbing(other: Log, own: Log, attempt: Attempt) -> Log:
    """The other ticket with what came to it: that it did, that its question is answered, who follows from now on."""
    source, target = own.ticket, other.ticket
    took = record(other, Kind.ABSORBED, attempt.further, ref=source.key)
    target.absorbed = absorbed(took.events)
    asked = max((one.at for one in other.events if one.kind in (Kind.ASKED, Kind.QUOTED)), default=None)
    if target.status == Status.WAITING and asked is not None and _said_since(own, asked):
        took = record(took, Kind.RESUMED, attempt.further)
    wanted = [opaque_of(source.reported_by), *source.followers]
    for name in dict.fromkeys(wanted):
        if name and name != opaque_of(target.reported_by) and len(target.followers) < MOST:
            took = took if name in target.followers else _followed(took, Kind.FOLLOWED, name, source.key, attempt)
    return took


def _said_since(log: Log, moment: datetime) -> bool:
    """Whether the customer said something there after that moment: for the clocks that is an answer."""
    said = (one for one in log.events if one.by == Role.CUSTOMER and not one.automatic)
    return any(one.at > moment for one in said)


def _released(log: Log, source: str, attempt: Attempt) -> Log:
    """The other ticket without it, and without those who follow because of it alone."""
    names = brought_by(log.events, source)
    let = record(log, Kind.RELEASED, attempt.further, ref=source)
    let.ticket.absorbed = absorbed(let.events)
    for name in names:
        let = _followed(let, Kind.UNFOLLOWED, name, source, attempt)
    return let


def _followed(log: Log, kind: Kind, name: str, source: str, attempt: Attempt) -> Log:
    done = record(log, kind, attempt.further, follower=name, ref=source)
    done.ticket.followers = following(done.events)
    return done


def _settled(logs: Sequence[Log], now: datetime) -> dict[int, Standing]:
    """Write down which goes on in which, and then how each stands by what it has with the others."""
    save([log.ticket for log in logs])
    return {pk: settle(log, now) for pk, log in held([log.ticket.pk for log in logs]).items()}


def _tell(own: Standing, stands: Standing, attempt: Attempt, text: str) -> None:
    """Whoever reported or followed what was merged, in their language; and whoever works on the other."""
    people.tell_reporter(own.ticket, letters.merged(own, attempt.by, text, stands.ticket.key), attempt.now)
    if stands.ticket.assignee not in (None, attempt.by):
        people.tell_house(stands.ticket, letters.absorbed(stands, attempt.by, text, own.ticket.key), attempt.now)
