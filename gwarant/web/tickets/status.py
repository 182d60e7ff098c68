"""Where a ticket stands, in a word."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gwarant.tickets.models import Status, Ticket


def status_word(ticket: Ticket, *, is_inside: bool = True) -> str:
    if ticket.spoken_at and is_inside:
        is_closed = ticket.status == Status.CLOSED
        return _("Closed, the customer wrote") if is_closed else _("Resolved, the customer wrote")
    return status_words(is_inside=is_inside)[Status(ticket.status)]


def status_words(*, is_inside: bool = True) -> dict[Status, str]:
    return {
        Status.NEW: pgettext("a ticket", "New"),
        Status.OPEN: pgettext("a ticket", "In work"),
        Status.WAITING: _("Waits for the customer") if is_inside else _("Waits for you"),
        Status.RESOLVED: pgettext("a ticket", "Resolved"),
        Status.CLOSED: pgettext("a ticket", "Closed"),
        Status.ASIDE: pgettext("a ticket", "No report"),
        Status.MERGED: pgettext("a ticket", "Merged"),
    }


def choices(*, is_inside: bool = True) -> list[tuple[str, str]]:
    """What a list may be narrowed to."""
    known = status_words(is_inside=is_inside).items()
    words = [(one.value, word) for one, word in known if is_inside or one is not Status.ASIDE]
    return [("", _("Any state")), ("open", _("All open")), *words]
