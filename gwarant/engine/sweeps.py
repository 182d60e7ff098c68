"""All sweeps, in the order in which they run; lanes run beside each other."""

from collections.abc import Mapping

from gwarant.engine import clocks, closings, heartbeat, sealing
from gwarant.engine.loop import Sweep
from gwarant.notify import delivery

SWEEPS: Mapping[str, Sweep] = {
    "clocks": clocks.run_once,
    "closings": closings.run_once,
    "heartbeat": heartbeat.run_once,
    "sealing": sealing.run_once,
    "outbox": delivery.run_once,
}
LANES = (("clocks", "closings", "heartbeat"), ("sealing",), ("outbox",))  # a slow mail server delays no deadline
