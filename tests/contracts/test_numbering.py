from datetime import date

import pytest

from gwarant.contracts.numbering import renumbered
from gwarant.packages import library
from gwarant.sla.contract.blank import blank_contract
from gwarant.sla.contract.nodes import compose

DAY = date(2027, 1, 1)


@pytest.mark.parametrize(
    "text",
    [
        "metadata: {id: X}\neffective: {to: null}\n",
        "metadata: {id: X, version: 1}\neffective: {from: 2026-01-01}\n",
        "metadata:\n  id: X # the number\n  version: '12' # old\neffective:\n  from: \"2026-01-01\"\n",
        "metadata:\n    id: X\neffective:\n    from:\n    to: 2027-12-31\n",
        "metadata:\n  id: X\n  version: 1\neffective: {from: null}\n",
        "effective: {from: null}\nmetadata: {version: 1}\n",
    ],
)
def test_the_next_wording_has_its_version_and_first_day(text: str) -> None:
    told = compose(renumbered(text, 3, DAY)).plain()
    assert told["metadata"]["version"] == 3
    assert told["effective"]["from"] == "2027-01-01"


def test_everything_else_stays_as_it_was_written() -> None:
    text = blank_contract("premium", library())
    told = renumbered(text, 2, None)
    changed = [(a, b) for a, b in zip(text.splitlines(), told.splitlines(), strict=True) if a != b]
    assert changed == [("  version: 1", "  version: 2")]


@pytest.mark.parametrize("text", ["", "a: [", "words", "metadata: 3\neffective: []\n"])
def test_a_text_that_is_no_contract_stays_as_it_is(text: str) -> None:
    assert renumbered(text, 2, DAY) == text
