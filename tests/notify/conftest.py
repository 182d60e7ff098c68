"""A mail server on loopback that misbehaves as it is told."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # where the modules below lie

from post_office import PostOffice


@pytest.fixture
def office() -> Iterator[PostOffice]:
    found = PostOffice()
    found.start()
    yield found
    found.stop()
