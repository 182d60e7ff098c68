"""A letter as a mail: the subject, plain text, and HTML with the promise bar."""

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from gwarant.files.mailed import path_of
from gwarant.mail.quotes import MARKERS
from gwarant.notify.enclosed import Files, parted, told_of
from gwarant.notify.letter import Letter
from gwarant.notify.medium import Payload, Reader, Ways
from gwarant.pictures.briefly import briefly
from gwarant.pictures.names import Names
from gwarant.pictures.svg import bare_bar_svg
from gwarant.texts import in_sentence

BAR = "promise-bar"  # the name under which the HTML finds the picture
SHOWN = 140  # signs
_NO_NAMES = Names()


def render(letter: Letter, reader: Reader, ways: Ways) -> Payload:
    """The mail in the reader's language: subject, text, html, the bar as SVG, the thread and who writes."""
    files = _files(letter, reader, ways)
    with translation.override(reader.language):
        text, html = _written(letter, reader, ways, files)
    return {
        "subject": letter.subject,
        "text": text,
        "html": html,
        "picture": str(bare_bar_svg(letter.reading)) if letter.reading else "",
        "thread": letter.key,
        "house": reader.house,
        "agreed": [*reader.sender] if letter.key else ["", ""],
        "answers": reader.answers,
        "is_word": letter.is_word,
        "is_alarm": letter.is_alarm,
        "is_personal": reader.is_personal,
        "files": [[one.sha256, one.name, one.kind] for one in files.inside],
        **_listed(letter, reader, ways),
    }


def _listed(letter: Letter, reader: Reader, ways: Ways) -> Payload:
    """By what a filter knows the mail, and where its reader has it stop; a person's words to a customer have neither.

    Another desk takes whatever comes from a list for automatic, and there nobody would read them. Who only follows a
    ticket can always have its mails stop, by a click of their mail program too.
    """
    if reader.reason and reader.reason.stop:
        return {"choices": f"{ways.url}{reader.reason.stop}", "one_click": ways.url.startswith("https://")}
    if letter.is_word and not reader.is_staff:
        return {}
    told = {"list": reader.customer_key, "list_name": reader.customer} if reader.customer_key else {}
    return told | ({"choices": f"{ways.url}{reverse('profile_notices')}"} if reader.may_choose else {})


def _written(letter: Letter, reader: Reader, ways: Ways, files: Files) -> tuple[str, str]:
    """The words as plain text and as HTML."""
    names = letter.names or _NO_NAMES
    said = briefly(letter.reading, reader.language, names) if letter.reading else ""
    lines = [line for line in letter.lines if not said or line not in (said, letter.due)]
    link = f"{ways.url}{letter.path}" if letter.path else ""
    inbox = f"{ways.url}/inbox" if reader.has_inbox else ""
    choices = [(words, f"{ways.url}{path}") for words, path in letter.choices]
    above = _("A message alone says neither yes nor no. Open one of these links and confirm there:") if choices else ""
    action = letter.action or _("Open it in Gwarant")
    foot = (welcome(letter, reader, ways), unread(reader, ways), why(reader))
    stop = f"{ways.url}{reader.reason.stop}" if reader.reason and reader.reason.stop else ""
    marker = _marker(letter, reader, ways)
    lists = [one for one in told_of(files) if one.rows]
    told = {
        "lang": reader.language,
        "marker": marker,
        "preview": " ".join(_shown(line) for line in lines) if marker else "",
        "files": lists,
        "letter": letter,
        "lines": lines,
        "said": said,
        "link": link,
        "action": action,
        "choices": choices,
        "choices_above": above,
        "why": foot[2],
        "unread": foot[1],
        "welcome": foot[0],
        "stop": stop,
        "inbox": inbox,
        "bar": BAR,
    }
    leads = f"{_('Open your inbox')}: {inbox}" if inbox else ""
    stops = f"{_('Don’t want them?')} {_('Stop following')}: {stop}" if stop else ""
    whole = "" if letter.heading in letter.subject else letter.heading
    return _text(
        [
            marker,
            whole,
            *_began(letter),
            *lines,
            above,
            *(f"{words}:\n{to}" for words, to in choices),
            *(one.text for one in lists),
        ],
        said,
        action,
        link,
        *foot,
        stops,
        leads,
    ), render_to_string("notify/mail.html", told)


def _began(letter: Letter) -> tuple[str, ...]:
    """What it is all about, before what is new of it."""
    if not letter.matter:
        return ()
    return (_("What it is about: %(title)s") % {"title": letter.title}, *letter.matter, _("What is new:"))


def _files(letter: Letter, reader: Reader, ways: Ways) -> Files:
    """What goes inside the mail and what as a link; the house's own people find the files in the ticket."""
    if reader.is_staff:
        return Files(there=letter.files)
    inside, linked = parted(letter.files, ways.email_files)
    return Files(
        inside, tuple((one, f"{ways.files_url}{one.link or path_of(one.number, one.sha256)}") for one in linked)
    )


def _marker(letter: Letter, reader: Reader, ways: Ways) -> str:
    """The line above which an answer is written, where one is read and becomes a word about a ticket."""
    is_read = bool(letter.key and (reader.answers or ways.email_reply_to))
    return MARKERS.get(reader.language, MARKERS["en"]) if is_read else ""


def why(reader: Reader) -> str:
    """Why somebody gets the mail; a name such as "House sp. z o.o." brings its own full stop."""
    if reader.reason:
        return reader.reason.words
    told = {"house": reader.house, "customer": reader.customer, "address": reader.address}
    return in_sentence(_why(reader), told)


def unread(reader: Reader, ways: Ways) -> str:
    """That an answer to the mail would be lost, where it would be."""
    if reader.answers or ways.email_reply_to:
        return ""
    if not reader.has_inbox:
        return _("Nobody reads answers to this e-mail.")
    return _("Nobody reads answers to this e-mail. Please write to us in Gwarant.")


def welcome(letter: Letter, reader: Reader, ways: Ways) -> str:
    """That an answer to the mail is read, where it becomes a word about a ticket."""
    return _("You can simply answer this e-mail, with files too.") if _marker(letter, reader, ways) else ""


def _why(reader: Reader) -> str:
    if not reader.has_inbox and not reader.customer:
        return _("This message was sent to %(address)s by Gwarant at %(house)s.")
    if reader.is_staff and reader.customer:
        return _("You get this message because you look after %(customer)s at %(house)s.")
    if reader.is_staff or not reader.customer:
        return _("You get this message because you have an account at %(house)s.")
    return _("You get this message because you work with %(house)s on behalf of %(customer)s.")


def _shown(line: str) -> str:
    """As much of a line as mail programs show beside a subject."""
    return line if len(line) <= SHOWN else f"{line[: SHOWN - 1]}…"


def _text(lines: list[str], said: str, action: str, link: str, *foot: str) -> str:
    parts = [*lines, said, f"{action}:\n{link}" if link else ""]
    body = "\n\n".join(part for part in parts if part)
    return "\n".join([body, "", "-- ", *(part for part in foot if part), ""])
