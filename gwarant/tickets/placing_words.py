"""What is told of what a ticket is taken for: its class, its system, its contract."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gwarant.notify.letter import Letter
from gwarant.pictures.words import known
from gwarant.tickets.facts import By, Judged, Promises, Said


@dataclass(frozen=True, kw_only=True)
class Classified(By, Promises):
    """`label` is the class as the contract calls it."""

    code = "classified"
    replaces = True
    formerly: ClassVar[Mapping[str, str]] = {"class": "label"}
    label: str = ""

    def letter(self, lang: str) -> Letter:
        told = self.said(_("%(who)s set the class to: %(label)s."), label=known(self.label, lang))
        return self.of(pgettext("subject", "Class changed"), told, self.promise(lang))


@dataclass(frozen=True, kw_only=True)
class ClassifiedByClient(Said):
    """To the house, when the customer set the class as the contract lets them; `label` as the contract calls it."""

    code = "classified_by_client"
    label: str = ""

    def letter(self, lang: str) -> Letter:
        told = self.said(_("%(who)s set the class to: %(label)s."), label=known(self.label, lang))
        return self.of(pgettext("subject", "Class set by the client"), told, *self.quoted())


@dataclass(frozen=True, kw_only=True)
class Adopted(Judged):
    code = "adopted"

    def letter(self, lang: str) -> Letter:
        return self.of(pgettext("subject", "Under contract"), self.judged_by(), self.classed(lang), self.promise(lang))


@dataclass(frozen=True, kw_only=True)
class Placed(Judged, By):
    """Which system it concerns, of a report that came without one."""

    code = "placed"
    system: str = ""

    def letter(self, lang: str) -> Letter:
        told = self.said(_("%(who)s says which system it concerns: %(system)s."))
        return self.of(
            pgettext("subject", "Its system"), told, self.judged_by(), self.classed(lang), self.promise(lang)
        )


@dataclass(frozen=True, kw_only=True)
class Moved(Judged, Said):
    code = "moved"
    system: str = ""

    def letter(self, lang: str) -> Letter:
        told = self.said(_("%(who)s corrected the system that it concerns: %(system)s."))
        lines = (told, *self.quoted(), self.judged_by(), self.classed(lang), self.promise(lang))
        return self.of(pgettext("subject", "Another system"), *lines)
