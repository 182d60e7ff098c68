"""Why a message has not left the house, for a person: a code and its values are kept, the sentence is made when read.

What the other side called it stands as it came, in whatever language it speaks.
"""

from dataclasses import dataclass
from typing import Final

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gwarant.oauth.words import WORDS, in_language

DEAD_ADDRESS: Final = "dead_address"  # the value: what came back from it
ENGINE_ENDED: Final = "engine_ended"
NO_CREDENTIAL: Final = "no_credential"  # the value: of which account
NO_ADDRESS: Final = "no_address"  # the value: what stands there instead
ANSWERED: Final = "answered"  # the value: who, and the status
# why a message that waited was withdrawn: they have no value
LEFT: Final = "left"
NO_PLACE: Final = "no_place"
REVOKED: Final = "revoked"
NO_REPORT: Final = "no_report"
UNFOLLOWED: Final = "unfollowed"


@dataclass(frozen=True)
class Failure:
    """`message` is for the log; a `code` with what was `said` for pages, where it is ours and no other side's words."""

    message: str
    permanent: bool
    code: str = ""
    said: str = ""

    @property
    def kept(self) -> dict[str, str]:
        """What a delivery keeps of it."""
        return {"failure": self.code, "last_error": (self.said if self.code else self.message)[:2000]}


def words_of(code: str, said: str) -> str:
    """The sentence in the reader's language; what was said alone where no code is kept."""
    if code in WORDS:
        words = in_language(WORDS[code], get_language() or "en")
        return f"{words} ({said})" if said else words
    sentences = {
        DEAD_ADDRESS: _("No mail goes to this address since one came back: %(said)s"),
        ENGINE_ENDED: _("The engine ended each time it was sent."),
        NO_CREDENTIAL: _("No credential of %(said)s is kept: gwarant mail account add %(said)s"),
        NO_ADDRESS: _("This is no address that mail can be sent to: %(said)s"),
        ANSWERED: _("It was not taken: %(said)s"),
        LEFT: _("Whoever it was written to had left before it went out."),
        NO_PLACE: _("Whoever it was written to had no place at the customer any more."),
        REVOKED: _("The invitation had ended before it went out."),
        NO_REPORT: _("What it is about was laid aside as no report before it went out."),
        UNFOLLOWED: _("Whoever it was written to had stopped following before it went out."),
    }
    return sentences[code] % {"said": said} if code in sentences else said
