"""A customer that is looked at from a place of its own, for tests of what is kept of it."""

from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from gwarant.customers.models import Service
from gwarant.monitoring.actions import Facts, add_monitor
from gwarant.monitoring.enrolling import enrol, invite, open_place
from gwarant.monitoring.giving import give
from gwarant.monitoring.models import Monitor
from gwarant.monitoring.moments import milliseconds_of
from gwarant.monitoring.taking import take
from gwarant.prober.identity import public_half
from gwarant.prober.model import Answer, Look
from gwarant.prober.protocol import Wanted, packed
from gwarant.sla.evidence.model import State


def looked_at(service: Service, place: str, now: datetime) -> Monitor:
    """The service has a monitor, its customer a place with a prober, and there is one look, which found it up."""
    stands = open_place(place, place.title(), customer=service.customer, now=now)
    key = public_half(Ed25519PrivateKey.generate())
    prober = enrol(invite(stands, by=None, now=now), key, "1", now=now)
    facts = Facts(name=service.key, kind="http", settings={"url": "https://shop.example/"}, places=(stands,))
    monitor, at = add_monitor(service, facts, by=None, now=now), milliseconds_of(now)
    tokens = {one.share: one.token for one in give(prober, Wanted(), at).leases}
    take(prober, packed([Look(monitor.pk, at, at, Answer(State.UP, "200"))], 1, at, tokens), at)
    return monitor
