"""Whose message is read next: what costs much waits behind what costs little, and nothing waits for ever.

Each correspondent's messages come one behind the other on a clock of their own, as far apart as reading them costs;
what is there is read by that moment, its *turn*, so that who sends much waits for themselves. A turn decides the order
alone: where nothing else waits it is read at once, and none is later than `LATEST` after its message came.
"""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from django.db import connection
from django.db.models import F, Q
from django.db.models.functions import Least

from gwarant.intake.floods.models import Kind
from gwarant.intake.models import RawMail

SMALL = 256 << 10  # bytes; what is larger is read beside, by a child of its own
LATEST = timedelta(hours=1)
BYTES = 20_000  # of a message put its sender's next turn off by a second
DEAR = 0.5  # seconds of reading beyond which a message cost more than its bytes say
AS_DEAR = 60  # seconds that each second of reading puts its sender's turns off
HEAD = 16 << 10
_FROM = re.compile(rb"^(?:Return-Path|From):[^\n]{0,500}?([\w.+=-]{1,64}@[\w.-]{1,255})", re.IGNORECASE | re.MULTILINE)
_NEXT = """
INSERT INTO intake_bucket AS b (kind, name, full_at, seen_at)
SELECT %(kind)s, told.name, %(at)s::timestamptz + LEAST(told.cost * INTERVAL '1 s', %(most)s::interval),
       %(at)s::timestamptz
FROM unnest(%(of)s::text[], %(cost)s::float8[]) AS told (name, cost)
ON CONFLICT (kind, name) DO UPDATE
SET full_at = LEAST(GREATEST(b.full_at, EXCLUDED.seen_at) + (EXCLUDED.full_at - EXCLUDED.seen_at),
                    EXCLUDED.seen_at + %(most)s::interval),
    seen_at = GREATEST(b.seen_at, EXCLUDED.seen_at)
RETURNING b.name, b.full_at
"""
_KNOWN = """
SELECT email FROM customers_correspondent WHERE email = ANY (%(emails)s::text[])
UNION ALL
SELECT one FROM unnest(%(emails)s::text[]) AS one JOIN accounts_user AS u ON upper(u.email) = upper(one)
WHERE u.is_active
"""


def turns_of(mails: Sequence[tuple[str, int]]) -> list[str]:
    """Whose turns messages take, by sender and size, as hashes: a known address its own, all others of a domain one.

    Nothing is proven before reading: who writes somebody's name takes turns of theirs. So small messages, which cost
    next to nothing, have turns of their own, that no large one puts off.
    """
    known = _known({sender for sender, _size in mails if sender})
    whose = [(sender if sender in known else sender.rpartition("@")[2], size <= SMALL) for sender, size in mails]
    return [sha256(f"{one} {is_small}".encode()).hexdigest() for one, is_small in whose]


def sender_of(envelope: str, head: Callable[[], bytes]) -> str:
    """Who sent a message, in small letters: as its envelope says, else as its head does."""
    return (envelope or _written(head())).strip().lower()


def next_turns(mails: Sequence[tuple[str, int]], now: datetime) -> list[datetime]:
    """The next turns of messages, by whose they are and size, taken: of those of one, one behind the other."""
    costs = [_cost(size / BYTES) for _of, size in mails]
    whole: dict[str, float] = {}
    for (of, _size), cost in zip(mails, costs, strict=True):
        whole[of] = whole.get(of, 0.0) + cost
    last, found = _put_off(whole, now), []
    for (of, _size), cost in zip(reversed(mails), reversed(costs), strict=True):
        found.append(last[of])
        last[of] -= timedelta(seconds=cost)
    return found[::-1]


def charge(pk: int, seconds: float, now: datetime) -> None:
    """Note what reading a message has cost: one that was dear puts off what waits of its sender, and what comes."""
    if seconds < DEAR:
        return
    of = RawMail.objects.filter(pk=pk).values_list("turn_of", flat=True).first()
    if not of:
        return
    cost = seconds * AS_DEAR
    _put_off({of: _cost(cost)}, now)
    waiting = RawMail.objects.filter(Q(turn_of=of), ~Q(due_at=None), ~Q(pk=pk))
    later = F("turn_at") + timedelta(seconds=cost)
    waiting.update(turn_at=Least(later, F("received_at") + LATEST))


def _put_off(costs: Mapping[str, float], now: datetime) -> dict[str, datetime]:
    """Put the next turns of these off by so many seconds; when they are then."""
    names = sorted(costs)  # in one order everywhere, so that no two wait for each other
    told: dict[str, Any] = {"kind": Kind.READING.value, "at": now, "most": LATEST}
    told |= {"of": names, "cost": [costs[one] for one in names]}
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, told)
        return dict(cursor.fetchall())


def _cost(seconds: float) -> float:
    return min(seconds, LATEST.total_seconds())


def _written(head: bytes) -> str:
    """The sender's address where no envelope tells it, as the head writes it; nothing is decoded."""
    found = _FROM.search(head[:HEAD])
    return found[1].decode("ascii", "replace") if found else ""


def _known(emails: Collection[str]) -> set[str]:
    """Those of the addresses that a person or a correspondent of ours has."""
    if not emails:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN, {"emails": sorted(emails)})
        return {email for (email,) in cursor.fetchall()}
