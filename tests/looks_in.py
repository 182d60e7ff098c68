"""A customer that is looked at from a place of its own, for tests of what is kept of it."""

from collections.abc import Collection, Iterable
from datetime import datetime
from itertools import groupby
from operator import itemgetter

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from gwarant.customers.models import Service
from gwarant.monitoring.actions import Facts, add_monitor
from gwarant.monitoring.beats import troubles
from gwarant.monitoring.beats.asked import Asked, asked_by
from gwarant.monitoring.beats.expecting import open_key
from gwarant.monitoring.beats.keeping import keep
from gwarant.monitoring.beats.models import Source
from gwarant.monitoring.enrolling import enrol, invite, open_place
from gwarant.monitoring.giving import give
from gwarant.monitoring.leasing import lease
from gwarant.monitoring.models import DAY, RING, Monitor, Place, Prober, SeenLook, Standing
from gwarant.monitoring.moments import milliseconds_of
from gwarant.monitoring.sealing import seal
from gwarant.monitoring.taking import take
from gwarant.monitoring.telling.reading import State as ToldState
from gwarant.monitoring.telling.taking import open_source
from gwarant.monitoring.telling.taking import take as tell_of
from gwarant.prober.identity import public_half
from gwarant.prober.model import Answer, Certificate, Look, Phases
from gwarant.prober.protocol import Wanted, packed
from gwarant.sla.evidence.model import State

MINUTE, HOUR = 60_000, 3_600_000


def looked_at(service: Service, place: str, now: datetime, then: State = State.UP) -> Monitor:
    """The service has a monitor, its customer a place with a prober; there is a look in each partition, and a block.

    What the last look found is said; the one of a minute before found it up.
    """
    stands = open_place(place, place.title(), customer=service.customer, now=now)
    key = public_half(Ed25519PrivateKey.generate())
    prober = enrol(invite(stands, by=None, now=now), key, "1", now=now)
    facts = Facts(name=service.key, kind="http", settings={"url": "https://shop.example/"}, places=(stands,))
    monitor, at = add_monitor(service, facts, by=None, now=now), milliseconds_of(now)
    tokens = {one.share: one.token for one in give(prober, Wanted(), at).leases}
    seen = {at - MINUTE: State.UP, at: then}
    shown = Certificate(at // 1000, at // 1000 + 90 * 86_400, "ab" * 32, "CN=shop.example", "CN=authority")
    looks = [Look(monitor.pk, slot, slot, Answer(state, "200", certificate=shown)) for slot, state in seen.items()]
    take(prober, packed(looks, 1, at, tokens), at)
    laid(monitor, place, [(at - RING * DAY, State.UP)])
    seal(monitor.pk, stands.pk, now)
    laid(monitor, place, [(at - day * DAY, State.UP) for day in range(1, RING)])
    return monitor


def watched(service: Service, places: Iterable[str], now: datetime) -> Monitor:
    """The service is looked at from places of the house, an hour from one look to the next."""
    stands = tuple(open_place(key, key.title(), now=now) for key in places)
    facts = Facts(name=service.name, kind="http", settings={"url": "https://shop.example/"}, places=stands, every=HOUR)
    return add_monitor(service, facts, by=None, now=now)


def each_hour(
    monitor: Monitor,
    places: Iterable[str],
    first: int,
    hours: Iterable[int],
    *,
    down: Collection[int] = (),
    came: int = 500,
) -> None:
    """A look each hour from each place, the hours counted from the first moment; in some it is down."""
    for place in places:
        looks = [(first + at * HOUR, State.DOWN if at in down else State.UP) for at in hours]
        laid(monitor, place, looks, came=came)


def stored(monitor: Monitor, looks: Iterable[tuple[int, int, int, State]]) -> None:
    """Looks as a prober at the first place hands them over under its lease: slot, late, received, state."""
    prober = Prober.objects.filter(place=monitor.places.first()).select_related("place")[0]
    by_arrival = sorted(looks, key=itemgetter(2, 0))
    for came, own in groupby(by_arrival, key=itemgetter(2)):
        tokens = {one.share: one.token for one in lease(prober, 1, came)}
        seen = [Look(monitor.pk, slot, slot + late, _answer(state)) for slot, late, _, state in own]
        take(prober, packed(seen, 1, came, tokens), came)


def _answer(state: State) -> Answer:
    return Answer(state, "200" if state is State.UP else "502", Phases(1, 2, 3, 4, 5), "192.0.2.1")


def laid(monitor: Monitor, place: str, looks: Iterable[tuple[int, State]], *, came: int = 500) -> None:
    """Very many looks at once, as they would lie there had a prober handed each over so many milliseconds later."""
    stands, kept = Place.objects.get(key=place), {"monitor": monitor, "customer": monitor.customer}
    rows = [
        SeenLook(
            **kept,
            place=stands,
            slot=slot,
            ring=slot // DAY % RING,
            late=0,
            received=slot + came,
            every=monitor.every,
            timeout=monitor.timeout,
            state=state,
            is_extra=False,
            counts=True,
            code="",
            phases=[1, 2, 3, 4, 5],
            address="",
            certificate="",
        )
        for slot, state in looks
    ]
    SeenLook.objects.bulk_create(rows)
    last = {"slot": rows[-1].slot, "state": rows[-1].state, "since": 0, "total": 15}
    Standing.objects.get_or_create(**kept, place=stands, defaults=last)


def told_by(service: Service, now: datetime) -> Monitor:
    """The service has a job that told of itself, with words, and its customer a key for more."""
    open_key(service.customer, service=service)
    facts = Facts(name=f"{service.key} job", kind="heartbeat", settings={"every": "1h"}, places=())
    monitor = add_monitor(service, facts, by=None, now=now)
    asked = asked_by(f"{monitor.ping_address.code}/fail", "", "192.0.2.7", "curl/8", b"no room")
    assert isinstance(asked, Asked)
    keep([(asked, now)], now)
    troubles.run_once(now)
    _reported(service, now)
    return monitor


def _reported(service: Service, now: datetime) -> None:
    """Another tool has told of a state of the service."""
    labels = {"job": service.key, "of": service.customer.key}
    if not Source.objects.exists():
        open_source("prom", "Prometheus", now=now)
    settings = {"source": "prom", "labels": labels}
    facts = Facts(name=f"{service.key} alerts", kind="reported", settings=settings, places=())
    add_monitor(service, facts, by=None, now=now)
    told = ToldState(service.customer.key, "Disk", labels, "", False, now, now)
    tell_of(Source.objects.get(), [told], now)
