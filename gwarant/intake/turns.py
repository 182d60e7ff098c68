"""Whose message is read next: what costs much waits behind what costs little, and nothing waits for ever.

Each correspondent's messages come one behind the other on a clock of their own, as far apart as reading them costs;
what is there is read by that moment, its *turn*, so that who sends much waits for themselves. A turn decides the order
alone: where nothing else waits it is read at once, and none is later than `LATEST` after its message came.
"""

import re
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
VALUES (%(kind)s, %(of)s, %(at)s + %(cost)s * INTERVAL '1 s', %(at)s)
ON CONFLICT (kind, name) DO UPDATE
SET full_at = LEAST(GREATEST(b.full_at, EXCLUDED.seen_at) + %(cost)s * INTERVAL '1 s', EXCLUDED.seen_at + %(most)s),
    seen_at = GREATEST(b.seen_at, EXCLUDED.seen_at)
RETURNING full_at
"""
_KNOWN = """
SELECT EXISTS (SELECT FROM customers_correspondent WHERE email = %s)
    OR EXISTS (SELECT FROM accounts_user WHERE upper(email) = upper(%s) AND is_active)
"""


def turn_of(sender: str, size: int, head: bytes) -> str:
    """Whose turns a message takes, as a hash: a known address its own, all others of a domain one.

    Nothing is proven before reading: who writes somebody's name takes turns of theirs. So small messages, which cost
    next to nothing, have turns of their own, that no large one puts off.
    """
    email = (sender or _written(head)).strip().lower()
    whose = email if _is_known(email) else email.rpartition("@")[2]
    return sha256(f"{whose} {size <= SMALL}".encode()).hexdigest()


def next_turn(of: str, size: int, now: datetime) -> datetime:
    """The next turn, taken."""
    return _put_off(of, size / BYTES, now)


def charge(pk: int, seconds: float, now: datetime) -> None:
    """Note what reading a message has cost: one that was dear puts off what waits of its sender, and what comes."""
    if seconds < DEAR:
        return
    of = RawMail.objects.filter(pk=pk).values_list("turn_of", flat=True).first()
    if not of:
        return
    cost = seconds * AS_DEAR
    _put_off(of, cost, now)
    waiting = RawMail.objects.filter(Q(turn_of=of), ~Q(due_at=None), ~Q(pk=pk))
    later = F("turn_at") + timedelta(seconds=cost)
    waiting.update(turn_at=Least(later, F("received_at") + LATEST))


def _put_off(of: str, seconds: float, now: datetime) -> datetime:
    cost = min(seconds, LATEST.total_seconds())
    told: dict[str, Any] = {"kind": Kind.READING.value, "of": of, "at": now, "cost": cost, "most": LATEST}
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, told)
        found: datetime = cursor.fetchone()[0]
    return found


def _written(head: bytes) -> str:
    """The sender's address where no envelope tells it, as the head writes it; nothing is decoded."""
    found = _FROM.search(head[:HEAD])
    return found[1].decode("ascii", "replace") if found else ""


def _is_known(email: str) -> bool:
    if not email:
        return False
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN, [email, email])
        return bool(cursor.fetchone()[0])
