"""What a prober is to look at."""

from collections.abc import Sequence
from hashlib import blake2b
from typing import Any

import msgspec
from django.db import connection

from gwarant.database.seal import SealBroken, open_
from gwarant.monitoring.enrolling import VERSION
from gwarant.monitoring.leasing import alive, lease, share_of
from gwarant.monitoring.models import Monitor, Place, Prober
from gwarant.monitoring.moments import AHEAD, moment_of
from gwarant.monitoring.trials.asking import for_prober
from gwarant.prober.grid import phase_of
from gwarant.prober.model import Target
from gwarant.prober.protocol import SHARES, Given, Wanted, shown

MARK = """
SELECT count(*), sum(hashint8extended(m.id, m.revision)),
       sum(hashfloat8extended(date_part('epoch', m.changed_at), m.id))
FROM monitoring_monitor m JOIN monitoring_monitor_places p ON p.monitor_id = m.id AND p.place_id = %(place)s
WHERE m.is_active AND coalesce(m.customer_id = %(customer)s::bigint, true) AND m.id %% %(parts)s = ANY(%(shares)s)
"""
FAR = 2**53  # more than anything that is counted here


def give(prober: Prober, wanted: Wanted, now: int) -> Given:
    """The targets of its shares, unless it has this very list already; `now` in milliseconds."""
    heard(prober, wanted, now)
    heard_of = moment_of(now - alive()), moment_of(now + AHEAD)
    others = Prober.objects.filter(place=prober.place_id, retired_at=None, seen_at__range=heard_of)
    leases = lease(prober, others.count(), now, wanted.heard)
    shares = {one.share for one in leases}
    mark = _mark(prober.place, sorted(shares))
    trials = for_prober(prober, now)
    if mark == wanted.mark:
        return Given(mark=mark, leases=leases, now=now, trials=trials)
    monitors = Monitor.objects.watched_from(prober.place)
    targets = tuple(target_of(one) for one in monitors if share_of(one.pk) in shares)
    references = tuple(prober.place.references)
    return Given(mark=mark, leases=leases, now=now, targets=targets, references=references, trials=trials)


def heard(prober: Prober, wanted: Wanted, now: int) -> None:
    """Write down how it says that it goes; what it says twice counts once."""
    told: dict[str, Any] = {"seen_at": moment_of(now)}
    if wanted.begun:  # probers of earlier releases say none of this
        more = max(0, wanted.lost - (prober.run_lost if wanted.begun == prober.run_at else 0))
        fails = moment_of(max(0, min(wanted.fails_since, now))) if wanted.fails_since else None
        told |= {"run_at": min(wanted.begun, FAR), "run_lost": min(wanted.lost, FAR)}
        told |= {"version": shown(wanted.version, VERSION)}
        told |= {"clock_off": _within(wanted.off), "fails_since": fails}
        if more:
            told |= {"lost": min(prober.lost + more, FAR), "lost_at": moment_of(now)}
    Prober.objects.filter(pk=prober.pk).update(**told)


def _within(off: int | None) -> int | None:
    return None if off is None else max(-FAR, min(FAR, off))


def target_of(monitor: Monitor) -> Target:
    """The monitor as a prober reads it, with its secrets."""
    return Target(
        id=monitor.pk,
        kind=monitor.kind,
        every=monitor.every,
        timeout=monitor.timeout,
        phase=phase_of(f"monitor {monitor.pk}", monitor.every),
        settings=_told(monitor),
    )


def _told(monitor: Monitor) -> bytes:
    """Its settings; where its secrets do not open nothing, of which a prober says that it is a fault."""
    try:
        return msgspec.json.encode(settings_of(monitor))
    except SealBroken:
        return b"null"


def settings_of(monitor: Monitor) -> dict[str, Any]:
    """All its settings, the sealed ones opened."""
    return {**monitor.settings, **secrets_of(monitor)}


def secrets_of(monitor: Monitor) -> dict[str, Any]:
    """The sealed ones alone. Raises SealBroken."""
    sealed = bytes(monitor.sealed)
    found: dict[str, Any] = msgspec.json.decode(open_(purpose(monitor.pk), sealed)) if sealed else {}
    return found


def readable_secrets_of(monitor: Monitor) -> dict[str, Any]:
    """The same; none where the instance has another secret key than they were sealed under."""
    try:
        return secrets_of(monitor)
    except SealBroken:
        return {}


def purpose(monitor: int) -> str:
    """For what its secrets are sealed."""
    return f"monitor {monitor}"


def _mark(place: Place, shares: Sequence[int]) -> str:
    """A name for the references and the list as it is now: another one after every change."""
    with connection.cursor() as cursor:
        told = {"place": place.pk, "customer": place.customer_id, "parts": SHARES, "shares": [*shares]}
        cursor.execute(MARK, told)
        found = (place.references, *map(str, cursor.fetchone()))
    return blake2b(repr(found).encode(), digest_size=16).hexdigest()
