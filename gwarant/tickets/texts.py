"""What people write about tickets, as it is kept: nothing that no page can show, within limits, never cut."""

import re
import unicodedata

from django.utils.translation import gettext as _

from gwarant.tickets.problem import TicketProblem

TITLE, BODY, SHORT, NAME = 200, 20_000, 500, 120
# Control characters but tab and line feed, and those that turn the direction of what follows.
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff\ud800-\udfff]")
# Letters that no font draws: fillers, the blank of braille, joiners, selectors of variants and tags.
_BLANK = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u2800\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U000e0000-\U000e0fff]"
)


class BadText(TicketProblem):
    """A text that is not kept as it is: nothing of it is seen, or it is too long."""


def cleaned(text: str) -> str:
    """The text without characters that nobody sees; empty where nothing is left that somebody sees."""
    found = _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return found if is_seen(found) else ""


def is_seen(text: str) -> bool:
    """Whether anything of it is drawn: accents without a letter, private and unknown characters are nothing."""
    return any(unicodedata.category(one)[0] not in "MCZ" for one in _BLANK.sub("", text))


def line_of(text: str) -> str:
    """The text as one line."""
    return " ".join(cleaned(text).split())


def words_of(text: str) -> str:
    """The text as so many lines as it takes."""
    return cleaned(text).strip()


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
