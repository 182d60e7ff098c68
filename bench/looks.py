"""A year of looks: bytes kept for each, and how fast they are packed, read and judged.

    bin/uv run --frozen python bench/looks.py

Phases are drawn log-normal about the medians of a shop behind TLS; outages are rare.
"""

import sys
from base64 import b64encode
from time import process_time

import numpy as np

from gwarant.sla.evidence.packed import Columns, pack, unpack, unpack_begun

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
    kept, line = sum(map(len, blocks)) / count, sum(len(b64encode(block)) for block in blocks) / count
    print(f"{count:,} looks in {days} blocks: {kept:.2f} bytes each, {line:.2f} in base64")
    print(f"packed {count / (packed - begun):,.0f}/s, unpacked {count / (unpacked - packed):,.0f}/s")
    print(f"moments and states alone {count / (read - unpacked):,.0f}/s (seconds of a processor)")


if __name__ == "__main__":
    bytes_and_rates(int(sys.argv[1]) if len(sys.argv) > 1 else 365)
