"""A prober's tools on this machine, and one look."""

from collections.abc import Iterator
from typing import Any

import pytest
from one_look import Look, looked

from gwarant.prober.model import Answer
from gwarant.prober.reach import Reach
from gwarant.prober.tools import Tools, tools


@pytest.fixture
def open_tools() -> Iterator[Tools]:
    found = tools(Reach(everywhere=True))
    yield found
    found.close()


@pytest.fixture
def look(open_tools: Tools) -> Look:
    """Look once, from a prober that may call every address."""

    def once(kind: str, timeout: int = 5_000, **wanted: Any) -> Answer:
        return looked(kind, wanted, open_tools, timeout)

    return once


@pytest.fixture
def shut_tools() -> Iterator[Tools]:
    """Of a prober that may call the internet alone."""
    found = tools(Reach())
    yield found
    found.close()
