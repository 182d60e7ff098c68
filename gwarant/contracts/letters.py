"""What people are told about a contract: the news when it happens, its words when somebody reads."""

from dataclasses import dataclass
from datetime import date
from typing import TypedDict

from django.utils.translation import gettext as _

from gwarant.contracts.models import ContractVersion
from gwarant.notify.letter import Letter
from gwarant.notify.news import About, News
from gwarant.notify.told import Told, registry
from gwarant.pictures.words import long_day


def offered(version: ContractVersion, provider: str) -> News:
    """To the customer's administrators: there is something to accept."""
    return _news(version, Offered(**_named(version, portal_path(version), provider)), "offer")


def withdrawn(version: ContractVersion, provider: str) -> News:
    """To the customer's administrators: there is nothing to accept any more."""
    return _news(version, Withdrawn(**_named(version, portal_path(version), provider)), "contract")


def accepted(version: ContractVersion, who: str) -> News:
    """To the house: the customer accepted."""
    return _news(version, Accepted(**_named(version, desk_path(version), who)), "contract")


def accepted_for_them(version: ContractVersion, who: str) -> News:
    """To the customer's administrators, whoever accepted among them: who did it, and from when it holds."""
    return _news(version, Accepted(**_named(version, portal_path(version), who)), "contract")


def desk_path(version: ContractVersion) -> str:
    return f"/desk/contracts/{version.contract.number}"


def portal_path(version: ContractVersion) -> str:
    return f"/portal/contracts/{version.contract.number}/{version.version}"


def _news(version: ContractVersion, told: Told, kind: str) -> News:
    return News(told=told, kind=kind, about=About.CONTRACT, ref=version.contract.number)


class Named(TypedDict):
    number: str
    version: str
    customer: str
    who: str
    day: str
    path: str
    hash: str


def _named(version: ContractVersion, path: str, who: str) -> Named:
    return {
        "number": version.contract.number,
        "version": str(version.version),
        "customer": version.customer.name,
        "who": who,
        "day": version.document["effective"]["from"] if version.document else "",
        "path": path,
        "hash": version.fingerprint,
    }


@dataclass(frozen=True, kw_only=True)
class OfContract(Told):
    """Which wording it is, of whom; `who` did it; `day` is the first day in force, `hash` its fingerprint."""

    number: str = ""
    version: str = ""
    customer: str = ""
    who: str = ""
    day: str = ""
    path: str = ""
    hash: str = ""

    def dated(self, sentence: str, lang: str) -> str:
        """The sentence with the first day as people write it."""
        return self.said(sentence, day=long_day(date.fromisoformat(self.day), lang) if self.day else "")


@dataclass(frozen=True, kw_only=True)
class Offered(OfContract):
    code = "contract_offered"

    def letter(self, lang: str) -> Letter:
        offers = _("%(who)s offers %(customer)s the contract %(number)s, version %(version)s, in force from %(day)s.")
        read = _("Read it and accept it in the portal.")
        return Letter(
            self.said(_("Contract %(number)s, version %(version)s: offered to you for acceptance")),
            (self.dated(offers, lang), self.said(read), self.said(_("Fingerprint: %(hash)s"))),
            path=self.path,
            action=_("Read the contract"),
        )


@dataclass(frozen=True, kw_only=True)
class Withdrawn(OfContract):
    code = "contract_withdrawn"

    def letter(self, lang: str) -> Letter:
        told = _("%(who)s withdrew version %(version)s of the contract %(number)s. There is nothing to accept.")
        return Letter(
            self.said(_("The offer of contract %(number)s was withdrawn")),
            (self.said(told),),
            path=self.path,
            action=_("Look at it"),
        )


@dataclass(frozen=True, kw_only=True)
class Accepted(OfContract):
    code = "contract_accepted"

    def letter(self, lang: str) -> Letter:
        return Letter(
            self.said(_("%(customer)s accepted contract %(number)s, version %(version)s")),
            (self.dated(_("%(who)s accepted version %(version)s. It holds from %(day)s."), lang),),
            path=self.path,
            action=_("Look at the contract"),
            tone="fine",
        )


TOLD = registry(Offered, Withdrawn, Accepted)
