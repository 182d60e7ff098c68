"""Doing what was decided about a message, in the transaction of the note of what became of it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import NamedTuple

from django.db import connection

from gwarant.accounts.models import User
from gwarant.contracts.terms import version_for
from gwarant.customers.actions import who_writes
from gwarant.customers.models import Customer, Service, active_services
from gwarant.database.rows import update_all
from gwarant.database.together import added, ask, later
from gwarant.files.kinds import OTHER
from gwarant.files.store import Stored, lock_name, store
from gwarant.intake import words
from gwarant.intake.booked import book_mails
from gwarant.intake.content import content_of
from gwarant.intake.copies import follow_in_copy
from gwarant.intake.deciding import Decision, returned
from gwarant.intake.floods.answers import may_answer, may_write_back
from gwarant.intake.models import TAKEN, Outcome, RawMail
from gwarant.intake.strangers import is_of_domain, is_stranger
from gwarant.intake.whose import Whose
from gwarant.mail import Attachment, Mail, Unreadable
from gwarant.notify.bouncing import note
from gwarant.sla.evidence.model import Role
from gwarant.tickets import actions
from gwarant.tickets.authors import EMAIL, Somebody, role_of, speaks
from gwarant.tickets.classes import classes_of, usual_class
from gwarant.tickets.log import log_of
from gwarant.tickets.merges import going_on
from gwarant.tickets.models import Status, Ticket, TicketEvent
from gwarant.tickets.reopening import is_closed_for_good
from gwarant.tickets.untaken import NOT_HERE, TOO_MANY, WITH_US, Untaken

WHOLE = "message.eml"
WHAT = ("sender", "sender_name", "subject", "message_id", "content", "copies", "customer", "ticket", "event")
TOLD = (*WHAT, "outcome", "reason", "flood", "answer_held_at", "handled_at", "due_at")  # what handling writes
MOST_FILES = 20  # beside one event; of more the last is the message itself, with all of them


@dataclass(frozen=True)
class Place:
    """Where a report by mail belongs until somebody says otherwise."""

    customer: Customer
    service: Service | None
    class_id: str


def carry_out(own: RawMail, mail: Mail | Unreadable, decision: Decision, now: datetime) -> None:
    """Do it with a message that is held and described."""
    if decision.outcome is Outcome.TICKET:
        own.ticket = report_by(
            own, mail, decision, files_of(own, mail, is_forwarded=decision.reporter is not None), now
        )
        copy_to(own, mail, decision.reporter or decision.writer, is_sure=True, now=now)
    elif decision.outcome is Outcome.REPLY and isinstance(mail, Mail):
        word_by(own, mail, decision, files_of(own, mail), now)
        copy_to(own, mail, decision.writer, is_sure=decision.reason == "mark", now=now)
    elif decision.outcome is Outcome.BOUNCE and isinstance(mail, Mail):
        note_bounces(own, mail, now)
    if decision.outcome in TAKEN:
        own.event_id = _event_of(key_of(own))


def note_outcome(own: RawMail, now: datetime) -> None:
    """Write down what became of a message that was described."""
    own.handled_at, own.due_at = now, None
    later(_write, [own])
    book_mails([own], now)


def _write(mails: list[RawMail]) -> None:
    update_all(mails, TOLD)


def _event_of(key: str) -> int | None:
    made = added(TicketEvent, lambda one: one.key == key)
    return made.pk if made else TicketEvent.objects.filter(key=key).values_list("pk", flat=True).first()


def key_of(raw: RawMail) -> str:
    """The key under which a message becomes an event: once, whatever happens in between."""
    return f"mail:{raw.pk}"


def files_of(raw: RawMail, mail: Mail | Unreadable, *, is_forwarded: bool = False) -> list[Stored]:
    """The files of a message, stored, logos of signatures left out; of one that nobody can read the message itself."""
    if isinstance(mail, Unreadable):
        return [Stored(raw.sha256, raw.size, OTHER, WHOLE)]
    found, untaken = _worth(mail), untaken_of(mail, is_forwarded=is_forwarded)
    kept = [store(one.pieces(), one.name) for one in found]
    is_whole = any(code not in NOT_HERE for _name, _size, code in untaken)
    return [*kept, Stored(raw.sha256, raw.size, OTHER, WHOLE)] if is_whole else kept


def untaken_of(mail: Mail | Unreadable, *, is_forwarded: bool = False) -> list[Untaken]:
    """The files of a message that are not among those of its ticket: what was not read, and what is too much.

    One that a colleague forwarded does not lie there whole: what they wrote above it is no word to the customer.
    """
    if isinstance(mail, Unreadable):
        return []
    worth = [one for one in mail.attachments if not one.is_decoration]
    more = [(one.name, one.size, TOO_MANY) for one in worth[len(_worth(mail)) :]]
    found: list[Untaken] = [*((one.name, one.size, one.why) for one in mail.left), *more]
    return [(name, size, WITH_US) for name, size, _code in found] if is_forwarded else found


def _worth(mail: Mail) -> list[Attachment]:
    """The files that are taken: as many as may stand beside one event, the message itself among them if need be."""
    worth = [one for one in mail.attachments if not one.is_decoration]
    fit = len(worth) <= MOST_FILES and not mail.left
    return worth if fit else worth[: MOST_FILES - 1]


def report_by(
    raw: RawMail,
    mail: Mail | Unreadable,
    decision: Decision,
    files: Sequence[Stored],
    now: datetime,
    *,
    instead: Ticket | None = None,
    service: Service | None = None,
    class_id: str = "",
) -> Ticket:
    """Open the ticket of a message: as of the moment at which our mailbox had it.

    `instead`: the closed ticket about which it was written, and which cannot be opened again. `service` and
    `class_id`: as somebody said who read it; NotAClass for a class that the contract lacks.
    """
    writer = decision.reporter or decision.writer
    customer = writer.customer
    assert customer is not None, "a report belongs to a customer"
    place = _place(customer, decision, raw.arrived_at, instead, service)
    reporter = author_of(writer, customer, now)
    by: Somebody = decision.writer.staff or reporter
    readable, untaken = isinstance(mail, Mail), untaken_of(mail, is_forwarded=decision.reporter is not None)
    text = _words_of(mail, decision) if isinstance(mail, Mail) else words.unreadable_words(mail, customer)
    ticket = actions.report(
        customer,
        title=words.title_in(mail, customer, is_forwarded=decision.reporter is not None),
        text=words.body_in(text, customer, untaken) if readable else text,
        class_id=class_id or place.class_id,
        by=by,
        reporter=reporter if by is not reporter else None,
        service=place.service,
        channel=EMAIL,
        at=raw.arrived_at,
        key=key_of(raw),
        files=files,
        is_answered=may_answer(raw, mail, decision, now),
        is_stranger=decision.reporter is None and is_stranger(writer),
        is_of_domain=is_of_domain(writer, customer),
        instead=instead,
        untaken=untaken,
        now=now,
    )
    if isinstance(mail, Mail) and decision.reporter is not None:
        _note_remark(raw, mail, ticket, decision.writer.staff, now)
    return ticket


def word_by(
    raw: RawMail,
    mail: Mail,
    decision: Decision,
    files: Sequence[Stored],
    now: datetime,
    *,
    decided_by: User | None = None,
) -> None:
    """Write a message down as a word about its ticket; a customer's about one that is closed for good is a report.

    A ticket that was laid aside is one again: by whoever decided that, else by the writer, of whom it was proven.
    """
    assert raw.ticket is not None, "a reply belongs to a ticket"
    former, writer = going_on(raw.ticket), decision.writer  # it may have been merged since it was decided
    by = author_of(writer, former.customer, now)
    if former.status == Status.ASIDE:
        former = actions.take_up(former, by=decided_by or by, channel="" if decided_by else EMAIL, now=now)
    is_theirs = writer.staff is None and speaks(by, former.customer)
    log = ask("log", former.pk, lambda: log_of(former))
    if is_theirs and is_closed_for_good(log, raw.arrived_at):
        own = replace(decision, ticket=None, writer=replace(writer, customer=former.customer))
        raw.ticket = report_by(raw, mail, own, files, now, instead=former)
        raw.outcome, raw.reason = Outcome.TICKET, "closed"
        return
    is_closed = is_theirs and former.status == Status.CLOSED
    is_answered = not is_closed or may_answer(raw, mail, decision, now)
    raw.ticket = _reply(raw, former, mail, writer, files, is_answered, now)
    raw.outcome = Outcome.REPLY


def _reply(
    raw: RawMail, ticket: Ticket, mail: Mail, writer: Whose, files: Sequence[Stored], is_answered: bool, now: datetime
) -> Ticket:
    """A word about the ticket: a customer's as of when our mailbox had it.

    Mail gives nobody more rights than the pages do: the word of a customer's person who only looks is a remark, and
    that of a member of the house who only looks a note, which no customer sees.
    """
    text = words.body_in(mail.text, ticket.customer, untaken_of(mail))
    key, came, by = key_of(raw), raw.arrived_at, author_of(writer, ticket.customer, now)
    if isinstance(by, User) and by.staff_role and not by.may_change:
        return actions.note(ticket, text, by=by, channel=EMAIL, key=key, files=files, now=now)
    if not speaks(by, ticket.customer):
        return actions.remark(ticket, text, came=came, by=by, channel=EMAIL, key=key, files=files, now=now)
    done = actions.reply(
        ticket,
        text,
        came=came,
        is_answered=is_answered,
        is_of_domain=writer.staff is None and is_of_domain(writer, ticket.customer),
        by=by,
        channel=EMAIL,
        key=key,
        files=files,
        now=now,
    )
    is_open = done.spoken_at is not None and done.status != Status.CLOSED
    if is_open and not mail.automatic and role_of(by) is Role.CUSTOMER:
        actions.ask_back(done, by, may=lambda: may_write_back(raw, by.email, now), now=now)
    return done


def note_bounces(raw: RawMail, mail: Mail, now: datetime) -> None:
    """Write down which mails of ours a server says did not arrive."""
    for row, failed in returned(raw, mail):
        note(row, failed, now=now)


def copy_to(raw: RawMail, mail: Mail | Unreadable, writer: Whose, *, is_sure: bool, now: datetime) -> None:
    """Have those whom the message names in copy follow its ticket; of a forwarded one nobody was asked that."""
    assert raw.ticket is not None, "a copy is of a word about a ticket"
    if isinstance(mail, Mail) and mail.sender.address.strip().lower() == writer.email:
        author = partial(author_of, writer, raw.ticket.customer, now)
        raw.copies = follow_in_copy(raw, mail, writer, author, is_sure=is_sure, now=now)


def author_of(writer: Whose, customer: Customer, now: datetime) -> Somebody:
    """The writer as tickets know them: a person with an account, else the address alone."""
    person: User | None = writer.staff or writer.person
    known = writer.known
    if person is None and known is not None and known.customer_id == customer.pk and (known.name or not writer.name):
        return known
    return person or who_writes(customer, email=writer.email, name=writer.name, now=now)


def describe(own: RawMail, mail: Mail | Unreadable, decision: Decision) -> None:
    """What lists say of the message, and where it belongs."""
    own.sender, own.sender_name = mail.sender.address[:254], mail.sender.name[:120]
    own.subject, own.message_id = mail.subject[:500], mail.message_id[:500]
    own.content = content_of(mail) if isinstance(mail, Mail) else ""
    own.outcome, own.reason, own.ticket = decision.outcome, decision.reason, decision.ticket
    whole = decision.reporter or decision.writer
    own.customer = decision.ticket.customer if decision.ticket else whole.customer


def twin_of(own: RawMail) -> int | None:
    """The ticket of the same message at another address of ours, where it was taken; of two at once the second waits.

    One that only lies there suppresses nothing: anybody can have sent it.
    """
    if not own.content or own.outcome not in TAKEN:
        return None
    same = ask("same content", own.content, lambda: same_content([own.content])[own.content])
    return next((one.ticket for one in same if one.customer == own.customer_id and one.box != own.box), None)


class Same(NamedTuple):
    """A message that was taken, of which another says the same."""

    customer: int | None
    box: str
    ticket: int | None


def same_content(contents: Collection[str]) -> dict[str, list[Same]]:
    """What was taken and says that, by content, the first first; who else looks for it waits for our end."""
    names = sorted(lock_name(one) for one in contents)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(one) FROM unnest(%s::bigint[]) AS one", [names])
    found: dict[str, list[Same]] = {one: [] for one in contents}
    rows = RawMail.objects.filter(content__in=contents, outcome__in=TAKEN).order_by("pk")
    for content, customer, box, ticket in rows.values_list("content", "customer_id", "box", "ticket_id"):
        found[content].append(Same(customer, box, ticket))
    return found


def _words_of(mail: Mail, decision: Decision) -> str:
    """What was written; of what a colleague forwards what its writer wrote, and nothing of the colleague's."""
    original = mail.original if decision.reporter else None
    return original.text if original and original.text.strip() else mail.text


def _note_remark(raw: RawMail, mail: Mail, ticket: Ticket, colleague: User | None, now: datetime) -> None:
    """Keep what a colleague wrote above a forwarded message as a note for our people."""
    original = mail.original
    is_apart = original is not None and original.text.strip()
    is_parted = original is not None and (original.is_attached or any(one.kind == "quote" for one in mail.pieces))
    remark = mail.words.strip() if is_apart and is_parted else ""
    if colleague is not None and remark:
        text = words.body_in(remark, ticket.customer)
        actions.note(ticket, text, by=colleague, channel=EMAIL, key=f"{key_of(raw)}:remark", now=now)


def _place(customer: Customer, decision: Decision, at: datetime, former: Ticket | None, said: Service | None) -> Place:
    """The system and class: the machine's, the address's, else the customer's only system and an ordinary fault.

    What was written about a closed ticket concerns the same system.
    """
    rule = decision.machine or (decision.door if decision.door and decision.door.customer_id == customer.pk else None)
    service = rule.service if rule and rule.service else _only_service(customer)
    service = former.service if former and former.service and former.service.is_active else service
    service = said or service
    known = [one.id for one in classes_of(version_for(customer.pk, service, at))]
    wanted = rule.class_id if rule else ""
    return Place(customer, service, wanted if wanted in known else usual_class(known))


def _only_service(customer: Customer) -> Service | None:
    found = active_services(customer.pk)
    return found[0] if len(found) == 1 else None
