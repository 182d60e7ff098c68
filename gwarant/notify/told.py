"""What is told, in no language yet: plain values that are kept as JSON, and the words that are made of them."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, ClassVar, Self

from django.utils import translation

from gwarant.notify.letter import Letter
from gwarant.texts import in_sentence

KEPT = 500  # signs of a text that a notice keeps: the inbox shows its beginning
Facts = Mapping[str, Any]  # JSON: texts, numbers, moments as UTC seconds


@dataclass(frozen=True, kw_only=True)
class Told:
    """One kind of news: its fields are the facts, `letter` makes words of them without asking for a row.

    Every field has a default, so that what another release has written, with fewer facts or more, can still be told;
    `formerly` has the names that facts had in earlier releases. `code` is the name that notices keep.
    """

    code: ClassVar[str]
    formerly: ClassVar[Mapping[str, str]] = {}

    def letter(self, lang: str) -> Letter:
        """The words; called with the language active."""
        raise NotImplementedError

    def said(self, sentence: str, **other: object) -> str:
        """The sentence with the facts set in."""
        return in_sentence(sentence, {**vars(self), **other})

    def kept(self) -> dict[str, Any]:
        """The facts as a notice keeps them, texts cut: the whole text stands where it was said."""
        facts = {one.name: getattr(self, one.name) for one in fields(self)}
        return {name: value[:KEPT] if isinstance(value, str) else value for name, value in facts.items()}

    @classmethod
    def read(cls, facts: Facts) -> Self:
        """What a notice has kept; what is not known here is left aside."""
        named = {cls.formerly.get(name, name): value for name, value in facts.items()}
        known = {one.name for one in fields(cls)} & named.keys()
        return cls(
            **{
                name: tuple(value) if isinstance(value, list) else value
                for name, value in named.items()
                if name in known
            }
        )


def in_words(told: Told, lang: str) -> Letter:
    """The words in the language."""
    with translation.override(lang):
        return told.letter(lang)


def registry(*kinds: type[Told]) -> dict[str, type[Told]]:
    """The kinds by their code."""
    return {one.code: one for one in kinds}


@dataclass(frozen=True, kw_only=True)
class Before(Told):
    """What was written before notices kept facts: its sentences, as they were."""

    code = "before"
    subject: str = ""
    line: str = ""
    path: str = ""
    tone: str = ""

    def letter(self, lang: str) -> Letter:
        key, what = _parted(self.subject)
        return Letter(what, (self.line,) if self.line else (), key=key, path=self.path, tone=self.tone)


def _parted(subject: str) -> tuple[str, str]:
    """The ticket's key and what stands behind it, of a subject that was glued together."""
    key, closed, what = subject.partition("] ")
    return (key[1:], what) if closed and key.startswith("[") and " " not in key else ("", subject)
