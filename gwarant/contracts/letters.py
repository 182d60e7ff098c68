"""What people are told about a contract: the news when it happens, its words when somebody reads."""

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext as _

from gwarant.contracts.models import ContractVersion
from gwarant.notify.letter import Letter
from gwarant.notify.news import About, Facts, News, Words
from gwarant.pictures.words import long_day


def offered(version: ContractVersion, provider: str) -> News:
    """To the customer's administrators: there is something to accept."""
    return _news(version, "contract_offered", "offer", portal_path(version), provider)


def withdrawn(version: ContractVersion, provider: str) -> News:
    """To the customer's administrators: there is nothing to accept any more."""
    return _news(version, "contract_withdrawn", "contract", portal_path(version), provider)


def accepted(version: ContractVersion, who: str) -> News:
    """To the house: the customer accepted."""
    return _news(version, "contract_accepted", "contract", desk_path(version), who)


def desk_path(version: ContractVersion) -> str:
    return f"/desk/contracts/{version.contract.number}"


def portal_path(version: ContractVersion) -> str:
    return f"/portal/contracts/{version.contract.number}/{version.version}"


def _news(version: ContractVersion, code: str, kind: str, path: str, who: str) -> News:
    facts = {
        "number": version.contract.number,
        "version": str(version.version),
        "customer": version.customer.name,
        "who": who,
        "day": version.document["effective"]["from"] if version.document else "",
        "path": path,
        "hash": version.fingerprint,
    }
    return News(code=code, kind=kind, about=About.CONTRACT, ref=version.contract.number, facts=facts, words=WORDS[code])


def _offered(f: Facts, lang: str) -> Letter:
    return Letter(
        _("Contract %(number)s, version %(version)s: offered to you for acceptance") % f,
        (
            _("%(who)s offers %(customer)s the contract %(number)s, version %(version)s, in force from %(day)s.")
            % _in_words(f, lang),
            _("Read it and accept it in the portal. Its fingerprint is %(hash)s.") % f,
        ),
        path=f["path"],
        action=_("Read the contract"),
    )


def _in_words(f: Facts, lang: str) -> Facts:
    """The same facts with the first day as people write it."""
    return {**f, "day": long_day(date.fromisoformat(f["day"]), lang)} if f["day"] else f


def _withdrawn(f: Facts, lang: str) -> Letter:
    return Letter(
        _("The offer of contract %(number)s was withdrawn") % f,
        (_("%(who)s withdrew version %(version)s of the contract %(number)s. There is nothing to accept.") % f,),
        path=f["path"],
        action=_("Look at it"),
    )


def _accepted(f: Facts, lang: str) -> Letter:
    return Letter(
        _("%(customer)s accepted contract %(number)s, version %(version)s") % f,
        (_("%(who)s accepted version %(version)s. It holds from %(day)s.") % _in_words(f, lang),),
        path=f["path"],
        action=_("Look at the contract"),
        tone="fine",
    )


WORDS: Mapping[str, Words] = {
    "contract_offered": _offered,
    "contract_withdrawn": _withdrawn,
    "contract_accepted": _accepted,
}
