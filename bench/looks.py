"""A year of looks: bytes kept for each, and how fast they are packed, read and judged.

    bin/uv run --frozen python bench/looks.py [SECONDS]

Phases are drawn log-normal about the medians of a shop behind TLS; outages are rare. With SECONDS the
prober itself looks at a server of this machine for so long.
"""

import json
import sys
from collections.abc import Iterator
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from random import Random
from threading import Thread
from time import process_time, time_ns

import numpy as np
from msgspec.structs import astuple

from gwarant.prober.clock import Clock
from gwarant.prober.looking import Looking
from gwarant.prober.model import Look, Target
from gwarant.prober.reach import Reach
from gwarant.prober.tools import tools
from gwarant.sla.availability import measure
from gwarant.sla.contract.model.promises import Availability, Bound, Probe
from gwarant.sla.evidence.jsonl import row_line
from gwarant.sla.evidence.model import Looks, State, StateInterval
from gwarant.sla.evidence.packed import STATES, Columns, pack, unpack, unpack_begun
from gwarant.sla.evidence.unpacking import text_of

DAY = 86_400_000
FIRST = 1_772_323_200_000
MEDIANS = np.log(
    [4_000, 18_000, 39_000, 120_000, 900]
)  # microseconds: name, connection, security, first byte, transfer
SPREAD = np.array([0.55, 0.12, 0.15, 0.35, 0.6])


def day_of_looks(chance: np.random.Generator, first: int = FIRST, every: int = 60_000) -> Columns:
    """A day of one monitor: a look each interval, seldom an outage, two addresses, one certificate."""
    count = DAY // every
    slot = first + 17_041 + np.arange(count, dtype=np.int64) * every
    state, extra = np.zeros(count, np.uint8), np.zeros(count, bool)
    if chance.random() < 0.1:
        begin, size = int(chance.integers(10, count - 60)), int(chance.integers(2, 40))
        closer = slot[begin] + np.arange(1, 6) * every // 6
        slot = np.insert(slot, begin + 1, closer)
        state, extra = np.zeros(len(slot), np.uint8), np.zeros(len(slot), bool)
        state[begin : begin + size + 5], extra[begin + 1 : begin + 6] = 2, True
    size = len(slot)
    phases = np.exp(chance.normal(MEDIANS, SPREAD, (size, 5))).astype(np.uint32)
    phases[state == 2, 2:] = 0
    return Columns(
        every=every,
        timeout=10_000,
        texts=("", "200", "refused", "203.0.113.7", "203.0.113.8", "ab" * 32),
        slot=slot,
        late=np.minimum(chance.exponential(3, size), 5_000).astype(np.uint32),
        state=state,
        extra=extra,
        code=np.where(state == 2, 2, 1).astype(np.uint16),
        address=(3 + (chance.random(size) < 0.5)).astype(np.uint16),
        certificate=np.where(state == 2, 0, 5).astype(np.uint16),
        phases=phases,
    )


def bytes_and_rates(days: int) -> None:
    chance = np.random.default_rng(11)
    year = [day_of_looks(chance, FIRST + number * DAY) for number in range(days)]
    count = sum(len(one.slot) for one in year)
    begun = process_time()
    blocks = [pack(one) for one in year]
    packed = process_time()
    for block in blocks:
        unpack(block)
    unpacked = process_time()
    for block in blocks:
        unpack_begun(block)
    read = process_time()
    lines = sum(len(row_line(_row(number, one))) for number, one in enumerate(year))
    kept = sum(map(len, blocks)) / count
    print(f"{count:,} looks in {days} blocks: {kept:.2f} bytes each, {lines / count:.2f} in lines")
    print(f"packed {count / (packed - begun):,.0f}/s, unpacked {count / (unpacked - packed):,.0f}/s")
    print(f"moments and states alone {count / (read - unpacked):,.0f}/s (seconds of a processor)")


def a_year_judged(monitors: int) -> None:
    """A year of one monitor from its packed rows, of many from the states that are made of their looks."""
    chance = np.random.default_rng(12)
    rows = [_row(number, day_of_looks(chance, FIRST + number * DAY)) for number in range(365)]
    period = FIRST, FIRST + 365 * DAY
    begun = process_time()
    found = measure(_promised(), period, packed=rows)
    print(f"a year of one monitor from {found.evidence.rows:,} packed looks: {process_time() - begun:.3f} s")
    years = [list(_states(monitor, period)) for monitor in range(monitors)]
    begun = process_time()
    for states in years:
        measure(_promised(), period, states=states)
    each = sum(map(len, years)) / monitors
    print(f"a year of {monitors} monitors from {each:.0f} states each: {process_time() - begun:.2f} s")


def _row(number: int, looks: Columns) -> Looks:
    start, end = FIRST + number * DAY, FIRST + (number + 1) * DAY
    return Looks(id=f"d{number}", start=start, end=end, received=end, service="shop", packed=text_of(looks))


def _states(monitor: int, period: tuple[int, int]) -> Iterator[StateInterval]:
    """Some thirty outages a year, up between them."""
    chance, at = Random(monitor), period[0]
    while at < period[1]:
        for state, mean in ((State.UP, 12 * DAY), (State.DOWN, 1_800_000)):
            end = at + 60_000 + int(chance.expovariate(1 / mean))
            yield StateInterval(id=str(at), start=at, end=end, received=end, service="shop", state=state, every=60)
            at = end


def _promised() -> Availability:
    return Availability(id="up", service="shop", target=Bound(ge=Decimal("99.9")), probe=Probe())


def real_looks(seconds: int) -> None:
    """Twenty targets on a server of this machine, looked at each second by the prober itself."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Quiet)
    Thread(target=server.serve_forever, daemon=True).start()
    with_tools, clock, found = tools(Reach(everywhere=True)), Clock(time_ns() // 1_000_000), list[Look]()
    looking = Looking(with_tools, clock, found.append)
    settings = json.dumps({"url": f"http://127.0.0.1:{server.server_port}/"}).encode()
    looking.watch(
        tuple(
            Target(id=number, kind="http", every=1000, timeout=900, phase=50 * number, settings=settings)
            for number in range(20)
        ),
        clock.now(),
    )
    until = clock.now() + 1000 * seconds
    while clock.now() < until:
        looking.turn(200)
    server.shutdown()
    looks = _columns(sorted(found, key=lambda one: one.slot))
    spread = np.log(looks.phases.astype(float) + 1).std(axis=0).round(2)
    print(f"{len(found):,} real looks in a block: {len(pack(looks)) / len(found):.2f} bytes each; spread {spread}")


def _columns(looks: list[Look]) -> Columns:
    texts = sorted({""} | {str(one.answer.code) for one in looks} | {one.answer.address for one in looks})
    size, place = len(looks), {text: number for number, text in enumerate(texts)}
    answers = [one.answer for one in looks]
    return Columns(
        every=50,
        timeout=900,
        texts=tuple(texts),
        slot=np.array([one.slot for one in looks], np.int64),
        late=np.array([one.at - one.slot for one in looks], np.uint32),
        state=np.array([STATES.index(one.state) for one in answers], np.uint8),
        extra=np.array([one.extra for one in looks]),
        code=np.array([place[str(one.code)] for one in answers], np.uint16),
        address=np.array([place[one.address] for one in answers], np.uint16),
        certificate=np.zeros(size, np.uint16),
        phases=np.array([astuple(one.phases) for one in answers], np.uint32),
    )


class Quiet(BaseHTTPRequestHandler):
    """Answers with a small page and writes no log."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"<p>All is well.</p>" * 200)

    def log_message(self, *_: object) -> None:
        pass


if __name__ == "__main__":
    bytes_and_rates(365)
    a_year_judged(500)
    if len(sys.argv) > 1:
        real_looks(int(sys.argv[1]))
