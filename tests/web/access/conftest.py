"""One prepared world for a whole file; each probe takes back what it wrote."""

import logging
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from town import Town, build


@pytest.fixture(scope="module")
def town(django_db_setup: None, django_db_blocker: Any) -> Iterator[Town]:
    """Two customers with one of everything, in a transaction that is never committed."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build()
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def quiet(caplog: pytest.LogCaptureFixture) -> None:
    """Of the log only what broke is told."""
    caplog.set_level(logging.ERROR, "django.request")
