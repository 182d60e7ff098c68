"""One thing to be told: what it says, what it is about, and whether it waits in the inbox."""

from dataclasses import dataclass, replace
from enum import StrEnum

from gwarant.notify.enclosed import Enclosed
from gwarant.notify.letter import Letter
from gwarant.notify.reason import Reason
from gwarant.notify.told import Told, in_words
from gwarant.pictures.names import Names
from gwarant.sla.clocks.reading import Reading


class About(StrEnum):
    """What kind of matter it is about; `ref` is the matter's own name: a ticket's key, a contract's number."""

    TICKET = "ticket"
    CONTRACT = "contract"
    MONTH = "month"
    ACCOUNT = "account"
    HOUSE = "house"


@dataclass(frozen=True, kw_only=True)
class News:
    """`told` holds the facts and makes the words, `kind` is a row of `kinds.KINDS`: what people choose by.

    Only `told`, its kind and what it is about are kept, so that the words can be made again in any language.
    News that is `quiet` waits in the inbox and goes nowhere else. `reason`: why its readers get it, where no account
    says it; `matter`: what it is about, for whoever hears of it for the first time. `is_neutral`: it comes from the
    house alone, and names no customer. `files` came with somebody's words, `papers` were made by the program.
    """

    told: Told
    kind: str
    about: About
    ref: str = ""
    reading: Reading | None = None
    names: Names | None = None
    quiet: bool = False
    files: tuple[Enclosed, ...] = ()
    papers: tuple[Enclosed, ...] = ()
    reason: Reason | None = None
    matter: tuple[str, ...] = ()
    is_neutral: bool = False

    def letter(self, lang: str) -> Letter:
        """The news as a letter in the language, with its clock."""
        names = self.names.said_in(lang) if self.names else None
        letter = in_words(self.told, lang)
        is_word = letter.is_word or bool(self.files)  # files without a word come from a person too
        files = (*self.files, *self.papers)
        return replace(letter, reading=self.reading, names=names, files=files, is_word=is_word, matter=self.matter)
