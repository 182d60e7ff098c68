"""For tests that need connections of their own, outside of any transaction; they leave no rows behind."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connections


@pytest.fixture
def connected(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The database as a program has it."""
    with django_db_blocker.unblock():
        yield
        connections.close_all()
