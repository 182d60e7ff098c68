"""What looks cost in the database: to take one, to seal a day, the bytes kept of each, and a year judged from them.

    bin/uv run --frozen python bench/days.py [DAYS]

It makes a PostgreSQL of its own and throws it away. Looks are drawn as in bench/looks.py. Seconds are those of a
processor: of this process and of PostgreSQL's together.
"""

import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

import numpy as np
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import connections
from looks import DAY, FIRST, MEDIANS, SPREAD, _promised, day_of_looks
from pg import test_server
from service import migrated, point_at
from spending import Spent, spent_by

from gwarant.database.scope import ENGINE, scoped
from gwarant.demo.cast import CLIENTS, make_cast
from gwarant.monitoring.actions import Facts, add_monitor
from gwarant.monitoring.enrolling import enrol, invite, open_place
from gwarant.monitoring.evidence import looks_of
from gwarant.monitoring.giving import give
from gwarant.monitoring.models import RING, Monitor, Place, Standing, Stretch
from gwarant.monitoring.moments import milliseconds_of, moment_of
from gwarant.monitoring.sealing import seal
from gwarant.monitoring.summing import stood
from gwarant.monitoring.taking import take
from gwarant.prober.identity import public_half
from gwarant.prober.model import Answer, Look, Phases
from gwarant.prober.protocol import Wanted, packed
from gwarant.sla.availability import measure
from gwarant.sla.evidence.model import State, StateInterval
from gwarant.sla.evidence.packed import STATES

TABLES = ("dayoflooks", "stretch", "latency"), ("row", "seal", "block", "unsealed")
MINUTE = 60_000
COPY = """
COPY monitoring_seenlook (monitor_id, place_id, slot, ring, customer_id, late, received, every, timeout, state,
                          is_extra, counts, code, phases, address, certificate) FROM STDIN
"""


def taking(monitors: list[Monitor], place: Place, spent: Spent, rounds: int = 60) -> None:
    """A look a minute of each, handed over together."""
    key, begun = Ed25519PrivateKey.generate(), FIRST + 500 * DAY
    prober = enrol(invite(place, by=None, now=moment_of(begun)), public_half(key), "1", now=moment_of(begun))
    chance = np.random.default_rng(3)
    batches = []
    for number in range(rounds):
        at = begun + number * MINUTE
        phases = np.exp(chance.normal(MEDIANS, SPREAD, (len(monitors), 5))).astype(int).tolist()
        seen = [
            Look(one.pk, at, at + 2, Answer(State.UP, "200", Phases(*took), "203.0.113.7"))
            for one, took in zip(monitors, phases, strict=True)
        ]
        tokens = {one.share: one.token for one in give(prober, Wanted(), at).leases}
        batches.append((at, packed(seen, number, at, tokens)))
    before = spent()
    stored = sum(take(prober, data, at).stored for at, data in batches)
    print(f"taken {stored:,} looks, {len(monitors)} together: {1000 * (spent() - before) / stored:.3f} ms each")


def sealing(monitor: Monitor, place: Place, spent: Spent, days: int) -> int:
    """Days of one monitor, each laid into the hot table and sealed; how many looks."""
    chance, count, took = np.random.default_rng(11), 0, 0.0
    empty = size()
    Standing.objects.get_or_create(
        monitor=monitor, place=place, customer=monitor.customer, defaults={"slot": 0, "since": 0, "total": 0}
    )
    for number in range(days):
        looks = day_of_looks(chance, FIRST + number * DAY)
        lay(monitor, place, looks)
        count += len(looks.slot)
        before = spent()
        assert seal(monitor.pk, place.pk, moment_of(FIRST + (number + 2) * DAY)) == 1
        took += spent() - before
    ours, chain = (now - then for now, then in zip(size(), empty, strict=True))
    each = (ours + chain) / count
    print(f"sealed {count:,} looks of {days} days: {1e6 * took / count:.1f} µs each, {1000 * took / days:.0f} ms a day")
    print(f"kept: {each:.2f} bytes a look ({ours / count:.2f} in tables of looks, {chain / count:.2f} in the ledger),")
    print(f"      {each * 525_600 / 1e6:.2f} MB a monitor-year at one look a minute")
    return count


def lay(monitor: Monitor, place: Place, looks: object) -> None:
    """The looks of a day into the hot table, by COPY; each waited for its batch, two seconds at most."""
    chance = Random(int(looks.slot[0]))  # type: ignore[attr-defined]
    waits = [60 + chance.randrange(2_000) for _ in looks.slot]  # type: ignore[attr-defined]
    with (
        connections["owner"].cursor() as cursor,
        cursor.copy(COPY) as copy,
    ):
        for at in range(len(looks.slot)):  # type: ignore[attr-defined]
            slot, late = int(looks.slot[at]), int(looks.late[at])  # type: ignore[attr-defined]
            texts = [looks.texts[column[at]] for column in (looks.code, looks.address, looks.certificate)]  # type: ignore[attr-defined]
            phases = [int(one) for one in looks.phases[at]]  # type: ignore[attr-defined]
            state, extra = STATES[looks.state[at]].value, bool(looks.extra[at])  # type: ignore[attr-defined]
            told = (monitor.pk, place.pk, slot, slot // DAY % RING, monitor.customer_id, late, slot + late + waits[at])
            copy.write_row((*told, 60_000, 10_000, state, extra, True, texts[0], phases, texts[1], texts[2]))


def size() -> tuple[int, int]:
    """Bytes of the tables, with indexes and what lies beside them, after a vacuum."""
    found = []
    with connections["owner"].cursor() as cursor:
        for app, names in zip(("monitoring", "ledger"), TABLES, strict=True):
            for name in names:
                cursor.execute(f"VACUUM {app}_{name}")
            cursor.execute(
                "SELECT sum(pg_total_relation_size(t::regclass)) FROM unnest(%s::text[]) t",
                [[f"{app}_{one}" for one in names]],
            )
            found.append(int(cursor.fetchone()[0]))
    return found[0], found[1]


def judging(monitor: Monitor, spent: Spent, days: int, many: int = 500) -> None:
    """A year of one monitor from its looks, twice; of many from how they stood."""
    span = FIRST, FIRST + days * DAY
    before = spent()
    figures = [measure(_promised(), span, packed=looks_of(monitor.service, span)) for _ in range(2)]
    each = (spent() - before) / 2
    print(f"{days} days of a monitor judged from its looks: {each:.2f} s, the same twice: {figures[0] == figures[1]}")
    own = list(Stretch.objects.filter(monitor=monitor).values("state", "start", "end", "place_id", "customer_id"))
    others = [one.pk for one in Monitor.objects.exclude(pk=monitor.pk).order_by("pk")[:many]]
    Stretch.objects.bulk_create((Stretch(monitor_id=pk, **one) for pk in others for one in own), batch_size=5000)
    before = spent()
    rows: dict[int, list[StateInterval]] = {}
    for one in stood(others, span):
        state = StateInterval(
            id=str(one.start), start=one.start, end=one.end, received=one.end, service="shop", state=State(one.state)
        )
        rows.setdefault(one.monitor, []).append(state)
    found = [measure(_promised(), span, states=states) for states in rows.values()]
    print(f"{days} days of {len(found)} monitors from {len(own)} stretches each: {spent() - before:.2f} s")


def main(days: int) -> None:
    with tempfile.TemporaryDirectory(prefix="gwarant-bench-") as cache:
        server = test_server(Path(cache), migrated)
        point_at(server)
        spent, now = spent_by(server.state), datetime(2026, 1, 1, tzinfo=UTC)
        with scoped(ENGINE):
            world = make_cast(now, CLIENTS[:1])
            place = open_place("waw", "Warszawa", now=now)
            told = {"kind": "http", "settings": {"url": "https://shop.example/"}, "places": (place,)}
            service = world.services["SHOP", "shop"]
            names = (f"m{number}" for number in range(501))
            monitors = [add_monitor(service, Facts(name=name, **told), by=None, now=now) for name in names]  # type: ignore[arg-type]
            assert milliseconds_of(now) < FIRST
            taking(monitors[1:], place, spent)
            sealing(monitors[0], place, spent, days)
            judging(monitors[0], spent, days)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 365)
