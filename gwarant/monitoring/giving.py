"""What a prober is to look at."""

from collections.abc import Iterable
from hashlib import blake2b
from typing import Any

import msgspec

from gwarant.database.seal import open_
from gwarant.monitoring.leasing import lease, share_of
from gwarant.monitoring.models import Monitor, Place, Prober
from gwarant.monitoring.moments import moment_of
from gwarant.prober.grid import phase_of
from gwarant.prober.model import Target
from gwarant.prober.protocol import Given, Wanted

ALIVE = 45_000  # milliseconds since a prober last asked, which it does every ten seconds: then its part goes to others


def give(prober: Prober, wanted: Wanted, now: int) -> Given:
    """The targets of its shares, unless it has this very list already; `now` in milliseconds."""
    Prober.objects.filter(pk=prober.pk).update(seen_at=moment_of(now))
    others = Prober.objects.filter(place=prober.place_id, retired_at=None, seen_at__gt=moment_of(now - ALIVE))
    leases = lease(prober, others.count(), now)
    shares = {one.share for one in leases}
    monitors = [one for one in Monitor.objects.watched_from(prober.place) if share_of(one.pk) in shares]
    mark = _mark(prober.place, monitors)
    if mark == wanted.mark:
        return Given(mark=mark, leases=leases, now=now)
    targets = tuple(target_of(one) for one in monitors)
    references = tuple(prober.place.references)
    return Given(mark=mark, leases=leases, now=now, targets=targets, references=references)


def target_of(monitor: Monitor) -> Target:
    """The monitor as a prober reads it, with its secrets."""
    return Target(
        id=monitor.pk,
        kind=monitor.kind,
        every=monitor.every,
        timeout=monitor.timeout,
        phase=phase_of(f"monitor {monitor.pk}", monitor.every),
        settings=msgspec.json.encode(settings_of(monitor)),
    )


def settings_of(monitor: Monitor) -> dict[str, Any]:
    """All its settings, the sealed ones opened."""
    sealed = bytes(monitor.sealed)
    secret = msgspec.json.decode(open_(purpose(monitor.pk), sealed)) if sealed else {}
    return {**monitor.settings, **secret}


def purpose(monitor: int) -> str:
    """For what its secrets are sealed."""
    return f"monitor {monitor}"


def _mark(place: Place, monitors: Iterable[Monitor]) -> str:
    told = blake2b(repr(place.references).encode(), digest_size=16)
    for one in sorted(monitors, key=lambda one: one.pk):
        told.update(f"{one.pk} {one.changed_at.isoformat()}\n".encode())
    return told.hexdigest()
