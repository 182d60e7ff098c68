"""One look of a check, waited for."""

import json
from collections.abc import Callable
from typing import Any

from gwarant.prober.checks import KINDS, settings_of
from gwarant.prober.model import Answer
from gwarant.prober.tools import Tools

Look = Callable[..., Answer]


def looked(kind: str, wanted: dict[str, Any], with_tools: Tools, timeout: int = 5_000) -> Answer:
    """What one look finds."""
    found: list[Answer] = []
    settings = settings_of(kind, json.dumps(wanted).encode())
    KINDS[kind].begin(settings, timeout, with_tools, found.append)
    assert not found, "an answer comes later, never from the call"
    while not found:
        with_tools.poll.turn(1)
    return found[0]
