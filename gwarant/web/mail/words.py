"""What became of a message, and what was decided about how mail comes in, in words."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gwarant.accounts.models import User
from gwarant.customers.models import Membership
from gwarant.intake.changes import Deed, Kind, SettingChange
from gwarant.intake.models import MailDecision, Outcome, RawMail
from gwarant.tickets.models import Status, Ticket

TONES = {
    Outcome.TICKET: "fine",
    Outcome.REPLY: "fine",
    Outcome.UNVERIFIED: "at_risk",
    Outcome.UNKNOWN: "at_risk",
    Outcome.UNREADABLE: "at_risk",
    Outcome.ENDED: "at_risk",
    Outcome.AUTOMATIC: "unknown",
    Outcome.FLOOD: "at_risk",
}
BECAME = (Outcome.TICKET, Outcome.REPLY, Outcome.SPAM, Outcome.REFUSED)


def outcome_words(outcome: str) -> str:
    """The outcome as lists name it."""
    words = {
        Outcome.WAITING: pgettext("a mail", "Waiting"),
        Outcome.TICKET: _("A ticket"),
        Outcome.REPLY: _("A word about a ticket"),
        Outcome.AUTOMATIC: _("Automatic"),
        Outcome.BOUNCE: _("A mail of ours did not arrive"),
        Outcome.UNVERIFIED: _("Whose it is, is not sure"),
        Outcome.UNKNOWN: _("Sender not known"),
        Outcome.UNREADABLE: _("Cannot be read"),
        Outcome.FLOOD: _("Kept back in a flood"),
        Outcome.ENDED: _("Ended address"),
        Outcome.OWN: _("Our own mail"),
        Outcome.DUPLICATE: _("Came twice"),
        Outcome.SPAM: _("Spam"),
        Outcome.REFUSED: _("Laid aside"),
        Outcome.NO_REPORT: _("A ticket that was no report"),
    }
    return words[Outcome(outcome)]


def decision_words(one: MailDecision) -> str:
    """What somebody decided about a message."""
    if one.outcome == Outcome.WAITING:
        return _("Read again, because its sender is known now")
    if one.is_open:
        return _("Taken up again")
    return outcome_words(one.outcome) if one.outcome in BECAME else _("Seen, nothing to do")


def reason_words(raw: RawMail) -> str:
    """Why it waits, in a sentence; empty where the outcome says it all."""
    if raw.outcome == Outcome.FLOOD:
        return _("Its sender wrote more than people do, so it is kept back. Its clock counts from when it came.")
    if raw.outcome == Outcome.ENDED:
        return _("It came to an address of ours that was ended.")
    if raw.outcome == Outcome.AUTOMATIC and raw.reason == "bounce":
        return _("A bounce that cannot be proved to be about a mail of ours: it marks no address.")
    words = {
        "forged": _("Our own mail server says that it is not from this sender."),
        "no_participant": _("It names this ticket, as anybody can, and its sender takes no part in it."),
        "no_report": _("It answers a ticket that was laid aside as no report."),
        "doubted_forward": _("It says that a colleague forwarded it, and our own mail server does not confirm it."),
        "colleague": _("It says that it is from a colleague, and our own mail server does not confirm it."),
        "reader": _("Its sender may only look, and so report nothing. It is a report once you take it for one."),
        "auditor": _("A colleague wrote it who may only look. Taken as a word it is an internal note."),
        "vacation_subject": _("It answers a mail of ours under the subject of an absence: perhaps no person wrote it."),
        "several": _("Its sender has a place at several customers."),
        "ended": _("Its sender's domain was a customer's and is ended."),
        "closed": _("It was written about a closed ticket that could not be reopened any more."),
        "sender": _("Nobody knows for which customer the sender writes."),
        "forwarded": _("A colleague forwarded it, and nobody knows for which customer its writer writes."),
    }
    return words.get(raw.reason, "")


def warnings_of(raw: RawMail) -> list[str]:
    """What somebody has to know before they take the message for a word about its ticket."""
    if raw.ticket is None:
        return []
    return [*_of_no_report(raw.ticket), *_of_sender(raw, raw.ticket)]


def _of_no_report(ticket: Ticket) -> Iterator[str]:
    if ticket.status == Status.ASIDE:
        told = _(
            "%(key)s is laid aside as no report. Taken as a word about it, it is a report again, and its clocks ran on."
        )
        yield told % {"key": ticket.key}


def _of_sender(raw: RawMail, ticket: Ticket) -> list[str]:
    """That it goes out in a colleague's name, or is of somebody of another customer."""
    person = User.objects.filter(email__iexact=raw.sender).first() if raw.sender else None
    if person is not None and person.staff_role:
        who = {"name": person.name, "customer": ticket.customer.name}
        return [_("Taken as a word it goes to %(customer)s at once, with its files, as %(name)s's answer.") % who]
    places = Membership.objects.active().filter(user=person).exclude(customer=ticket.customer_id)
    others = [one.customer.name for one in places.select_related("customer")] if person else []
    known = {"name": person.name if person else "", "others": ", ".join(others), "customer": ticket.customer.name}
    return [_("%(name)s is a person of %(others)s. Taken as a word, %(customer)s reads it.") % known] if others else []


def kind_words(kind: str) -> str:
    """What it is, as a heading names it."""
    words = {
        Kind.ADDRESS: _("An address of ours"),
        Kind.DOMAIN: _("A domain of a customer"),
        Kind.MACHINE: _("A program that reports by mail"),
        Kind.MAILBOX: _("A mailbox that we read"),
    }
    return words[Kind(kind)]


def change_words(change: SettingChange) -> tuple[str, list[tuple[str, str, str]]]:
    """What was done, and rows of (what, before, after)."""
    words = {
        Deed.OPENED: pgettext("a setting", "Opened"),
        Deed.CHANGED: pgettext("a setting", "Changed"),
        Deed.PAUSED: pgettext("a setting", "Paused"),
        Deed.RESUMED: pgettext("a setting", "Taken up again"),
        Deed.ENDED: pgettext("a setting", "Ended"),
    }
    facts = [
        (_fact_words(name), _value_words(name, before), _value_words(name, after))
        for name, (before, after) in change.facts.items()
    ]
    return words[Deed(change.deed)], facts


def _fact_words(name: str) -> str:
    words = {
        "customer": _("Customer"),
        "service": _("System"),
        "class_id": _("Class"),
        "address": _("Address"),
        "host": _("IMAP server"),
        "port": _("Port"),
        "security": _("Encryption"),
        "ca": _("Certificate authority"),
        "user": _("User"),
        "folder": _("Folder that is read"),
        "afterwards": _("What becomes of read mail"),
        "moved_to": _("Folder to which it is moved"),
        "credential": _("Sign-in"),
    }
    return words.get(name, name)


def _value_words(name: str, value: str) -> str:
    """What a mailbox is told by a code, in words; anything else as it was typed."""
    words = {
        "moved": _("It is moved to another folder"),
        "kept": _("It stays where it is"),
        "deleted": _("It is deleted"),
    }
    return words.get(value, value) if name == "afterwards" else value
