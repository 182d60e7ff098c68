"""Pings that came are stored, together, and how their jobs stand with them: one transaction for many."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

import msgspec
from django.db import connection, transaction

from gwarant.database.backend.base import plain_cursor
from gwarant.monitoring.beats.asked import AMBIGUOUS, CREATED, FULL, NOT_FOUND, OK, Answer, Asked
from gwarant.monitoring.beats.creating import Full, create
from gwarant.monitoring.beats.fold import Beat, Heard, Said, Stands, hear
from gwarant.monitoring.beats.models import PingAddress
from gwarant.monitoring.beats.schedule import Schedule, schedule_of
from gwarant.monitoring.beats.standing import Turned, turned

BODIES = 5  # of an address
COLUMNS = "state, reason, since, heard_at, expected_at, run_at, run, took"
SLUGS = """
SELECT k.key, a.slug, a.id FROM unnest(%(keys)s::text[], %(slugs)s::text[]) AS u(key, slug)
JOIN monitoring_pingkey k ON k.key = u.key
JOIN monitoring_pingaddress a ON a.customer_id = k.customer_id AND a.slug = u.slug
JOIN monitoring_monitor m ON m.id = a.monitor_id AND m.retired_at IS NULL
"""
TAKE = f"""
SELECT a.id, a.code, a.customer_id, a.monitor_id, m.settings::text, m.is_active, a.last_at, a.due_at, {COLUMNS}
FROM monitoring_pingaddress a JOIN monitoring_monitor m ON m.id = a.monitor_id AND m.retired_at IS NULL
WHERE {{which}} ORDER BY a.id FOR NO KEY UPDATE OF a
"""
BY_CODE_OR_ID = "(a.code = ANY(%(codes)s::uuid[]) OR a.id = ANY(%(ids)s::bigint[]))"
INSERT = """
INSERT INTO monitoring_ping (address_id, customer_id, at, said, status, run, sender, agent, size, sha256)
SELECT address, customer, at, said, status, run, sender, agent, size, sha256
FROM json_to_recordset(%s::json)
  AS u(address bigint, customer bigint, at timestamptz, said text, status smallint, run uuid, sender text, agent text,
       size int, sha256 text)
"""
UPDATE = """
UPDATE monitoring_pingaddress a SET state = u.state, reason = u.reason, since = u.since, heard_at = u.heard_at,
  expected_at = u.expected_at, run_at = u.run_at, run = u.run, took = u.took, due_at = u.due_at, last_at = u.last_at
FROM json_to_recordset(%s::json)
  AS u(id bigint, state text, reason text, since timestamptz, heard_at timestamptz, expected_at timestamptz,
       run_at timestamptz, run uuid, took bigint, due_at timestamptz, last_at timestamptz)
WHERE a.id = u.id
"""
KEEP = """
INSERT INTO monitoring_pingbody (address_id, customer_id, at, body)
SELECT * FROM unnest(%s::bigint[], %s::bigint[], %s::timestamptz[], %s::bytea[])
"""
FORGET = """
DELETE FROM monitoring_pingbody b USING (
  SELECT id, row_number() OVER (PARTITION BY address_id ORDER BY at DESC, id DESC) AS place
  FROM monitoring_pingbody WHERE address_id = ANY(%s)) AS old
WHERE b.id = old.id AND old.place > %s
"""


@dataclass
class Job:
    """An address as it is taken: whose it is, what is expected, and how it stands."""

    id: int
    code: UUID
    customer: int
    monitor: int
    schedule: Schedule
    is_active: bool
    last_at: datetime | None  # of any ping
    due_at: datetime | None  # before which nothing turns by itself
    beat: Beat
    turns: list[Turned] = field(default_factory=list)

    def go_on(self, at: datetime, beat: Beat) -> None:
        """It stands so from then on; a turn is kept for those who tell of it."""
        if (beat.state, beat.code) != (self.beat.state, self.beat.code):
            self.turns.append(Turned(self.monitor, self.customer, beat.state, beat.code, at, beat.took))
        self.beat = beat


class _Ping(msgspec.Struct, frozen=True, gc=False):
    """A row of what was told."""

    address: int
    customer: int
    at: datetime
    said: Said
    status: int | None
    run: UUID | None
    sender: str
    agent: str
    size: int
    sha256: str


class _Stands(msgspec.Struct, frozen=True, gc=False):
    """How an address stands, as it is written."""

    id: int
    state: Stands
    reason: str
    since: datetime | None
    heard_at: datetime | None
    expected_at: datetime | None
    run_at: datetime | None
    run: UUID | None
    took: int | None
    due_at: datetime | None
    last_at: datetime | None


Came = tuple[Asked, datetime]
To = tuple[UUID | None, str, str]  # a code, or a key with a slug


def keep(came: Sequence[Came], now: datetime) -> list[Answer]:
    """Store them, and say of each what came of it. In the engine's scope; what was answered with OK is committed."""
    made = {number: _made(one, now) for number, (one, _) in enumerate(came) if one.creates}
    answers, stored = [], []
    with transaction.atomic(), plain_cursor(connection) as cursor:
        slugs = _slugs(cursor, [one for one, _ in came])
        codes = [one.code for one, _ in came if one.code]
        jobs = take(cursor, BY_CODE_OR_ID, codes=codes, ids=[found[0] for found in slugs.values() if len(found) == 1])
        by_code = {one.code: one for one in jobs.values()}
        for number, (asked, at) in enumerate(came):
            found = slugs.get((asked.key, asked.slug), [])
            job = by_code.get(asked.code) if asked.code else jobs.get(found[0]) if len(found) == 1 else None
            answers.append(_answer(job, len(found), made.get(number)))
            if job is not None:
                stored.append((job, asked, at))
                _hear(job, asked, at)
        if stored:
            _store(cursor, stored)
            put(cursor, jobs.values(), _no_later)
            turned(cursor, [one for job in jobs.values() for one in job.turns], now)
    return answers


def addresses_of(named: Mapping[To, datetime]) -> dict[int, datetime]:
    """By the number of each address that is there, the first moment that stands with its code, or its key and slug."""
    codes = [code for code, _key, _slug in named if code]
    rows = PingAddress.objects.filter(code__in=codes, monitor__retired_at=None).values_list("pk", "code")
    found = [(number, named[code, "", ""]) for number, code in rows]
    with plain_cursor(connection) as cursor:
        cursor.execute(SLUGS, {"keys": [key for _, key, _ in named], "slugs": [slug for *_, slug in named]})
        found += [(number, named[None, key, slug]) for key, slug, number in cursor.fetchall()]
    first: dict[int, datetime] = {}
    for number, since in found:
        first[number] = min(since, first.get(number, since))
    return first


def _answer(job: Job | None, found: int, made: Answer | None) -> Answer:
    if job is None:
        return made or (AMBIGUOUS if found > 1 else NOT_FOUND)
    return made if made is CREATED else OK


def _hear(job: Job, asked: Asked, at: datetime) -> None:
    job.last_at = max(at, job.last_at or at)
    if job.is_active:
        job.go_on(at, hear(job.beat, Heard(asked.said, at, asked.run, asked.status), job.schedule))


def take(cursor: Any, which: str, **told: Any) -> dict[int, Job]:
    """The jobs of which this is so, locked in one order; by the number of their address."""
    cursor.execute(TAKE.format(which=which), told)
    return {row[0]: _job(row) for row in cursor.fetchall()}


def _exactly(job: Job) -> datetime | None:
    return job.beat.due_at(job.schedule) if job.is_active else None


def _no_later(job: Job) -> datetime | None:
    """What is written already where that is sooner: the sweep looks, and goes on from there.

    So a job that tells often changes no index.
    """
    due = _exactly(job)
    return job.due_at if due is not None and job.due_at is not None and job.due_at <= due else due


def put(cursor: Any, jobs: Iterable[Job], due: Callable[[Job], datetime | None] = _exactly) -> None:
    """Write how they stand, and when that is to be looked at again."""
    rows = [_stands(one, due(one)) for one in jobs]
    if rows:
        cursor.execute(UPDATE, [msgspec.json.encode(rows).decode()])


def _job(row: Sequence[Any]) -> Job:
    number, code, customer, monitor, settings, is_active, last_at, due_at, state, *rest = row
    beat = Beat(Stands(state), *rest)
    schedule = schedule_of(settings.encode())
    return Job(number, code, customer, monitor, schedule, is_active, last_at, due_at, beat)


def _stands(job: Job, due: datetime | None) -> _Stands:
    one = job.beat
    kept = (one.state, one.code, one.since, one.heard_at, one.expected_at, one.run_at, one.run, one.took)
    return _Stands(job.id, *kept, due, job.last_at)


def _slugs(cursor: Any, asked: Iterable[Asked]) -> dict[tuple[str, str], list[int]]:
    """The addresses behind each key and slug; two where it is ambiguous."""
    found: dict[tuple[str, str], list[int]] = defaultdict(list)
    wanted = sorted({(one.key, one.slug) for one in asked if one.slug})
    if wanted:
        cursor.execute(SLUGS, {"keys": [key for key, _ in wanted], "slugs": [slug for _, slug in wanted]})
        for key, slug, number in cursor.fetchall():
            found[key, slug].append(number)
    return found


def _made(asked: Asked, now: datetime) -> Answer | None:
    """A monitor for a slug that there is none of, where the ping asks for it."""
    try:
        return CREATED if create(asked.key, asked.slug, now) else None
    except Full:
        return FULL


def _store(cursor: Any, stored: Sequence[tuple[Job, Asked, datetime]]) -> None:
    cursor.execute(INSERT, [msgspec.json.encode([_row(*one) for one in stored]).decode()])
    bodies = [(job.id, job.customer, at, asked.body) for job, asked, at in stored if asked.body]
    if bodies:
        cursor.execute(KEEP, [list(column) for column in zip(*bodies, strict=True)])
        cursor.execute(FORGET, [sorted({one[0] for one in bodies}), BODIES])


def _row(job: Job, asked: Asked, at: datetime) -> _Ping:
    status = asked.status if asked.said is Said.EXIT else None
    digest = sha256(asked.body).hexdigest() if asked.body else ""
    told = (asked.said, status, asked.run, asked.address, asked.agent, len(asked.body), digest)
    return _Ping(job.id, job.customer, at, *told)
