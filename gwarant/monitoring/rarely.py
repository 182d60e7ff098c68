"""Monitors that look more rarely than the contract says: then each unseen edge counts against the promise."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from gwarant.contracts.terms import judging, wording_of
from gwarant.customers.models import Service
from gwarant.monitoring.kinds import TOLD
from gwarant.monitoring.models import Monitor
from gwarant.sla.contract.model import Contract


def promised_every(service: Service, wording: Contract | None) -> int | None:
    """How often the wording says that the system is looked at, in milliseconds; None where it promises nothing."""
    found = [one for one in wording.availability if one.service == service.key] if wording else []
    return min((one.probe.every.seconds * 1000 for one in found), default=None)


def too_rare(monitor: Monitor, wording: Contract | None) -> int | None:
    """How often the monitor should look, in milliseconds, where it is judged by and looks more rarely."""
    if not monitor.counts or not monitor.is_active or monitor.kind in TOLD:
        return None
    promised = promised_every(monitor.service, wording)
    return promised if promised is not None and monitor.every > promised else None


def rare_now(monitor: Monitor, now: datetime) -> int | None:
    """The same by the wording that holds now."""
    version = judging(monitor.customer_id, monitor.service, now, now)
    return too_rare(monitor, wording_of(version) if version else None)


def rare_of(monitors: Iterable[Monitor], now: datetime) -> Iterator[tuple[Monitor, int]]:
    """Those of the monitors that look too rarely, each with how often it should."""
    for one in monitors:
        if (every := rare_now(one, now)) is not None:
            yield one, every
