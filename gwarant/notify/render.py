"""A letter as a mail: the subject, plain text, and HTML with the promise bar."""

from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from gwarant.notify.letter import Letter
from gwarant.pictures.names import Names
from gwarant.pictures.sentence import sentence
from gwarant.pictures.svg import small_bar_svg

BAR = "promise-bar"  # the name under which the HTML finds the picture
_NO_NAMES = Names()


@dataclass(frozen=True)
class Footer:
    """Who writes to whom: why one gets the mail, whether one has an inbox here, whether somebody reads answers."""

    house: str
    customer: str = ""
    address: str = ""
    is_staff: bool = False
    has_inbox: bool = True
    is_answered: bool = True


@dataclass(frozen=True)
class Mail:
    subject: str
    text: str
    html: str
    picture: str = ""  # SVG


def render(letter: Letter, lang: str, footer: Footer, site: str) -> Mail:
    """The mail in the language; `site` is the address of the product."""
    with translation.override(lang):
        said = sentence(letter.reading, lang, letter.names or _NO_NAMES) if letter.reading else ""
        lines = [line for line in letter.lines if line != said]
        link = f"{site}{letter.path}" if letter.path else ""
        inbox = f"{site}/inbox" if footer.has_inbox else ""
        action = letter.action or _("Open it in Gwarant")
        told = {
            "lang": lang,
            "letter": letter,
            "lines": lines,
            "said": said,
            "link": link,
            "action": action,
            "why": why(footer),
            "inbox": inbox,
            "unread": unread(footer),
            "bar": BAR,
        }
        html = render_to_string("notify/mail.html", told)
        leads = f"{_('Open your inbox')}: {inbox}" if inbox else ""
        whole = "" if letter.heading in letter.subject else letter.heading
        text = _text([whole, *lines], said, action, link, why(footer), unread(footer), leads)
    return Mail(letter.subject, text, html, _bar(letter, lang))


def why(footer: Footer) -> str:
    """Why somebody gets the mail; a name such as "House sp. z o.o." brings its own full stop."""
    said = _why(footer)
    return said[:-1] if said.endswith("..") else said


def unread(footer: Footer) -> str:
    """That an answer to the mail would be lost, where it would be."""
    if footer.is_answered:
        return ""
    if not footer.has_inbox:
        return _("Nobody reads answers to this e-mail.")
    return _("Nobody reads answers to this e-mail. Please write to us in Gwarant.")


def _why(footer: Footer) -> str:
    told = {"house": footer.house, "customer": footer.customer, "address": footer.address}
    if not footer.has_inbox and not footer.customer:
        return _("This message was sent to %(address)s by Gwarant at %(house)s.") % told
    if footer.is_staff and footer.customer:
        return _("You get this message because you look after %(customer)s at %(house)s.") % told
    if footer.is_staff or not footer.customer:
        return _("You get this message because you have an account at %(house)s.") % told
    return _("You get this message because you work with %(house)s on behalf of %(customer)s.") % told


def _text(lines: list[str], said: str, action: str, link: str, *foot: str) -> str:
    parts = [*lines, said, f"{action}:\n{link}" if link else ""]
    body = "\n\n".join(part for part in parts if part)
    return "\n".join([body, "", "-- ", *(part for part in foot if part), ""])


def _bar(letter: Letter, lang: str) -> str:
    return str(small_bar_svg(letter.reading, lang, letter.names or _NO_NAMES)) if letter.reading else ""
