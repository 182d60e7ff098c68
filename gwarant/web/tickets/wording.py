"""What the wording that judges a ticket calls things, and what people call them where there is none."""

from gwarant.accounts.models import Company
from gwarant.contracts.models import ContractVersion
from gwarant.contracts.terms import names_for, wording_of
from gwarant.pictures.names import Names
from gwarant.pictures.words import known
from gwarant.tickets.models import Ticket

USUAL = {
    "critical": "Critical fault",
    "serious": "Serious fault",
    "ordinary": "Ordinary fault",
    "change": "Change request",
}


def names_in(version: ContractVersion | None, lang: str) -> Names:
    """The labels of clocks and classes in the reader's language."""
    if version is None:
        return Names(classes={id_: known(label, lang) for id_, label in USUAL.items()})
    return names_for(version, lang)


def class_label(ticket: Ticket, class_id: str, lang: str) -> str:
    return names_in(ticket.version, lang).class_(class_id)


def zone_of(ticket: Ticket) -> str:
    """The contract's zone; the house's own where there is no contract."""
    return wording_of(ticket.version).defaults.timezone if ticket.version else house_zone()


def house_zone() -> str:
    company = Company.objects.first()
    return company.zone if company else "Europe/Warsaw"
