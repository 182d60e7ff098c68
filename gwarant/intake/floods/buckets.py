"""Buckets of tokens: a burst at once, then one more after each while; what is refused keeps the bucket empty."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.db import connection

from gwarant.database.together import ask, later
from gwarant.intake.floods.models import Bucket, Kind

# One statement, so that of two who ask at once each gets a token of its own.
_TAKE = """
INSERT INTO intake_bucket AS b (kind, name, full_at, seen_at)
VALUES (%(kind)s, %(name)s, %(at)s + %(every)s * INTERVAL '1 s', %(at)s)
ON CONFLICT (kind, name) DO UPDATE
SET full_at = GREATEST(b.full_at, b.seen_at, EXCLUDED.seen_at) + %(every)s * INTERVAL '1 s',
    seen_at = GREATEST(b.seen_at, EXCLUDED.seen_at)
WHERE b.full_at <= GREATEST(b.seen_at, EXCLUDED.seen_at) + %(most)s * INTERVAL '1 s'
RETURNING 1
"""
_EMPTY = """
UPDATE intake_bucket
SET full_at = GREATEST(full_at, GREATEST(seen_at, %(at)s) + %(whole)s * INTERVAL '1 s'),
    seen_at = GREATEST(seen_at, %(at)s)
WHERE kind = %(kind)s AND name = %(name)s
"""
ORDER = (Kind.ADDRESS, Kind.DOMAIN, Kind.DOOR, Kind.ANSWERS)  # in which a message draws on them
_HOLD = """
INSERT INTO intake_bucket AS b (kind, name, full_at, seen_at)
SELECT kind, name, at, at
FROM unnest(%s::text[], %s::text[], %s::timestamptz[]) WITH ORDINALITY AS t (kind, name, at, place) ORDER BY place
ON CONFLICT (kind, name) DO UPDATE SET seen_at = b.seen_at
RETURNING kind, name, full_at, seen_at
"""
_WRITE = """
UPDATE intake_bucket AS b SET full_at = t.full_at, seen_at = t.seen_at
FROM unnest(%s::text[], %s::text[], %s::timestamptz[], %s::timestamptz[]) AS t (kind, name, full_at, seen_at)
WHERE b.kind = t.kind AND b.name = t.name
"""


@dataclass(frozen=True)
class Rate:
    """So many at once, and one more after each `every`."""

    burst: int
    every: timedelta


PEOPLE = Rate(12, timedelta(minutes=5))  # one correspondent
MACHINES = Rate(120, timedelta(seconds=30))  # a registered program; a colleague whom our own mail server knows
DOMAIN = Rate(60, timedelta(minutes=1))  # unknown senders of one domain at one address of ours
DOOR = Rate(200, timedelta(seconds=20))  # all unknown senders at one address of ours
ANSWERS = Rate(3, timedelta(hours=1))  # our automatic answers to one address


@dataclass(frozen=True)
class Draw:
    """A bucket of which a message takes a token: `whose` in small letters, `shown` as people read it."""

    kind: Kind
    whose: str
    rate: Rate
    shown: str = ""

    @property
    def name(self) -> str:
        return sha256(self.whose.encode()).hexdigest()

    @property
    def place(self) -> tuple[str, str]:
        """By what the bucket is known."""
        return self.kind.value, self.name


@dataclass
class Held:
    """A bucket that nobody else draws on until the transaction ends, and the same rules as in `_TAKE` and `_EMPTY`."""

    kind: str
    name: str
    full_at: datetime
    seen_at: datetime

    def take(self, draw: Draw, at: datetime) -> bool:
        every, burst, seen = draw.rate.every, draw.rate.burst, max(self.seen_at, at)
        is_there = self.full_at <= seen + every * (burst - 1)
        if is_there:
            self.full_at, self.seen_at = max(self.full_at, seen) + every, seen
        elif draw.kind is not Kind.ANSWERS:
            self.full_at, self.seen_at = max(self.full_at, seen + every * burst), seen
        later(_write, [self])
        return is_there


def hold(draws: Mapping[tuple[str, str], datetime]) -> dict[tuple[str, str], Held]:
    """Buckets by kind and name, each as of a moment if it is new, held in the order of their kinds and names."""
    places = sorted(draws, key=lambda place: (ORDER.index(place[0]), place[1]))
    told: list[Any] = [[kind for kind, _ in places], [name for _, name in places], [draws[one] for one in places]]
    with connection.cursor() as cursor:
        cursor.execute(_HOLD, told)
        return {(kind, name): Held(kind, name, full_at, seen_at) for kind, name, full_at, seen_at in cursor.fetchall()}


def _write(buckets: list[Held]) -> None:
    own = list({id(one): one for one in buckets}.values())
    told: list[Any] = [[getattr(one, name) for one in own] for name in ("kind", "name", "full_at", "seen_at")]
    with connection.cursor() as cursor:
        cursor.execute(_WRITE, told)


def take(draw: Draw, at: datetime) -> bool:
    """Take a token as of a moment; False where there is none.

    Who goes on sending does not get one by it; an answer that was held back is no sending.
    """
    held = ask("bucket", draw.place, lambda: None)
    if held is not None:
        return held.take(draw, at)
    every, burst = draw.rate.every.total_seconds(), draw.rate.burst
    told: dict[str, Any] = {"kind": draw.kind.value, "name": draw.name, "at": at, "every": every}
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, {**told, "most": every * (burst - 1)})
        if cursor.fetchone() is not None:
            return True
        if draw.kind is not Kind.ANSWERS:
            cursor.execute(_EMPTY, {**told, "whole": every * burst})
    return False


def fill(kind: str, name: str) -> None:
    """Make a bucket full again: who drew on it has turned out to be no flood."""
    Bucket.objects.filter(kind=kind, name=name).delete()


def forget_full(now: datetime) -> int:
    """Remove buckets that have long been full, and say nothing any more; how many."""
    return Bucket.objects.filter(full_at__lt=now - timedelta(days=2)).delete()[0]
