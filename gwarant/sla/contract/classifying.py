"""What a contract lets the client do about the class of a ticket: set it at first, and set it while it is disputed."""

from gwarant.sla.contract.model.contract import Contract

OWNER = "client_owner"  # of whom the service knows nothing: whoever reports for the client may set it
CLIENT = ("client", OWNER)
UNTIL_SETTLED, CLIENT_HOLDS = "until_settled", "keep_client_class"


def client_sets_first(contract: Contract) -> bool:
    """Whether it is the client who says the class at first."""
    return contract.classification.set_by in CLIENT


def client_may_change(contract: Contract) -> bool:
    """Whether the client's class holds until a dispute is settled, so that they may set it while the ticket lives."""
    return contract.classification.dispute.get(UNTIL_SETTLED) == CLIENT_HOLDS
