"""All sweeps, in the order in which they run; lanes run beside each other."""

from collections.abc import Mapping
from functools import partial

from gwarant.engine import clocks, closings, heartbeat, sealing
from gwarant.engine.loop import Sweep
from gwarant.notify import delivery
from gwarant.notify.media import MEDIA

OTHERS = tuple(name for name, one in MEDIA.items() if one.opened and name != "mail")
SWEEPS: Mapping[str, Sweep] = {
    "clocks": clocks.run_once,
    "closings": closings.run_once,
    "heartbeat": heartbeat.run_once,
    "sealing": sealing.run_once,
    "outbox": delivery.run_once,
    **{name: partial(delivery.send_due, name) for name in OTHERS},
}
# a slow mail server delays no deadline, a slow server of another medium no mail
LANES = (("clocks", "closings", "heartbeat"), ("sealing",), ("outbox",), *((name,) for name in OTHERS))
