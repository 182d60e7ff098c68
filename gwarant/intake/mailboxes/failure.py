"""Why a mailbox cannot be read: a code, and its sentence for a person."""

from collections.abc import Mapping
from imaplib import IMAP4
from socket import gaierror
from ssl import SSLError
from typing import Final

from django.utils.translation import gettext, override
from django.utils.translation import gettext_noop as _

from gwarant.database.seal import SealBroken
from gwarant.oauth import SignInFailed
from gwarant.oauth.words import WORDS as OF_SIGN_IN
from gwarant.oauth.words import in_language

SIGN_IN: Final[Mapping[str, str]] = {str(code): told for code, told in OF_SIGN_IN.items()}

WORDS: Final[dict[str, str]] = {
    "unreachable": _("The mail server cannot be reached. Look at the host, the port, and at what stands between."),
    "not_found": _("There is no host of that name. Look at how it is written."),
    "no_answer": _("The mail server did not answer in time."),
    "hung_up": _("The mail server ended the conversation."),
    "garbage": _("What the mail server says is no IMAP. Look at the host and the port."),
    "tls": _("The line to the mail server cannot be encrypted, or its certificate is not good for that name."),
    "no_folder": _("There is no such folder in the mailbox, or it may not be opened."),
    "read_only": _(
        "The folder can be read only: mail cannot be moved or deleted there. Allow it, or let read mail be kept."
    ),
    "not_fetched": _("The mail server does not give out a message that it names. The others are read."),
    "not_moved": _("Messages are read, but the mail server does not let them be moved or deleted."),
    "not_stored": _(
        "Messages cannot be stored on this server: look at the space and the rights of the folder for files."
    ),
    "another_key": _(
        "Its credential was encrypted under another secret key: put the former key back, or add the credential again."
    ),
    "damaged": _("The credential that is kept cannot be opened: add it again."),
    "not_read": _("No engine has read it for some minutes: is one running?"),
    "failed": _("Reading it fails for a reason that is not known: the engine's log says more."),
}
SAID = 200  # signs


class ReadingFailed(Exception):
    """No reading: the `code`, and what it was about (`said`)."""

    def __init__(self, code: str, said: str = "", *, is_passing: bool = True) -> None:
        super().__init__(f"{code}: {said}" if said else code)
        self.code, self.said, self.is_passing = code, said[:SAID], is_passing


def sentence(code: str, language: str) -> str:
    """What is wrong and who can mend it."""
    if code in SIGN_IN:
        return in_language(SIGN_IN[code], language)
    with override(language):
        return gettext(WORDS.get(code, WORDS["failed"]))


def failure_of(error: Exception) -> ReadingFailed:
    """What went wrong while reading, as a code; what is not known of its kind is `failed`."""
    match error:
        case ReadingFailed():
            return error
        case SignInFailed():
            return ReadingFailed(error.code, error.said, is_passing=error.is_passing)
        case SealBroken():
            return ReadingFailed(error.code, is_passing=False)
        case IMAP4.readonly():
            return ReadingFailed("read_only", is_passing=False)
        case IMAP4.abort():
            return ReadingFailed("hung_up")
        case OSError():
            return _of_network(error)
        case IMAP4.error() | ValueError() | LookupError() | TypeError() | AttributeError():
            return ReadingFailed("garbage")
        case _:
            return ReadingFailed("failed", type(error).__name__)


def _of_network(error: OSError) -> ReadingFailed:
    match error:
        case TimeoutError():
            return ReadingFailed("no_answer")
        case SSLError():
            return ReadingFailed("tls", getattr(error, "verify_message", "") or "")
        case gaierror():
            return ReadingFailed("not_found")
    return ReadingFailed("unreachable", error.strerror or type(error).__name__)
