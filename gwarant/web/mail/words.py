"""What became of a message, in words."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gwarant.intake.models import Outcome, RawMail

TONES = {
    Outcome.TICKET: "fine",
    Outcome.REPLY: "fine",
    Outcome.UNVERIFIED: "at_risk",
    Outcome.UNKNOWN: "at_risk",
    Outcome.UNREADABLE: "at_risk",
    Outcome.AUTOMATIC: "unknown",
    Outcome.FLOOD: "at_risk",
}


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
        Outcome.OWN: _("Our own mail"),
        Outcome.DUPLICATE: _("Came twice"),
        Outcome.SPAM: _("Spam"),
        Outcome.REFUSED: _("Laid aside"),
    }
    return words[Outcome(outcome)]


def reason_words(raw: RawMail) -> str:
    """Why it waits, in a sentence; empty where the outcome says it all."""
    if raw.outcome == Outcome.FLOOD:
        return _("Its sender wrote more than people do, so it is kept back. Its clock counts from when it came.")
    words = {
        "forged": _("Our own mail server says that it is not from this sender."),
        "no_participant": _("It carries the mark of this ticket, and its sender takes no part in it."),
        "colleague": _("It says that it is from a colleague, and our own mail server does not confirm it."),
        "several": _("Its sender has a place at several customers."),
        "sender": _("Nobody knows for which customer the sender writes."),
        "forwarded": _("A colleague forwarded it, and nobody knows for which customer its writer writes."),
    }
    return words.get(raw.reason, "")
