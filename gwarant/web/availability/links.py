"""Where the availability of systems stands: by each contract that promises it."""

from datetime import datetime

from django.urls import reverse

from gwarant.contracts.models import ContractVersion
from gwarant.contracts.terms import wording_of


def links_of(customer_id: int, now: datetime, side: str = "desk") -> dict[str, list[tuple[str, str]]]:
    """By the key of each system the contracts in force that promise its availability, with the address of its year."""
    versions = ContractVersion.objects.in_force(now).filter(customer_id=customer_id).select_related("contract")
    found: dict[str, dict[str, str]] = {}
    for one in versions.order_by("contract__number"):
        number = one.contract.number
        for promise in wording_of(one).availability:
            address = reverse(f"{side}:availability", args=[number, promise.service])
            found.setdefault(promise.service, {})[number] = address
    return {service: list(links.items()) for service, links in found.items()}
