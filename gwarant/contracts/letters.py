"""What people are told about a contract: one letter a kind, in the reader's language."""

from collections.abc import Callable

from django.utils import translation
from django.utils.translation import gettext as _

from gwarant.contracts.models import ContractVersion
from gwarant.notify.letter import Letter

Write = Callable[[str], Letter]


def offered(version: ContractVersion, provider: str) -> Write:
    """To the customer's administrators: there is something to accept."""
    return _letter(version, _offered, portal_path(version), provider)


def withdrawn(version: ContractVersion, provider: str) -> Write:
    """To the customer's administrators: there is nothing to accept any more."""
    return _letter(version, _withdrawn, portal_path(version), provider)


def accepted(version: ContractVersion, who: str) -> Write:
    """To the house: the customer accepted."""
    return _letter(version, _accepted, desk_path(version), who)


def desk_path(version: ContractVersion) -> str:
    return f"/desk/contracts/{version.contract.number}"


def portal_path(version: ContractVersion) -> str:
    return f"/portal/contracts/{version.contract.number}/{version.version}"


def _letter(version: ContractVersion, words: Callable[[dict[str, str]], Letter], path: str, who: str) -> Write:
    day = version.document["effective"]["from"] if version.document else ""
    values = {
        "number": version.contract.number,
        "version": str(version.version),
        "customer": version.customer.name,
        "who": who,
        "day": day,
        "path": path,
        "hash": version.fingerprint,
    }

    def write(language: str) -> Letter:
        with translation.override(language):
            return words(values)

    return write


def _offered(values: dict[str, str]) -> Letter:
    return Letter(
        _("Contract %(number)s waits for your acceptance") % values,
        (
            _("%(who)s offers %(customer)s the contract %(number)s, version %(version)s, in force from %(day)s.")
            % values,
            _("Read it and accept it in the portal. Its fingerprint is %(hash)s.") % values,
        ),
        path=values["path"],
        action=_("Read the contract"),
    )


def _withdrawn(values: dict[str, str]) -> Letter:
    return Letter(
        _("The offer of contract %(number)s was withdrawn") % values,
        (_("%(who)s withdrew version %(version)s of the contract %(number)s. There is nothing to accept.") % values,),
        path=values["path"],
        action=_("Look at it"),
    )


def _accepted(values: dict[str, str]) -> Letter:
    return Letter(
        _("%(customer)s accepted contract %(number)s") % values,
        (_("%(who)s accepted version %(version)s. It holds from %(day)s.") % values,),
        path=values["path"],
        action=_("Look at the contract"),
        tone="fine",
    )
