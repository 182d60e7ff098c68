"""What people do about messages that wait for a decision: take one for a word or a report, or lay it aside."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from gwarant.accounts.models import User
from gwarant.customers.models import Customer, Service
from gwarant.intake.acting import copy_to, files_of, key_of, report_by, word_by
from gwarant.intake.booked import DECISION, book_mails, decision_told
from gwarant.intake.deciding import FORWARDED, Decision
from gwarant.intake.floods.actions import end_if_empty
from gwarant.intake.models import DECIDABLE, TO_DECIDE, Flood, MailDecision, Outcome, RawMail
from gwarant.intake.whose import Whose, whose
from gwarant.ledger.book import write_down
from gwarant.mail import Mail, Unreadable
from gwarant.tickets.models import TicketEvent


class Decided(Exception):
    """Somebody has decided about the message already; `str()` says who."""

    def __init__(self, raw: RawMail) -> None:
        who = raw.decided_by.name if raw.decided_by else _("Nobody")
        super().__init__(_("%(who)s has decided about this message already.") % {"who": who})


class NotAside(Exception):
    """The message was not laid aside, or somebody has taken it up already."""

    def __init__(self) -> None:
        super().__init__(_("This message is not laid aside: it waits for a decision, or became something."))


class NoTicket(Exception):
    """The message is about no ticket: it can be a report, not a word about one."""


def take_as_word(raw: RawMail, mail: Mail, *, by: User, now: datetime) -> RawMail:
    """It is of whom it says: their word about the ticket, as of when it came; a report where that cannot reopen."""
    files = files_of(raw, mail)
    with transaction.atomic():
        own = _held(raw)
        if own.ticket is None:
            raise NoTicket(_("This message is about no ticket."))
        writer = whose(mail.sender.address, mail.sender.name, None)
        word_by(own, mail, Decision(Outcome.REPLY, own.reason, writer), files, now, decided_by=by)
        copy_to(own, mail, replace(writer, by="decided"), is_sure=True, now=now)
        return _done(own, Outcome(own.outcome), by, now)


def take_as_report(
    raw: RawMail,
    mail: Mail | Unreadable,
    customer: Customer,
    *,
    service: Service | None = None,
    class_id: str = "",
    by: User,
    now: datetime,
) -> RawMail:
    """It is a report of that customer: clocks that its contract gives run from when our mailbox had the message.

    Without a system the customer's only one, without a class the least severe fault; NotAClass as at the desk.
    """
    original = mail.original if isinstance(mail, Mail) and raw.reason in FORWARDED else None
    files = files_of(raw, mail, is_forwarded=original is not None)
    with transaction.atomic():
        own = _held(raw)
        sender = original.sender if original else mail.sender
        found = whose(sender.address, sender.name, None)
        person = found.person if found.customer == customer else None
        staff = found.staff if own.reason == "colleague" and found.staff and found.staff.may_change else None
        writer = Whose(found.email, found.name, staff=staff, person=person, customer=customer, by="decided")
        decision = Decision(Outcome.TICKET, own.reason, writer)
        if sender is not mail.sender:
            colleague = whose(mail.sender.address, mail.sender.name, None)
            decision = replace(decision, writer=colleague, reporter=writer)
        own.ticket = report_by(own, mail, decision, files, now, service=service, class_id=class_id)
        own.customer = customer
        copy_to(own, mail, writer, is_sure=True, now=now)
        return _done(own, Outcome.TICKET, by, now)


def lay_aside(raw: RawMail, *, is_spam: bool, by: User, now: datetime) -> RawMail:
    """It is nothing for us; it stays on the record."""
    with transaction.atomic():
        return _done(_held(raw), Outcome.SPAM if is_spam else Outcome.REFUSED, by, now)


def look_at(raw: RawMail, *, by: User, now: datetime) -> RawMail:
    """Somebody has seen it, and it stays what it is: an automatic message, or one that nobody can read."""
    with transaction.atomic():
        own = _held(raw)
        return _done(own, Outcome(own.outcome), by, now)


def take_up(raw: RawMail, *, by: User, now: datetime) -> RawMail:
    """Have a message that was laid aside wait for a decision again, as what it was before."""
    with transaction.atomic():
        own = RawMail.objects.select_for_update(no_key=True).get(pk=raw.pk)
        if own.decided_at is None or not own.is_aside:
            raise NotAside
        last = own.decisions.order_by("-pk").first()
        if last is None or last.is_open or last.decided_at != own.decided_at:  # many at once, or an earlier release
            last = note_decision(own, "", by=own.decided_by, now=own.decided_at)
        before, own.outcome = own.outcome, _waited_as(own, last.before)
        own.decided_by = own.decided_at = None
        own.save(update_fields=["outcome", "decided_by", "decided_at"])
        note_decision(own, before, by=by, now=now)
        return own


def _waited_as(own: RawMail, before: str) -> Outcome:
    """As what it waits again; whatever was kept back in a flood that is over waits by itself."""
    outcome = before or own.outcome
    is_kept = own.flood_id and Flood.objects.open().select_for_update(no_key=True).filter(pk=own.flood_id).first()
    if outcome in TO_DECIDE or (outcome == Outcome.FLOOD and is_kept):
        return Outcome(outcome)
    return Outcome.UNVERIFIED if own.customer_id else Outcome.UNKNOWN


def note_decision(own: RawMail, before: str, *, by: User | None, now: datetime) -> MailDecision:
    """Write the decision down beside the message, which is saved already, and both in the house's book."""
    is_open = own.decided_at is None
    made = MailDecision.objects.create(
        mail=own, before=before, outcome=own.outcome, is_open=is_open, decided_by=by, decided_at=now
    )
    write_down(DECISION, [(made.pk, decision_told(made))], now=now)
    book_mails([own], now)
    return made


def _held(raw: RawMail) -> RawMail:
    related = RawMail.objects.select_related("ticket__customer", "decided_by", "flood")
    own = related.select_for_update(of=("self",), no_key=True).get(pk=raw.pk)
    if own.decided_at is not None or own.outcome not in DECIDABLE:
        raise Decided(own)
    return own


def _done(own: RawMail, outcome: Outcome, by: User, now: datetime) -> RawMail:
    before = own.outcome
    own.outcome, own.decided_by, own.decided_at = outcome, by, now
    own.event = own.event or TicketEvent.objects.filter(key=key_of(own)).first()
    decided = (
        "outcome",
        "reason",
        "ticket",
        "customer",
        "event",
        "copies",
        "answer_held_at",
        "decided_by",
        "decided_at",
    )
    own.save(update_fields=decided)
    note_decision(own, before, by=by, now=now)
    if own.flood is not None:
        end_if_empty(own.flood, by=by, now=now)
    return own
