"""What the demo's probers saw in six months: kept in days, as it is kept of real looks; today lies in the hot table.

The shop is down for hours in three months, which costs credits. Of the university nobody knows for a part of another
month how it was. All others are kept. Where a customer reported that a system is down, it was.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

import numpy as np
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import transaction
from numpy.typing import NDArray

from gwarant.monitoring.days import IN_TIME, Block
from gwarant.monitoring.enrolling import enrol, invite, retire
from gwarant.monitoring.giving import give
from gwarant.monitoring.models import DAY, Monitor, Place, Prober, Turn
from gwarant.monitoring.moments import milliseconds_of, moment_of
from gwarant.monitoring.sealing import keep
from gwarant.monitoring.summing import sum_up
from gwarant.monitoring.taking import take
from gwarant.prober.grid import phase_of
from gwarant.prober.identity import public_half
from gwarant.prober.model import Answer, Look, Phases, Reason
from gwarant.prober.protocol import Wanted, packed
from gwarant.sla.civil import add_period, midnight
from gwarant.sla.contract.values import Period
from gwarant.sla.evidence.model import Kind, State
from gwarant.sla.evidence.packed import STATES, Columns
from gwarant.tickets.models import TicketEvent

MINUTE, HOUR = 60_000, 3_600_000
ADDRESS = "127.0.0.1"
USUAL = np.array([1_800, 6_500, 0, 82_000, 14_000])  # microseconds of name, connection, security, first byte, transfer
SAID = {
    "500": "<h1>Internal Server Error</h1>",
    "502": "<html><head><title>502 Bad Gateway</title></head><body><center><h1>502 Bad Gateway</h1></center>",
    "503": "Service Unavailable: the pool of connections is empty",
}
LOOKED = ("shop", "enrol")  # the systems with a past


@dataclass(frozen=True)
class Spell:
    """From when to when (UTC milliseconds) looks found something else than up."""

    start: int
    end: int
    state: State
    code: str


# system: month from the first one on, day, hour, minutes, what was seen
SPELLS: dict[str, tuple[tuple[int, int, int, int, State, str], ...]] = {
    "shop": (
        (0, 11, 14, 18, State.DOWN, "502"),
        (2, 17, 9, 410, State.DOWN, "502"),
        (3, 4, 20, 95, State.DEGRADED, Reason.SLOW.value),
        (4, 22, 3, 9, State.DOWN, Reason.TIMEOUT.value),
        (4, 9, 11, 260, State.DOWN, "503"),
        (5, 13, 10, 300, State.DOWN, "502"),
    ),
    "enrol": (
        (1, 8, 12, 14, State.DOWN, "503"),
        (3, 19, 18, 690, State.UNKNOWN, Reason.OWN_NETWORK.value),
        (5, 6, 7, 40, State.DEGRADED, Reason.SLOW.value),
    ),
}


def lay(monitors: Sequence[Monitor], place: Place, first: date, zone: str, now: datetime) -> None:
    """A look each minute of each monitor from the midnight before the first day on, until now."""
    start, today = (midnight(first, zone) * 1000) // DAY * DAY, milliseconds_of(now) // DAY * DAY
    spells = {one.pk: [*_spells(one, first, zone)] for one in monitors}
    for monitor in monitors:
        with transaction.atomic():
            _keep_days(monitor, place, range(start, today, DAY), spells[monitor.pk], now)
    _hand_over(monitors, place, today, spells, milliseconds_of(now))


def _keep_days(monitor: Monitor, place: Place, days: range, spells: Sequence[Spell], now: datetime) -> None:
    chance = np.random.default_rng(sum(monitor.service.key.encode()))
    for day in days:
        looks = _columns(monitor, day, day + DAY, spells, chance)
        waits = np.random.default_rng(day // DAY).integers(60, 2_000, len(looks.slot))  # until its batch goes
        block = Block(monitor.pk, place.pk, day, 0, None, True, looks, looks.at + waits)
        keep([block], min(now, moment_of(day + 2 * DAY) + timedelta(minutes=20)))
        Turn.objects.bulk_create(_turns(monitor, place, looks))
        sum_up(monitor.pk, place.pk, day)


def _turns(monitor: Monitor, place: Place, looks: Columns) -> Iterator[Turn]:
    """The looks of a day at which the state turned, with what was said there."""
    for at in (np.flatnonzero(np.diff(looks.state)) + 1).tolist():
        code = looks.texts[int(looks.code[at])]
        yield Turn(
            monitor=monitor,
            place=place,
            customer=monitor.customer,
            slot=int(looks.slot[at]),
            state=STATES[int(looks.state[at])].value,
            code=code,
            said=SAID.get(code, ""),
            address=looks.texts[int(looks.address[at])],
        )


def _spells(monitor: Monitor, first: date, zone: str) -> Iterator[Spell]:
    for month, day, hour, minutes, state, code in SPELLS[monitor.service.key]:
        begun = midnight(add_period(first, Period(months=month)) + timedelta(days=day - 1), zone) * 1000 + hour * HOUR
        yield Spell(begun, begun + minutes * MINUTE, state, code)
    chance = Random(monitor.service.key)
    reports = TicketEvent.objects.filter(kind=Kind.REPORTED.value, down=True, ticket__service=monitor.service)
    for at in reports.order_by("at", "pk").values_list("at", flat=True):
        begun = milliseconds_of(at) - chance.randrange(3, 8) * MINUTE
        yield Spell(begun, begun + chance.randrange(16, 34) * MINUTE, State.DOWN, "502")


def _columns(monitor: Monitor, start: int, end: int, spells: Sequence[Spell], chance: np.random.Generator) -> Columns:
    """The looks of the slots between two moments."""
    slot = np.arange(start + phase_of(f"monitor {monitor.pk}", MINUTE), end, MINUTE, dtype=np.int64)
    own = [one for one in spells if one.start < end and one.end > start]
    texts = tuple(sorted({"", "200", ADDRESS, *(one.code for one in own)}))
    state, code = np.zeros(len(slot), np.uint8), np.full(len(slot), texts.index("200"), np.uint16)
    phases = _phases(slot, chance)
    for one in own:
        inside = (slot >= one.start) & (slot < one.end)
        state[inside], code[inside] = STATES.index(one.state), texts.index(one.code)
        if not one.code.isdecimal():  # nobody answered at all, or slowly
            phases[inside] = phases[inside] * 9 if one.state is State.DEGRADED else 0
    address = np.where(phases.any(axis=1), texts.index(ADDRESS), texts.index("")).astype(np.uint16)
    return Columns(
        every=MINUTE,
        timeout=monitor.timeout,
        texts=texts,
        slot=slot,
        late=chance.integers(0, 4, len(slot)).astype(np.uint32),
        state=state,
        extra=np.zeros(len(slot), np.bool_),
        code=code,
        address=address,
        certificate=np.full(len(slot), texts.index(""), np.uint16),
        phases=phases,
    )


def _phases(slot: NDArray[np.int64], chance: np.random.Generator) -> NDArray[np.uint32]:
    """Slower by day than by night, and now and then much slower."""
    wave = 1 + 0.35 * np.sin((slot % DAY / DAY - 0.3) * 2 * np.pi)
    noise = chance.lognormal(0, 0.22, (len(slot), 5))
    noise[chance.random(len(slot)) < 0.006, 3] *= 6
    return np.asarray(USUAL * wave[:, None] * noise, np.uint32)


def _hand_over(monitors: Sequence[Monitor], place: Place, start: int, spells: dict[int, list[Spell]], now: int) -> None:
    """The looks of today as a prober hands them over, a few minutes at a time."""
    key = public_half(Ed25519PrivateKey.generate())
    prober = enrol(invite(place, by=None, now=moment_of(start)), key, "demo", now=moment_of(start))
    chance = np.random.default_rng(1)
    seen = [(one, _columns(one, start, now, spells[one.pk], chance)) for one in monitors]
    for number, since in enumerate(range(start, now, IN_TIME - MINUTE), 1):
        until = min(now, since + IN_TIME - MINUTE)
        _hand(prober, [look for one in seen for look in _looks(*one, since, until)], number, until)
    retire(prober, now=moment_of(now))


def _hand(prober: Prober, looks: Sequence[Look], number: int, now: int) -> None:
    tokens = {one.share: one.token for one in give(prober, Wanted(), now).leases}
    take(prober, packed(looks, number, now, tokens), now)


def _looks(monitor: Monitor, looks: Columns, since: int, until: int) -> Iterator[Look]:
    for at in np.flatnonzero((looks.at >= since) & (looks.at < until)).tolist():
        phases = Phases(*(int(one) for one in looks.phases[at]))
        address, code = looks.texts[int(looks.address[at])], looks.texts[int(looks.code[at])]
        answer = Answer(STATES[int(looks.state[at])], code, phases, address)
        yield Look(monitor.pk, int(looks.slot[at]), int(looks.at[at]), answer)
