"""Services that are looked at from places of the house, minute by minute, and an engine that follows."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from gwarant.customers.models import Service
from gwarant.demo.cast import World
from gwarant.engine import outages
from gwarant.monitoring.actions import Facts, add_monitor
from gwarant.monitoring.enrolling import enrol, invite
from gwarant.monitoring.giving import give
from gwarant.monitoring.models import Monitor, Place, Prober
from gwarant.monitoring.moments import milliseconds_of
from gwarant.monitoring.taking import take
from gwarant.prober.identity import public_half
from gwarant.prober.model import Answer, Look
from gwarant.prober.protocol import Wanted, packed
from gwarant.sla.evidence.model import State

NOON = datetime(2026, 6, 2, 10, tzinfo=UTC)  # a Tuesday, 12:00 in Warsaw
MINUTE = timedelta(minutes=1)
WORDS = {"u": State.UP, "d": State.DOWN, "n": State.UNKNOWN}


@dataclass
class Watched:
    """What is looked at each minute from noon on: a letter a minute and place says what was seen, `-` nothing."""

    house: World
    places: Sequence[Place]
    probers: Sequence[Prober]
    monitors: dict[str, Monitor] = field(default_factory=dict)
    minute: dict[str, int] = field(default_factory=dict)

    def look_at(self, key: str, *, every: int = 60_000) -> Service:
        customer, name = key.split()
        service = self.house.services[customer, name]
        facts = Facts(
            name=key, kind="http", settings={"url": "https://x.example/"}, places=tuple(self.places), every=every
        )
        self.monitors[key] = add_monitor(service, facts, by=None, now=NOON)
        return service

    def sees(self, key: str, *places: str, wakes: bool = True) -> datetime:
        """What each place saw in the following minutes; the engine goes round after each of them. When that was."""
        start = self.minute.get(key, 0)
        for minute, letters in enumerate(zip(*places, strict=True), start):
            at = NOON + minute * MINUTE
            for prober, letter in zip(self.probers, letters, strict=False):
                if letter != "-":
                    self.hands_over(prober, [self.look(key, letter, at)], at)
            if wakes:
                self.engine(at)
            self.minute[key] = minute + 1
        return NOON + (self.minute[key] - 1) * MINUTE

    def look(self, key: str, letter: str, at: datetime) -> Look:
        slot = milliseconds_of(at)
        return Look(self.monitors[key].pk, slot, slot, Answer(WORDS[letter], "x"))

    def hands_over(self, prober: Prober, looks: list[Look], now: datetime) -> None:
        at = milliseconds_of(now)
        tokens = {one.share: one.token for one in give(prober, Wanted(), at).leases}
        take(prober, packed(looks, 1, at, tokens), at)

    def engine(self, now: datetime) -> int:
        done = last = outages.run_once(now) + outages.call_once(now)
        while last:
            last = outages.run_once(now) + outages.call_once(now)
            done += last
        return done


def prober_at(place: Place) -> Prober:
    key = public_half(Ed25519PrivateKey.generate())
    return enrol(invite(place, by=None, now=NOON), key, "1", now=NOON)
