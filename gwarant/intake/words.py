"""A message as a ticket's words: a title, what was written anew, and where the whole of it lies."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import override

from gwarant.customers.models import Customer
from gwarant.mail import Mail, Unreadable
from gwarant.mail.model import Reason
from gwarant.mail.subjects import stripped
from gwarant.texts import TITLE, line_of, words_of
from gwarant.tickets.texts import BODY
from gwarant.tickets.untaken import Untaken, untaken_words, where_words


def title_in(mail: Mail | Unreadable, customer: Customer, *, is_forwarded: bool = False) -> str:
    """The subject (of a forwarded message its writer's) without what programs put before it, as long as fits."""
    with override(customer.language):
        if isinstance(mail, Unreadable):
            return _("Unreadable message, the original attached")
        theirs = mail.original.subject if is_forwarded and mail.original else ""
        found = line_of(stripped(theirs)) or line_of(stripped(mail.subject)) or _("Mail without a subject")
    return found if len(found) <= TITLE else f"{found[: TITLE - 1].rsplit(' ', 1)[0]}…"


def body_in(text: str, customer: Customer, untaken: Sequence[Untaken] = ()) -> str:
    """The words, as many as a ticket keeps; of more it is said where they are, and first of all which files are not."""
    found = words_of(text)
    with override(customer.language):
        above = _not_taken(untaken)
        most = BODY - len(above)
        if len(found) <= most:
            return f"{above}{found}"
        rest = _("[The message goes on: it has %(letters)d letters. The original lies with the ticket.]")
        told = rest % {"letters": len(found)}
    return f"{above}{found[: most - len(told) - 2].rstrip()}\n\n{told}"


def _not_taken(untaken: Sequence[Untaken]) -> str:
    """Which files are not among the ticket's; above the words, because what a mail quotes below them is folded."""
    if not untaken:
        return ""
    told = _("Not taken from this e-mail: %(files)s.") % {"files": "; ".join(untaken_words(untaken))}
    return f"[{told} {where_words(untaken)}".rstrip() + "]\n\n"


def unreadable_words(mail: Unreadable, customer: Customer) -> str:
    """What the customer and the house read of a message that nobody could open."""
    with override(customer.language):
        told = _("A message from %(sender)s could not be read (%(reason)s). It lies with the ticket as it came.")
        sender = mail.sender.address or _("an unknown sender")
        return told % {"sender": sender, "reason": why_unreadable(mail.reason)}


def why_unreadable(reason: Reason) -> str:
    """Why nobody could read a message, in a few words of the reader's language."""
    words: dict[Reason, str] = {
        "too_large": _("it is too large"),
        "header_too_large": _("its head is too large"),
        "too_many_parts": _("it has too many parts"),
        "too_deep": _("its parts lie too deep in each other"),
        "empty": _("the message was empty"),
        "no_header": _("it has no head, so it is no mail"),
        "failed": _("our reader failed at it"),
        "took_too_long": _("reading it took too long"),
        "out_of_memory": _("reading it took too much memory"),
        "died": _("reading it broke off"),
    }
    return words[reason]
