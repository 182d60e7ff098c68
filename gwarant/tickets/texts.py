"""What people write about tickets, as it is kept: cleaned, within limits, never cut."""

from django.utils.translation import gettext as _

from gwarant.texts import NAME, TITLE, line_of, words_of
from gwarant.tickets.problem import TicketProblem

BODY, SHORT = 20_000, 500


class BadText(TicketProblem):
    """A text that is not kept as it is: nothing of it is seen, or it is too long."""


def title_of(text: str) -> str:
    """The title of a ticket; BadText where nobody sees one, or it is too long."""
    found = line_of(text)
    if not found:
        raise BadText(_("A ticket needs a title."))
    return _within(found, TITLE)


def name_of_contact(text: str) -> str:
    """Who was on the telephone, as it was typed; BadText where it is too long."""
    return _within(line_of(text), NAME)


def body_of(text: str) -> str:
    """Words of an event; BadText where they are too long."""
    return _within(words_of(text), BODY)


def _within(text: str, most: int) -> str:
    if len(text) > most:
        told = _("This text has %(letters)d letters; %(most)d are kept. Put the rest into a second message.")
        raise BadText(told % {"letters": len(text), "most": most})
    return text
