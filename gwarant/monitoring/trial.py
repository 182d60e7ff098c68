"""Looking once, at once, by the same checks and the same rules about addresses as the house's own prober."""

from collections.abc import Mapping
from time import monotonic
from typing import Any

import msgspec

from gwarant.prober.checks import KINDS, settings_of
from gwarant.prober.model import Answer, Reason
from gwarant.prober.reach import Reach
from gwarant.prober.tools import tools
from gwarant.sla.evidence.model import State

LONGEST = 15_000  # milliseconds that somebody waits for it
GRACE = 1.0  # seconds beyond the time that the check itself keeps


def try_out(kind: str, settings: Mapping[str, Any], timeout: int, reach: Reach) -> Answer:
    """What is found now; `timeout` in milliseconds. Raises SettingsRefused."""
    read, patience = settings_of(kind, msgspec.json.encode(settings)), min(timeout, LONGEST)
    with_tools, found = tools(reach), list[Answer]()
    end = monotonic() + patience / 1000 + GRACE
    try:
        KINDS[kind].begin(read, patience, with_tools, found.append)
        while not found and monotonic() < end:
            with_tools.poll.turn(0.1)
    except Exception as error:  # whatever it is, it is told
        return Answer(State.UNKNOWN, Reason.FAULT, said=f"{type(error).__name__}: {error}"[:200])
    finally:
        with_tools.close()
    return found[0] if found else Answer(State.DOWN, Reason.TIMEOUT)
