"""Words: replies, questions, notes, calls."""

from dataclasses import replace
from datetime import datetime
from typing import Any, Unpack

from gwarant.accounts.models import User
from gwarant.sla.evidence.model import Kind, Role
from gwarant.tickets import letters, people
from gwarant.tickets.actions.performing import perform, work
from gwarant.tickets.authors import PHONE, Author, Somebody, is_known_sender
from gwarant.tickets.log import Log
from gwarant.tickets.models import Status, Ticket
from gwarant.tickets.recording import Attempt, Way, moment_of_word, record
from gwarant.tickets.standing import Standing


def reply(
    ticket: Ticket,
    text: str,
    *,
    came: datetime | None = None,
    is_answered: bool = True,
    is_of_domain: bool = False,
    **way: Unpack[Way[Author]],
) -> Ticket:
    """A public message by either side. A customer's that is written down late `came` earlier, and counts from then.

    `is_of_domain`: it came by mail, and the domain of its sender is registered for the customer.
    Who writes about a closed ticket hears that it waits for a decision; unless `is_answered`, in their inbox alone.
    """
    attempt = Attempt(**way)
    said = came if attempt.role is Role.CUSTOMER else None

    def tell(stands: Standing) -> None:
        news = letters.spoken if stands.silence.spoken_at else letters.replied
        if attempt.role is Role.CUSTOMER:
            of_colleague = letters.of_colleague(stands, attempt.by, text)
            people.tell_of_word(
                stands.ticket, news(stands, attempt.by, text), of_colleague, by=attempt.by, now=attempt.now
            )
            if stands.ticket.status == Status.CLOSED and attempt.by is not None:
                heard = replace(letters.heard_after_closing(stands), quiet=not is_answered)
                people.tell_writer(stands.ticket, attempt.by, heard, attempt.now)
        else:
            people.tell_reporter(stands.ticket, letters.replied(stands, attempt.by, text), attempt.now)

    def deed(own: Log) -> Log:
        at, is_known = moment_of_word(own, said, attempt.now), is_known_sender(attempt.by, attempt.way, is_of_domain)
        return record(own, Kind.REPLIED, attempt, body=text, at=at, known_sender=is_known)

    return work(ticket, attempt, deed, tell)


def remark(ticket: Ticket, text: str, *, came: datetime | None = None, **way: Unpack[Way[Somebody]]) -> Ticket:
    """Words of somebody of the customer who may only look: both sides read them, and nothing follows from them."""
    attempt = replace(Attempt(**way), seen=None)

    def tell(stands: Standing) -> None:
        to_house = letters.remarked(stands, attempt.by, text)
        of_colleague = letters.of_colleague(stands, attempt.by, text)
        people.tell_of_word(stands.ticket, to_house, of_colleague, by=attempt.by, now=attempt.now)

    def deed(own: Log) -> Log:
        at, is_known = moment_of_word(own, came, attempt.now), is_known_sender(attempt.by, attempt.way, False)
        return record(own, Kind.REMARKED, attempt, body=text, at=at, known_sender=is_known)

    return perform(ticket, attempt, deed, tell)


def ask(ticket: Ticket, text: str, *, reason: str = "", **way: Unpack[Way[User]]) -> Ticket:
    """A public question; where the contract says so the clocks wait for the answer. `reason` names the pause."""
    attempt = Attempt(**way)
    return work(
        ticket,
        attempt,
        lambda own: record(own, Kind.ASKED, attempt, body=text, reason=reason),
        lambda stands: people.tell_reporter(stands.ticket, letters.asked(stands, attempt.by, text), attempt.now),
    )


def quote(ticket: Ticket, text: str, **way: Unpack[Way[User]]) -> Ticket:
    """What a change would cost, for the customer to agree to."""
    attempt = Attempt(**way)
    return work(
        ticket,
        attempt,
        lambda own: record(own, Kind.QUOTED, attempt, body=text),
        lambda stands: people.tell_reporter(stands.ticket, letters.priced(stands, attempt.by, text), attempt.now),
    )


def begin_work(ticket: Ticket, text: str, **way: Unpack[Way[User]]) -> Ticket:
    """Work on it has begun: what some contracts time. The customer reads what is begun with."""
    attempt = Attempt(**way)
    return work(
        ticket,
        attempt,
        lambda own: record(own, Kind.WORK_STARTED, attempt, body=text),
        lambda stands: people.tell_reporter(stands.ticket, letters.begun(stands, attempt.by, text), attempt.now),
    )


def note(ticket: Ticket, text: str, **way: Unpack[Way[User]]) -> Ticket:
    """An internal note: no customer ever sees it, and it is no response."""
    attempt = replace(Attempt(**way), seen=None)
    return perform(ticket, attempt, lambda own: record(own, Kind.NOTED, attempt, body=text, is_public=False))


def call(
    ticket: Ticket,
    text: str,
    *,
    contact: User | None = None,
    contact_name: str = "",
    incoming: bool = False,
    at: datetime | None = None,
    **way: Unpack[Way[User]],
) -> Ticket:
    """A call in which somebody of the customer was spoken with, written up.

    `contact` or `contact_name`: who that was; `incoming`: they rang; `at`: when it was, without it just now.
    """
    attempt = replace(Attempt(**way), channel=way.get("channel") or PHONE)
    facts: dict[str, Any] = {**_with(contact, contact_name), "incoming": incoming, "at": at}
    return work(ticket, attempt, lambda own: record(own, Kind.CALLED, attempt, body=text, **facts))


def attempt_call(
    ticket: Ticket,
    text: str = "",
    *,
    contact: User | None = None,
    contact_name: str = "",
    at: datetime | None = None,
    **way: Unpack[Way[User]],
) -> Ticket:
    """A call that reached nobody: it answers nothing, and only pauses listen to it whose contract counts attempts."""
    attempt = replace(Attempt(**way), channel=way.get("channel") or PHONE)
    facts: dict[str, Any] = {**_with(contact, contact_name), "at": at}
    return perform(ticket, attempt, lambda own: record(own, Kind.ATTEMPTED, attempt, body=text, **facts))


def _with(contact: User | None, name: str) -> dict[str, str]:
    return {"contact": contact.opaque if contact else "", "contact_name": name}
