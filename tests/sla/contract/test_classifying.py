"""What the client may do about a class is what the contract says, and nothing else."""

import pytest
from small_contract import SMALL

from gwarant.sla.contract.classifying import client_may_change, client_sets_first
from gwarant.sla.contract.parse import parse


def told(classification: str) -> tuple[bool, bool]:
    contract = parse(f"{SMALL}classification: {{{classification}}}\n").contract
    assert contract is not None
    return client_sets_first(contract), client_may_change(contract)


@pytest.mark.parametrize(
    ("classification", "says"),
    [
        ("", (True, False)),
        ("set_by: client", (True, False)),
        ("set_by: client_owner", (True, False)),
        ("set_by: caretaker", (False, False)),
        ("set_by: provider", (False, False)),
        ("set_by: provider, dispute: {until_settled: keep_client_class}", (False, True)),
        ("set_by: client, dispute: {by: caretaker, until_settled: keep_provider_class}", (True, False)),
    ],
)
def test_the_contract_says_whether_the_client_sets_the_class_first_and_may_change_it(
    classification: str, says: tuple[bool, bool]
) -> None:
    assert told(classification) == says
