"""Rows that only one side can make: who is meant where `by` is left out, and what is said to another."""

from collections.abc import Mapping
from dataclasses import dataclass

from gwarant.sla.evidence.model import Act, AmountStatus, Kind, Role


@dataclass(frozen=True)
class Sides:
    """Of rows of one type: the field that tells what is done, and by value whose it is, with the reason."""

    field: str
    of: Mapping[str, tuple[Role, str]]

    def whose(self, done: str) -> Role | None:
        """The side that alone can do it; None where each can."""
        return self.of[done][0] if done in self.of else None


_RIGHT = "the customer, whose right it is"
_OFFER = "the provider, whose contract it is"
SIDES: Mapping[str, Sides] = {
    "ticket": Sides(
        "kind",
        {
            Kind.ACCEPTED: (Role.CUSTOMER, "the customer, for whom it was done"),
            Kind.REMARKED: (Role.CUSTOMER, "somebody of the customer, who may only look"),
        },
    ),
    "amount": Sides(
        "status",
        {
            AmountStatus.CLAIMED: (Role.CUSTOMER, _RIGHT),
            AmountStatus.ELECTED: (Role.CUSTOMER, _RIGHT),
            AmountStatus.WAIVED: (Role.CUSTOMER, _RIGHT),
            AmountStatus.ACCEPTED: (Role.PROVIDER, "the provider, who owes it"),
        },
    ),
    "agreement": Sides(
        "act",
        {
            Act.ACCEPTED: (Role.CUSTOMER, "the customer, to whom it was offered"),
            Act.OFFERED: (Role.PROVIDER, _OFFER),
            Act.WITHDRAWN: (Role.PROVIDER, _OFFER),
        },
    ),
}
"""By the names of the types; software of either side speaks for its own."""
