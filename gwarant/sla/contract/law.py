"""Under which law a contract stands: the one that it names, or Polish law where everything about it is Polish."""

from gwarant.sla.contract.model import Contract

POLAND = "PL"


def law_of(contract: Contract) -> str:
    """The land or region whose law governs the contract, such as PL or GB-ENG; "" where nobody can tell."""
    if contract.law:
        return contract.law
    return POLAND if looks_polish(contract) else ""


def looks_polish(contract: Contract) -> bool:
    """Whether a contract that names no law is a Polish one by its language, its currency or a Polish tax number."""
    parties = contract.parties
    speaks = contract.defaults.currency == "PLN" or contract.metadata.language == "pl"
    return speaks or bool(parties.provider.nip or parties.client.nip)
