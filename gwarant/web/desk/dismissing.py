"""Laying a ticket aside as no report: the form, when it fits, and what the page says of it."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gwarant.accounts.models import User
from gwarant.hours.models import TimeEntry
from gwarant.intake.dismissing import dismiss, may_be_dismissed, needs_second
from gwarant.tickets.actions import ask_to_dismiss
from gwarant.tickets.dismissal import MISDIRECTED, SPAM, asked_for
from gwarant.tickets.log import Log
from gwarant.tickets.models import Status, Ticket, TicketEvent
from gwarant.tickets.problem import Unfit
from gwarant.web.tickets.dismissal import aside_of, reason_words
from gwarant.web.tickets.timeline import said_in
from gwarant.web.tickets.typed import TicketForm
from gwarant.web.tickets.verbs import Facts
from gwarant.web.typed import WordsField


class DismissalForm(TicketForm):
    """Why it is no report."""

    reason = forms.ChoiceField(
        label=gettext_lazy("What is it?"),
        widget=forms.RadioSelect,
        choices=[
            (SPAM, gettext_lazy("Spam or an advertisement")),
            (MISDIRECTED, gettext_lazy("Meant for somebody else")),
        ],
        error_messages={"required": gettext_lazy("Please say what it is.")},
    )
    text = WordsField(
        label=gettext_lazy("Why it is no report"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "Its clocks end, no month counts it, and its sender hears nothing more. "
            "The customer sees it with these words among what was laid aside, and can take it up again."
        ),
        error_messages={"required": gettext_lazy("Please say why it is no report: the customer can read it.")},
    )


class AskingForm(DismissalForm):
    """The same, where a second person has to agree."""

    text = WordsField(
        label=gettext_lazy("Why it is no report"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "One of its deadlines has passed, or one of us has said that this sender writes for the customer: "
            "so a second person of us has to agree. Managers and owners are told. Until then its clocks run."
        ),
        error_messages={"required": gettext_lazy("Please say why it is no report.")},
    )


def may_lay_aside(facts: Facts) -> bool:
    """Nothing shows that it is the customer's, and one person may do it, or somebody has asked for a second one."""
    if not may_be_dismissed(facts.log):
        return False
    return asked_for(facts.log) is not None or not needs_second(facts.log, facts.now)


def may_ask(facts: Facts) -> bool:
    """A second person has to agree, and nobody has asked for one yet."""
    is_open = may_be_dismissed(facts.log) and asked_for(facts.log) is None
    return is_open and needs_second(facts.log, facts.now)


def lay_aside(on: Ticket, told: Mapping[str, Any], **way: Any) -> Ticket:
    return dismiss(on, told["reason"], told["text"], **{**way, "fits": _check_hours})


def ask(on: Ticket, told: Mapping[str, Any], **way: Any) -> Ticket:
    return ask_to_dismiss(on, told["reason"], told["text"], **{**way, "fits": _check_hours})


def has_asked(log: Log, who: User) -> bool:
    """Whether it was they who asked for a second person: somebody else has to agree."""
    asked = asked_for(log)
    return asked is not None and asked.actor == who


def told_of(log: Log) -> dict[str, Any]:
    """What the page says: that it is laid aside, by whom and why, or that somebody asks for that."""
    if log.ticket.status == Status.ASIDE:
        return {"aside": next(iter(aside_of([log.ticket])), None)}
    asked = asked_for(log)
    return {"asked": _asked(asked)} if asked is not None else {}


def _asked(event: TicketEvent) -> dict[str, Any]:
    message = said_in(event)
    words = message.body if message else ""
    return {"who": event.actor, "at": event.at, "reason": reason_words(event.reason), "words": words}


def _check_hours(log: Log) -> None:
    """Unfit while time stands on it that somebody may have to pay for."""
    if TimeEntry.objects.filter(ticket=log.ticket, reverses=None, reversal=None).exists():
        raise Unfit(_("Time was logged on this ticket. Take that back first: nothing of what is no report is charged."))
