"""What becomes of a word that the customer said when it was over: a refusal, a question to them, or nothing.

Nobody here declares it as consent: that the customer alone does.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Unpack

from django.utils.translation import gettext as _

from gwarant.accounts.models import User
from gwarant.contracts.terms import wording_of
from gwarant.database.scope import ENGINE, scoped
from gwarant.notify.models import Notice
from gwarant.sla.contract.model.desk import Moment
from gwarant.sla.evidence.model import Kind
from gwarant.tickets import letters, people
from gwarant.tickets.actions.performing import perform, work
from gwarant.tickets.authors import Somebody
from gwarant.tickets.log import Log
from gwarant.tickets.models import Status, Ticket, TicketEvent
from gwarant.tickets.problem import NothingSaid
from gwarant.tickets.recording import Attempt, Way, holding, record
from gwarant.tickets.reopening import check_in_time
from gwarant.tickets.silence import silence_of, words_since
from gwarant.tickets.standing import standing_of


def take_as_refusal(ticket: Ticket, word: int, text: str = "", **way: Unpack[Way[User]]) -> Ticket:
    """The customer's word, by its number, meant that it is not fixed: so it was refused when that word came.

    A closed ticket is open again from then on; TooLate where the contract's time for that was over.
    """
    attempt, by = Attempt(**way), way["by"]

    def deed(own: Log) -> Log:
        said = _said(own, word)
        kind = refusal_kind(own, said.at)
        if own.ticket.status == Status.CLOSED:
            check_in_time(own, said.at)
        return record(own, kind, attempt, body=text, channel=said.channel, ref=said.uid, at=said.at)

    return work(
        ticket,
        attempt,
        deed,
        lambda stands: people.tell_reporter(stands.ticket, letters.taken_as_refusal(stands, by, text), attempt.now),
    )


def lay_words_aside(ticket: Ticket, text: str, **way: Unpack[Way[User]]) -> Ticket:
    """What the customer wrote after it was closed asks for nothing; why is noted for our people."""
    attempt = Attempt(**way)

    def deed(own: Log) -> Log:
        if own.ticket.status != Status.CLOSED:
            raise NothingSaid(_("The customer has said nothing since it was closed."))
        said = [one.uid for one in words_since(own)] or [_said(own).uid]
        first = record(own, Kind.NOTED, attempt, body=text, ref=said[0], is_public=False)
        for uid in said[1:]:
            first = record(first, Kind.NOTED, attempt.further, ref=uid, is_public=False)
        return first

    return perform(ticket, attempt, deed)


def ask_whether_fixed(ticket: Ticket, text: str = "", **way: Unpack[Way[User]]) -> Ticket:
    """Ask the customer who wrote after the resolution: is it fixed? No clock waits for the answer."""
    attempt, by = Attempt(**way), way["by"]

    return work(
        ticket,
        attempt,
        lambda own: record(own, Kind.REPLIED, attempt, body=text, ref=_said(own).uid),
        lambda stands: people.tell_reporter(stands.ticket, letters.asked_whether_fixed(stands, by, text), attempt.now),
    )


def ask_back(ticket: Ticket, who: Somebody, *, may: Callable[[], bool], now: datetime) -> bool:
    """Ask whoever wrote after the resolution whether it works, by itself and once for each resolution.

    It is no event: nothing is decided, and no clock knows of it. `may` is asked last, whether the mail may go.
    """
    with holding(ticket) as own:
        words = words_since(own)
        if not words or silence_of(own).spoken_at is None:
            return False
        resolved = max(one.number for one in own.events if one.kind == Kind.RESOLVED)
        about = f"{resolved}:works"
        with scoped(ENGINE):
            was_asked = Notice.objects.filter(key__startswith=f"{ticket.key}:{about}:").exists()
        if was_asked or not may():
            return False
        news = letters.whether_it_works(standing_of(own, now), by_mail=not isinstance(who, User))
        return bool(people.ask_back(own.ticket, who, news, about, now))


def refusal_kind(log: Log, at: datetime) -> Kind:
    """A rejection where the contract knows acceptance and the time for it was not over, else a reopening."""
    if log.ticket.status == Status.CLOSED:
        return Kind.REOPENED
    ends = silence_of(log).closes_at
    is_accepted = ends is not None and ends < at
    return Kind.REJECTED if _knows_acceptance(log.ticket) and not is_accepted else Kind.REOPENED


def _said(log: Log, number: int = 0) -> TicketEvent:
    """The word of that number, else the last one; NothingSaid where the customer has not spoken since."""
    words = words_since(log)
    found = [one for one in words if number in (0, one.number)]
    if not found:
        raise NothingSaid(_("The customer has said nothing since it was resolved."))
    return found[-1]


def _knows_acceptance(ticket: Ticket) -> bool:
    clocks = wording_of(ticket.version).clocks if ticket.version else ()
    return any(one.acceptance is not None or one.stop is Moment.FIX_ACCEPTED for one in clocks)
