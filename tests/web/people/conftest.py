"""Each test begins with no tries counted."""

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def uncounted() -> None:
    """The limits per minute are kept in the process."""
    cache.clear()
