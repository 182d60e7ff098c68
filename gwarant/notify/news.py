"""What is to be told, in no language yet: a code and plain values, of which words are made when somebody reads."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from django.utils import translation

from gwarant.notify.letter import Letter
from gwarant.pictures.names import Names
from gwarant.sla.clocks.reading import Reading


class About(StrEnum):
    """What kind of matter it is about; `ref` is the matter's own name: a ticket's key, a contract's number."""

    TICKET = "ticket"
    CONTRACT = "contract"
    MONTH = "month"
    ACCOUNT = "account"
    HOUSE = "house"


Facts = Mapping[str, Any]  # JSON: texts, numbers, moments as UTC seconds
Words = Callable[[Facts, str], Letter]  # called with the reader's language active


@dataclass(frozen=True, kw_only=True)
class News:
    """One thing to be told. `code` says which words, `kind` is a row of `kinds.KINDS`: what people choose by.

    Everything but the reading and its names is kept, so that the words can be made again in any language. News that
    is `quiet` waits in the inbox and goes nowhere else.
    """

    code: str
    kind: str
    about: About
    words: Words
    ref: str = ""
    facts: Facts = field(default_factory=dict)
    reading: Reading | None = None
    names: Names | None = None
    quiet: bool = False

    def letter(self, lang: str) -> Letter:
        """The news as a letter in the language, with its clock."""
        names = self.names.said_in(lang) if self.names else None
        return replace(say(self.words, self.facts, lang), reading=self.reading, names=names)


def say(words: Words, facts: Facts, lang: str) -> Letter:
    """The words in the language."""
    with translation.override(lang):
        return words(facts, lang)
