"""How a mailbox goes, and each step of a trial, in words."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from gwarant.intake.mailboxes.alarms import why
from gwarant.intake.mailboxes.failure import sentence
from gwarant.intake.mailboxes.models import Afterwards, Entrance, Mailbox
from gwarant.intake.mailboxes.trial import Step


@dataclass(frozen=True)
class Card:
    """How a mailbox goes: its state, the code of what is wrong, who holds it, what becomes of read mail."""

    tone: str
    state: str
    failure: str
    sentence: str
    held_by: str
    afterwards: str
    entrance: str


@dataclass(frozen=True)
class StepWords:
    """A step of a trial as the page tells it; `said` is what the other side calls it."""

    tone: str
    state: str
    what: str
    words: str
    said: str


def card_of(box: Mailbox, is_late: bool, now: datetime, *, works: bool = False) -> Card:
    """How it goes now; `works`: a trial has just gone through, so that what failed before is over."""
    tone, state = _state(box, is_late)
    failure = (box.failure or (why(box) if is_late else "")) if box.is_active else ""
    if failure and works:
        tone, state, failure = "fine", pgettext("a mailbox", "Works again, and is read in a moment"), ""
    is_held = box.held_until is not None and box.held_until > now
    holder = box.held_by.rpartition(" ")[0] or box.held_by  # without the name of the visit
    afterwards = {
        Afterwards.MOVED: _("Read mail is moved to “%(folder)s”") % {"folder": box.moved_to},
        Afterwards.KEPT: _("Read mail stays where it is"),
        Afterwards.DELETED: _("Read mail is deleted"),
    }
    told = afterwards[Afterwards(box.afterwards)]
    words = sentence(failure, get_language() or "en") if failure else ""
    return Card(tone, state, failure, words, holder if is_held else "", told, entrance_words(box.entrance))


def entrance_words(entrance: str) -> str:
    """By what we sign in."""
    words = {
        Entrance.PASSWORD: _("Password"),
        Entrance.MICROSOFT: _("Microsoft, by application"),
        Entrance.GOOGLE: _("Google, by service account"),
        Entrance.REFRESH: _("Refresh token"),
    }
    return words[Entrance(entrance)]


def step_words(step: Step, language: str) -> StepWords:
    """The step, how it went, and what would be right."""
    what = {
        "name": _("Name of the host"),
        "connection": _("Connection"),
        "encryption": _("Encryption and certificate"),
        "greeting": _("IMAP"),
        "token": _("Token of the provider"),
        "sign_in": _("Sign-in"),
        "folder": _("Folder"),
    }
    tones = {
        "done": ("fine", pgettext("a step", "Done")),
        "failed": ("breached", pgettext("a step", "Failed")),
        "left": ("unknown", pgettext("a step", "Not tried")),
    }
    tone, state = tones[step.state]
    return StepWords(tone, state, what[step.name], sentence(step.failure, language) if step.failure else "", step.said)


def _state(box: Mailbox, is_late: bool) -> tuple[str, str]:
    if not box.is_active:
        return "paused", pgettext("a mailbox", "Paused")
    if is_late:
        return "breached", pgettext("a mailbox", "Cannot be read")
    if box.failure:
        return "at_risk", pgettext("a mailbox", "Is tried again")
    if box.success_at is None:
        return "unknown", pgettext("a mailbox", "Not read yet")
    return "fine", pgettext("a mailbox", "Is read")
