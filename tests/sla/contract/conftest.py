"""A small whole contract, and ways to read variations of it."""

from collections.abc import Callable

import pytest
from small_contract import SMALL

from gwarant.packages import library
from gwarant.sla.contract.parse import Parsed, parse


@pytest.fixture
def small() -> Callable[..., Parsed]:
    """Reads the small contract with pieces of its text exchanged; each of them must be there."""

    def read(*changes: tuple[str, str], more: str = "") -> Parsed:
        text = SMALL
        for old, new in changes:
            assert old in text, old
            text = text.replace(old, new)
        return parse(text + more, "small.yaml", library())

    return read
