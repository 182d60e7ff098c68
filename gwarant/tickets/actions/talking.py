"""Words: replies, questions, notes, calls."""

from datetime import datetime

from gwarant.accounts.models import User
from gwarant.sla.evidence.model import Kind, Role
from gwarant.tickets import letters, people
from gwarant.tickets.actions.performing import perform
from gwarant.tickets.authors import PHONE, Author
from gwarant.tickets.models import Ticket
from gwarant.tickets.recording import Attempt, record
from gwarant.tickets.standing import Standing


def reply(
    ticket: Ticket, text: str, *, by: Author, now: datetime, channel: str = "", seen: int | None = None, key: str = ""
) -> Ticket:
    """A public message by either side."""
    attempt = Attempt(by, now, channel, seen, key)

    def tell(stands: Standing) -> None:
        news = letters.spoken if stands.silence.spoken_at else letters.replied
        if attempt.role is Role.CUSTOMER:
            people.tell_house(stands.ticket, news(stands, by, text), now)
        else:
            people.tell_reporter(stands.ticket, letters.replied(stands, by, text), now)

    return perform(ticket, attempt, lambda own: record(own, Kind.REPLIED, attempt, body=text), tell)


def ask(
    ticket: Ticket,
    text: str,
    *,
    by: User,
    now: datetime,
    reason: str = "",
    channel: str = "",
    seen: int | None = None,
    key: str = "",
) -> Ticket:
    """A public question; where the contract says so the clocks wait for the answer. `reason` names the pause."""
    attempt = Attempt(by, now, channel, seen, key)
    return perform(
        ticket,
        attempt,
        lambda own: record(own, Kind.ASKED, attempt, body=text, reason=reason),
        lambda stands: people.tell_reporter(stands.ticket, letters.asked(stands, by, text), now),
    )


def quote(
    ticket: Ticket, text: str, *, by: User, now: datetime, channel: str = "", seen: int | None = None, key: str = ""
) -> Ticket:
    """What a change would cost, for the customer to agree to."""
    attempt = Attempt(by, now, channel, seen, key)
    return perform(
        ticket,
        attempt,
        lambda own: record(own, Kind.QUOTED, attempt, body=text),
        lambda stands: people.tell_reporter(stands.ticket, letters.priced(stands, by, text), now),
    )


def begin_work(
    ticket: Ticket, text: str, *, by: User, now: datetime, channel: str = "", seen: int | None = None, key: str = ""
) -> Ticket:
    """Work on it has begun: what some contracts time. The customer reads what is begun with."""
    attempt = Attempt(by, now, channel, seen, key)
    return perform(
        ticket,
        attempt,
        lambda own: record(own, Kind.WORK_STARTED, attempt, body=text),
        lambda stands: people.tell_reporter(stands.ticket, letters.begun(stands, by, text), now),
    )


def note(
    ticket: Ticket, text: str, *, by: User, now: datetime, channel: str = "", seen: int | None = None, key: str = ""
) -> Ticket:
    """An internal note: no customer ever sees it, and it is no response."""
    attempt = Attempt(by, now, channel, None, key)
    return perform(ticket, attempt, lambda own: record(own, Kind.NOTED, attempt, body=text, is_public=False))


def call(
    ticket: Ticket,
    text: str,
    *,
    at: datetime | None = None,
    by: User,
    now: datetime,
    channel: str = PHONE,
    seen: int | None = None,
    key: str = "",
) -> Ticket:
    """A call with the customer, written up; `at` is when it was, without it just now."""
    attempt = Attempt(by, now, channel, seen, key)
    return perform(ticket, attempt, lambda own: record(own, Kind.CALLED, attempt, body=text, at=at))
