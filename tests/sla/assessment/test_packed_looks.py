"""A month from packed looks is the month from the same looks as single rows, byte for byte."""

import json
from dataclasses import replace
from random import Random
from typing import Any

import numpy as np
import pytest

from gwarant.sla.assessment import assess, to_bytes
from gwarant.sla.evidence.form import FORM_OF
from gwarant.sla.evidence.jsonl import read_lines, write_lines
from gwarant.sla.evidence.known import looks_before
from gwarant.sla.evidence.model import Evidence, Looks
from gwarant.sla.evidence.packed import Columns
from gwarant.sla.evidence.unpacking import checks_of, looks_within, opened, text_of
from gwarant.sla.problem import InputError
from tests.sla.assessment.cast import contract

DAY = 86_400_000
MARCH = 1_772_319_600_000  # midnight in Warsaw
EVERY = 300_000
PROMISE = """
availability:
  shop-up: {service: shop, target: {ge: 99.5}, probe: {every: 300s, timeout: 10s, locations: 2, down_when: 2}}
"""


def day(number: int, place: str, chance: Random) -> Looks:
    """A day on which the shop failed for a while at noon, seen also between the slots."""
    begin = MARCH + number * DAY
    slots = [begin + 1_041 + EVERY * at for at in range(DAY // EVERY)]
    extra = [begin + DAY // 2 + 20_000 + 50_000 * at for at in range(12)] if number % 5 == 0 else []
    both = sorted([(at, False) for at in slots] + [(at, True) for at in extra])
    failed = [bool(extra) and begin + DAY // 2 <= at < begin + DAY // 2 + 550_000 for at, _ in both]
    size = len(both)
    looks = Columns(
        every=EVERY,
        timeout=10_000,
        texts=("", "200", "refused"),
        slot=np.array([at for at, _ in both], np.int64),
        late=np.array([chance.randrange(20) for _ in both], np.uint32),
        state=np.array([2 if down else chance.choice([0] * 200 + [1, 3]) for down in failed], np.uint8),
        extra=np.array([is_extra for _, is_extra in both]),
        code=np.array([2 if down else 1 for down in failed], np.uint16),
        address=np.zeros(size, np.uint16),
        certificate=np.zeros(size, np.uint16),
        phases=np.full((size, 5), 1234, np.uint32),
    )
    return Looks(
        id=f"{place}{number}",
        start=begin,
        end=begin + DAY,
        received=begin + DAY,
        service="shop",
        place=place,
        packed=text_of(looks),
    )


def rows() -> tuple[Looks, ...]:
    """March and some days of April from two places; of one day only a prober's spool knew until the middle of April."""
    chance = Random(4)
    found = [day(number, place, chance) for number in range(36) for place in ("waw", "krk")]
    return tuple(replace(one, received=MARCH + 44 * DAY) if one.id == "waw10" else one for one in found)


def told(evidence: Evidence, period: str) -> dict[str, Any]:
    """The canonical bytes read, without what names the rows that were read."""
    found = json.loads(to_bytes(assess([contract(PROMISE)], evidence, period)))
    del found["inputs"]["evidence"], found["inputs"]["rows"]
    for one in found["corrections"]:
        one["facts"] = [fact["kind"] for fact in one["facts"] if fact["kind"] not in ("looks", "check")]
    return found


def test_packed_and_single_looks_give_the_same_month_and_the_same_corrections_of_it() -> None:
    packed = Evidence(looks=tuple(sorted(rows(), key=FORM_OF["looks"].order)))
    single = Evidence(checks=tuple(one for row in rows() for one in checks_of(row)))
    assert read_lines(write_lines(packed)) == packed
    march, april = told(packed, "2026-03"), told(packed, "2026-04")
    assert march == told(single, "2026-03")
    assert april == told(single, "2026-04")
    assert len(march["availability"][0]["figure"]["outages"]) == 6  # of one day only one place told in time
    assert april["corrections"]


def test_a_row_that_ends_within_its_looks_counts_those_before() -> None:
    row = day(0, "waw", Random(1))
    half = replace(row, end=row.end - DAY // 2, received=row.end - DAY // 2)
    assert [one.id for one in checks_of(half)] == [one.id for one in checks_of(row) if one.at < half.end]
    (again,) = read_lines(write_lines(Evidence(looks=(half,)))).looks
    assert again == half
    assert looks_within(half) == DAY // EVERY // 2
    (cut,) = looks_before((row,), half.end)
    assert (replace(cut, packed=half.packed), [*checks_of(cut)]) == (half, [*checks_of(half)])
    assert opened(cut).slot.max() < half.end
    assert looks_before((cut,), half.end - EVERY) == looks_before((row,), half.end - EVERY)
    assert looks_before((row,), row.start + 1) == ()


def test_what_is_no_block_is_told_with_its_line() -> None:
    (header, line) = write_lines(Evidence(looks=(day(0, "waw", Random(1)),)))
    with pytest.raises(InputError, match="packed: is no block of looks: ends too early"):
        read_lines([header, line.replace('AAAA", "place"', '", "place"')])
